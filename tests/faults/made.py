"""A made archive with 40,000 different words, and searches that misspell one of them. The same each time."""
import random, shutil, tempfile
from pathlib import Path
from urllib.parse import quote
import serving

SEED = 13
chance = random.Random(SEED)
SYLLABLES = [a + b for a in 'бвгджзклмнпрстфхцч' for b in 'аеиіоуяю']
WORDS = [''.join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(40_000)]


def archive(articles):
    root = Path(tempfile.mkdtemp(prefix='litopys-made-'))
    shutil.copy(serving.TOP / 'site.toml', root / 'site.toml')
    for n in range(articles):
        folder = root / f'articles/2025/a-{n}'
        folder.mkdir(parents=True)
        (folder / 'article.toml').write_text('published = 2025-06-29\nsource = "uk"\n')
        text = '\n\n'.join(' '.join(chance.choices(WORDS, k=60)) for _ in range(4))
        (folder / 'uk.md').write_text(f'+++\ntitle = "{chance.choice(WORDS)} {n}"\nsummary = "x"\n+++\n\n{text}\n')
    return root


def misspelled():
    word = list(chance.choice(WORDS) + chance.choice('бвгк'))
    at = chance.randrange(len(word) - 1)
    word[at], word[at + 1] = word[at + 1], word[at]
    return '/uk/search?q=' + quote(''.join(word))
