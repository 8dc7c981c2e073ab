// A reader searches, without scripts: types, narrows, is understood, finds nothing, is led to the words that were found.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse, eventually, serve } from './harness.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });
after(async () => { await browser?.close(); await site?.stop(); });

/** A page with `query` typed into the form and sent; the index may still be in the making. */
async function sought(query, { lang = 'uk', ...options } = {}) {
  const page = await browser.open({ javaScriptEnabled: false, ...options });
  await eventually(async () => {
    page.complaints.length = 0;
    await page.goto(`${site.address}/${lang}/`);
    await page.locator('.find').click();
    await page.locator('input[name=q]').fill(query);
    const [answer] = await Promise.all([page.waitForNavigation(), page.locator('.search button').click()]);
    return answer.status() === 200;
  }, 'a search that answers');
  return page;
}

/** Waits until something is on the screen: browsers go there in their own time, and softly. */
const seen = locator => eventually(async () => {
  const box = await locator.boundingBox();
  return box.y < 600 && box.y + box.height > 0;
}, `${locator} on the screen`);

const titles = page => page.locator('.card h2').allInnerTexts();

test('a word is typed in any form, found in every article once, and marked', async () => {
  const page = await sought('конвенціям');
  assert.match(page.url(), /\/uk\/search\?q=%D0%BA/);
  assert.equal(await page.locator('input[name=q]').inputValue(), 'конвенціям');
  assert.match(await page.title(), /«конвенціям»/);
  assert.match((await titles(page))[0], /Оттавської конвенції/);
  assert.equal(new Set(await titles(page)).size, (await titles(page)).length);
  assert.match(await page.locator('.card mark').first().innerText(), /^конвенції$/i);
  const count = Number((await page.locator('.intro .meta').innerText()).match(/\d+/)[0]);
  assert.equal(count, await page.locator('.card').count());
  assert.deepEqual(page.complaints, []);
});

test('the results are narrowed to the page’s language, and widened again', async () => {
  const page = await sought('borscht');
  const all = await page.locator('.card').count();
  await page.locator('.intro .meta a').click();
  assert.match(page.url(), /lang%3Auk/);
  assert.ok(await page.locator('.card').count() <= all);
  for (const lang of await page.locator('.card [lang]:not(.meta)').evaluateAll(all => all.map(one => one.lang))) assert.equal(lang, 'uk');
  const [wide] = await page.locator('a', { hasText: 'Тексти всіма мовами' }).all();
  await (wide ?? page.locator('.intro a').first()).click();
  assert.doesNotMatch(page.url(), /lang%3A/);
});

test('whoever changes the language goes on seeking the same', async () => {
  const page = await sought('конвенція');
  await page.locator('.langs a', { hasText: 'EN' }).click();
  assert.match(page.url(), /\/en\/search\?q=%D0%BA/);
  assert.match((await titles(page))[0], /Ottawa Convention/);
});

test('a query in the wrong keyboard layout is understood, and the offer leads to it', async () => {
  const page = await sought('rjydtywsz');
  const offer = page.locator('.notice a');
  assert.match(await offer.innerText(), /«конвенція»/);
  await offer.click();
  assert.equal(await page.locator('input[name=q]').inputValue(), 'конвенція');
  assert.match((await titles(page))[0], /Оттавської конвенції/);
});

test('nothing found says so and what to try', async () => {
  const page = await sought('zzzzqqq', { lang: 'ru' });
  assert.equal(await page.locator('.card').count(), 0);
  const text = await page.locator('main').innerText();
  assert.match(text, /По запросу «zzzzqqq» ничего не найдено/);
  assert.match(text, /year:2024/);
  await page.locator('input[name=q]').fill('борщ');
  await Promise.all([page.waitForNavigation(), page.locator('.search button').click()]);
  assert.ok(await page.locator('.card').count() > 0);
});

test('whatever is typed stays text', async () => {
  const page = await sought('"<b>&\' -');
  assert.equal(await page.locator('input[name=q]').inputValue(), '"<b>&\' -');
  assert.equal(await page.locator('main b').count(), 0);
});

test('a result leads to the words that were found, in their paragraph', async () => {
  const page = await sought('Монтре', { viewport: { width: 360, height: 600 } });
  const link = page.locator('.card h2 a').first();
  const href = await link.getAttribute('href');
  const [, anchor, prefix, words] = href.match(/#(_\w+):~:text=(?:([^,]+)-,)?([^,&]+)/);
  assert.equal(decodeURIComponent(words), 'Монтре');
  await link.click();
  const paragraph = page.locator(`[id="${anchor}"]`);
  assert.match(await paragraph.innerText(), /Монтре/);
  assert.ok((await paragraph.innerText()).includes(`${decodeURIComponent(prefix ?? '')} Монтре`.trim()));
  await seen(paragraph);
});

test('the words alone lead there, where the paragraph has no anchor', async () => {
  const page = await sought('Монтре', { viewport: { width: 360, height: 600 }, javaScriptEnabled: true });
  const href = await page.locator('.card h2 a').first().getAttribute('href');
  await page.goto(site.address + href.replace(/#_\w+/, '#'));
  await seen(page.locator('.text > *', { hasText: 'Монтре' }).first());
  assert.ok(await page.evaluate(() => scrollY) > 300, 'the page was scrolled');
});
