#!/usr/bin/env python3
"""cancelled.py [SECONDS]: two HTTP/2 connections that send 64 misspelled searches each and cancel each after 4 ms, again and again.

Meanwhile a reader asks the server and its quiet twin in turns for pages that are not in the cache, as slow.py does. Her p99 must
stay under three times that of the twin, and the work must end within a second of the last cancellation. The archive is 2,000 made
articles with 40,000 different words. Needs target/release/litopys and the package h2."""
import itertools, shutil, sys, tempfile, threading, time
from pathlib import Path
from urllib.parse import quote
import h2c, serving
from made import WORDS, archive, misspelled
from serving import Server, check, get, in_turns, p99

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 15


def attack(port, running, sent):
    client = None
    while running.is_set():
        try:
            client = client or h2c.Client(port)
            streams = [client.get(misspelled()) for _ in range(64)]
            client.send()
            time.sleep(0.004)
            [client.cancel(stream) for stream in streams]
            client.send()
            sent.append(len(streams))
        except OSError:
            # The server closes a connection that cancels too much (RFC 9113, 10.5).
            client = client and client.close()
    client and client.close()


ROOT = archive(2000)
TWIN = Path(tempfile.mkdtemp(prefix='litopys-twin-')) / 'archive'
shutil.copytree(ROOT, TWIN)
server, twin = Server(ROOT), Server(TWIN)
try:
    found = serving.until(lambda: all(get(one.port, '/uk/search?q=' + quote(WORDS[0]))[0] == 200 for one in (server, twin)))
    found or sys.exit('the search index is never there')
    numbers = itertools.count()
    never_asked = lambda: f'/uk/2025/?x={next(numbers)}'
    (alone, quiet), _ = in_turns((server.port, twin.port), 5, never_asked)
    print(f'     quiet: p99 {p99(alone):.1f} ms and {p99(quiet):.1f} ms')
    running, sent = threading.Event(), []
    running.set()
    threads = [threading.Thread(target=attack, args=(server.port, running, sent)) for _ in range(2)]
    [thread.start() for thread in threads]
    time.sleep(1)
    (busy, quiet), wrong = in_turns((server.port, twin.port), SECONDS, never_asked)
    running.clear()
    [thread.join() for thread in threads]
    ended = time.time()
    names = ('litopys_running_requests', 'litopys_running_searches')
    serving.until(lambda: not any(server.metrics()[name] for name in names), 60)
    left = time.time() - ended
    check(f'{sum(sent)} searches cancelled after 4 ms', p99(busy) < 3 * p99(quiet) and not wrong,
          f'p99 of others {p99(busy):.1f} ms, quiet twin {p99(quiet):.1f} ms: {p99(busy) / p99(quiet):.2f} × over {len(busy)} requests each, refused {wrong[:3]}')
    check('the work of it', left < 1, f'ended {left:.2f} s after the last one')
    check('SIGTERM', (server.stop(), twin.stop()) == (0, 0), 'exit 0')
finally:
    [one.process.kill() for one in (server, twin)]
    [shutil.rmtree(folder, ignore_errors=True) for folder in (ROOT, TWIN.parent)]
sys.exit(len(serving.failed))
