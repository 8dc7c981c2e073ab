#!/usr/bin/env python3
"""doubling.py LITOPYS: how the time of `litopys check` grows with hostile input. Each kind is checked at doubling sizes; a
parser that is linear takes twice as long at most, and "x 4" from one size to the next would show a quadratic one."""

import pathlib, subprocess, sys, tempfile, time

SITE = 'name = "X"\nbase_url = "https://example.org"\ndefault = "uk"\n[[language]]\ntag = "uk"\n[[language]]\ntag = "en"\n'
META = 'published = 2025-06-29\nsource = "uk"\n'
FRONT = '+++\ntitle = "Дніпро"\n+++\n\n'


def toml(body):
    return lambda n: {"articles/2025/x/article.toml": META + body(n)}


def text(body):
    return lambda n: {"articles/2025/x/uk.md": FRONT + body(n)}


def words(body):
    return lambda n: {"locales/uk/own.ftl": body(n)}


KINDS = {
    "toml: lines that are not TOML": toml(lambda n: "= =\n" * n),
    "toml: tables of pictures": toml(lambda n: "".join(f'[[image]]\nfile = "{i}.png"\n' for i in range(n))),
    "toml: unknown keys": toml(lambda n: "".join(f"k{i} = 1\n" for i in range(n))),
    "toml: one key again and again": toml(lambda n: "tags = []\n" * n),
    "text: equal paragraphs": text(lambda n: "а\n\n" * n),
    "text: two versions of equal paragraphs": lambda n: {f"articles/2025/x/{lang}.md": FRONT + "а\n\n" * n for lang in ("uk", "en")},
    "text: notes": text(lambda n: "".join(f"а[^{i}]\n\n" for i in range(n)) + "".join(f"[^{i}]: b\n\n" for i in range(n))),
    "text: HTML": text(lambda n: "<b>a</b>\n\n" * n),
    "text: links that lead nowhere": text(lambda n: "".join(f"[a](../../2019/x{i}/)\n\n" for i in range(n))),
    "text: quotations in quotations": text(lambda n: "> " * n + "a\n"),
    "words: messages": words(lambda n: "".join(f"m{i} = text\n" for i in range(n))),
    "words: one message again and again": words(lambda n: "m = text\n" * n),
    "words: broken messages": words(lambda n: "".join(f"m{i} = {{\n" for i in range(n))),
}


def check(litopys, files):
    with tempfile.TemporaryDirectory() as folder:
        base = {"site.toml": SITE, "articles/2025/x/article.toml": META, "articles/2025/x/uk.md": FRONT + "Ріка.\n"}
        for path, content in {**base, **files}.items():
            full = pathlib.Path(folder, path)
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_text(content, encoding="utf-8")
        begun = time.monotonic()
        try:
            subprocess.run([litopys, "check", "--archive", folder], capture_output=True, timeout=60)
        except subprocess.TimeoutExpired:
            return None
        return time.monotonic() - begun


def main():
    sizes = [5_000, 10_000, 20_000, 40_000]
    for name, make in KINDS.items():
        times = [check(sys.argv[1], make(n)) for n in sizes]
        shown = "  ".join("over 60 s" if t is None else f"{t:7.2f} s" for t in times)
        print(f"{name:42} {shown}", flush=True)


main()
