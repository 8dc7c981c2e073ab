"""Reads the dictionaries that search rests on and writes, per language, what the lexicon is packed from.

    pip install pymorphy3==2.0.6 pymorphy3-dicts-ru==2.4.417150.4580142
    apt-get install hunspell-uk=1:7.5.0-1 hunspell-en-us=1:2020.12.07-2 wordnet-base=1:3.0-37
    python3 src/search/data/extract.py uk target/lexicon/uk.tsv
    cargo run --release --example lexicon -- target/lexicon/uk.tsv src/search/data/uk.lex

Likewise for `ru` and `en`; README.md beside this file says what comes from where. The output has four kinds of lines:
`form<TAB>word<TAB>rules`, `form<TAB>name<TAB>rules` for what is only ever a name, `form<TAB>both<TAB>rules` for what may be one, and `ending<TAB>guess<TAB>rules` for
words that no dictionary knows. A rule `3+ий` takes three letters off the form and puts `ий` there, which is the lemma.
Nothing here runs when Litopys is built or used.
"""

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
HUNSPELL = Path("/usr/share/hunspell")
WORDNET = Path("/usr/share/wordnet")
# Lemmas of one form: more of them find little and confuse much.
MOST_LEMMAS = 3
# An ending teaches a rule when so many words of the dictionary follow it.
LEAST_WITNESSES = 8
LONGEST_ENDING = 7
# Rules of one ending; the later ones serve only where what they make is a word the dictionary has.
MOST_GUESSES = 4
SURNAMES = ("ський", "цький", "зький", "ский", "цкий")


def fold(word):
    """As `folded` in src/search/analysis/folding.rs does."""
    return word.lower().translate(FOLDS)


FOLDS = str.maketrans({"ґ": "г", "ё": "е", "’": "'", "ʼ": "'", "\u0301": None})


class Lexicon:
    """Lemmas by form; `name` is true where the dictionary knows a form as a name alone."""

    def __init__(self):
        self.lemmas = defaultdict(dict)

    def add(self, form, lemma, name=False):
        form, lemma = fold(form), fold(lemma)
        if re.fullmatch(r"[\w']+", form) and re.fullmatch(r"[\w']+", lemma):
            known = self.lemmas[form]
            known[lemma] = known.get(lemma, True) and name

    def replace(self, form, lemmas):
        """Says that a form is no lemma of its own but a form of these."""
        self.lemmas[fold(form)].pop(fold(form), None)
        for lemma in lemmas:
            self.add(form, lemma)

    def rows(self):
        for form, lemmas in self.lemmas.items():
            # A common word before a name, the form itself before others.
            best = sorted(lemmas, key=lambda lemma: (lemmas[lemma], lemma != form, lemma))[:MOST_LEMMAS]
            kind = "name" if all(lemmas.values()) else "both" if any(lemmas.values()) else "word"
            # Adjectives that are surnames as well, whether the dictionary says so or not.
            if kind == "word" and any(lemma.endswith(SURNAMES) for lemma in best):
                kind = "both"
            yield form, best, kind


def rule(form, lemma):
    """How to make `lemma` of `form`: `letters off+letters on`."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return f"{len(form) - same}+{lemma[same:]}"


def guesses(lexicon):
    """For every ending, the most frequent rules of the words that have it; only what a shorter ending does not say."""
    seen = defaultdict(Counter)
    for form, lemmas, kind in lexicon.rows():
        if kind == "name" or len(form) < 4 or "'" in form:
            continue
        rules = " ".join(rule(form, lemma) for lemma in lemmas[:1])
        for size in range(1, min(LONGEST_ENDING, len(form) - 2) + 1):
            seen[form[-size:]][rules] += 1
    chosen = {}
    for ending in sorted(seen, key=len):
        total = sum(seen[ending].values())
        often = [text for text, count in seen[ending].most_common(MOST_GUESSES) if count > total / 20]
        if not often or seen[ending][often[0]] < LEAST_WITNESSES:
            continue
        rules = " ".join(often)
        shorter = next((chosen[ending[at:]] for at in range(1, len(ending)) if ending[at:] in chosen), None)
        if rules != shorter:
            chosen[ending] = rules
    return chosen


def hunspell(name):
    """The words of a dictionary with their flags, and the rules of each flag: (kind, strip, add, condition)."""
    affixes = defaultdict(list)
    for line in (HUNSPELL / f"{name}.aff").read_text("utf-8").splitlines():
        part = line.split("#")[0].split()
        if len(part) < 4 or part[0] not in ("SFX", "PFX") or (len(part) == 4 and part[2] in "YN"):
            continue
        strip, add = (("" if text == "0" else text) for text in (part[2], part[3].split("/")[0]))
        condition = part[4] if len(part) > 4 else "."
        shape = f"^{condition}" if part[0] == "PFX" else f"{condition}$"
        affixes[part[1]].append((part[0], strip, add, re.compile(shape)))
    lines = (HUNSPELL / f"{name}.dic").read_text("utf-8").splitlines()[1:]
    words = [line.split()[0].partition("/")[::2] for line in lines if line.split()]
    # A hyphen parts words, so none is in one.
    return [(word, flags) for word, flags in words if "-" not in word], affixes


def affixed(word, rules):
    for kind, strip, add, shape in rules:
        if kind == "SFX" and word.endswith(strip) and shape.search(word):
            yield word[: len(word) - len(strip)] + add
        elif kind == "PFX" and word.startswith(strip) and shape.search(word):
            yield add + word[len(strip):]


def irregular(lexicon, language):
    """Our own table: a lemma and its forms on each line. A form there is no lemma any more."""
    table = HERE / f"{language}.irregular.txt"
    by_form = defaultdict(list)
    for line in table.read_text("utf-8").splitlines():
        words = line.split("#")[0].split()
        for form in words:
            by_form[form].append(words[0])
    for form, lemmas in by_form.items():
        lexicon.replace(form, lemmas)


def ukrainian():
    lexicon = Lexicon()
    words, affixes = hunspell("uk_UA")
    flagged = {word for word, flags in words if flags}
    for word, flags in words:
        name = word != word.lower()
        if flags:
            lexicon.add(word, word, name)
        for flag in flags:
            for form in affixed(word, affixes[flag]):
                # An adverb (`+`) is a word of its own, as dictionaries have it.
                lexicon.add(form, form if flag == "+" and form not in lexicon.lemmas else word, name)
    bare_ukrainian(lexicon, {word for word, flags in words if not flags and word not in flagged})
    irregular(lexicon, "uk")
    return lexicon


def bare_ukrainian(lexicon, bare):
    """Words listed form by form: a form joins an infinitive or a `-ний` of the list that its ending points to."""
    rules = defaultdict(Counter)
    for form, lemmas, _ in lexicon.rows():
        for lemma in lemmas:
            if lemma.endswith(("ти", "тися")):
                for size in range(2, min(6, len(form)) + 1):
                    rules[form[-size:]][rule(form, lemma)] += 1
    for word in bare:
        name, found = word != word.lower(), set()
        if word.endswith("ен") and word[:-2] + "ний" in lexicon.lemmas:
            found.add(word[:-2] + "ний")
        for size in range(min(6, len(word)), 1, -1):
            for text, _ in rules[word[-size:]].most_common(8) if not found and not name else ():
                off, on = text.split("+")
                lemma = word[: len(word) - int(off)] + on
                if lemma in bare and lemma.endswith(("ти", "тися")):
                    found.add(lemma)
                    break
        for lemma in found or {word}:
            lexicon.add(word, lemma, name)


def russian():
    import pymorphy3

    lexicon = Lexicon()
    names = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"}
    for form, tag, lemma, _, _ in pymorphy3.MorphAnalyzer(lang="ru").dictionary.iter_known_words():
        lexicon.add(form, lemma, bool(names & tag.grammemes))
    return lexicon


# Flags of en_US.aff. Inflections belong to the word; derivations are words, and have inflections of their own.
INFLECTIONS = "SDGJ"
DERIVATIONS = {"R": "Z", "N": "X", "Y": "", "P": "", "V": "", "H": "", "L": "", "B": ""}
PREFIXES = "AUICEFK"


def english():
    lexicon = Lexicon()
    words, affixes = hunspell("en_US")
    for word, flags in words:
        stems = [word] + [stem for flag in flags if flag in PREFIXES for stem in affixed(word, affixes[flag])]
        for stem in stems:
            english_word(lexicon, stem, flags, affixes)
    inflecting = {word.lower() for word, flags in words if set(flags) & set(INFLECTIONS + "RTY")}
    exceptions = defaultdict(list)
    for kind in ("verb", "noun", "adj", "adv"):
        for line in (WORDNET / f"{kind}.exc").read_text("utf-8").splitlines():
            form, *lemmas = line.split()
            exceptions[form] += [lemma for lemma in lemmas if lemma not in exceptions[form]]
    for form, lemmas in exceptions.items():
        if form in lexicon.lemmas:
            own = [form] if form in inflecting else []
            lexicon.replace(form, own + lemmas)
    irregular(lexicon, "en")
    return lexicon


def english_word(lexicon, word, flags, affixes):
    name = word != word.lower()
    lexicon.add(word, word, name)
    # `faster` with `fastest` beside it is a degree; `builder` is a word.
    degrees = "RT" if "T" in flags else ""
    for flag in set(flags) & set(INFLECTIONS + degrees):
        for form in affixed(word, affixes[flag]):
            lexicon.add(form, word, name)
    for flag in set(flags) & (set(DERIVATIONS) - set(degrees)):
        plural = DERIVATIONS[flag]
        for derived in affixed(word, affixes[flag]):
            lexicon.add(derived, derived, name)
            if plural and plural in flags:
                lexicon.add(derived + "s", derived, name)


def main(language, path):
    lexicon = {"uk": ukrainian, "ru": russian, "en": english}[language]()
    with open(path, "w", encoding="utf-8") as out:
        for form, lemmas, kind in lexicon.rows():
            print(form, kind, " ".join(rule(form, lemma) for lemma in lemmas), sep="\t", file=out)
        for ending, rules in guesses(lexicon).items():
            print(ending, "guess", rules, sep="\t", file=out)


if __name__ == "__main__":
    main(*sys.argv[1:])
