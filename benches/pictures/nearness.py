#!/usr/bin/env python3
"""Tells how near each rendition of the first photo is to the original scaled down: peak signal to noise, and bytes.

nearness.py ARCHIVE, once all its pictures are made (make.sh). Needs Pillow 11.3 or newer, and numpy.
"""
import math
import sys
from pathlib import Path

import numpy
from PIL import Image


def nearness(wanted, found):
    error = ((wanted.astype(float) - found.astype(float)) ** 2).mean()
    return 10 * math.log10(255**2 / error)


archive = Path(sys.argv[1])
original = Image.open(archive / "articles/2025/ten-photos/photo-0.jpg")
for width in (400, 800, 1600):
    scaled = numpy.asarray(original.resize((width, width * 3 // 4), Image.BICUBIC))
    for ending in ("avif", "webp", "jpg"):
        # Names say nothing of the original; the nearest of the ten is its own.
        files = archive.glob(f".litopys/cache/pictures/*/*-{width}.{ending}")
        near, path = max((nearness(scaled, numpy.asarray(Image.open(file).convert("RGB"))), file) for file in files)
        print(f"{width} {ending}: {near:.1f} dB, {path.stat().st_size} bytes")
