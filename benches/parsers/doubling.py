#!/usr/bin/env python3
"""doubling.py LITOPYS [KIND…]: how the time of `litopys check` and `litopys mark` grows with hostile input.

Each kind is checked (those that begin with `mark` are marked) at doubling sizes, and the processor's time is measured, so that other work on the machine matters little.
A linear parser takes twice as long for twice the input. The command fails where the last doubling costs more than 2.6 times as
much; such a kind is measured three times more before that is believed. KIND is a regular expression."""

import pathlib, re, resource, subprocess, sys, tempfile

SITE = 'name = "X"\nbase_url = "https://example.org"\ndefault = "uk"\n[[language]]\ntag = "uk"\n[[language]]\ntag = "en"\n'
META = 'published = 2025-06-29\nsource = "uk"\n'
FRONT = '+++\ntitle = "Дніпро"\n+++\n\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
XMP = b"http://ns.adobe.com/xap/1.0/\0"
SIZES = [5_000, 10_000, 20_000, 40_000]
# Linear is 2, and 2.4 where 40,000 of a kind no longer fit into the processor's cache; quadratic is 4.
MOST = 2.6
# Below it, what a process costs at all is most of what is measured.
LEAST = 0.05
MARK = ("mark", "2025/x", "en", "--anyway")


def file(path, before="", after=""):
    return lambda body: lambda n: {path: before + body(n) + after}


toml = file("articles/2025/x/article.toml", META)
text = file("articles/2025/x/uk.md", FRONT)
words = file("locales/uk/own.ftl")
svg = file("articles/2025/x/a.svg", SVG, "</svg>")
names = file("articles/names.toml")


def lines(line):
    """The line for each number up to n."""
    return lambda n: "".join(line.replace("#", str(i)) for i in range(n))


def both(line):
    return lambda n: {f"articles/2025/x/{lang}.md": FRONT + lines(line)(n) for lang in ("uk", "en")}


def in_two(one, other):
    """Two versions, each of other lines."""
    return lambda n: {"articles/2025/x/uk.md": FRONT + lines(one)(n), "articles/2025/x/en.md": FRONT + lines(other)(n)}


def messages(body, first=""):
    """Messages of as many pieces as one may have: the parser refuses more than 32 KiB."""
    return words(lambda n: first + "".join(f"m{i} = {body(500)}\n" for i in range(n // 500)))


def words_of(uk, en):
    """One file of messages in two languages, the first of them the source's."""
    return lambda n: {"locales/uk/own.ftl": uk(n), "locales/en/own.ftl": en(n)}


def in_languages(uk, en):
    """The same for messages of as many pieces as one may have."""
    made = lambda body: lambda n: "".join(f"m{i} = {body(500)}\n" for i in range(n // 500))
    return words_of(made(uk), made(en))


def site(body, **files):
    """Lines at the end of site.toml."""
    return lambda n: {"site.toml": SITE + body(n), **{path.replace("_", "/"): content(n) for path, content in files.items()}}


def record(line, text):
    """A record of a translation with a line for each number, and the two texts."""
    def made(n):
        hex_of = lambda i: f"{i:016x}"
        blocks = "".join(f'"p {hex_of(i)} {i:032x} {hex_of(i)}",\n' for i in range(n)) if line is None else lines(line)(n)
        record = 'from = "uk"\nform = 2\nblocks = [\n' + blocks + "]\n"
        return {**both(text)(n), "articles/2025/x/en.from.toml": record}
    return made


def articles(of):
    """As many articles as n, 40 times fewer than lines elsewhere; `of` gives the article.toml and the text of each."""
    def made(n):
        files = {}
        for i in range(n // 40):
            meta, text = of(i)
            files |= {f"articles/2024/a{i}/article.toml": META + meta, f"articles/2024/a{i}/uk.md": FRONT + text}
        return files
    return made


def segments(marker, body):
    """A JPEG with n segments of one kind."""
    def made(n):
        one = b"\xff" + bytes([marker]) + (len(body) + 2).to_bytes(2, "big") + body
        frame = b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
        return {"articles/2025/x/a.jpg": b"\xff\xd8" + one * n + frame + b"\xff\xda\x00\x02\x00\xff\xd9"}
    return made


KINDS = {
    "toml: lines that are not TOML": toml(lines("= =\n")),
    "toml: tables of pictures": toml(lines('[[image]]\nfile = "#.png"\n')),
    "toml: unknown keys of tables": toml(lines('[[image]]\nfile = "#.png"\nk# = 1\n')),
    "toml: unknown keys": toml(lines("k# = 1\n")),
    "toml: unknown keys of one line": toml(lambda n: "a = { " + lines("k# = 1,")(n) + " }\n"),
    "toml: one key again and again": toml(lines("tags = []\n")),
    "toml: tags": toml(lambda n: "tags = [" + lines('"t#",')(n) + "]\n"),
    "toml: languages": toml(lambda n: "languages = [" + lines('"uk-x-t#",')(n) + "]\n"),
    "toml: aliases": toml(lambda n: "aliases = [" + lines('"/t#",')(n) + "]\n"),
    "toml: one alias": toml(lambda n: "aliases = [" + lines('"/t",')(n) + "]\n"),
    "toml: lists in lists": toml(lambda n: "a = " + "[" * n + "\n"),
    "names: tags": names(lines('[tag.t#]\nuk = "а"\n')),
    "text: equal paragraphs": text(lines("а\n\n")),
    "text: two versions of equal paragraphs": both("а\n\n"),
    "text: two versions of other paragraphs": both("Слово #.\n\n"),
    "text: notes": text(lambda n: lines("а[^#]\n\n")(n) + lines("[^#]: b\n\n")(n)),
    "text: notes that are not there": text(lines("а[^#]\n\n")),
    "text: HTML": text(lines("<b>a</b>\n\n")),
    "text: comments": text(lines("<!-- a -->\n\n")),
    "text: comments in attributes": text(lines('а <b title="<!-- #"> б\n\n')),
    "text: comments across paragraphs": text(lines("а <!-- #\n\n` --> `<!--` б\n\n")),
    "text: links that lead nowhere": text(lines("[a](../../2019/x#/)\n\n")),
    "text: pictures that are not there": text(lines("![](a#.png)\n\n")),
    "text: pictures of the front matter": file("articles/2025/x/uk.md", '+++\ntitle = "Д"\n', "+++\n\nа\n")(
        lines('[[image]]\nfile = "#.png"\nalt = "а"\n')),
    "text: quotations in quotations": text(lambda n: "> " * n + "a\n"),
    "text: headings": text(lines("## а\n\n")),
    "text: headings with one id": text(lines("## а {#b}\n\n")),
    "text: one list": text(lines("1. а\n")),
    "text: one table": text(lambda n: "|a|b|\n|-|-|\n" + lines("|a|b|c|\n")(n)),
    "text: one row": text(lambda n: "|a" * n + "|\n" + "|-" * n + "|\n"),
    "text: brackets": text(lambda n: "[" * n + "\n"),
    "text: stars": text(lambda n: "*а **а " * n + "\n"),
    "text: one paragraph": text(lambda n: "Слово їжак. " * n + "\n"),
    "text: numbers": text(lines("# ")),
    "text: two versions of numbers": both("# "),
    "text: two versions of short numbers": both("1 "),
    "text: other numbers": in_two("1# ", "2# "),
    "text: ranges of days": in_two("1–3 травня, ", "May 2–4, "),
    "text: quotations": in_two("«Слово» слово. ", "“Word” word. "),
    "text: quotations that never end": in_two("«Слово ", "“Word "),
    "text: copied paragraphs": both("Слово і слово, довгий абзац про річку Дніпро, що тече собі # років.\n\n"),
    "text: links to headings": text(lambda n: lines("## а#\n\n")(n) + lines("[a](../../2025/x/#а#)\n\n")(n)),
    "text: links to no heading": text(lambda n: lines("## а#\n\n")(n) + lines("[a](../../2025/x/#ба#)\n\n")(n)),
    "text: two versions of links": in_two("[а](https://e.example/#)\n\n", "[a](https://e.example/b#)\n\n"),
    "text: markers of conflicts": text(lines("<<<<<<< #\n")),
    "text: topics without a name": lambda n: {
        "articles/2025/x/article.toml": META + "tags = [" + lines('"t#",')(n) + "]\n",
        "articles/names.toml": lines('[tag.u#]\nuk = "а"\n')(n)},
    "record: lines of other paragraphs": record(None, "Слово #.\n\n"),
    "record: lines of equal paragraphs": record(None, "а\n\n"),
    "record: lines that are none": record('"p",\n', "а\n\n"),
    "articles: one alias": articles(lambda i: ('aliases = ["/a"]\n', "Ріка.\n")),
    "articles: one slug": articles(lambda i: ("", "Ріка.\n")),
    "articles: links to no article": articles(lambda i: ("", "[a](../../2024/b0/)\n\n" * 20)),
    "site: languages": site(lambda n: "".join(
        f'[[language]]\ntag = "{"".join(chr(97 + i // d % 26) for d in (676, 26, 1))}"\n' for i in range(n // 10))),
    "site: aliases of a language": site(lambda n: "aliases = [" + lines('"a#",')(n) + "]\n"),
    "site: fallbacks": site(lambda n: "fallback = [" + lines('"uk-x-t#",')(n) + "]\n"),
    "site: one fallback again and again": site(lambda n: "fallback = [" + lines('"uk",')(n) + "]\n"),
    "site: unknown keys of a language": site(lines("k# = 1\n")),
    "site: allowed words": site(lambda n: "[check]\nallow = [" + lines('"ыслово#",')(n // 4) + "]\n",
                                **{"locales_uk_own.ftl": lambda n: lines("m# = ыслово а#\n")(n // 4)}),
    "site: allowed words of a text": site(lambda n: "[check]\nallow = [" + lines('"слово#",')(n // 4) + "]\n",
                                          **{"articles_2025_x_uk.md": lambda n: FRONT + lines("Ріка слово.\n\n")(n // 4)}),
    "text: control characters": text(lines("а\x07\n\n")),
    "text: private use": text(lambda n: "\ue000" * n + "\n"),
    "words: messages": words(lines("m# = text\n")),
    "words: one message again and again": words(lines("m = text\n")),
    "words: broken messages": words(lines("m# = {\n")),
    "words: no messages": words(lines("!! #\n")),
    "words: comments": words(lines("# a\n\n")),
    "words: unknown references": words(lines("m# = { x# }\n")),
    "words: unknown references of one message": words(lambda n: "m = " + lines("{ x# }")(n) + "\n"),
    "words: unknown attributes": words(lambda n: "a = b\n" + lines("    .c# = d\n")(n // 8) + lines("m# = { a.x# }\n")(n // 8)),
    "words: terms": words(lines("-t# = a\n")),
    "words: attributes of one message": words(lambda n: "m = a\n" + lines("    .a# = b\n")(n)),
    "words: one long message": words(lambda n: "m = a\n" + lines("    b\n")(n)),
    "words: placeables of one message": words(lambda n: "m = " + "{ $a } " * n + "\n"),
    "words: private use": words(lambda n: "m = " + "\ue000" * n + "\n"),
    "words: quotations of one message": messages(lambda n: "«ы» ы " * n),
    "words: sentences of one message": messages(lambda n: "Ыа. " * n + "а"),
    "words: names of one message": messages(lambda n: "Ыа. " * n),
    "words: strange words between placeables": messages(lambda n: "ы { $a } " * n),
    "words: apostrophes of one message": messages(lambda n: "м'яч " * n, "a = м’яч\n" + "b = " + "м’яч " * 5_000),
    "words: lost letters": messages(lambda n: "\ufffd" * 8 * n),
    "words: signs that open tags": messages(lambda n: "<" * 40 * n),
    "words: signs that open tags, and one that closes": messages(lambda n: "<" * 40 * n + ">"),
    "words: placeholders": messages(lambda n: "<time>" * n),
    "words: signs of references": messages(lambda n: "&" * 40 * n + ";"),
    "words: codes that are allowed": words(lambda n: lines("# check: allow foreign-letter\n")(n) + "m = " + "Kы " * n + "\n"),
    "words: codes that no problem has": words(lambda n: "# check: allow " + lines("x# ")(n) + "\nm = а\n"),
    "words: attributes in two languages": in_languages(lambda n: "а\n" + lines("    .a# = а\n")(n), lambda n: "a\n" + lines("    .b# = a\n")(n)),
    "words: equal attributes in two languages": in_languages(lambda n: "а\n" + lines("    .a# = а\n")(n), lambda n: "a\n" + lines("    .a# = а\n")(n)),
    "words: a chain of messages in two languages": words_of(lines("m# = { m#a }\nm#a = { m# } { $a }\n"), lines("m# = { m#a }\n")),
    "words: other messages in two languages": words_of(lines("m# = а\n"), lines("n# = a\n")),
    "words: variables in two languages": in_languages(lines("{ $a# }"), lines("{ $b# }")),
    "words: variants of one message": messages(lambda n: "{ $n ->\n" + lines(" [a#] а\n")(n) + " *[other] а\n }"),
    "words: numbers of one message": messages(lambda n: "{ $n ->\n" + lines(" [#] а\n")(n) + " *[other] а\n }"),
    "words: arguments of one call": messages(lambda n: "{ NUMBER($n, " + lines("a#: 1, ")(n) + ") }"),
    "words: a circle of terms": words(lambda n: lines("-t# = { -t# }\n")(n)),
    "words: a chain of terms": words(lambda n: "".join(f"-t{i} = {{ -t{i + 1} }}\n" for i in range(n))),
    "words: files": lambda n: {f"locales/uk/f{i}.ftl": f"m{i} = {{\n" for i in range(n // 20)},
    "mark: paragraphs that nothing translates": in_two("Слово #.\n\n", "## a\n\n"),
    "mark: the same paragraphs, a heading at the end": lambda n: {
        "articles/2025/x/uk.md": FRONT + lines("Слово #.\n\n")(n) + "## а\n\nа\n", "articles/2025/x/en.md": FRONT + lines("Word #.\n\n")(n) + "a\n\n## a\n"},
    "mark: paragraphs that are left out": lambda n: {
        "articles/2025/x/uk.md": FRONT + lines("Слово #.\n\n")(n), "articles/2025/x/en.md": FRONT + "Word.\n"},
    "mark: paragraphs that changed": lambda n: {
        **both("Слово #.\n\n")(n), "articles/2025/x/en.from.toml": 'from = "uk"\nform = 2\nblocks = []\n'},
    "mark: paragraphs of a record": record(None, "Слово #.\n\n"),
    "svg: links": svg(lines('<use xlink:href="https://e.example/#"/>')),
    "svg: handlers": svg(lines('<g on#="a"/>')),
    "svg: attributes of one element": svg(lambda n: "<g " + lines('a#="x" ')(n) + "/>"),
    "svg: namespaces": svg(lambda n: "<g " + lines('xmlns:a#="x#" ')(n) + "/>"),
    "svg: a namespace an element": svg(lines('<a:g xmlns:a="x#"/>')),
    "svg: rules": svg(lambda n: "<style>" + lines(".a#{fill:red}")(n) + "</style>"),
    "svg: rules that load": svg(lambda n: "<style>" + lines("@import 'a#';.a#{fill:url(b#)}")(n) + "</style>"),
    "svg: rules in rules": svg(lambda n: "<style>" + "@media a{" * n + "</style>"),
    "svg: blocks in values": svg(lambda n: "<style>.a{b:" + "(" * n + "</style>"),
    "svg: declarations of one attribute": svg(lambda n: '<g style="' + lines("a#:url(b#);")(n) + '"/>'),
    "svg: style sheets": svg(lines("<style>a{}</style>")),
    "svg: pieces of text": svg(lines("a<!-- -->")),
    "jpeg: packets of XMP": segments(0xE1, XMP + b"<a " + b"".join(b"a%d='' " % i for i in range(99)) + b"/>"),
    "jpeg: EXIF": segments(0xE1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x3b\x01\x02\0\0\x04\0\0\x0e\0\0\0" * 99),
}


def seconds(litopys, files, command=("check",)):
    with tempfile.TemporaryDirectory() as folder:
        base = {"site.toml": SITE, "articles/2025/x/article.toml": META, "articles/2025/x/uk.md": FRONT + "Ріка.\n"}
        for path, content in {**base, **files}.items():
            full = pathlib.Path(folder, path)
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_bytes(content if isinstance(content, bytes) else content.encode())
        used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
        begun = used()
        try:
            done = subprocess.run([litopys, *command, "--archive", folder], capture_output=True, timeout=60)
        except subprocess.TimeoutExpired:
            return 60.0
        if done.returncode not in (0, 1):
            sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()[-400:]}")
        return used() - begun


def growth(litopys, kind, command, nothing, times):
    of = lambda n: min(seconds(litopys, kind(n), command) for _ in range(times)) - nothing
    found = []
    for n in SIZES:
        found.append(of(n))
        if found[-1] > 20:
            break
    last, before = found[-1], max(found[-2], 0.01)
    return found, last / before if last > LEAST else 0


def main():
    litopys, chosen = sys.argv[1], sys.argv[2:]
    nothing = min(seconds(litopys, {}) for _ in range(5))
    failed = []
    for name, kind in KINDS.items():
        if chosen and not any(re.search(one, name) for one in chosen):
            continue
        command = MARK if name.startswith("mark:") else ("check",)
        found, times = growth(litopys, kind, command, nothing, 1)
        if times > MOST:
            found, times = growth(litopys, kind, command, nothing, 3)
        print(f"{name:42} " + " ".join(f"{one:7.2f} s" for one in found) + (f"  × {times:.1f}" if times else ""), flush=True)
        failed += [name] if times > MOST else []
    if failed:
        sys.exit("not linear: " + ", ".join(failed))


main()
