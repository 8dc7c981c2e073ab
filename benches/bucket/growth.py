#!/usr/bin/env python3
"""Publishes an archive many times into a bucket in a folder, one edit each, and says how the bucket grows.

    benches/bucket/growth.py PROGRAM ARTICLES PUBLISHES

PROGRAM is a litopys built with `--features bucket`. Each publish changes one article; every tenth adds one with a picture.
Prints, for every tenth of the publishes, objects and bytes of the log, the packs, the media and in all, next to the bytes of
the archive itself: all of it within the grace period, so that nothing is deleted. In the end the period is set to zero.
"""

import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

WORDS = "Дніпро тече повз міста і села що стоять на його берегах від давніх часів і люди пам’ятають кожну повінь".split()


def text(lang, seed):
    chosen = random.Random(f"{lang} {seed}")
    paragraphs = (" ".join(chosen.choice(WORDS) for _ in range(120)) + "." for _ in range(6))
    return f'+++\ntitle = "Стаття {seed}"\nsummary = "Про річку."\n+++\n' + "\n\n".join(paragraphs) + "\n"


def write(root, number, edit):
    folder = root / "articles" / "2025" / f"a{number:06d}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "article.toml").write_text('published = 2025-06-29\nsource = "uk"\n')
    for lang in ["uk", "en", "ru"]:
        (folder / f"{lang}.md").write_text(text(lang, f"{number} {edit if lang == 'uk' else 0}"))
    if edit == 0 and number % 10 == 0:
        (folder / "map.png").write_bytes(random.Random(number).randbytes(50_000))


def size(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and ".litopys" not in path.parts]
    return len(files), sum(path.stat().st_size for path in files)


def main(program, articles, publishes):
    top = pathlib.Path(tempfile.mkdtemp())
    root, bucket = top / "archive", top / "bucket"
    bucket.mkdir()
    subprocess.run([program, "init", root], check=True, capture_output=True)
    for number in range(articles):
        write(root, number, 0)
    publish = [program, "publish", f"file://{bucket}", "--archive", root]
    begun = time.monotonic()
    subprocess.run(publish, check=True, capture_output=True)
    print(f"{articles} articles: the first publish took {time.monotonic() - begun:.1f} s")
    print("publishes | log | packs | media | bucket | archive | publish, median")
    took, chosen, count = [], random.Random(1), articles
    for n in range(publishes + 1):
        if n % max(1, publishes // 10) == 0:
            parts = [size(bucket / part) for part in ["log", "packs", "media"]]
            shown = " | ".join(f"{files} objects, {total / 1e6:.2f} MB" for files, total in parts)
            median = sorted(took)[len(took) // 2] if took else 0
            total = size(bucket)[1] / 1e6
            print(f"{n} | {shown} | {total:.2f} MB | {size(root)[1] / 1e6:.2f} MB | {median * 1000:.0f} ms", flush=True)
        write(root, chosen.randrange(articles), n + 1)
        if n % 10 == 0:
            write(root, count, 0)
            count += 1
        begun = time.monotonic()
        subprocess.run(publish, check=True, capture_output=True)
        took.append(time.monotonic() - begun)
    begun = time.monotonic()
    subprocess.run([*publish, "--snapshot", "--grace", "0s"], check=True, capture_output=True)
    files, total = size(bucket)
    print(f"after the grace period (--snapshot --grace 0s, {time.monotonic() - begun:.1f} s): {files} objects, {total / 1e6:.2f} MB")
    shutil.rmtree(top)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
