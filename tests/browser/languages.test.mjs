// What a reader does with languages: reads, switches, comes back. With scripts and without: nothing may differ.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse, serve } from './harness.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const lang = page => page.locator('html').getAttribute('lang');
const choose = (page, label) => page.locator('.langs a', { hasText: label }).click();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';

  test(`a reader switches the language of an article and is remembered, ${how}`, async () => {
    const page = await browser.open({ javaScriptEnabled });
    await page.goto(`${site.address}/2025/ottawa-convention-withdrawal`);
    assert.equal(await lang(page), 'uk');
    const ukrainian = page.url();
    await choose(page, 'RU');
    assert.equal(await lang(page), 'ru');
    assert.match(page.url(), /\/ru\/2025\/vykhod-iz-ottavskoi-konventsii$/);
    assert.equal(await page.locator('.langs [aria-current]').innerText(), 'RU');
    await page.goto(`${site.address}/`);
    assert.match(page.url(), /\/ru\/$/);
    await page.goBack();
    await choose(page, 'UA');
    assert.equal(page.url(), ukrainian);
    await page.goto(`${site.address}/`);
    assert.match(page.url(), /\/uk\/$/);
    assert.deepEqual(page.complaints, []);
  });

  test(`a missing translation is said, with links and the right language on every part, ${how}`, async () => {
    const page = await browser.open({ javaScriptEnabled, locale: 'ru-RU' });
    await page.goto(`${site.address}/2022/borscht-unesco`);
    assert.match(page.url(), /\/ru\/2022\/borscht-unesco$/);
    assert.equal(await lang(page), 'ru');
    assert.equal(await page.locator('main > article').getAttribute('lang'), 'uk');
    const notice = page.locator('.notice');
    assert.equal(await notice.getAttribute('lang'), 'ru');
    assert.match(await notice.innerText(), /Перевода пока нет/);
    assert.deepEqual(await notice.locator('a').evaluateAll(links => links.map(link => link.lang)), ['uk', 'en']);
    assert.equal(await page.locator('article > header .provenance').getAttribute('lang'), 'ru');
    const selector = page.locator('.langs a', { hasText: 'RU' });
    assert.match(await selector.getAttribute('aria-label'), /^RU/);
    await notice.locator('a[lang=en]').click();
    assert.match(page.url(), /\/en\/2022\/borscht-unesco$/);
    assert.equal(await page.locator('.notice').count(), 0);
    assert.deepEqual(page.complaints, []);
  });
}

test('the selector says what each link is, and the visible label comes first', async () => {
  const page = await browser.open();
  await page.goto(`${site.address}/uk/2022/borscht-unesco`);
  const names = await page.locator('.langs a').evaluateAll(links => links.map(link => [link.innerText, link.ariaLabel]));
  assert.deepEqual(names, [
    ['UA', 'UA — українська, поточна мова'],
    ['EN', 'EN — English'],
    ['RU', 'RU — русский, перевода нет'],
  ]);
});

test('a keyboard reaches the text first, then the selector', async () => {
  const page = await browser.open();
  await page.goto(`${site.address}/uk/`);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#_text$/);
});

test('a page that is not there shows a way on, in the language of its address', async () => {
  const page = await browser.open();
  const answer = await page.goto(`${site.address}/en/2025/nowhere`);
  assert.equal(answer.status(), 404);
  assert.equal(await lang(page), 'en');
  await page.locator('main a').last().click();
  assert.match(page.url(), /\/en\/$/);
});

test('a narrow page never scrolls sideways, at twice the size of text either', async () => {
  for (const path of ['/uk/', '/uk/2024/letter-ge-returns', '/en/2024/hypatian-codex', '/uk/nowhere']) {
    const page = await browser.open({ viewport: { width: 320, height: 700 } });
    await page.goto(site.address + path);
    for (const size of ['100%', '200%']) {
      const wide = await page.evaluate(size => {
        document.documentElement.style.fontSize = size;
        return document.documentElement.scrollWidth - innerWidth;
      }, size);
      assert.ok(wide <= 0, `${path} at ${size}: ${wide} px too wide`);
    }
  }
});
