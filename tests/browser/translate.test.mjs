// What a translator sees with `serve --watch`, and what any reader may ask: why this language?
// SHOTS=DIR keeps a screenshot of each.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { browse, eventually, serve } from './harness.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve('--watch'), browse()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
const stale = '/ru/2024/humanitarian-demining';

/** Loads the page again until `found` is true of it: the follower needs a moment. */
const until = (page, found) => eventually(async () => {
  await page.reload();
  return found();
}, found);

test('a mistake shows in the page with file, line, column and mend, and vanishes when it is mended', async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(`${site.address}/uk/2024/letter-ge-returns`);
  const panel = page.locator('.preview-problems');
  assert.equal(await panel.count(), 0);
  const file = `${site.archive}/articles/2024/letter-ge-returns/uk.md`;
  const sound = readFileSync(file, 'utf8');
  writeFileSync(file, sound.replace('summary =', 'sumary ='));
  await until(page, async () => await panel.count() === 1);
  assert.match(await panel.innerText(), /^На цій сторінці: 1\s· 1 проблема в архіві$/);
  await panel.locator('summary').click();
  assert.match(await panel.innerText(), /articles\/2024\/letter-ge-returns\/uk\.md, рядок \d+, стовпчик 1/);
  assert.match(await panel.innerText(), /невідомий ключ `sumary`\s+напишіть `summary`/);
  await shot(page, 'panel');
  writeFileSync(file, sound);
  await until(page, async () => await panel.count() === 0);
  assert.deepEqual(page.complaints, []);
});

test('a broken message is told on the pages of its language, and the built-in one stands', async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(`${site.address}/en/`);
  mkdirSync(`${site.archive}/locales/en`, { recursive: true });
  writeFileSync(`${site.archive}/locales/en/own.ftl`, 'home-intro = Broken { $x\n');
  await until(page, async () => /locales\/en\/own\.ftl, line 1, column \d+/.test(await page.locator('body').textContent()));
  assert.match(await page.locator('.intro').innerText(), /in each of their languages/);
  rmSync(`${site.archive}/locales/en/own.ftl`);
  await until(page, async () => await page.locator('.preview-problems').count() === 0);
});

test('every word tells where it stands, to a mouse and to a keyboard', async () => {
  const page = await browser.open({ viewport: { width: 1400, height: 900 }, javaScriptEnabled: false });
  await page.goto(`${site.address}/uk/2024/letter-ge-returns?l10n`);
  const word = page.locator('.provenance .l10n').first();
  assert.match(await word.getAttribute('data-l10n'), /^article-date\nlocales\/uk\/article\.ftl:\d+\n.*2024/);
  const tip = () => word.evaluate(element => getComputedStyle(element, '::after').content.includes('article-date'));
  assert.equal(await tip(), false);
  await word.hover();
  assert.equal(await tip(), true);
  await shot(page, 'l10n');
  await page.mouse.move(0, 0);
  await word.focus();
  assert.equal(await tip(), true);
  const list = page.locator('.preview-messages li');
  assert.ok(await list.count() > 15);
  await page.locator('.preview-messages summary').click();
  assert.match(await list.first().innerText(), /перекладено/);
  assert.match(await page.title(), / — Літопис$/);
  assert.deepEqual(page.complaints, []);
});

test('the panel is folded, covers little, and stays open in this tab once it was opened', async () => {
  const page = await browser.open({ viewport: { width: 360, height: 800 } });
  writeFileSync(`${site.archive}/locales/broken.ftl`, 'x = y\n');
  const list = page.locator('.preview-problems');
  await page.goto(`${site.address}/uk/`);
  await until(page, async () => await list.count() === 1);
  assert.ok((await page.locator('.preview').boundingBox()).height < 80);
  assert.equal(await list.getAttribute('open'), null);
  await list.locator('summary').click();
  await page.goto(`${site.address}/uk/about/archive`);
  assert.notEqual(await list.getAttribute('open'), null);
  await list.locator('summary').click();
  await page.reload();
  assert.equal(await list.getAttribute('open'), null);
  rmSync(`${site.archive}/locales/broken.ftl`);
  await until(page, async () => await list.count() === 0);
  assert.deepEqual(page.complaints, []);
});

test('the pseudo-language shows what is not localised and what breaks', async () => {
  const page = await browser.open({ viewport: { width: 360, height: 800 }, javaScriptEnabled: false });
  await page.goto(`${site.address}/uk/?pseudo`);
  assert.match(await page.locator('.skip').innerText(), /^⟦Šķííþ/);
  const text = await page.locator('footer.bottom').innerText();
  assert.ok(!/[a-z]{3}/.test(text), text);
  await shot(page, 'pseudo');
  await page.locator('.preview-modes a').last().click();
  assert.match(page.url(), /\?pseudo=keys$/);
  assert.match(await page.locator('footer.bottom').innerText(), /\[footer-about\]\s.*\[footer-language\]/s);
  await shot(page, 'keys');
});

test('whoever follows a link, searches or chooses a language stays in the same manner', async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  for (const [mode, shown] of [['l10n', '.l10n'], ['pseudo', '.skip >> text=⟦']]) {
    await page.goto(`${site.address}/uk/?${mode}`);
    await page.locator('article.card h2 a').first().click();
    assert.match(page.url(), new RegExp(`/uk/\\d{4}/[a-z-]+\\?${mode}$`));
    assert.ok(await page.locator(shown).count() > 0);
    await page.locator('.langs a', { hasText: 'EN' }).click();
    assert.match(page.url(), new RegExp(`/en/\\d{4}/[a-z-]+\\?${mode}$`));
    await page.goto(`${site.address}/uk/search?${mode}`);
    await page.locator('main form.search input[name=q]').fill('конвенція');
    await page.locator('main form.search button').click();
    assert.match(page.url(), new RegExp(`[?&]${mode}=?(&|$)`));
    assert.ok(await page.locator(shown).count() > 0);
  }
  await page.locator('.preview-modes a').first().click();
  assert.match(page.url(), /\/uk\/search\?q=[^&]*$/);
  assert.equal(await page.locator('.l10n').count(), 0);
});

for (const mode of ['', '?l10n', '?pseudo', '?pseudo=keys']) {
  test(`a page is never wider than the screen: ${mode || 'plain'}`, async () => {
    const page = await browser.open({ viewport: { width: 320, height: 700 } });
    for (const path of ['/uk/', stale, '/uk/language']) {
      await page.goto(site.address + path + mode);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${path}${mode}: ${wide} px too wide`);
    }
  });
}

test('a stale translation says what has changed and opens the original in place, without scripts', async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(site.address + stale);
  assert.match(await page.locator('aside.notice').innerText(), /изменён 1 фрагмент\s+добавлено 3 фрагмента/);
  const places = page.locator('.text details');
  assert.equal(await places.count(), 4);
  const original = places.first().locator('div[lang=uk]');
  assert.equal(await original.isVisible(), false);
  await places.first().locator('summary').click();
  assert.equal(await original.isVisible(), true);
  assert.match(await original.innerText(), /зменшив оцінку/);
  const ids = await page.locator('[id]').evaluateAll(all => all.map(one => one.id));
  assert.equal(new Set(ids).size, ids.length);
  await places.first().scrollIntoViewIfNeeded();
  await shot(page, 'stale');
});

test('a reader asks why this language, and has the choice forgotten, without scripts', async () => {
  const page = await browser.open({ javaScriptEnabled: false, locale: 'en-GB' });
  await page.goto(`${site.address}/uk/2022/borscht-unesco`);
  await page.locator('.langs a', { hasText: 'RU' }).click();
  await page.locator('footer.bottom a[href$="/language"]').click();
  assert.match(page.url(), /\/ru\/language$/);
  const text = await page.locator('main').innerText();
  assert.match(text, /приведёт вас на страницу на русском, потому что здесь вы выбрали/);
  assert.match(text, /ru → uk → en — на русском: не переведено; текст показан на украинском/);
  assert.match(text, /en-GB/);
  await shot(page, 'language');
  await page.locator('button').click();
  assert.match(page.url(), /\/ru\/language\?for=%2F2022%2Fborscht-unesco$/);
  assert.equal(await page.locator('button').count(), 0);
  assert.match(await page.locator('main').innerText(), /на английском: из имеющихся языков ваш браузер ставит на первое место этот/);
  await page.goto(`${site.address}/`);
  assert.match(page.url(), /\/en\/$/);
});
