"""What the scripts of this folder share: a server over a copy of the shipped archive, and readers who ask on and on.

The server is target/release/litopys, or what LITOPYS names."""
import collections, http.client, os, pathlib, resource, shutil, signal, subprocess, sys, tempfile, threading, time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.environ.get('LITOPYS', str(TOP / 'target/release/litopys'))
failed = []
PATIENCE = 300 # seconds for what must come, on a busy machine too; how fast it comes is for a check to say


def check(what, good, seen):
    """One row of what was done and what was seen."""
    print(f"{'ok  ' if good else 'FAIL'} {what}: {seen}", flush=True)
    if not good:
        failed.append(what)


def archive(name):
    """A copy of the shipped archive in a folder that is removed by whoever made it."""
    root = pathlib.Path(tempfile.mkdtemp(prefix=f'litopys-{name}-'))
    shutil.copytree(TOP / 'articles', root / 'archive/articles')
    shutil.copy(TOP / 'site.toml', root / 'archive/site.toml')
    return root


def get(port, path='/uk/', headers=None, host='127.0.0.1', source=None):
    """Status, headers and body of one request on a connection of its own."""
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE, source_address=(source, 0) if source else None)
    try:
        connection.request('GET', path, headers={'Connection': 'close', **(headers or {})})
        answer = connection.getresponse()
        return answer.status, dict((name.lower(), value) for name, value in answer.getheaders()), answer.read()
    finally:
        connection.close()


class Server:
    """A server with its lines on stderr, gathered in `said`."""
    def __init__(self, folder, *more, environment=None, limits=None, binary=None):
        command = [binary or BINARY, 'serve', '--archive', str(folder), '--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0', *more]
        before = (lambda: [resource.setrlimit(kind, both) for kind, both in limits.items()]) if limits else None
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=before,
                                        env={**os.environ, 'NO_COLOR': '1', **(environment or {})})
        self.said, self.port, self.admin = [], None, None
        threading.Thread(target=self.listen, daemon=True).start()
        begun = time.time()
        while not self.admin and self.process.poll() is None and time.time() - begun < PATIENCE:
            time.sleep(0.02)
        if not self.admin:
            sys.exit(f'the server does not start: {self.said}')

    def listen(self):
        for line in self.process.stderr:
            self.said.append(line.rstrip())
            if line.startswith('http://'):
                self.port = int(line.strip().rstrip('/').rsplit(':', 1)[1])
            elif '/metrics are on ' in line:
                self.admin = int(line.strip().rsplit(':', 1)[1])

    def heard(self, words, seconds=PATIENCE):
        """Waits until the server says `words`."""
        begun = time.time()
        while time.time() - begun < seconds:
            if any(words in line for line in self.said):
                return True
            time.sleep(0.05)
        return False

    def metrics(self):
        """Every sample of /metrics by its name and labels."""
        lines = get(self.admin, '/metrics')[2].decode().splitlines()
        return {line.rsplit(' ', 1)[0]: float(line.rsplit(' ', 1)[1]) for line in lines if not line.startswith('#')}

    def memory(self):
        """Resident memory in MB."""
        status = pathlib.Path(f'/proc/{self.process.pid}/status').read_text()
        return int(status.split('VmRSS:')[1].split()[0]) / 1024

    def stop(self):
        """Tells it to stop; its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return 'never'


class Readers:
    """Readers that ask for `paths` in turn; any answer that is not among `fine`, and any broken connection, is lost."""
    def __init__(self, port, paths=('/uk/', '/en/', '/ru/'), fine=(200, 404), count=4):
        self.port, self.paths, self.fine, self.running = port, paths, fine, True
        self.seen, self.lost = collections.Counter(), []
        self.threads = [threading.Thread(target=self.read, args=(n,)) for n in range(count)]
        [thread.start() for thread in self.threads]

    def read(self, n):
        while self.running:
            n += 1
            try:
                status = get(self.port, self.paths[n % len(self.paths)])[0]
                self.seen[status] += 1
                status in self.fine or self.lost.append(status)
            except ConnectionRefusedError:
                self.seen['refused'] += 1
                time.sleep(0.01)
            except (OSError, http.client.HTTPException) as error:
                self.lost.append(repr(error))

    def end(self):
        self.running = False
        [thread.join() for thread in self.threads]
        return self


def write(folder, article, words, server=None):
    """Puts a new text into a version, as an editor saves it, and tells `server` to read it."""
    path = folder / 'articles' / article
    path.parent.mkdir(parents=True, exist_ok=True)
    lang = path.stem
    meta = path.parent / 'article.toml'
    if not meta.exists():
        meta.write_text(f'published = 2026-01-01\nsource = "{lang}"\n')
    aside = path.with_suffix('.tmp')
    aside.write_text(f'+++\ntitle = "{words}"\nsummary = "x"\n+++\n\n{words}.\n')
    aside.rename(path)
    server and server.process.send_signal(signal.SIGHUP)


def until(good, seconds=PATIENCE):
    """Whether `good()` comes to be true in that time."""
    begun = time.time()
    while time.time() - begun < seconds:
        try:
            if good():
                return True
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.05)
    return False


def in_turns(ports, seconds, path=lambda: '/uk/', after=lambda: None):
    """Times of requests to each port, asked in turns for so long, sorted, and every status that was not 200. `path` gives the path of
    each round, and `after` is called after it."""
    times, wrong, end = [[] for _ in ports], [], time.time() + seconds
    while time.time() < end:
        asked = path()
        for port, found in zip(ports, times):
            begun = time.time()
            status = get(port, asked)[0]
            found.append(time.time() - begun)
            status == 200 or wrong.append(status)
        after()
    return [sorted(found) for found in times], wrong


def p99(times):
    """The 99th percentile of sorted times, in milliseconds."""
    return times[int(len(times) * 0.99)] * 1000
