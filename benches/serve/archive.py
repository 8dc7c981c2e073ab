#!/usr/bin/env python3
"""archive.py DIR COUNT: an archive of COUNT articles in uk, en and ru, whose pages are of 15 to 20 KB.

The words are made of syllables by a fixed seed, in the frequencies of Zipf, so that they compress as prose does."""
import pathlib, random, sys

folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(2025)
LETTERS = {'uk': ('бвгґджзклмнпрстфхцчш', 'аеиіоуюяїє'), 'en': ('bcdfghklmnprstvw', 'aeiou'), 'ru': ('бвгджзклмнпрстфхцчш', 'аеиоуыэюя')}
WORDS = {'uk': 1150, 'en': 2100, 'ru': 1150}
SITE = """name = "Bench"
base_url = "http://127.0.0.1"
default = "uk"
time_zone = "Europe/Kyiv"
[cache]
memory = "2 GB"
[[language]]
tag = "uk"
label = "UA"
fallback = ["en"]
[[language]]
tag = "en"
label = "EN"
[[language]]
tag = "ru"
label = "RU"
"""


def vocabulary(lang):
    consonants, vowels = LETTERS[lang]
    word = lambda: ''.join(chance.choice(consonants) + chance.choice(vowels) for _ in range(chance.randint(1, 4)))
    return [word() for _ in range(4000)]


def prose(words, weights, count):
    chosen = chance.choices(words, cum_weights=weights, k=count)
    paragraphs = [chosen[at:at + 70] for at in range(0, count, 70)]
    sentences = lambda part: ' '.join(' '.join(part[at:at + 14]).capitalize() + '.' for at in range(0, len(part), 14))
    return '\n\n'.join(('## ' + part[0].capitalize() + '\n\n' if n % 3 == 0 else '') + sentences(part) for n, part in enumerate(paragraphs))


folder.mkdir(parents=True, exist_ok=True)
(folder / 'site.toml').write_text(SITE)
known = {lang: vocabulary(lang) for lang in LETTERS}
weights = [0.0]
for rank in range(1, 4001):
    weights.append(weights[-1] + 1 / rank)
weights = weights[1:]
for n in range(count):
    year = 1995 + n % 30
    article = folder / 'articles' / str(year) / f'article-{n}'
    article.mkdir(parents=True, exist_ok=True)
    (article / 'article.toml').write_text(f'published = {year}-{1 + n % 12:02}-{1 + n % 28:02}\nsource = "uk"\n')
    for lang, words in known.items():
        title = ' '.join(chance.choices(words, k=5)).capitalize()
        text = prose(words, weights, WORDS[lang])
        (article / f'{lang}.md').write_text(f'+++\ntitle = "{title}"\nsummary = "{title}."\n+++\n\n{text}\n')
