#!/usr/bin/env python3
"""soak.py [SECONDS] [REQUESTS]: ten minutes (or so long) of requests of every kind, five million of them if the machine bears it,
with an edit every second and a SIGHUP every five. Needs target/release/litopys and wrk.

Kinds: pages, the same as Markdown and JSON, side by side, listings, searches, feeds, maps, static files, media and ranges of them,
redirects of readers of three languages, HEAD, conditional requests, four codings, and addresses where nothing is. Memory at the
end must lie within 5 % of what it was after a fifth of the time (minute two of ten); no connection may break, and no status may
come that the request did not ask for."""
import http.client, itertools, pathlib, random, re, shutil, signal, subprocess, sys, threading, time
from urllib.parse import quote
import serving
from serving import Server, check, get, write

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 600
REQUESTS = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000_000 * SECONDS // 600
CODINGS = ('gzip', 'br', 'zstd', 'gzip, deflate, br', None)
ASKED = {'200', '206', '302', '303', '304', '308', '404', '416'}
EDITED = [f'2026/soak-{n}/{lang}.md' for n in range(5) for lang in ('uk', 'en')]


def crawl(port):
    """Every address that the pages of three languages lead to, by its kind."""
    found, queue = set(), ['/uk/', '/en/', '/ru/', '/robots.txt', '/sitemap.xml']
    while queue and len(found) < 3000:
        path = queue.pop()
        if path in found:
            continue
        found.add(path)
        status, headers, body = get(port, path)
        if status == 200 and 'html' in headers.get('content-type', ''):
            text = body.decode().replace('&amp;', '&')
            queue += [link.split('#')[0] for link in re.findall(r'(?:href|src)="(/[^"]+)"', text) if 'remember' not in link]
    return sorted(path for path in found if get(port, path)[0] == 200)


def requests(port, chance):
    """Requests as (method, path, headers), in as many kinds as there are."""
    paths = crawl(port)
    articles = [path for path in paths if re.fullmatch(r'/\w\w/\d{4}/[^/]+', path) and not path.endswith(('.md', '.json'))]
    files = [path for path in paths if path.startswith(('/media/', '/static/'))]
    made = [('GET', path, {}) for path in paths]
    texts = [path + form for path in articles for form in ('.md', '.json')]
    made += [('GET', path, {}) for path in texts if get(port, path)[0] == 200]
    made += [('GET', path, {'Accept-Encoding': coding}) for path in paths for coding in CODINGS[:-1]]
    made += [('GET', path, {'If-None-Match': get(port, path)[1].get('etag', '"x"')}) for path in paths]
    made += [('GET', path, {'Range': 'bytes=0-99'}) for path in files] + [('GET', path, {'Range': 'bytes=999999999-'}) for path in files[:3]]
    made += [('GET', path[3:], said) for path in articles for said in ({'Accept-Language': 'ru, en;q=0.5'}, {'Cookie': 'lang=en'}, {})]
    made += [('GET', path + '?remember', {}) for path in articles[:20]] + [('GET', '/ua' + path[3:], {}) for path in articles[:20]]
    made += [('GET', f'/nowhere/{n}', {}) for n in range(50)]
    words = sorted(set(re.findall(r'\w{5,}', ' '.join(get(port, path)[2].decode() for path in articles[:30]))))
    made += [('GET', f'/{lang}/search?q={quote(" ".join(chance.sample(words, chance.choice((1, 1, 2, 3)))))}', {})
             for lang in ('uk', 'en', 'ru') for _ in range(max(20, len(made) // 150))]
    chance.shuffle(made)
    return made


def script(made):
    lines = [f'r[{n}] = wrk.format("{method}", "{path}", {{{", ".join(f"[{name!r}] = {value!r}" for name, value in headers.items())}}})'
             for n, (method, path, headers) in enumerate(made, 1)]
    # Lua allows a function so many constants only.
    chunks = [lines[at:at + 500] for at in range(0, len(lines), 500)]
    parts = '\n'.join('(function()\n' + '\n'.join(chunk) + '\nend)()' for chunk in chunks).replace('\n(function', '\n;(function')
    path = ROOT / 'soak.lua'
    path.write_text(f'local r = {{}}\nlocal n = 0\nfunction init()\n{parts}\nend\nfunction request() n = n % #r + 1; return r[n] end\n')
    return path


def heads(server, paths, stop, wrong):
    """HEAD, which wrk does not understand, over connections that are kept; every thousandth connection is a new one."""
    connection = None
    for n, path in enumerate(itertools.cycle(paths)):
        if stop.is_set():
            return
        if n % 1000 == 0:
            connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=15)
        try:
            connection.request('HEAD', path)
            answer = connection.getresponse()
            if answer.status != 200 or answer.read() or not answer.getheader('content-type'):
                wrong.append((path, answer.status))
        except (OSError, http.client.HTTPException) as error:
            wrong.append((path, repr(error)))
            connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=15)


def edit(server, stop):
    for n in itertools.count(1):
        if stop.wait(1):
            return
        write(ROOT / 'archive', EDITED[n % len(EDITED)], f'soaked for {n} s')
        n % 5 or server.process.send_signal(signal.SIGHUP)


def statuses(server):
    found = {}
    for name, count in server.metrics().items():
        if match := re.match(r'litopys_requests_total\{route="(\w+)".*status="(\d+)"', name):
            found[match.groups()] = found.get(match.groups(), 0) + int(count)
    return found


def soak(server):
    made = requests(server.port, random.Random(5))
    print(f'{len(made)} requests of {len({(method, path) for method, path, _ in made})} addresses, over and over for {SECONDS} s', flush=True)
    before, stop = statuses(server), threading.Event()
    threading.Thread(target=edit, args=(server, stop), daemon=True).start()
    paths, wrong = sorted({path for _, path, said in made if not said and not re.search('nowhere|remember|search|^/ua/', path) and re.match('/(uk|en|ru|static)/', path)}), []
    threading.Thread(target=heads, args=(server, paths, stop, wrong), daemon=True).start()
    load = subprocess.Popen(['wrk', '-t1', '-c64', f'-d{SECONDS}', '--timeout', '10', '-s', script(made), f'http://127.0.0.1:{server.port}'], stdout=subprocess.PIPE, text=True)
    begun, memory = time.time(), []
    while load.poll() is None:
        memory.append((time.time() - begun, server.memory()))
        time.sleep(min(5, SECONDS / 40))
    stop.set()
    check('HEAD', not wrong, f'{len(wrong)} of them wrong {wrong[:3]}')
    told = load.stdout.read()
    after = statuses(server)
    counts = {key: after[key] - before.get(key, 0) for key in after}
    report(server, told, counts, [one for one in memory if one[0] < SECONDS])


def report(server, told, counts, memory):
    total = sum(counts.values())
    check('requests', total >= REQUESTS, f'{total} of {REQUESTS} wanted, {total / SECONDS:.0f} a second')
    broken = re.search(r'Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)', told)
    check('connections', not broken, broken[0] if broken else 'none was refused, broken or late')
    wrong = {key: count for key, count in counts.items() if count and (key[1] not in ASKED or key == ('article', '404'))}
    by_status = {}
    for (_, status), count in counts.items():
        by_status[status] = by_status.get(status, 0) + count
    check('answers', not wrong, f'{dict(sorted(by_status.items()))}; not asked for: {wrong}')
    early = [size for when, size in memory if SECONDS / 5 <= when < SECONDS / 5 + SECONDS / 20]
    late = [size for when, size in memory if when >= SECONDS * 0.95]
    first, last = sum(early) / len(early), sum(late) / len(late)
    check('memory', last <= first * 1.05, f'{first:.1f} MB after a fifth of the time, {last:.1f} MB at the end: {last / first - 1:+.1%}; most {max(size for _, size in memory):.1f} MB')
    now = server.metrics()
    print(f'     cache: {now["litopys_cache_pages"]:.0f} pages, {now["litopys_cache_bytes"] / 1e6:.1f} MB; {len(list(pathlib.Path(f"/proc/{server.process.pid}/task").iterdir()))} threads')
    print('     every tenth:', ' '.join(f'{size:.0f}' for _, size in memory[::max(1, len(memory) // 10)]), 'MB')
    check('SIGTERM', server.stop() == 0, 'exit 0')


ROOT = serving.archive('soak')
for article in EDITED:
    write(ROOT / 'archive', article, 'not soaked yet')
server = Server(ROOT / 'archive')
try:
    soak(server)
finally:
    server.process.kill()
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(len(serving.failed))
