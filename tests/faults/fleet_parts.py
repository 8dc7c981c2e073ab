"""The parts of fleet.py: an archive, a way to the store that can be shut and counts requests, readers as processes, and clients of theirs."""
import http.client, pathlib, random, re, signal, socket, subprocess, sys, threading, time
from contextlib import contextmanager
from urllib.parse import urlsplit

from fleet_store import free_port

failed = []
REQUEST = re.compile(rb'^(GET|HEAD|PUT|POST|DELETE) ')


def fail(what):
    failed.append(what)
    if len(failed) <= 30:
        print('FAILED', what, flush=True)


def say(what):
    print(f'[{time.strftime("%H:%M:%S")}] {what}', flush=True)


class Archive:
    """Articles whose texts have nothing but their language and a number."""

    def __init__(self, folder, languages):
        self.folder, self.languages = folder, languages

    def write(self, path, text):
        """Whole or not at all, as editors write."""
        path = self.folder / path
        new = path.with_name(path.name + '.new~')
        new.write_text(text)
        new.rename(path)

    def write_version(self, n, lang, number, more=''):
        front = f'+++\ntitle = "Article {n} {lang}"\nslug = "a{n}"\n+++\n'
        self.write(f'articles/2025/a{n}/{lang}.md', f'{front}\nmark-{lang} version={number}.\n{more}')

    def make(self, articles):
        """Makes them; in a folder that has a site already, beside its own."""
        languages = ''.join(f'[[language]]\ntag = "{lang}"\n' for lang in self.languages)
        if not (self.folder / 'site.toml').exists():
            self.folder.mkdir()
            self.write('site.toml', f'name = "Fleet"\nbase_url = "http://127.0.0.1"\n{languages}')
        for n in range(articles):
            (self.folder / f'articles/2025/a{n}').mkdir(parents=True, exist_ok=True)
            published = f'2025-{n % 12 + 1:02}-{n % 27 + 1:02}'
            self.write(f'articles/2025/a{n}/article.toml', f'published = {published}\nsource = "uk"\n')
            for lang in self.languages:
                self.write_version(n, lang, 0)


class Way:
    """A port in front of an S3 endpoint without TLS. It counts requests, may hold each up for a while, as a distance does, and can be
    shut, as where the store is away."""

    def __init__(self, endpoint, latency):
        url = urlsplit(endpoint)
        self.target, self.latency, self.is_open, self.requests, self.sockets = (url.hostname, url.port or 80), latency, True, 0, set()
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=128)
        self.address = f'http://127.0.0.1:{self.listener.getsockname()[1]}'
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            if not self.is_open:
                client.close()
                continue
            try:
                server = socket.create_connection(self.target)
            except OSError:
                client.close()
                continue
            for pair in [(client, server, True), (server, client, False)]:
                self.sockets.add(pair[0])
                threading.Thread(target=self.pump, args=pair, daemon=True).start()

    def pump(self, source, sink, is_request):
        try:
            while piece := source.recv(1 << 16):
                if is_request and REQUEST.match(piece):
                    self.requests += 1
                    time.sleep(self.latency)
                sink.sendall(piece)
        except OSError:
            pass
        self.sockets.discard(source)
        for end in [source, sink]:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            source.close()

    def shut(self):
        """As where the store is away."""
        self.is_open = False
        for end in list(self.sockets):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def open(self):
        self.is_open = True


class Ways:
    """One to each node of the store, for one process."""

    def __init__(self, endpoints, latency):
        self.all = [Way(endpoint, latency) for endpoint in endpoints]
        self.address = ','.join(way.address for way in self.all)

    @property
    def requests(self):
        return sum(way.requests for way in self.all)

    def shut(self):
        [way.shut() for way in self.all]

    def open(self):
        [way.open() for way in self.all]


class Reader:
    """`litopys serve --from`, or of a folder; its state and its log lie in `work`."""

    def __init__(self, program, source, work, name, environment, way=None, state=None):
        self.name, self.state, self.way, self.seen, self.starts = name, state or work / name, way, {}, 0
        self.logged, self.environment, self.port = work / f'{name}.log', environment, free_port()
        self.command = [program, 'serve', *source, '--state', str(self.state), '--listen', f'127.0.0.1:{self.port}', '--admin', 'off']
        self.start()

    def start(self, patience=1800):
        self.begun = time.time()
        with open(self.logged, 'a') as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=subprocess.STDOUT, env=self.environment)
        while time.time() < self.begun + patience:
            # Its address on a line of its own; that of the store may stand in an error.
            found = re.findall(r'^http://127\.0\.0\.1:(\d+)/?$', self.said(), re.M)
            if len(found) > self.starts:
                self.starts = len(found)
                self.took = time.time() - self.begun
                return
            if self.process.poll() is not None:
                break
            time.sleep(.02)
        fail(f'{self.name} did not start: {self.said()[-800:]}')
        sys.exit(1)

    def said(self):
        return self.logged.read_text(errors='replace')

    def has_all(self):
        """Whether it has said how many articles there are, which it does when it has read them all."""
        return len(re.findall(r'^\d+ articles? in ', self.said(), re.M)) >= self.starts

    def kill(self):
        self.process.kill()
        self.process.wait()

    def get(self, path):
        client = http.client.HTTPConnection('127.0.0.1', self.port, timeout=15)
        try:
            client.request('GET', path)
            answer = client.getresponse()
            return answer.status, answer.getheader('etag'), answer.read()
        finally:
            client.close()

    def version(self, n, lang):
        mark = re.search(rb'version=(\d+)', self.get(f'/{lang}/2025/a{n}')[2])
        return int(mark[1]) if mark else -1

    def memory(self):
        if self.process.poll() is not None:
            return 0
        return int(re.search(r'VmRSS:\s+(\d+)', pathlib.Path(f'/proc/{self.process.pid}/status').read_text())[1]) / 1024


class Load(threading.Thread):
    """Asks one reader for random pages, `pause` seconds apart, until it is stopped."""

    def __init__(self, reader, articles, languages, pause):
        super().__init__(daemon=True)
        self.reader, self.articles, self.languages, self.pause = reader, articles, languages, pause
        self.running, self.paused, self.asked, self.slowest = True, False, 0, 0
        self.chosen = random.Random(reader.name)

    def run(self):
        while self.running:
            if self.paused:
                time.sleep(.05)
                continue
            self.ask(self.chosen.randrange(self.articles), self.chosen.choice(self.languages))
            time.sleep(self.pause)

    def ask(self, n, lang):
        began = time.time()
        try:
            status, _, body = self.reader.get(f'/{lang}/2025/a{n}')
        except (OSError, http.client.HTTPException) as error:
            self.paused or fail(f'{self.reader.name} a{n} {lang}: {error!r}')
            return
        self.slowest = max(self.slowest, 0 if self.paused else time.time() - began)
        self.asked += 1
        mark = re.search(rb'mark-(\w+) version=(\d+)', body)
        if status != 200 or not mark or mark[1].decode() != lang:
            fail(f'{self.reader.name} a{n} {lang}: {status} {body[:200]}')
            return
        now, before = int(mark[2]), self.reader.seen.get((n, lang), 0)
        if now < before:
            fail(f'{self.reader.name} a{n} {lang} went back from {before} to {now}')
        self.reader.seen[n, lang] = now


class BalancedLoad(threading.Thread):
    """Asks all readers for pages through the balancer, most often for those in `hot`, which were corrected last. What was seen may be
    followed by what is older for `lag` seconds at most, whichever reader answers."""

    def __init__(self, port, articles, languages, pause, hot, lag):
        super().__init__(daemon=True)
        self.port, self.articles, self.languages, self.pause, self.hot, self.lag = port, articles, languages, pause, hot, lag
        self.running, self.paused, self.asked, self.slowest, self.oldest, self.seen = True, False, 0, 0, 0, {}

    def run(self):
        while self.running:
            if self.paused:
                time.sleep(.05)
                continue
            n, lang = random.choice(self.hot[-10:]) if self.hot and random.random() < .7 else (random.randrange(self.articles), random.choice(self.languages))
            self.ask(n, lang)
            time.sleep(self.pause)

    def ask(self, n, lang):
        began = time.time()
        client = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        try:
            client.request('GET', f'/{lang}/2025/a{n}')
            answer = client.getresponse()
            status, body = answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            return self.paused or fail(f'through the balancer, a{n} {lang}: {error!r}')
        finally:
            client.close()
        self.slowest = max(self.slowest, 0 if self.paused else time.time() - began)
        self.asked += 1
        mark = re.search(rb'mark-(\w+) version=(\d+)', body)
        if status != 200 or not mark or mark[1].decode() != lang:
            return fail(f'through the balancer, a{n} {lang}: {status} {body[:200]}')
        now, (newest, since) = int(mark[2]), self.seen.get((n, lang), (-1, 0))
        if now > newest:
            self.seen[n, lang] = now, time.time()
        elif now < newest and began > since:
            self.oldest = max(self.oldest, began - since)
            if began - since > self.lag:
                fail(f'through the balancer, a{n} {lang} went back from {newest} to {now}, {began - since:.1f} s after it was seen')


@contextmanager
def unasked(loads):
    """Without clients, as behind a balancer that took these readers out."""
    for load in loads:
        load.paused = True
    time.sleep(.3)
    yield
    for load in loads:
        load.paused = False


@contextmanager
def frozen(loads, balanced):
    """Without clients, and with the readers held still, so that nothing is fetched meanwhile."""
    with unasked(loads + balanced):
        for load in loads:
            load.reader.process.send_signal(signal.SIGSTOP)
        yield
        for load in loads:
            load.reader.process.send_signal(signal.SIGCONT)
