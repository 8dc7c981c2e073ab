#!/usr/bin/env python3
"""clock.py: the clock of the machine jumps a year back, ten years ahead and back again, while pages are read and edited.

Needs target/release/litopys and libfaketime (apt-get install faketime), which shifts the server's clock and no other; its
monotonic clock goes on, as it does on a machine whose time is set."""
import glob, shutil, sys, time
from email.utils import parsedate_to_datetime
import serving
from serving import Readers, Server, check, get, until, write

ROOT = serving.archive('clock')
ARCHIVE, CLOCK = ROOT / 'archive', ROOT / 'clock'
PAGE = '/uk/2026/clock'


def set_clock(shift):
    CLOCK.write_text(f'{shift}\n')
    time.sleep(1.2)


def validator():
    _, headers, _ = get(server.port, PAGE)
    return headers['etag']


def date():
    # A plain request: hyper, which has those that wish to close, never turns its date back (docs/OPERATIONS.md, "The clock").
    return parsedate_to_datetime(get(server.port, headers={'Connection': 'keep-alive'})[1]['date']).year


library = next(iter(glob.glob('/usr/lib/*/faketime/libfaketimeMT.so.1')), None)
if not library:
    sys.exit('libfaketime is not installed: apt-get install faketime')
CLOCK.write_text('+0\n')
write(ARCHIVE, '2026/clock/uk.md', 'before the jump')
server = Server(ARCHIVE, environment={
    'LD_PRELOAD': library, 'FAKETIME_TIMESTAMP_FILE': str(CLOCK), 'FAKETIME_CACHE_DURATION': '1', 'FAKETIME_DONT_FAKE_MONOTONIC': '1', 'DONT_FAKE_MONOTONIC': '1'})
try:
    until(lambda: get(server.port, PAGE)[0] == 200)
    until(lambda: get(server.port, '/uk/search?q=a')[0] == 200)
    etag = validator()
    this_year = date()
    readers = Readers(server.port, ('/uk/', PAGE, '/en/', '/uk/search?q=a'))
    for name, shift, year in (('a year behind', '-365d', this_year - 1), ('back again', '+0', this_year),
                              ('ten years ahead', '+3650d', this_year + 10), ('and back', '+0', this_year)):
        set_clock(shift)
        # The date of a kept connection may stay a year behind: then there is nothing to wait for.
        until(lambda: date() == year, 5 if shift == '-365d' else serving.PATIENCE)
        check(f'{name}: the Date header follows', date() == year or shift == '-365d' and abs(date() - year) <= 1, date())
        check(f'{name}: the validator stays', validator() == etag, etag)
        status = get(server.port, PAGE, {'If-None-Match': etag})[0]
        check(f'{name}: 304', status == 304, status)
        words = f'written {name}'
        begun = time.time()
        write(ARCHIVE, '2026/clock/uk.md', words, server)
        seen = until(lambda: words.encode() in get(server.port, PAGE)[2])
        check(f'{name}: an edit is seen', seen, f'after {time.time() - begun:.1f} s')
        etag = validator()
    readers.end()
    check('readers all the while', not readers.lost, f'{dict(readers.seen)}, lost {readers.lost[:3]}')
    begun = time.time()
    code = server.stop()
    check('SIGTERM with the clock behind', code == 0 and time.time() - begun < 13, f'exit {code} after {time.time() - begun:.1f} s')
finally:
    server.process.kill()
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(len(serving.failed))
