#!/usr/bin/env python3
"""Writes an archive with one article of ten 12-megapixel photos, the same at every run.

make_archive.py FOLDER. Needs Pillow and numpy. The photos are made, not taken: hills of 1/f noise under a sky, hard edges
of houses, grain of a sensor; as JPEG of quality 92 they weigh what a phone's do.
"""
import sys
from pathlib import Path

import numpy
from PIL import Image, ImageDraw

WIDTH, HEIGHT, COUNT = 4000, 3000, 10


def clouds(random, octaves, roughness):
    """Noise whose details are as strong as those of nature."""
    total = numpy.zeros((HEIGHT, WIDTH), numpy.float32)
    for octave in range(octaves):
        cells = 2 ** (octave + 1)
        small = random.random((cells * 3 // 4 + 2, cells + 2)).astype(numpy.float32)
        wide = Image.fromarray(small).resize((WIDTH, HEIGHT), Image.BICUBIC)
        total += numpy.asarray(wide) * roughness**octave
    total -= total.min()
    return total / total.max()


def photo(seed):
    random = numpy.random.default_rng(seed)
    down = numpy.linspace(0, 1, HEIGHT, dtype=numpy.float32)[:, None]
    sky, ground = clouds(random, 7, 0.55), clouds(random, 11, 0.68)
    line = 0.35 + 0.2 * random.random() + 0.12 * clouds(random, 6, 0.5)[0][None, :]
    is_ground = (down > line).astype(numpy.float32)
    tint = random.random((2, 3)) * 0.35 + 0.4
    red_green_blue = []
    for channel in range(3):
        above = (0.55 + 0.35 * down) * tint[0][channel] + 0.35 * sky
        below = ground * tint[1][channel] * 1.2 + 0.08
        red_green_blue.append(above * (1 - is_ground) + below * is_ground)
    picture = Image.fromarray((numpy.clip(numpy.dstack(red_green_blue), 0, 1) * 255).astype(numpy.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(14):
        x, wide, high = random.integers(0, WIDTH), random.integers(120, 420), random.integers(200, 900)
        colour = tuple(int(c) for c in random.integers(60, 220, 3))
        draw.rectangle((x, HEIGHT - 300 - high, x + wide, HEIGHT - 300), fill=colour)
        for window_x in range(int(x) + 20, int(x + wide) - 40, 60):
            for window_y in range(HEIGHT - 280 - int(high), HEIGHT - 340, 80):
                draw.rectangle((window_x, window_y, window_x + 30, window_y + 45), fill=(30, 34, 44))
    grain = random.normal(0, 3.2, (HEIGHT, WIDTH, 3))
    return Image.fromarray(numpy.clip(numpy.asarray(picture) + grain, 0, 255).astype(numpy.uint8))


def main():
    root = Path(sys.argv[1])
    folder = root / "articles/2025/ten-photos"
    folder.mkdir(parents=True, exist_ok=True)
    site = 'name = "Ten photos"\nbase_url = "http://127.0.0.1:8080"\ndefault = "en"\n\n'
    (root / "site.toml").write_text(site + '[[language]]\ntag = "en"\nlabel = "EN"\n')
    (folder / "article.toml").write_text('published = 2025-06-29\nsource = "en"\n')
    text = ['+++\ntitle = "Ten photos"\nsummary = "Each of twelve megapixels."\n+++\n']
    for n in range(COUNT):
        photo(n).save(folder / f"photo-{n}.jpg", quality=92)
        text.append(f"![Photo {n}](photo-{n}.jpg)\n")
        text.append("A paragraph between two photos, as articles have it.\n")
    (folder / "en.md").write_text("\n".join(text))


main()
