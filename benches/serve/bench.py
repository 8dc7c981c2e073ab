#!/usr/bin/env python3
"""bench.py ARTICLES SECONDS [ROWS]: the measurements of run.sh, which installs what is needed; ROWS is a part of their names."""
import http.client, os, pathlib, re, resource, shutil, signal, statistics, subprocess, sys, tempfile, time

ARTICLES, SECONDS, ROUNDS = int(sys.argv[1]), int(sys.argv[2]), 3
WANTED = sys.argv[3] if len(sys.argv) > 3 else ''
# Files that nginx may keep open; a system may allow fewer than there are pages.
FILES = min(200_000, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
HERE = pathlib.Path(__file__).parent
ROOT = pathlib.Path(tempfile.mkdtemp(prefix='litopys-bench-'))
ROOT.chmod(0o755)
SERVER_CORE, LOAD_CORE = '0', '1'
PORTS = {'litopys': 18080, 'nginx': 18081, 'apache': 18082}
RESULTS = HERE.parent.parent / 'target/serve-bench.md'
STARTED = []
HOT = '/uk/1995/article-0'
OWN = {'date', 'connection', 'content-length', 'content-encoding', 'etag', 'last-modified', 'vary', 'content-type', 'transfer-encoding'}


def start(command, port, core=SERVER_CORE):
    pinned = ['taskset', '-c', core, *command] if core else command
    process = subprocess.Popen(pinned, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    STARTED.append(process)
    for _ in range(1200):
        try:
            fetch(http.client.HTTPConnection('127.0.0.1', port, timeout=5), HOT, 'identity')
            return process
        except OSError:
            time.sleep(0.1)
    sys.exit(f'nothing answers on port {port}')


def fetch(connection, path, coding):
    connection.request('GET', path, headers={'Accept-Encoding': coding})
    answer = connection.getresponse()
    return answer, answer.read()


def rest(process, patience=600):
    """Waits until a server has nothing left to do by itself: no index to build, no coding to better."""
    quiet, (before, _) = 0, ticks(process.pid)
    for _ in range(patience):
        time.sleep(1)
        now, _ = ticks(process.pid)
        quiet = quiet + 1 if now - before < 0.03 else 0
        before = now
        if quiet == 3:
            return
    print(f'the server was still at work after {patience} s', file=sys.stderr)


def best(connection, path, coding):
    """The page in the coding that is made in the background; asking for it has it made."""
    while True:
        answer, body = fetch(connection, path, coding)
        if '-fast"' not in answer.getheader('etag'):
            return body
        time.sleep(0.001)


def export(pages):
    """The bytes of every page, as files for nginx; those of the hot page alone as folders for Apache."""
    connection = http.client.HTTPConnection('127.0.0.1', PORTS['litopys'], timeout=60)

    def write(path, ending, body):
        file = ROOT / 'nginx' / (path[1:] + '.html' + ending)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)

    write(HOT, '.br', best(connection, HOT, 'br'))
    for at in range(0, len(pages), 500):
        some = pages[at:at + 500]
        for path in some:
            fetch(connection, path, 'gzip')
        for path in some:
            write(path, '.gz', best(connection, path, 'gzip'))
            write(path, '', fetch(connection, path, 'identity')[1])
    _, lang, _, name = HOT.split('/')
    folder = ROOT / 'apache' / name
    folder.mkdir(parents=True)
    for other in ('uk', 'en', 'ru'):
        shutil.copy(ROOT / 'nginx' / (HOT[1:].replace('uk/', other + '/', 1) + '.html'), folder / f'index.html.{other}')
    answer, body = fetch(connection, HOT, 'identity')
    return [(name, value) for name, value in answer.getheaders() if name.lower() not in OWN], len(body)


def nginx_conf(headers):
    add = '\n'.join(f'    add_header {name} "{value}" always;' for name, value in headers)
    module = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so'
    (ROOT / 'nginx.conf').write_text(f'''load_module {module};
daemon off; worker_processes 1; pid {ROOT}/nginx.pid; error_log {ROOT}/error.log; user root;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; }} charset utf-8; access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  client_body_temp_path {ROOT}/t1; proxy_temp_path {ROOT}/t2; fastcgi_temp_path {ROOT}/t3; uwsgi_temp_path {ROOT}/t4; scgi_temp_path {ROOT}/t5;
  open_file_cache max={FILES - 500} inactive=1h; open_file_cache_valid 1h;
  server {{ listen 127.0.0.1:{PORTS['nginx']}; root {ROOT}/nginx; gzip_static on; brotli_static on; gzip_vary on;
    location / {{ try_files $uri.html =404;
{add}
    }} }}
}}''')


def apache_conf(headers):
    add = '\n'.join(f'Header set {name} "{value.replace(chr(34), chr(92) + chr(34))}"' for name, value in headers)
    modules = '\n'.join(f'LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so' for name in
                        ('mpm_event', 'authz_core', 'mime', 'negotiation', 'dir', 'headers'))
    (ROOT / 'apache.conf').write_text(f'''{modules}
ServerName bench
User www-data
Group www-data
Listen 127.0.0.1:{PORTS['apache']}
PidFile {ROOT}/apache.pid
ErrorLog {ROOT}/apache.log
DocumentRoot {ROOT}/apache
TypesConfig /etc/mime.types
AddLanguage uk .uk
AddLanguage en .en
AddLanguage ru .ru
MaxKeepAliveRequests 0
DirectoryIndex index
<Directory {ROOT}/apache>
Options +MultiViews
Require all granted
</Directory>
{add}
''')


def ticks(pid):
    """CPU seconds of a process and its children."""
    everyone = [pid, *map(int, subprocess.run(['pgrep', '-P', str(pid)], capture_output=True, text=True).stdout.split())]
    spent = 0
    for one in everyone:
        fields = pathlib.Path(f'/proc/{one}/stat').read_text().rsplit(')', 1)[1].split()
        spent += int(fields[11]) + int(fields[12])
    memory = sum(int(re.search(r'VmRSS:\s+(\d+)', pathlib.Path(f'/proc/{one}/status').read_text())[1]) for one in everyone)
    return spent / os.sysconf('SC_CLK_TCK'), memory / 1024


def wrk(pid, port, path, headers, script=None):
    command = ['taskset', '-c', LOAD_CORE, 'wrk', '-t1', '-c64', f'-d{SECONDS}s', '--latency', f'http://127.0.0.1:{port}{path}']
    for header in headers:
        command += ['-H', header]
    if script:
        command += ['-s', str(script)]
    spent = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    (before, _), load, begun = ticks(pid), spent(), time.monotonic()
    said = subprocess.run(command, capture_output=True, text=True, env={**os.environ, 'PAGES': str(ROOT / 'pages')}).stdout
    (after, memory), load, took = ticks(pid), spent() - load, time.monotonic() - begun
    if 'Non-2xx' in said and not any('If-None-Match' in header for header in headers):
        sys.exit(f'port {port}: {said}')
    number, unit = re.search(r'99%\s+([\d.]+)(us|ms|s)', said).groups()
    requests = int(re.search(r'(\d+) requests in', said)[1])
    return {'rate': float(re.search(r'Requests/sec:\s+([\d.]+)', said)[1]),
            'p99': float(number) * {'us': 0.001, 'ms': 1, 's': 1000}[unit],
            'cpu': (after - before) / max(requests, 1) * 1e6, 'memory': memory,
            'busy': (after - before) / took * 100, 'load': load / took * 100}


def rows(pages):
    tag = lambda port, coding: fetch(http.client.HTTPConnection('127.0.0.1', port), HOT, coding)[0].getheader('etag')
    hot = lambda coding: lambda port: (HOT, [f'Accept-Encoding: {coding}'], None)
    yield 'hot, gzip', hot('gzip'), ('litopys', 'nginx')
    yield 'hot, brotli', hot('br'), ('litopys', 'nginx')
    yield 'hot, identity', hot('identity'), ('litopys', 'nginx')
    yield 'hot, 304', lambda port: (HOT, ['Accept-Encoding: gzip', f"If-None-Match: {tag(port, 'gzip')}"], None), ('litopys', 'nginx')
    for coding in ('gzip', 'identity'):
        yield f'{len(pages):,} at random, {coding}', lambda port, coding=coding: ('/', [f'Accept-Encoding: {coding}'], HERE / 'random.lua'), ('litopys', 'nginx')
    negotiated = lambda port: (HOT if port != PORTS['apache'] else '/article-0/', ['Accept-Encoding: identity', 'Accept-Language: uk'], None)
    yield 'hot, against Apache', negotiated, ('litopys', 'apache')


def step(what):
    print(f'{time.strftime("%H:%M:%S")} {what}', file=sys.stderr, flush=True)


def main():
    step(f'writing an archive of {ARTICLES:,} articles in three languages')
    subprocess.run([sys.executable, HERE / 'archive.py', ROOT / 'archive', str(ARTICLES)], check=True)
    pages = [f'/{lang}/{1995 + n % 30}/article-{n}' for n in range(ARTICLES) for lang in ('uk', 'en', 'ru')]
    (ROOT / 'pages').write_text('\n'.join(pages) + '\n')
    binary = HERE.parent.parent / 'target/release/litopys'
    command = [binary, 'serve', '--archive', ROOT / 'archive', '--listen', f"127.0.0.1:{PORTS['litopys']}", '--admin', 'off']
    step('making its catalog and its index, on all cores')
    first = start(command, PORTS['litopys'], core=None)
    rest(first)
    stop(first)
    step('having every page made and packed, and written for the others')
    running = {'litopys': start(command, PORTS['litopys'])}
    headers, size = export(pages)
    nginx_conf(headers)
    apache_conf(headers)
    running['nginx'] = start(['nginx', '-c', ROOT / 'nginx.conf'], PORTS['nginx'])
    running['apache'] = start(['apache2', '-DFOREGROUND', '-f', ROOT / 'apache.conf'], PORTS['apache'])
    rest(running['litopys'])
    say(f'Page of {size:,} bytes; {SECONDS} s, {ROUNDS} rounds, medians; Litopys : the other; nginx may open {FILES:,} files.\n')
    say('| | ratio | requests/s | p99, ms | CPU, µs a request | CPU, ratio | server busy, % | load busy, % | memory, MB |')
    say('|---|---|---|---|---|---|---|---|---|')
    for name, ask, servers in rows(pages):
        if WANTED not in name:
            continue
        step(name)
        found = {server: [] for server in servers}
        for _ in range(ROUNDS):
            for server in servers:
                path, asked, script = ask(PORTS[server])
                found[server].append(wrk(running[server].pid, PORTS[server], path, asked, script))
        median = {server: {key: statistics.median(one[key] for one in found[server]) for key in found[server][0]} for server in servers}
        ours, theirs = (median[server] for server in servers)
        pair = lambda key, digits: f'{ours[key]:,.{digits}f} : {theirs[key]:,.{digits}f}'
        say(f"| {name} | **{ours['rate'] / theirs['rate']:.2f}** | {pair('rate', 0)} | {pair('p99', 1)} | {pair('cpu', 1)} "
            f"| {theirs['cpu'] / ours['cpu']:.2f} | {pair('busy', 0)} | {pair('load', 0)} | {pair('memory', 0)} |")
    for process in running.values():
        stop(process)


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.wait()


def say(line):
    print(line, flush=True)
    with RESULTS.open('a') as results:
        results.write(line + '\n')


RESULTS.parent.mkdir(parents=True, exist_ok=True)
RESULTS.write_text('')
try:
    main()
finally:
    for process in STARTED:
        if process.poll() is None:
            # A master of nginx that is killed leaves its workers behind, and their port taken.
            process.terminate()
            process.wait()
    shutil.rmtree(ROOT, ignore_errors=True)
