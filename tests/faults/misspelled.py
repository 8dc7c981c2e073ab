#!/usr/bin/env python3
"""misspelled.py [ARTICLES] [SECONDS]: what a misspelled search costs, and what 16 clients cost that send nothing else.

A made archive of 10,000 articles with 40,000 different words. First one client alone: the median, the p99 and the processor's time
of a search. Then 16 clients without a pause, while a reader asks the server and its quiet twin in turns for searches that are right.
A misspelled search must take less than 30 ms of a processor, and the p99 of the reader stay under three times that of an attack by
16 clients that ask for plain pages. Needs target/release/litopys."""
import http.client, os, shutil, sys, tempfile, threading, time
from pathlib import Path
from urllib.parse import quote
import serving
from made import WORDS, archive, chance, misspelled
from serving import Server, check, get, in_turns, p99

ARTICLES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 15
CLIENTS = 16


def processor(server):
    """Seconds of a processor that the server has taken."""
    fields = Path(f'/proc/{server.process.pid}/stat').read_text().rsplit(') ', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def ask(port, running, path, seen):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
    while running.is_set():
        connection.request('GET', path())
        answer = connection.getresponse()
        answer.read()
        seen.append(answer.status)


def attacked(server, path):
    """The times of a reader's searches at the server and its twin meanwhile, and the statuses that the clients saw."""
    running, seen = threading.Event(), []
    running.set()
    threads = [threading.Thread(target=ask, args=(server.port, running, path, seen)) for _ in range(CLIENTS)]
    [thread.start() for thread in threads]
    time.sleep(1)
    (busy, quiet), wrong = in_turns((server.port, twin.port), SECONDS, right)
    running.clear()
    [thread.join() for thread in threads]
    return busy, quiet, wrong, seen


ROOT = archive(ARTICLES)
TWIN = Path(tempfile.mkdtemp(prefix='litopys-twin-')) / 'archive'
shutil.copytree(ROOT, TWIN)
server, twin = Server(ROOT), Server(TWIN)
right = lambda: '/uk/search?q=' + quote(' '.join(chance.sample(WORDS, 2)))
try:
    found = serving.until(lambda: all(get(one.port, '/uk/search?q=' + quote(WORDS[0]))[0] == 200 for one in (server, twin)))
    found or sys.exit('the search index is never there')
    for name, path in (('right', right), ('misspelled', misspelled)):
        [get(server.port, path()) for _ in range(20)]
        begun, (times, _), wrong = processor(server), *in_turns((server.port, twin.port), SECONDS, path)
        each = (processor(server) - begun) / len(times) * 1000
        check(f'{len(times)} {name} searches, one after the other', each < 30 and not wrong,
              f'{each:.1f} ms of a processor each; p50 {times[len(times) // 2] * 1000:.1f} ms, p99 {p99(times):.1f} ms')
    numbers = iter(range(10 ** 9))
    pages, _, wrong, _ = attacked(server, lambda: f'/uk/2025/?x={next(numbers)}')
    busy, quiet, wrong_too, seen = attacked(server, misspelled)
    check(f'{CLIENTS} clients that misspell, {len(seen) / (SECONDS + 1):.0f} searches a second', p99(busy) < 3 * p99(pages) and not wrong + wrong_too,
          f'p99 of others {p99(busy):.1f} ms, with as many clients that read pages {p99(pages):.1f} ms, quiet twin {p99(quiet):.1f} ms; refused {(wrong + wrong_too)[:3]}')
    check('SIGTERM', (server.stop(), twin.stop()) == (0, 0), 'exit 0')
finally:
    [one.process.kill() for one in (server, twin)]
    [shutil.rmtree(folder, ignore_errors=True) for folder in (ROOT, TWIN.parent)]
sys.exit(len(serving.failed))
