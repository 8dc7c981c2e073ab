#!/usr/bin/env python3
"""disk_full.py: no room left in the cache folder, while the archive is edited and read. Needs target/release/litopys.

The cache folder lies on a file system of 6 MB of its own, which is filled to the last byte and emptied again. Where none can be
mounted (not root), no file of the process may grow beyond a limit instead (RLIMIT_FSIZE), and there is no recovery to see."""
import os, resource, shutil, subprocess, sys, time
import serving
from serving import Readers, Server, check, get, until, write

ROOT = serving.archive('disk')
ARCHIVE, CACHE = ROOT / 'archive', ROOT / 'archive/.litopys'
NEW = 'the disk has room again'
TEXT = 'word ' * 40_000


def mounted():
    CACHE.mkdir()
    return os.geteuid() == 0 and subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', CACHE]).returncode == 0


def fill():
    """Takes every byte that is left."""
    with open(CACHE / 'ballast', 'wb', buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return file.tell()


def page(server, path, words):
    return lambda: words.encode() in get(server.port, path)[2]


def full(server):
    until(lambda: get(server.port, '/uk/search?q=a')[0] == 200)
    readers = Readers(server.port, ('/uk/', '/en/', '/ru/search?q=a', '/uk/none'))
    ballast = fill()
    write(ARCHIVE, '2026/full/uk.md', 'written on a full disk ' + TEXT, server)
    told = until(lambda: any('tried again' in line or 'cannot be brought' in line for line in server.said))
    time.sleep(3)
    lines = [line for line in server.said if 'ERROR' in line or 'WARN' in line]
    check('the disk is full, an article is saved', told, f'{ballast >> 10} KB of ballast; {lines[:1]}'[:230])
    check('and readers go on', not readers.lost, f'{dict(readers.seen)}, lost {readers.lost[:3]}')
    (CACHE / 'ballast').unlink()
    write(ARCHIVE, '2026/full/uk.md', NEW, server)
    check('there is room again', until(page(server, '/uk/2026/full', NEW)), 'the article is there, without a restart')
    found = until(page(server, '/uk/search?q=disk', '/uk/2026/full'))
    check('and the search follows', found, 'it is found' if found else [line for line in server.said if 'search' in line][-2:])
    readers.end()
    check('and nothing was lost', not readers.lost, f'{dict(readers.seen)}, lost {readers.lost[:3]}')


def start_on_a_full_disk():
    fill()
    server = None
    try:
        server = Server(ARCHIVE)
        check('a start on a full disk', get(server.port)[0] == 200, 'it serves what the catalog has')
    except SystemExit as said:
        check('a start on a full disk', 'cannot' in str(said), str(said)[:200])
    (CACHE / 'ballast').unlink()
    server and check('and it ends', server.stop() == 0, 'exit 0')


def no_growth():
    shutil.rmtree(CACHE)
    server = Server(ARCHIVE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    readers = Readers(server.port)
    for n in range(40):
        write(ARCHIVE, f'2026/full-{n}/uk.md', TEXT, server)
    time.sleep(10)
    check('no file may grow beyond 1 MB', server.process.poll() is None and not readers.end().lost, f'{dict(readers.seen)}')
    server.stop()


has_mount = mounted()
try:
    if has_mount:
        server = Server(ARCHIVE)
        full(server)
        check('SIGTERM', server.stop() == 0, 'exit 0')
        start_on_a_full_disk()
    else:
        no_growth()
finally:
    has_mount and subprocess.run(['umount', '-l', CACHE])
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(len(serving.failed))
