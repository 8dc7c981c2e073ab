#!/usr/bin/env python3
"""windowless.py [SECONDS]: clients that take nothing of what they ask for.

A thousand over HTTP/2: 400 ask for a page and 300 for a paper of 30 MB with a window of 0, 300 send the preface a byte a second.
Then 60 requests for the paper on one connection with a window of 0, and 20 clients of HTTP/1.1 that ask for it and do not read. A
client that the server closes comes again. The server must not grow by more than 200 MB, and p99 of another reader must stay under
three times that of a quiet twin. Needs target/release/litopys and the package h2."""
import resource, shutil, socket, sys, threading, time
import h2c, serving
from serving import Server, check, get, in_turns, p99

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 30
PREFACE = b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
PAPER = '/media/2025/paper/map.pdf'


def asking(port, paths):
    """What a client with a window of 0 says to ask for these."""
    client = h2c.Client(port, window=0)
    [client.get(path) for path in paths]
    said = client.state.data_to_send()
    client.close()
    return said


class Crowd:
    """Connections that say what they say, and come again when they are closed, until it is enough."""
    def __init__(self, port, sayings):
        self.port, self.sayings, self.running, self.again = port, sayings, True, 0
        self.sockets, self.ages = [self.open(saying) for saying in sayings], [0] * len(sayings)
        self.thread = threading.Thread(target=self.keep)
        self.thread.start()

    def open(self, saying):
        client = socket.create_connection(('127.0.0.1', self.port), 15)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setblocking(False)
        saying == PREFACE or client.send(saying)
        return client

    def keep(self):
        """Looks at each once a second."""
        while self.running:
            for n, saying in enumerate(self.sayings):
                self.ages[n] += 1
                if not self.is_open(self.sockets[n], saying, self.ages[n] - 1):
                    self.sockets[n].close()
                    try:
                        self.sockets[n], self.ages[n] = self.open(saying), 0
                        self.again += 1
                    except OSError:
                        pass
            time.sleep(1)

    def is_open(self, client, saying, age):
        try:
            if saying == PREFACE:
                client.send(saying[age:age + 1])
                return client.recv(1) != b''
            # What was sent stays where it is; an end shows all the same.
            return client.recv(1, socket.MSG_PEEK) != b'' and not client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        except BlockingIOError:
            return True
        except OSError:
            return False

    def end(self):
        self.running = False
        self.thread.join()
        [client.close() for client in self.sockets]


def attacked(what, sayings):
    before, most = server.memory(), []
    crowd = Crowd(server.port, sayings)
    (busy, quiet), wrong = in_turns((server.port, twin.port), SECONDS, after=lambda: most.append(server.memory()))
    crowd.end()
    check(what, p99(busy) < 3 * p99(quiet) and not wrong,
          f'p99 of others {p99(busy):.1f} ms, quiet twin {p99(quiet):.1f} ms: {p99(busy) / p99(quiet):.2f} × over {len(busy)} requests each; {crowd.again} came again, refused {wrong[:3]}')
    check('memory meanwhile', max(most) - before < 200, f'{before:.0f} MB before, {max(most):.0f} MB at most: {max(most) - before:+.0f} MB')


resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
ROOT = serving.archive('windowless')
folder = ROOT / 'archive/articles/2025/paper'
folder.mkdir(parents=True)
(folder / 'article.toml').write_text('published = 2025-06-29\nsource = "uk"\n')
(folder / 'uk.md').write_text('+++\ntitle = "Папір"\nsummary = "x"\n+++\n\n[Папір](map.pdf)\n')
(folder / 'map.pdf').write_bytes(bytes(range(256)) * (30 << 12))
shutil.copytree(ROOT / 'archive', ROOT / 'twin')
server, twin = Server(ROOT / 'archive'), Server(ROOT / 'twin')
try:
    address = get(server.port, PAPER)[1]['location']
    in_turns((server.port, twin.port), 2)
    page, paper = asking(server.port, ['/uk/']), asking(server.port, [address])
    attacked('1,000 slow or windowless clients', [page] * 400 + [paper] * 300 + [PREFACE] * 300)
    plain = f'GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n'.encode()
    attacked('60 papers on one connection, 20 over HTTP/1.1', [asking(server.port, [address] * 60)] + [plain] * 20)
    check('SIGTERM', (server.stop(), twin.stop()) == (0, 0), 'exit 0')
finally:
    [one.process.kill() for one in (server, twin)]
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(len(serving.failed))
