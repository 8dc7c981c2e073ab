#!/usr/bin/env python3
"""fleet.py [--articles N] [--publishes N] [--kills N] [--away SECONDS] [--store URL]: a publisher and three readers on one bucket.

Makes an archive of N articles in three languages, publishes it, starts three readers, and keeps asking them for random pages while it
publishes corrections, kills the publisher, replaces a reader, takes the store away and damages objects. Each answer must be whole, in
the language of its address, and never older than one that this script was given before from the same reader; in the end all readers
must serve the same bytes under the same entity tags as a server of the folder. Needs a binary with the feature `bucket`
(LITOPYS, by default target/release/litopys). Without --store the bucket is a folder; with an `s3://` URL the environment says how
to reach it, and the trials that move or change objects are left out."""
import argparse, hashlib, http.client, os, pathlib, random, re, resource, shutil, signal, subprocess, sys, tempfile, threading, time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('--articles', type=int, default=200)
parser.add_argument('--publishes', type=int, default=50)
parser.add_argument('--kills', type=int, default=20)
parser.add_argument('--away', type=int, default=30)
parser.add_argument('--store')
parser.add_argument('--seed', type=int, default=random.randrange(1 << 30))
ask = parser.parse_args()
random.seed(ask.seed)
LITOPYS = os.environ.get('LITOPYS', 'target/release/litopys')
LANGUAGES = ['uk', 'en', 'ru']
work = pathlib.Path(tempfile.mkdtemp(prefix='fleet'))
archive, bucket = work / 'archive', work / 'bucket'
failed = []


def fail(what):
    failed.append(what)
    print('FAILED', what, flush=True)


def write_version(n, lang, text):
    """Whole or not at all, as editors write."""
    path = archive / f'articles/2025/a{n}/{lang}.md'
    new = path.with_suffix('.new~')
    new.write_text(f'+++\ntitle = "Article {n} {lang}"\nslug = "a{n}"\n+++\n\nmark-{lang} version={text}.\n')
    new.rename(path)


def make_archive():
    languages = ''.join(f'[[language]]\ntag = "{lang}"\n' for lang in LANGUAGES)
    archive.mkdir()
    (archive / 'site.toml').write_text(f'name = "Fleet"\nbase_url = "http://127.0.0.1"\n{languages}')
    for n in range(ask.articles):
        (archive / f'articles/2025/a{n}').mkdir(parents=True)
        (archive / f'articles/2025/a{n}/article.toml').write_text(f'published = 2025-{n % 12 + 1:02}-{n % 27 + 1:02}\nsource = "uk"\n')
        [write_version(n, lang, 0) for lang in LANGUAGES]


def publish(wait=True):
    command = [LITOPYS, 'publish', STORE, '--archive', str(archive)]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if wait:
        said, _ = started.communicate(timeout=600)
        if started.returncode:
            fail(f'publish ended with {started.returncode}: {said[-600:]}')
    return started


class Reader:
    def __init__(self, name):
        self.name, self.state, self.seen = name, work / name, {}
        self.start()

    def start(self):
        self.begun = time.time()
        self.log = open(work / f'{self.name}.log', 'a+')
        command = [LITOPYS, 'serve', '--from', STORE, '--state', str(self.state), '--listen', '127.0.0.1:0', '--admin', 'off']
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT)
        self.port = None
        while time.time() < self.begun + 600:
            found = re.findall(r'http://127\.0\.0\.1:(\d+)', (work / f'{self.name}.log').read_text())
            if len(found) > getattr(self, 'starts', 0):
                self.port, self.starts = int(found[-1]), len(found)
                self.took = time.time() - self.begun
                return
            if self.process.poll() is not None:
                break
            time.sleep(.02)
        fail(f'{self.name} did not start: {(work / (self.name + ".log")).read_text()[-800:]}')
        sys.exit(1)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def get(self, path):
        client = http.client.HTTPConnection('127.0.0.1', self.port, timeout=15)
        client.request('GET', path)
        answer = client.getresponse()
        body = answer.read()
        client.close()
        return answer.status, answer.getheader('etag'), body

    def memory(self):
        if self.process.poll() is not None:
            return 0
        return int(re.search(r'VmRSS:\s+(\d+)', pathlib.Path(f'/proc/{self.process.pid}/status').read_text())[1]) / 1024


class Load(threading.Thread):
    """Asks one reader for random pages until it is stopped."""
    def __init__(self, reader):
        super().__init__(daemon=True)
        self.reader, self.running, self.paused, self.asked, self.slowest = reader, True, False, 0, 0

    def run(self):
        while self.running:
            if self.paused:
                time.sleep(.05)
                continue
            n, lang = random.randrange(ask.articles), random.choice(LANGUAGES)
            began = time.time()
            try:
                status, _, body = self.reader.get(f'/{lang}/2025/a{n}')
            except OSError as error:
                self.paused or fail(f'{self.reader.name} a{n} {lang}: {error}')
                continue
            self.slowest = max(self.slowest, time.time() - began)
            self.asked += 1
            mark = re.search(rb'mark-(\w+) version=(\d+)', body)
            if status != 200 or not mark or mark[1].decode() != lang:
                fail(f'{self.reader.name} a{n} {lang}: {status} {body[:200]}')
                continue
            now, before = int(mark[2]), self.reader.seen.get((n, lang), 0)
            if now < before:
                fail(f'{self.reader.name} a{n} {lang} went back from {before} to {now}')
            self.reader.seen[n, lang] = now
            time.sleep(.005)


def version(reader, n, lang):
    mark = re.search(rb'version=(\d+)', reader.get(f'/{lang}/2025/a{n}')[2])
    return int(mark[1]) if mark else -1


def visible_everywhere(n, lang, wanted, patience=60):
    until = time.time() + patience
    waiting = list(readers)
    while waiting and time.time() < until:
        waiting = [reader for reader in waiting if version(reader, n, lang) < wanted]
        time.sleep(.01)
    return not waiting


def trial_publishes():
    took, whole = [], []
    for _ in range(ask.publishes):
        count[0] += 1
        n, lang = random.randrange(ask.articles), random.choice(LANGUAGES)
        began = time.time()
        write_version(n, lang, count[0])
        publish()
        published = time.time()
        visible_everywhere(n, lang, count[0]) or fail(f'publish {count[0]} is not visible after a minute')
        took.append(time.time() - published)
        whole.append(time.time() - began)
    for name, times in [('end of publish to visible on all', took), ('save to visible on all', whole)]:
        times.sort()
        print(f'{name}: p50 {times[len(times) // 2]:.2f} s, p99 {times[int(len(times) * .99)]:.2f} s, most {times[-1]:.2f} s', flush=True)


def trial_kills():
    for _ in range(ask.kills):
        count[0] += 1
        for n in random.sample(range(ask.articles), 5):
            write_version(n, 'uk', count[0])
        killed = publish(wait=False)
        time.sleep(random.random() * .4)
        killed.kill()
        killed.communicate()
    publish()
    visible_everywhere(n, 'uk', count[0]) or fail('nothing is visible after the publisher was killed')
    print(f'publisher killed {ask.kills} times', flush=True)


def trial_replaced():
    replaced = loads[-1]
    replaced.paused = True
    time.sleep(.3)
    readers[-1].kill()
    shutil.rmtree(readers[-1].state)
    readers[-1].start()
    replaced.paused = False
    print(f'a reader replaced: answers after {readers[-1].took:.2f} s', flush=True)
    replaced.paused = True
    time.sleep(.3)
    readers[-1].kill()
    readers[-1].start()
    replaced.paused = False
    print(f'the same started again with its state: {readers[-1].took:.2f} s', flush=True)


def trial_away():
    if ask.store:
        return
    aside = work / 'away'
    bucket.rename(aside)
    time.sleep(ask.away)
    replaced = loads[-1]
    replaced.paused = True
    time.sleep(.3)
    readers[-1].kill()
    readers[-1].start()
    replaced.paused = False
    aside.rename(bucket)
    count[0] += 1
    write_version(0, 'en', count[0])
    publish()
    visible_everywhere(0, 'en', count[0]) or fail('the readers do not follow after the store came back')
    print(f'the store away for {ask.away} s, and a reader started meanwhile', flush=True)


def trial_damage():
    if ask.store:
        return
    for change in ['flip', 'cut', 'remove']:
        count[0] += 1
        write_version(1, 'uk', count[0])
        [load.reader.process.send_signal(signal.SIGSTOP) for load in loads if not setattr(load, 'paused', True)]
        time.sleep(.5)
        publish()
        newest = max((bucket / 'log').rglob('*'), key=lambda path: path.name)
        sound = newest.read_bytes()
        damaged = {'flip': bytes([sound[0]]) + bytes([sound[len(sound) // 2] ^ 1]).join([sound[1:len(sound) // 2], sound[len(sound) // 2 + 1:]]), 'cut': sound[:len(sound) // 2], 'remove': None}[change]
        newest.unlink() if damaged is None else newest.write_bytes(damaged)
        [reader.process.send_signal(signal.SIGCONT) for reader in readers]
        for load in loads:
            load.paused = False
        time.sleep(5)
        if any(version(reader, 1, 'uk') == count[0] for reader in readers) and change != 'remove':
            print(f'{change}: a reader had the segment already, or takes damaged bytes', flush=True)
        newest.write_bytes(sound)
        visible_everywhere(1, 'uk', count[0]) or fail(f'{change}: the readers do not follow when the object is whole again')
    print('a segment with a flipped byte, cut short, and missing', flush=True)


def trial_two_publishers():
    for _ in range(10):
        count[0] += 1
        write_version(2, 'ru', count[0])
        both = [publish(wait=False), publish(wait=False)]
        said = [one.communicate(timeout=120)[0] for one in both]
        if all(one.returncode for one in both):
            fail(f'of two publishers none succeeded: {said}')
    publish()
    visible_everywhere(2, 'ru', count[0]) or fail('what two publishers wrote is not visible')
    print('two publishers at once, ten times', flush=True)


def compare():
    own = Reader.__new__(Reader)
    log = open(work / 'folder.log', 'w+')
    own.process = subprocess.Popen([LITOPYS, 'serve', '--archive', str(archive), '--listen', '127.0.0.1:0', '--admin', 'off'], stdout=log, stderr=subprocess.STDOUT)
    while not (found := re.findall(r'http://127\.0\.0\.1:(\d+)', (work / 'folder.log').read_text())):
        time.sleep(.05)
    own.port = int(found[0])
    time.sleep(2)
    paths = [f'/{lang}/2025/a{n}' for n in range(ask.articles) for lang in LANGUAGES] + [f'/{lang}/{page}' for lang in LANGUAGES for page in ['', 'feed.atom', '2025/', 'stats']]
    for path in paths:
        answers = [reader.get(path) for reader in [own, *readers]]
        if len(set(answers)) > 1:
            fail(f'{path} differs: {[(status, tag, hashlib.sha256(body).hexdigest()[:8]) for status, tag, body in answers]}')
            if len(failed) > 20:
                break
    own.kill()
    print(f'{len(paths)} addresses compared on {len(readers)} readers and a server of the folder', flush=True)


STORE = ask.store or f'file://{bucket}'
bucket.mkdir()
make_archive()
print(f'seed {ask.seed}, {ask.articles} articles, {STORE}', flush=True)
began = time.time()
publish()
print(f'first publish: {time.time() - began:.2f} s', flush=True)
readers = [Reader(f'reader{n}') for n in range(3)]
print('readers answer after ' + ', '.join(f'{reader.took:.2f}' for reader in readers) + ' s', flush=True)
visible_everywhere(0, 'uk', 0)
count, loads = [0], [Load(reader) for reader in readers]
until = time.time() + 600
while any(reader.get(f'/uk/2025/a{n}')[0] != 200 for reader in readers for n in random.sample(range(ask.articles), 5)) and time.time() < until:
    time.sleep(.2)
[load.start() for load in loads]
try:
    for trial in [trial_publishes, trial_kills, trial_two_publishers, trial_replaced, trial_away, trial_damage]:
        trial()
    time.sleep(3)
    for load in loads:
        load.running = False
    [load.join() for load in loads]
    compare()
finally:
    print(f'{sum(load.asked for load in loads)} pages asked for, slowest {max(load.slowest for load in loads):.2f} s; memory ' + ', '.join(f'{reader.memory():.0f}' for reader in readers) + ' MB', flush=True)
    if bucket.exists() and not ask.store:
        files = [path for path in bucket.rglob('*') if path.is_file()]
        print(f'bucket: {len(files)} objects, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB', flush=True)
    [reader.kill() for reader in readers]
    failed or shutil.rmtree(work)
print(f'{len(failed)} failed' + (f'; files in {work}' if failed else ''))
sys.exit(bool(failed))
