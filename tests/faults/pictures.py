#!/usr/bin/env python3
"""pictures.py [SECONDS]: sixty requests at once for pictures that are not cleaned yet, again and again, while a reader reads pages.

The archive has 400 drawings of 200 KB and 40 photos, each new to the server. Her p99 must stay under three times that of the quiet
twin, every picture must come whole, and the memory of the server stay under 400 MB. Needs target/release/litopys."""
import http.client, itertools, shutil, struct, sys, tempfile, threading, time, zlib
from pathlib import Path
import serving
from serving import Server, check, get, in_turns, p99

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
DRAWINGS, PHOTOS, CLIENTS = 400, 40, 60


def drawing(n):
    lines = ''.join(f'<path class="c{i % 9}" d="M{i} {n}L{i % 97} {i % 89}"/><a href="https://e.example/{i}"/>' for i in range(2500))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{lines}</svg>'


def photo(n):
    """A PNG of 3,000 × 2,000 pixels, with some grain so that it is not small."""
    chunk = lambda name, body: struct.pack('>I', len(body)) + name + body + struct.pack('>I', zlib.crc32(name + body))
    row = b'\0' + bytes((x * (n + 3) + x // 7) % 256 for x in range(9000))
    rows = b''.join(row[:1] + row[1 + y % 50:] + row[1:1 + y % 50] for y in range(2000))
    header = struct.pack('>IIBBBBB', 3000, 2000, 8, 2, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(rows, 1)) + chunk(b'IEND', b'')


def fetch(port, paths, seen):
    """The drawings and the renditions that pages name, one after the other."""
    for path in paths:
        try:
            status, headers, _ = get(port, path)
            while status in (302, 307, 308):
                status, headers, _ = get(port, headers['location'])
            seen.append(status)
        except (OSError, http.client.HTTPException) as error:
            seen.append(repr(error))


ROOT = serving.archive('pictures')
for n in range(8):
    folder = ROOT / f'archive/articles/2025/p{n}'
    folder.mkdir(parents=True)
    (folder / 'article.toml').write_text('published = 2025-06-29\nsource = "uk"\n')
    (folder / 'uk.md').write_text(f'+++\ntitle = "Малюнки {n}"\n+++\n\nТекст.\n')
for n in range(DRAWINGS):
    (ROOT / f'archive/articles/2025/p{n % 8}/d{n}.svg').write_text(drawing(n))
for n in range(PHOTOS):
    (ROOT / f'archive/articles/2025/p{n % 8}/f{n}.png').write_bytes(photo(n))
TWIN = Path(tempfile.mkdtemp(prefix='litopys-twin-'))
shutil.copytree(serving.TOP / 'articles', TWIN / 'articles')
shutil.copy(serving.TOP / 'site.toml', TWIN / 'site.toml')
server, twin = Server(ROOT / 'archive'), Server(TWIN)
try:
    numbers = itertools.count()
    never_asked = lambda: f'/uk/2025/?x={next(numbers)}'
    drawings = [f'/media/2025/p{n % 8}/d{n}.svg' for n in range(DRAWINGS)]
    photos = [f'/media/2025/p{n % 8}/f{n}.png' for n in range(PHOTOS)]
    found = serving.until(lambda: all(get(server.port, path)[0] not in (404, 503) for path in (drawings[-1], photos[-1])))
    found or sys.exit('the pictures are never there')
    paths, seen = drawings + photos, []
    threads = [threading.Thread(target=fetch, args=(server.port, paths[n::CLIENTS] + drawings[n:n + 20], seen)) for n in range(CLIENTS)]
    [thread.start() for thread in threads]
    most, end = 0.0, time.time() + SECONDS
    def watch():
        global most
        while time.time() < end:
            most = max(most, server.memory())
            time.sleep(0.1)
    watcher = threading.Thread(target=watch)
    watcher.start()
    (busy, quiet), wrong = in_turns((server.port, twin.port), SECONDS, never_asked)
    [thread.join() for thread in threads + [watcher]]
    check(f'{CLIENTS} clients, {len(seen)} pictures', p99(busy) < 3 * p99(quiet) and not wrong,
          f'p99 of pages {p99(busy):.1f} ms, quiet twin {p99(quiet):.1f} ms: {p99(busy) / p99(quiet):.2f} × over {len(busy)} requests each, refused {wrong[:3]}')
    check('every picture', set(seen) == {200}, f'statuses {sorted(map(str, set(seen)))}')
    check('memory', most < 400, f'at most {most:.0f} MB')
    check('SIGTERM', (server.stop(), twin.stop()) == (0, 0), 'exit 0')
finally:
    [one.process.kill() for one in (server, twin)]
    [shutil.rmtree(folder, ignore_errors=True) for folder in (ROOT, TWIN)]
sys.exit(len(serving.failed))
