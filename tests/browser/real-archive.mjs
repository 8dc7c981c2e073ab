// node real-archive.mjs BASE ARCHIVE [COUNT]: COUNT random articles (200) in every language of a served archive must
// answer 200, in that language, with the fallback that site.toml names where the version is missing.
import { readdirSync, readFileSync } from 'node:fs';

const [base, archive, count = '200'] = process.argv.slice(2);
const chains = {};
for (const table of readFileSync(`${archive}/site.toml`, 'utf8').split('[[language]]').slice(1)) {
  const tag = table.match(/tag = "(.*?)"/)[1];
  chains[tag] = [tag, ...(table.match(/fallback = \[(.*?)\]/)?.[1].match(/\w+/g) ?? [])];
}
const years = readdirSync(`${archive}/articles`).filter(name => /^\d{4}$/.test(name));
const ids = years.flatMap(year => readdirSync(`${archive}/articles/${year}`).map(name => `${year}/${name}`));

// Small and seeded, so that a failure can be met again: https://prng.di.unimi.it/splitmix64.c, in 32 bits.
let state = 20261124;
const random = below => {
  state = (state + 0x9e3779b9) | 0;
  let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return ((z ^ (z >>> 15)) >>> 0) % below;
};

let bad = 0, fallbacks = 0, asked = 0;
for (const [lang, chain] of Object.entries(chains)) {
  for (let n = 0; n < Number(count); n++) {
    const id = ids[random(ids.length)];
    const has = readdirSync(`${archive}/articles/${id}`).filter(name => name.endsWith('.md')).map(name => name.slice(0, -3));
    const due = chain.find(tag => has.includes(tag));
    const answer = await fetch(`${base}/${lang}/${id}`);
    const text = await answer.text();
    const shown = text.match(/<article lang="([\w-]+)">/)?.[1] ?? text.match(/<html lang="([\w-]+)">/)?.[1];
    asked++;
    if (due !== lang) fallbacks++;
    if (answer.status !== (due ? 200 : 404) || answer.headers.get('content-language') !== lang || (due && shown !== due)) {
      bad++;
      console.log(`/${lang}/${id}: ${answer.status}, shown ${shown}, expected ${due}`);
    }
  }
}
console.log(`${asked} addresses, ${fallbacks} fallbacks, ${bad} findings`);
process.exit(bad ? 1 : 0);
