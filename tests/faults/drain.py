#!/usr/bin/env python3
"""drain.py: SIGHUP and SIGTERM under load, slow clients, no file descriptors. Needs target/release/litopys."""
import http.client, pathlib, resource, shutil, signal, socket, subprocess, sys, tempfile, threading, time

TOP = pathlib.Path(__file__).parent.parent.parent
ROOT = pathlib.Path(tempfile.mkdtemp(prefix='litopys-drain-'))
PORT = 18095
failed = []


def check(what, good, seen):
    print(f"{'ok  ' if good else 'FAIL'} {what}: {seen}")
    if not good:
        failed.append(what)


def start(files=None, port=PORT):
    limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))) if files else None
    command = [TOP / 'target/release/litopys', 'serve', '--archive', ROOT / 'archive', '--listen', f'127.0.0.1:{port}', '--admin', 'off']
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, preexec_fn=limit)
    while process.poll() is None:
        try:
            if get(port=port) == 200:
                return process
        except OSError:
            time.sleep(0.1)
    sys.exit('the server does not answer')


def get(path='/uk/', port=PORT):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=300)
    connection.request('GET', path, headers={'Connection': 'close'})
    answer = connection.getresponse()
    answer.read()
    return answer.status


class Readers:
    """Four readers that ask on and on; `refused` connections were made after the door was closed and are no loss."""
    def __init__(self):
        self.stop, self.good, self.lost, self.refused = False, 0, [], 0
        self.threads = [threading.Thread(target=self.read) for _ in range(4)]
        [thread.start() for thread in self.threads]

    def read(self):
        n = 0
        while not self.stop:
            n += 1
            try:
                status = get('/uk/' if n % 2 else f'/uk/none-{n}')
                self.good += status in (200, 404)
                status in (200, 404) or self.lost.append(status)
            except ConnectionRefusedError:
                self.refused += 1
                time.sleep(0.01)
            except OSError as error:
                self.lost.append(repr(error))

    def end(self):
        self.stop = True
        [thread.join() for thread in self.threads]


def reload_and_drain():
    server, readers = start(), Readers()
    for _ in range(5):
        server.send_signal(signal.SIGHUP)
        time.sleep(0.3)
    check('five SIGHUP under load', not readers.lost and readers.refused == 0, f'{readers.good} answered, lost {readers.lost[:3]}')
    begun = time.time()
    server.send_signal(signal.SIGTERM)
    code = server.wait(20)
    took = time.time() - begun
    readers.end()
    check('SIGTERM under load', code == 0 and took < 13 and not readers.lost,
          f'exit {code} after {took:.1f} s, {readers.good} answered, lost {readers.lost[:3]}')


def slow(kind, count):
    """Clients that never end their heads, or that ask for much and never read it."""
    clients = []
    for _ in range(count):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(300)
        client.connect(('127.0.0.1', PORT))
        client.sendall(b'GET /uk/ HTTP/1.1\r\nHost: x\r\nX-a: ' if kind == 'heads' else b'GET /uk/ HTTP/1.1\r\nHost: x\r\n\r\n' * 4)
        clients.append(client)
    # What they asked for is work like any other; here their slowness is measured.
    time.sleep(3)
    return clients


def p99(count=400):
    """p99 of the server and of its quiet twin, asked in turns, so that what else the machine does slows both."""
    times = {PORT: [], PORT + 1: []}
    for _ in range(count):
        for port in times:
            begun = time.time()
            get(port=port)
            times[port].append(time.time() - begun)
    return [sorted(times[port])[int(count * 0.99)] for port in times]


def slow_clients():
    server, twin = start(), start(port=PORT + 1)
    for kind in ('heads', 'readers'):
        clients = slow(kind, 1000)
        busy, quiet = p99()
        check(f'1,000 slow {kind}', busy < 3 * quiet, f'p99 {busy * 1000:.1f} ms, quiet {quiet * 1000:.1f} ms')
        if kind == 'heads':
            time.sleep(12)
            clients[0].settimeout(300)
            try:
                closed = clients[0].recv(1000)
            except TimeoutError:
                closed = None
            check('a head that takes 12 s', closed is not None, f'closed with {closed!r}'[:60])
        [client.close() for client in clients]
    for one in (server, twin):
        one.terminate()
        one.wait(20)


def no_files():
    server = start(files=64)
    held = []
    for _ in range(200):
        try:
            held.append(socket.create_connection(('127.0.0.1', PORT), 1))
        except OSError:
            break
    time.sleep(1)
    check('200 connections where there are 64 files', server.poll() is None, 'it lives')
    [one.close() for one in held]
    time.sleep(1)
    check('and afterwards', get() == 200, 'it answers')
    server.terminate()
    check('and it ends', server.wait(20) == 0, 'exit 0')


resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
shutil.copytree(TOP / 'articles', ROOT / 'archive/articles')
shutil.copy(TOP / 'site.toml', ROOT / 'archive/site.toml')
try:
    reload_and_drain()
    slow_clients()
    no_files()
finally:
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(len(failed))
