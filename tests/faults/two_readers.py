#!/usr/bin/env python3
"""two_readers.py [REQUESTS]: readers of three languages, through nginx proxy_cache and Varnish, with and without Vary.

Each request names one language and follows redirects by itself; no answer may be in another language. Needs nginx and
varnishd (apt-get install nginx varnish) and target/release/litopys."""
import contextlib, http.client, pathlib, random, re, shutil, socket, subprocess, sys, tempfile, time

REQUESTS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
TOP = pathlib.Path(__file__).parent.parent.parent
ROOT = pathlib.Path(tempfile.mkdtemp(prefix='litopys-readers-'))
LANGS = ('uk', 'en', 'ru')
running = []


def start(*command):
    running.append(subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))


def ask(port, path, lang, cookie):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=300)
    said = {'Cookie': f'lang={lang}'} if cookie else {'Accept-Language': lang}
    connection.request('GET', path, headers=said)
    answer = connection.getresponse()
    return answer, answer.read()


def answers(port):
    """Waits until a server listens there."""
    while all(process.poll() is None for process in running):
        with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', port)):
            return
        time.sleep(0.1)
    sys.exit(f'no server listens on {port}')


def paths(port):
    found = {'/'}
    _, page = ask(port, '/en/', 'en', False)
    found |= {link.replace('/en/', '/', 1) for link in re.findall(r'href="(/en/\d{4}/[^"?#]+)"', page.decode())}
    return sorted(found)


def nginx(port, backend, ignore):
    conf = ROOT / f'nginx-{port}.conf'
    ignored = 'proxy_ignore_headers Vary;' if ignore else ''
    temp = ' '.join(f'{kind}_temp_path {ROOT}/{kind}-{port};' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
    conf.write_text(f'''daemon off; pid {ROOT}/nginx-{port}.pid; error_log {ROOT}/nginx-{port}.log; user root; events {{}}
http {{ access_log off; {temp} proxy_cache_path {ROOT}/cache-{port} keys_zone=pages:10m;
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{backend}; proxy_cache pages; {ignored} }} }} }}''')
    start('nginx', '-c', conf)


def varnish(port, backend, ignore):
    vcl = ROOT / f'varnish-{port}.vcl'
    # A cache for which no reader is ever different: it forgets Vary, and looks no cookie in the eye.
    rules = 'sub vcl_backend_response { unset beresp.http.Vary; }' if ignore else ''
    vcl.write_text(f'vcl 4.1; backend default {{ .host = "127.0.0.1"; .port = "{backend}"; }} {rules}')
    start('varnishd', '-j', 'none', '-F', '-a', f'127.0.0.1:{port}', '-f', vcl, '-s', 'malloc,64m', '-n', ROOT / f'varnish-{port}')


def read(port, known):
    """How many of so many mixed requests got another language than they asked for."""
    wrong = 0
    chance = random.Random(port)
    for _ in range(REQUESTS):
        lang, path = chance.choice(LANGS), chance.choice(known)
        for _ in range(4):
            answer, page = ask(port, path, lang, chance.random() < 0.3)
            if answer.status not in (301, 302, 303, 307, 308):
                break
            path = answer.getheader('Location')
        found = re.search(rb'<html lang="([^"]+)"', page)
        if answer.status != 200 or found is None or found[1].decode() != lang or answer.getheader('Set-Cookie'):
            wrong += 1
            print(f'  {lang} at {path}: {answer.status}, {found and found[1]}')
    return wrong


shutil.copytree(TOP / 'articles', ROOT / 'archive/articles')
shutil.copy(TOP / 'site.toml', ROOT / 'archive/site.toml')
failed = 0
try:
    start(TOP / 'target/release/litopys', 'serve', '--archive', ROOT / 'archive', '--listen', '127.0.0.1:18090', '--admin', 'off')
    nginx(18091, 18090, False), nginx(18092, 18090, True)
    if shutil.which('varnishd'):
        varnish(18093, 18090, False), varnish(18094, 18090, True)
    [answers(port) for port in (18090, 18091, 18092) + ((18093, 18094) if shutil.which('varnishd') else ())]
    known = paths(18090)
    for name, port in (('nginx', 18091), ('nginx that ignores Vary', 18092), ('Varnish', 18093), ('Varnish that ignores Vary', 18094)):
        if port > 18092 and not shutil.which('varnishd'):
            print(f'{name}: not tried, varnishd is not installed')
            continue
        wrong = read(port, known)
        failed += wrong
        print(f'{name}: {REQUESTS} requests for {len(known)} addresses in {len(LANGS)} languages, {wrong} in a wrong language')
finally:
    for process in running:
        process.terminate()
        process.wait()
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(failed > 0)
