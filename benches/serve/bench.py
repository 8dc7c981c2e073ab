#!/usr/bin/env python3
"""bench.py ARTICLES SECONDS: the measurements of run.sh, which installs what is needed."""
import http.client, os, pathlib, re, shutil, signal, statistics, subprocess, sys, tempfile, time

ARTICLES, SECONDS, ROUNDS = int(sys.argv[1]), int(sys.argv[2]), 3
HERE = pathlib.Path(__file__).parent
ROOT = pathlib.Path(tempfile.mkdtemp(prefix='litopys-bench-'))
ROOT.chmod(0o755)
SERVER_CORE, LOAD_CORE = '0', '1'
PORTS = {'litopys': 18080, 'nginx': 18081, 'apache': 18082}
HOT = '/uk/1995/article-0'
OWN = {'date', 'connection', 'content-length', 'content-encoding', 'etag', 'last-modified', 'vary', 'content-type', 'transfer-encoding'}


def start(command, port):
    process = subprocess.Popen(['taskset', '-c', SERVER_CORE, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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


def export(pages):
    """The bytes of every page, as files for nginx; those of the hot page alone as folders for Apache."""
    connection = http.client.HTTPConnection('127.0.0.1', PORTS['litopys'], timeout=60)
    for coding in ('gzip', 'br'):
        fetch(connection, HOT, coding)
    for path in pages:
        fetch(connection, path, 'gzip')
    time.sleep(1)
    for path in pages:
        for coding, ending in (('identity', ''), ('gzip', '.gz')) + ((('br', '.br'),) if path == HOT else ()):
            while True:
                answer, body = fetch(connection, path, coding)
                if '-fast"' not in answer.getheader('etag'):
                    break
                time.sleep(0.02)
            file = ROOT / 'nginx' / (path[1:] + '.html' + ending)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
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
  open_file_cache max=200000 inactive=1h; open_file_cache_valid 1h;
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
    before, _ = ticks(pid)
    said = subprocess.run(command, capture_output=True, text=True, env={**os.environ, 'PAGES': str(ROOT / 'pages')}).stdout
    after, memory = ticks(pid)
    if 'Non-2xx' in said and not any('If-None-Match' in header for header in headers):
        sys.exit(f'port {port}: {said}')
    number, unit = re.search(r'99%\s+([\d.]+)(us|ms|s)', said).groups()
    requests = int(re.search(r'(\d+) requests in', said)[1])
    return {'rate': float(re.search(r'Requests/sec:\s+([\d.]+)', said)[1]),
            'p99': float(number) * {'us': 0.001, 'ms': 1, 's': 1000}[unit],
            'cpu': (after - before) / max(requests, 1) * 1e6, 'memory': memory}


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


def main():
    subprocess.run([sys.executable, HERE / 'archive.py', ROOT / 'archive', str(ARTICLES)], check=True)
    pages = [f'/{lang}/{1995 + n % 30}/article-{n}' for n in range(ARTICLES) for lang in ('uk', 'en', 'ru')]
    (ROOT / 'pages').write_text('\n'.join(pages) + '\n')
    binary = HERE.parent.parent / 'target/release/litopys'
    running = {'litopys': start([binary, 'serve', '--archive', ROOT / 'archive', '--listen', f"127.0.0.1:{PORTS['litopys']}", '--admin', 'off'], PORTS['litopys'])}
    connection = http.client.HTTPConnection('127.0.0.1', PORTS['litopys'], timeout=60)
    while fetch(connection, pages[-1], 'identity')[0].status != 200:
        time.sleep(0.5)
    headers, size = export(pages)
    nginx_conf(headers)
    apache_conf(headers)
    running['nginx'] = start(['nginx', '-c', ROOT / 'nginx.conf'], PORTS['nginx'])
    running['apache'] = start(['apache2', '-DFOREGROUND', '-f', ROOT / 'apache.conf'], PORTS['apache'])
    print(f'page of {size} bytes; {SECONDS} s, {ROUNDS} rounds, medians\n')
    print('| | ratio | requests/s | p99, ms | CPU, µs a request | memory, MB |\n|---|---|---|---|---|---|')
    for name, ask, servers in rows(pages):
        found = {server: [] for server in servers}
        for _ in range(ROUNDS):
            for server in servers:
                path, asked, script = ask(PORTS[server])
                found[server].append(wrk(running[server].pid, PORTS[server], path, asked, script))
        median = {server: {key: statistics.median(one[key] for one in found[server]) for key in found[server][0]} for server in servers}
        ours, theirs = (median[server] for server in servers)
        pair = lambda key, digits: f'{ours[key]:,.{digits}f} : {theirs[key]:,.{digits}f}'
        print(f"| {name} | **{ours['rate'] / theirs['rate']:.2f}** | {pair('rate', 0)} | {pair('p99', 1)} | {pair('cpu', 1)} | {pair('memory', 0)} |", flush=True)
    for process in running.values():
        process.send_signal(signal.SIGTERM)
        process.wait()
    shutil.rmtree(ROOT)


main()
