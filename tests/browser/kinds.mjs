// One address of every kind of page of the shipped archive; the one list that all checks go by.
// `node kinds.mjs BASE` prints them; `--indexed` only those that search engines may keep, `--noindex` only the others,
// `--made` and `--gone` those of articles that judge.sh adds.
import { pathToFileURL } from 'node:url';

const article = '/uk/2025/vykhid-z-ottavskoi-konventsii';
const sought = words => `search?q=${encodeURIComponent(words)}`;

/** Kind → path; what search engines may keep. */
export const indexed = {
  'home': '/uk/',
  'home in English': '/en/',
  'home in Russian': '/ru/',
  'article with a picture': article,
  'long article with contents': '/en/2024/hypatian-codex',
  'article with a table and notes': '/ru/2024/letter-ge-returns',
  'stale article': '/ru/2024/humanitarian-demining',
  'year': '/uk/2024/',
  'month': '/uk/2025/06/',
  'month of fallbacks': '/ru/2022/07/',
  'section': '/en/section/culture',
  'tag': '/uk/tag/war',
  'author': '/en/author/taras-melnyk',
  'numbers': '/uk/about/archive',
  'index of tags': '/uk/tags',
  'index of authors': '/ru/authors',
  'index of sections': '/en/sections',
  'series': '/uk/series/mines',
  'undated page': '/en/about',
};

/** What is kept out of search engines on purpose, and answers 200. */
export const noindex = {
  'fallback article': '/ru/2022/borscht-unesco',
  'side by side': `${article}/with/en`,
  'side by side, stale': '/ru/2024/humanitarian-demining/with/uk',
  'search form': '/uk/search',
  'search with results': `/uk/${sought('конвенція')}`,
  'search without results': `/ru/${sought('zzzzqqq')}`,
  'did you mean': `/uk/${sought('rjydtywsz')}`,
  'language': '/uk/language',
  'kept': '/en/kept',
  'offline': '/uk/offline',
};

/** Pages that answer 404. */
export const missing = {
  'not found': '/uk/2025/nowhere',
  'no such pair': '/uk/2019/stantsiia-vernadskoho/with/ru',
};

/** An article that judge.sh adds to the shipped ones. */
export const made = {
  'film and gallery': '/uk/2026/loom',
};

/** Another one, which answers 410. */
export const gone = {
  'withdrawn': '/uk/2026/withdrawn',
};

export const all = { ...indexed, ...noindex, ...missing };

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [base, which] = process.argv.slice(2);
  const chosen = { '--indexed': indexed, '--noindex': noindex, '--made': made, '--gone': gone }[which] ?? all;
  for (const path of Object.values(chosen)) console.log(base + path);
}
