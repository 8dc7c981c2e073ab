#!/usr/bin/env python3
"""A publisher and three readers on one bucket, and what goes wrong on them, under load.

Makes an archive of N articles in three languages, publishes it, starts the readers, and keeps asking them for random pages during the
trials. Each answer must be whole, in the language of its address, and never older than one before from the same reader; in the end all
readers must serve the same bytes under the same entity tags as a server of the folder. A trial that needs what this machine has
not (root for a full disk, libfaketime for a clock, nginx) says so. Needs a binary with the feature `bucket` (LITOPYS, by default
target/release/litopys). Without --store the bucket is a folder. With an `s3://` URL, --endpoint or AWS_ENDPOINT name its nodes, and AWS_…
the credentials; where they are plain http:// addresses, each process goes ways of its own there, on which its requests are counted and
which are shut for the store to be away. --garage starts a store of three nodes, which are killed, too."""
import argparse, glob, hashlib, os, pathlib, random, re, shutil, subprocess, sys, tempfile, time
from fleet_parts import Archive, BalancedLoad, Load, Reader, Ways, fail, failed, frozen, say, unasked
from fleet_store import Balancer, FolderBucket, Garage, S3Bucket

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('--articles', type=int, default=200)
parser.add_argument('--readers', type=int, default=3)
parser.add_argument('--publishes', type=int, default=50, help='corrections that are published one by one')
parser.add_argument('--kills', type=int, default=20, help='how often the publisher is killed')
parser.add_argument('--away', type=int, default=30, metavar='SECONDS', help='how long the store is away')
parser.add_argument('--idle', type=int, default=30, metavar='SECONDS', help='how long requests of idle readers are counted')
parser.add_argument('--latency', type=float, default=0, metavar='SECONDS', help='how far the store is; with AWS_ENDPOINT')
parser.add_argument('--pause', type=float, default=.005, metavar='SECONDS', help='between two requests of a client')
parser.add_argument('--compare', type=int, default=2000, metavar='N', help='articles whose pages are compared in the end')
parser.add_argument('--only', help='these trials alone, separated by commas')
parser.add_argument('--store', metavar='S3-URL', help='its bucket is made where it is not there')
parser.add_argument('--endpoint', action='append', metavar='URL', help='a node of the store; may be repeated')
parser.add_argument('--garage', metavar='DIR:PROGRAM', help='start three nodes of Garage, with their data in DIR, as the store')
parser.add_argument('--on', metavar='ARCHIVE', help='publish this archive, in uk, en and ru; the articles are put into it')
parser.add_argument('--lag', type=float, default=5, metavar='SECONDS', help='how long readers behind the balancer may differ')
parser.add_argument('--nginx', default=shutil.which('nginx') or '/usr/sbin/nginx')
parser.add_argument('--seed', type=int, default=random.randrange(1 << 30))
ask = parser.parse_args()
random.seed(ask.seed)
LITOPYS = os.environ.get('LITOPYS', 'target/release/litopys')
LANGUAGES = ['uk', 'en', 'ru']
work = pathlib.Path(tempfile.mkdtemp(prefix='fleet'))
archive, folder = pathlib.Path(ask.on or work / 'archive'), work / 'bucket'
write_version = Archive(archive, LANGUAGES).write_version
garage = Garage(*ask.garage.split(':')) if ask.garage else None
STORE = 's3://fleet' if garage else ask.store or f'file://{folder}'
ENDPOINTS = garage.endpoints if garage else ask.endpoint or [one for one in os.environ.get('AWS_ENDPOINT', '').split(',') if one]
ENVIRONMENT = {**os.environ, **(garage.environment if garage else {})}
HAS_WAYS = STORE.startswith('s3://') and bool(ENDPOINTS) and all(one.startswith('http://') for one in ENDPOINTS)
bucket = S3Bucket(ENDPOINTS[0], *f'{STORE[5:]}/'.rstrip('/').partition('/')[::2], ENVIRONMENT) if HAS_WAYS else FolderBucket(folder)
count, readers, loads, balanced, ways, hot = [0], [], [], [], [], []


def correct(n, lang):
    count[0] += 1
    write_version(n, lang, count[0])
    hot.append((n, lang))
    return count[0]


def own_way():
    """The ways of a process to the store, and its environment."""
    if not HAS_WAYS:
        return None, dict(ENVIRONMENT)
    ways.append(Ways(ENDPOINTS, ask.latency))
    return ways[-1], {**ENVIRONMENT, 'AWS_ENDPOINT': ways[-1].address}


def add_reader(name, more={}, state=None):
    way, environment = own_way()
    return Reader(LITOPYS, ['--from', STORE], work, name, {**environment, **more}, way, state)


def start_publish(*more):
    command = [LITOPYS, 'publish', STORE, '--archive', str(archive), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=publisher[1])


def publish(*more):
    running = start_publish(*more)
    said, _ = running.communicate(timeout=3600)
    if running.returncode:
        fail(f'publish ended with {running.returncode}: {said[-600:]}')
    return said.strip().replace('\n', '; ')


def visible(n, lang, wanted, among=None, patience=120):
    until = time.time() + patience
    waiting = list(among or readers)
    while waiting and time.time() < until:
        waiting = [reader for reader in waiting if reader.version(n, lang) < wanted]
        waiting and time.sleep(.01)
    return not waiting


def seen_everywhere(n, lang, what, among=None):
    visible(n, lang, count[0], among) or fail(f'{what}: a{n} {lang} is not at {count[0]} on all readers after two minutes')


def show_times(name, times):
    times = sorted(times)
    say(f'{name}: p50 {times[len(times) // 2]:.2f} s, p99 {times[int(len(times) * .99)]:.2f} s, most {times[-1]:.2f} s, of {len(times)}')


def show_bucket(when):
    kinds, objects = {}, bucket.objects()
    for key, length in objects.items():
        kind = key.split('/')[0]
        number, size = kinds.get(kind, (0, 0))
        kinds[kind] = number + 1, size + length
    shown = ', '.join(f'{kind} {number} ({size / 1e6:.2f} MB)' for kind, (number, size) in sorted(kinds.items()))
    say(f'bucket {when}: {len(objects)} objects, {sum(size for _, size in kinds.values()) / 1e6:.2f} MB: {shown}')


def trial_idle():
    """Requests of readers that find nothing new."""
    if not HAS_WAYS:
        return say('requests are counted on an S3 store without TLS alone (AWS_ENDPOINT=http://…)')
    before = [reader.way.requests for reader in readers]
    time.sleep(ask.idle)
    each = [(reader.way.requests - then) / ask.idle for reader, then in zip(readers, before)]
    say(f'requests of an idle reader: {min(each):.2f} to {max(each):.2f} a second, {sum(each) / len(each) * 86400:.0f} a day')


def trial_publishes():
    took, whole, before = [], [], [reader.way and reader.way.requests for reader in readers]
    began, written = time.time(), publisher[0] and publisher[0].requests
    for done in range(ask.publishes):
        if done and done % 100 == 0:
            show_bucket(f'after {done} publishes')
        n, lang, saved = random.randrange(ask.articles), random.choice(LANGUAGES), time.time()
        correct(n, lang)
        publish()
        published = time.time()
        seen_everywhere(n, lang, 'a publish')
        took.append(time.time() - published)
        whole.append(time.time() - saved)
    show_times('end of publish to visible on all', took)
    show_times('save to visible on all, a process for each publish', whole)
    show_bucket(f'after {ask.publishes} publishes')
    if HAS_WAYS and ask.publishes:
        more = [reader.way.requests - then for reader, then in zip(readers, before)]
        own = (publisher[0].requests - written) / ask.publishes
        say(f'requests of a reader meanwhile: {sum(more) / len(more):.0f} in {time.time() - began:.0f} s; of the publisher, a publish: {own:.1f}')


def trial_watched():
    """The same with one publisher that watches the folder."""
    watching = start_publish('--watch')
    took = []
    try:
        for _ in range(min(ask.publishes, 200)):
            n, lang, saved = random.randrange(ask.articles), random.choice(LANGUAGES), time.time()
            correct(n, lang)
            seen_everywhere(n, lang, 'publish --watch')
            took.append(time.time() - saved)
    finally:
        watching.terminate()
        watching.communicate()
    show_times('save to visible on all, publish --watch', took)


def trial_kills():
    began = time.time()
    publish()
    usual = time.time() - began
    for done in range(ask.kills):
        count[0] += 1
        for n in random.sample(range(ask.articles), 5):
            write_version(n, 'uk', count[0])
        killed = start_publish()
        time.sleep(random.random() * usual * 1.5)
        killed.kill()
        killed.communicate()
    publish()
    seen_everywhere(n, 'uk', 'the publisher was killed')
    say(f'publisher killed {ask.kills} times, within {usual * 1.5:.1f} s of its start')


def trial_two_publishers():
    """Each with a state of its own, as on two machines."""
    refused = set()
    for _ in range(10):
        correct(2 % ask.articles, 'ru')
        both = [start_publish(), start_publish('--state', str(work / 'other'))]
        said = [one.communicate(timeout=3600)[0] for one in both]
        if all(one.returncode for one in both):
            fail(f'of two publishers none succeeded: {said}')
        refused |= {re.sub(r'[0-9a-f]{16}-\d+|\d+', '…', text.strip()[-200:]) for one, text in zip(both, said) if one.returncode}
    publish()
    seen_everywhere(2 % ask.articles, 'ru', 'two publishers')
    say(f'two publishers at once, ten times; what the other said: {refused or "nothing, for it came later"}')


def trial_replaced():
    with unasked(loads[-1:]):
        readers[-1].kill()
        shutil.rmtree(readers[-1].state)
        readers[-1].start()
        all_there([readers[-1]])
    say(f'a reader replaced: answers after {readers[-1].took:.2f} s, has all after {time.time() - readers[-1].begun:.2f} s')
    with unasked(loads[-1:]):
        readers[-1].kill()
        for _ in range(20):
            correct(0, 'en')
            publish()
        seen_everywhere(0, 'en', 'a reader is stopped', readers[:-1])
        readers[-1].start()
        if (first := readers[-1].version(0, 'en')) != count[0]:
            fail(f'a reader that was stopped answers with {first}, and {count[0]} is published')
    say(f'the same started again with its state, 20 publishes behind: answers after {readers[-1].took:.2f} s, with the newest')


def trial_checkpoint():
    said = publish('--checkpoint')
    say(f'publish --checkpoint: {said}')
    with unasked(loads[-1:]):
        readers[-1].kill()
        shutil.rmtree(readers[-1].state)
        readers[-1].start()
        all_there([readers[-1]])
    say(f'a reader from the checkpoint: answers after {readers[-1].took:.2f} s, has all after {time.time() - readers[-1].begun:.2f} s')


def trial_away():
    if ask.store and not HAS_WAYS:
        return say('the store cannot be taken away: its nodes are not http://…')
    aside = work / 'away'
    [way.shut() for way in ways] if HAS_WAYS else folder.rename(aside)
    time.sleep(ask.away)
    with unasked(loads[-1:]):
        readers[-1].kill()
        readers[-1].start()
    [way.open() for way in ways] if HAS_WAYS else aside.rename(folder)
    correct(0, 'en')
    publish()
    seen_everywhere(0, 'en', 'the store came back')
    say(f'the store away for {ask.away} s, and a reader started meanwhile')


def trial_nodes():
    """Each node of the store killed, then two of three, which is the store away for Garage: it keeps to a majority. Without Garage the
    ways to a node are shut; the same address may be given three times."""
    if len(ENDPOINTS) < 3 or not HAS_WAYS:
        return say('nodes are killed with --garage, or with three --endpoint')
    for killed in [[0], [1], [2], [0, 1]]:
        [garage.kill(n) if garage else [way.all[n].shut() for way in ways] for n in killed]
        took = []
        for _ in range(5):
            n, lang, began = random.randrange(ask.articles), random.choice(LANGUAGES), time.time()
            correct(n, lang)
            if len(killed) == 1 or not garage:
                publish()
                seen_everywhere(n, lang, f'without the nodes {killed}')
                took.append(time.time() - began)
        if len(killed) > 1 and garage:
            running = start_publish()
            said = running.communicate(timeout=600)[0].strip()
            say(f'publish without two nodes ends with {running.returncode}: {said[-300:]}')
        [garage.start(n) if garage else [way.all[n].open() for way in ways] for n in killed]
        garage and garage.wait()
        publish()
        seen_everywhere(n, lang, f'the nodes {killed} came back')
        took and show_times(f'save to visible on all without the nodes {killed}', took)
    say('each node killed, then two at once')


def damaged(key, change):
    """Damages an object, and returns what it was."""
    sound = bucket.read(key)
    half = len(sound) // 2
    if change == 'missing':
        bucket.remove(key)
    else:
        bucket.write(key, sound[:half] + (bytes([sound[half] ^ 1]) + sound[half + 1:] if change == 'flipped' else b''))
    return sound


def trial_damage():
    if ask.store and not HAS_WAYS:
        return say('objects are damaged where the store is reached without TLS alone')
    for change in ['flipped', 'cut', 'missing']:
        with frozen(loads, balanced):
            correct(1 % ask.articles, 'uk')
            publish()
            segment = max(key for key in bucket.objects() if key.startswith('log/'))
            sound = damaged(segment, change)
        time.sleep(5)
        if any(reader.version(1 % ask.articles, 'uk') == count[0] for reader in readers):
            say(f'{change}: a reader had the segment already')
        bucket.write(segment, sound)
        seen_everywhere(1 % ask.articles, 'uk', f'{change} segment')
    for change in ['flipped', 'cut', 'missing']:
        with frozen(loads, balanced):
            count[0] += 1
            (archive / 'articles/2025/a0/plan.pdf').write_text(f'%PDF-1.4 plan {count[0]}')
            write_version(0, 'ru', count[0], '\n[Plan](plan.pdf)\n')
            before = set(bucket.objects())
            publish()
            new = set(bucket.objects()) - before
            damaged(next(key for key in new if key.startswith('media/')), change)
            damaged(random.choice([key for key in before | new if key.startswith('packs/')]), change)
        seen_everywhere(0, 'ru', f'the article of a {change} file')
        said = publish('--snapshot', '--verify')
        plan = b'%PDF-1.4 plan ' + str(count[0]).encode()
        until = time.time() + 120
        while time.time() < until and not all(plan_of(reader) == plan for reader in readers):
            time.sleep(.2)
        if not all(plan_of(reader) == plan for reader in readers):
            fail(f'{change} file: {[plan_of(reader) for reader in readers]} after: {said}')
        say(f'a segment, a file and a pack {change}: repaired by --snapshot --verify, served {120 - until + time.time():.0f} s later')
    trial_replaced()


def plan_of(reader):
    link = re.search(rb'/media/2025/a0/plan[^"]*', reader.get('/ru/2025/a0')[2])
    return reader.get(link[0].decode())[2] if link else None


def trial_clock():
    library = os.environ.get('LIBFAKETIME') or next(iter(glob.glob('/usr/lib/*/faketime/libfaketimeMT.so.1')), None)
    if not library:
        return say('no libfaketime (LIBFAKETIME, or apt-get install faketime): no clock is off')
    for shift in ['-1h', '+1h']:
        off = add_reader(f'clock{shift}', {'LD_PRELOAD': library, 'FAKETIME': shift, 'FAKETIME_DONT_FAKE_MONOTONIC': '1', 'DONT_FAKE_MONOTONIC': '1'})
        all_there([off])
        correct(0, 'uk')
        publish()
        seen_everywhere(0, 'uk', f'a reader whose clock is off by {shift}', [*readers, off])
        compare([readers[0], off], f'a reader whose clock is off by {shift}')
        off.kill()
        publisher[1].update({'LD_PRELOAD': library, 'FAKETIME': shift})
        correct(0, 'uk')
        publish('--snapshot')
        [publisher[1].pop(name) for name in ['LD_PRELOAD', 'FAKETIME']]
        seen_everywhere(0, 'uk', f'a publisher whose clock is off by {shift}')
    say('a reader, and a publisher, an hour behind and an hour ahead')


def trial_full_disk():
    used = sum(path.stat().st_size for path in readers[0].state.rglob('*') if path.is_file())
    state = work / 'small'
    state.mkdir()
    if os.geteuid() or used > 1 << 30 or subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={used * 3 + (24 << 20)}', 'tmpfs', state]).returncode:
        return say(f'no file system of {used >> 20} MB can be mounted: no disk is full')
    full = add_reader('full', state=state / 'state')
    try:
        all_there([full])
        load = Load(full, ask.articles, LANGUAGES, ask.pause)
        load.start()
        with open(state / 'ballast', 'wb', buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(4096))
            except OSError:
                pass
        before = count[0]
        for _ in range(5):
            correct(0, 'en')
            publish()
        time.sleep(5)
        was = full.version(0, 'en')
        (state / 'ballast').unlink()
        seen_everywhere(0, 'en', 'the disk has room again', [*readers, full])
        load.running = False
        load.join()
        say(f'a reader\'s disk full: {load.asked} pages, it was {count[0] - max(was, before)} of 5 publishes behind, and followed when there was room')
    finally:
        full.kill()
        subprocess.run(['umount', state])


def trial_collected():
    """Old segments, packs and media go; a reader that was away for longer takes the snapshot."""
    with unasked(loads[-1:]):
        readers[-1].kill()
        for _ in range(3):
            correct(0, 'uk')
            publish()
        show_bucket('before the collection')
        said = publish('--snapshot', '--grace', '0s')
        show_bucket('after it')
        correct(0, 'uk')
        publish()
        readers[-1].start()
        seen_everywhere(0, 'uk', 'a reader that was away for longer than the grace period')
    say(f'publish --snapshot --grace 0s: {said}')


def compare(among, what):
    chosen = random.sample(range(ask.articles), min(ask.articles, ask.compare))
    others = sorted(folder.relative_to(archive / 'articles') for folder in archive.glob('articles/20*/*')) if ask.on else []
    paths = [f'/{lang}/{other}' for other in random.sample(others, min(len(others), ask.compare // 3)) for lang in LANGUAGES]
    paths += [f'/{lang}/2025/a{n}' for n in chosen for lang in LANGUAGES] + [f'/{lang}/{page}' for lang in LANGUAGES for page in ['', 'feed.atom', '2025/', 'stats']]
    different = 0
    for path in paths:
        answers = [reader.get(path) for reader in among]
        if len(set(answers)) > 1 and (different := different + 1) <= 20:
            fail(f'{what}: {path} differs: {[(status, tag, hashlib.sha256(body).hexdigest()[:8]) for status, tag, body in answers]}')
    say(f'{len(paths)} addresses compared on {len(among)}: {what}')


def all_there(among):
    """Waits until these servers have every article."""
    until = time.time() + 7200
    while time.time() < until and not all(reader.has_all() for reader in among):
        time.sleep(.2)


TRIALS = {name.removeprefix('trial_'): trial for name, trial in list(globals().items()) if name.startswith('trial_')}
chosen = ask.only.split(',') if ask.only else TRIALS
publisher = own_way()
folder.mkdir()
HAS_WAYS and not garage and bucket.create()
say(f'seed {ask.seed}, {ask.articles} articles, {STORE}, in {work}')
Archive(archive, LANGUAGES).make(ask.articles)
balancer, began = None, time.time()
say(f'the archive is there; first publish: {publish()}')
say(f'first publish: {time.time() - began:.2f} s')
try:
    readers += [add_reader(f'reader{n}') for n in range(ask.readers)]
    say('readers answer after ' + ', '.join(f'{reader.took:.2f}' for reader in readers[:5]) + ' s')
    all_there(readers)
    say(f'they have all articles after {time.time() - readers[0].begun:.1f} s')
    loads += [Load(reader, ask.articles, LANGUAGES, ask.pause) for reader in readers]
    [load.start() for load in loads]
    balancer = Balancer(work, ask.nginx, [reader.port for reader in readers]) if os.path.exists(ask.nginx) else say('there is no nginx: no balancer')
    if balancer:
        time.sleep(1)
        balanced += [BalancedLoad(balancer.port, ask.articles, LANGUAGES, ask.pause, hot, ask.lag) for _ in range(2)]
        [load.start() for load in balanced]
    for name in chosen:
        say(f'trial: {name}')
        TRIALS[name]()
    for load in loads + balanced:
        load.running = False
    [load.join() for load in loads + balanced]
    own = Reader(LITOPYS, ['--archive', str(archive)], work, 'folder', dict(os.environ))
    readers.append(own)
    all_there([own])
    time.sleep(5)
    compare(readers, 'all readers and a server of the folder')
finally:
    say(f'{sum(load.asked for load in loads)} pages asked for, slowest {max([load.slowest for load in loads], default=0):.2f} s; memory ' + ', '.join(f'{reader.memory():.0f}' for reader in readers[:6]) + ' MB')
    balanced and say(f'through the balancer: {sum(load.asked for load in balanced)} pages, slowest {max(load.slowest for load in balanced):.2f} s, '
                     f'what was seen was followed by what is older for {max(load.oldest for load in balanced):.2f} s at most')
    [reader.kill() for reader in readers]
    balancer and balancer.stop()
    garage and garage.stop()
    failed or shutil.rmtree(work)
say(f'{len(failed)} failed' + (f'; files in {work}' if failed else ''))
sys.exit(bool(failed))
