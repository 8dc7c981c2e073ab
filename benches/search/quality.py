"""How well words that belong together come together: our terms beside other ways of matching words.

    cargo build --release
    python3 benches/search/quality.py target/release/litopys FOLDER

FOLDER holds `<lang>.dev.tsv`, `<lang>.tsv` or `<lang>.names.dev.tsv` files: `word<TAB>word<TAB>1|0`, 1 for two forms of one word. Printed are
recall, the share of the 1-pairs that come together, and false, the share of the 0-pairs that do. The first six letters
and no matching at all are always there; hunspell (the command, with the language's dictionary), simplemma and
snowballstemmer (PyPI) where they are installed. `--list` prints the pairs that our terms get wrong.
"""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

HUNSPELL = {"uk": "uk_UA", "ru": "ru_RU", "en": "en_US"}
# Snowball has no Ukrainian; its Russian is what people use instead.
SNOWBALL = {"uk": "russian", "ru": "russian", "en": "english"}


def pairs(path):
    for line in path.read_text("utf-8").splitlines():
        one, other, same = line.split("\t")
        yield one, other, same == "1"


def ours(binary):
    def terms(lang, words):
        asked = "\n".join(words) + "\n"
        answer = subprocess.run([binary, "analyze", "--lang", lang], input=asked, capture_output=True, text=True, check=True)
        rows = [line.split("\t") for line in answer.stdout.splitlines()]
        return {row[0]: set(row[1:]) for row in rows}

    return terms


def hunspell(lang, words):
    asked = "\n".join(words) + "\n"
    command = ["hunspell", "-d", HUNSPELL[lang], "-i", "UTF-8", "-s"]
    answer = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    stems = {word: {word} for word in words}
    for line in answer.stdout.splitlines():
        word, *stem = line.split()[:2] or [""]
        if stem:
            stems.setdefault(word, set()).update(stem)
            stems[word].discard(word if stem != [word] else "")
    return stems


def simplemma(lang, words):
    import simplemma as library

    return {word: {library.lemmatize(word, lang=lang).lower()} for word in words}


def snowball(lang, words):
    import snowballstemmer

    stemmer = snowballstemmer.stemmer(SNOWBALL[lang])
    return {word: {stemmer.stemWord(word.lower())} for word in words}


def ways(binary):
    yield "as typed", lambda lang, words: {word: {word.lower()} for word in words}
    yield "first six letters", lambda lang, words: {word: {word.lower()[:6]} for word in words}
    if importlib.util.find_spec("snowballstemmer"):
        yield "Snowball", snowball
    if importlib.util.find_spec("simplemma"):
        yield "simplemma", simplemma
    if shutil.which("hunspell"):
        yield "hunspell stems", hunspell
    yield "**litopys**", ours(binary)


def measure(terms, judged):
    hits, sizes, wrong = {True: 0, False: 0}, {True: 0, False: 0}, []
    for one, other, same in judged:
        met = bool(terms[one] & terms[other])
        hits[same] += met
        sizes[same] += 1
        if met != same:
            wrong.append((one, other, int(same), sorted(terms[one]), sorted(terms[other])))
    return hits[True] / max(sizes[True], 1), hits[False] / max(sizes[False], 1), wrong


def main(binary, folder, *rest):
    files = sorted(Path(folder).glob("*.tsv"))
    langs = [path.name.split(".")[0] for path in files]
    titles = [path.stem.removesuffix(".dev") for path in files]
    print("| | " + " | ".join(f"{title} recall | {title} false" for title in titles) + " |")
    print("|---" * (1 + 2 * len(langs)) + "|")
    for name, way in ways(binary):
        cells = []
        for lang, path in zip(langs, files):
            judged = list(pairs(path))
            words = sorted({word for one, other, _ in judged for word in (one, other)})
            recall, false, wrong = measure(way(lang, words), judged)
            cells.append(f"{recall:.3f} | {false:.3f}")
            if "--list" in rest and "litopys" in name:
                print(*wrong, sep="\n", file=sys.stderr)
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


main(*sys.argv[1:])
