"""Reads the BibTeX of every article that a running server lists with pybtex, which is not ours.

    litopys serve --listen 127.0.0.1:8080 & python3 tests/bibtex/parse.py http://127.0.0.1:8080

An entry must parse, have one author list, and give back the page's own title. Exits 1 where one does not.
"""

import html
import re
import sys
import urllib.request

from pybtex.database import parse_string


def get(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode()


def plain(text):
    for written, meant in (("{", "{"), ("}", "}")):
        text = text.replace(f"\\textbrace{'left' if written == '{' else 'right'}{{}}", f"\0{meant}")
    text = text.replace("\\textbackslash{}", "\\").replace("\\textasciitilde{}", "~").replace("\\textasciicircum{}", "^")
    text = re.sub(r"(?<!\0)[{}]", "", text).replace("\0", "")
    return re.sub(r"\\([&%$#_])", r"\1", text)


def findings(base, lang):
    pages, seen, todo = [], set(), [f"/{lang}/"]
    while todo:
        listing = get(base + todo.pop())
        pages += re.findall(rf'href="(/{lang}/\d{{4}}/[^"/?#]+)"', listing)
        older = [html.unescape(link) for link in re.findall(r'class="older"[^>]*href="([^"]+)"', listing)]
        todo += [link for link in older if link not in seen]
        seen.update(older)
    for path in sorted(set(pages)):
        page = get(base + path)
        entry = html.unescape(re.search(r"<dd><pre[^>]*>(.*?)</pre></dd>", page, re.S).group(1))
        title = html.unescape(re.search(r"<h1>(.*?)</h1>", page, re.S).group(1))
        try:
            ((key, parsed),) = parse_string(entry, "bibtex").entries.items()
        except Exception as error:  # whatever the parser says of it is the finding
            yield f"{path}: {error}"
            continue
        if plain(parsed.fields["title"]) != title.replace("\u00a0", " "):
            yield f"{path}: the title of `{key}` is {parsed.fields['title']!r}, expected {title!r}"
        if not {"url", "date", "langid"} <= set(parsed.fields.keys()):
            yield f"{path}: `{key}` lacks a field: {sorted(parsed.fields.keys())}"


def main(base):
    found = [finding for lang in ("uk", "en", "ru") for finding in findings(base, lang)]
    print("\n".join(found + [f"{len(found)} findings"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
