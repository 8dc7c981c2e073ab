// What a reader keeps: read, cut the network, read on, switch the language, meet the offline page, come back, update.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { browse, serve, until } from './harness.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const ARTICLES = ['/uk/2025/vykhid-z-ottavskoi-konventsii', '/en/2024/hypatian-codex', '/ru/2023/derzhprom'];
const title = page => page.locator('h1').first().innerText();
const lang = page => page.locator('html').getAttribute('lang');
const choose = (page, label) => page.locator('.langs a', { hasText: label }).click();

/** A reader whose worker is at work. */
async function reader(options) {
  const page = await browser.open(options);
  await page.goto(`${site.address}/uk/`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  return page;
}

/** Waits until the worker has put a page away. */
const isKept = (page, path) => until(page, async path => Boolean(await caches.match(path, { ignoreVary: true })), path);

async function read(page, path) {
  const answer = await page.goto(site.address + path);
  assert.equal(answer.status(), 200, path);
  await isKept(page, new URL(page.url()).pathname);
  return { path: new URL(page.url()).pathname, title: await title(page) };
}

test('what was read stays readable without a network, in the language it was read in', async () => {
  const page = await reader();
  const known = [];
  for (const path of ARTICLES) known.push(await read(page, path));
  await page.context().setOffline(true);
  for (const { path, title: expected } of known) {
    await page.goto(site.address + path);
    assert.equal(await title(page), expected);
    assert.equal(await lang(page), path.slice(1, 3));
    const styled = await page.evaluate(() => getComputedStyle(document.body).maxWidth);
    assert.notEqual(styled, 'none', 'with its style');
  }
  const picture = page.locator('main img');
  await page.goto(site.address + ARTICLES[0]);
  assert.ok(await picture.first().evaluate(async img => { await img.decode(); return img.naturalWidth > 0; }), 'with its picture');
  await page.context().close();
});

test('the selector leads among the versions that were kept, and honestly where one was not', async () => {
  const page = await reader();
  await read(page, ARTICLES[0]);
  await choose(page, 'RU');
  await page.waitForURL(/\/ru\/2025\/vykhod-iz-ottavskoi-konventsii$/);
  await isKept(page, new URL(page.url()).pathname);
  const russian = await title(page);
  await page.goto(site.address + ARTICLES[0]);
  await page.context().setOffline(true);
  await choose(page, 'RU');
  await page.waitForURL(/\/ru\/2025\/vykhod-iz-ottavskoi-konventsii$/);
  assert.equal(await title(page), russian);
  await choose(page, 'EN');
  await page.waitForURL(/\/en\//);
  assert.equal(await title(page), 'You are offline');
  await page.locator('.kept a').first().waitFor();
  assert.deepEqual(await page.locator('.kept a').evaluateAll(links => links.map(link => link.lang).sort()), ['ru', 'uk']);
  await page.locator('.kept a[lang=uk]').click();
  assert.equal(new URL(page.url()).pathname, ARTICLES[0]);
  await page.context().close();
});

test('the offline page speaks the language of the address, and the page opens once the network is back', async () => {
  const page = await reader();
  await page.context().setOffline(true);
  for (const [tag, expected] of [['uk', 'Ви не в мережі'], ['en', 'You are offline'], ['ru', 'Вы не в сети']]) {
    const answer = await page.goto(`${site.address}/${tag}/2021/shchedryk`);
    assert.equal(answer.status(), 503);
    assert.equal(await title(page), expected);
    assert.equal(await lang(page), tag);
  }
  await page.goto(`${site.address}/2021/shchedryk`);
  assert.equal(await lang(page), 'uk', 'an address without a language: the one read last');
  await page.context().setOffline(false);
  await page.goto(`${site.address}/en/2021/shchedryk`);
  assert.notEqual(await title(page), 'You are offline');
  await page.context().close();
});

test('an article is kept at a press and let go at another, and the list tells its size', async () => {
  const page = await reader();
  await page.goto(site.address + ARTICLES[1]);
  const button = page.locator('[data-keep]');
  await button.click();
  await page.locator('[data-keep][aria-pressed=true]').waitFor();
  await page.goto(`${site.address}/en/kept`);
  const row = page.locator('.kept li').first();
  await row.waitFor();
  assert.equal(await page.locator('.kept a', { hasText: await row.locator('a').innerText() }).count(), 1, 'read and kept: listed once');
  assert.match(await row.locator('a').innerText(), /Hypatian|Codex/i);
  assert.match(await row.innerText(), /English · \d+ kB/);
  assert.ok(await row.locator('[data-chosen]').isVisible());
  await read(page, ARTICLES[2]);
  await page.goto(`${site.address}/en/kept`);
  const merely = page.locator('.kept li', { hasText: 'Russian' });
  await merely.waitFor();
  assert.ok(!(await merely.locator('[data-chosen]').isVisible()), 'read, not chosen');
  await merely.locator('button').click();
  await merely.waitFor({ state: 'detached' });
  await row.locator('button').click();
  await page.locator('[data-empty]').waitFor();
  await page.goto(site.address + ARTICLES[1]);
  assert.equal(await page.locator('[data-keep]').getAttribute('aria-pressed'), 'false');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the newest articles are kept at once, without having been read', async () => {
  const page = await reader();
  await page.goto(`${site.address}/ru/kept`);
  await page.locator('[data-newest]').click();
  await page.waitForFunction(() => document.querySelectorAll('.kept li').length >= 12);
  await page.waitForFunction(() => !document.querySelector('[data-newest]').disabled);
  await page.context().setOffline(true);
  await page.goto(`${site.address}/ru/2023/derzhprom`);
  assert.notEqual(await title(page), 'Вы не в сети');
  await page.context().close();
});

test('a new site brings a new worker, and what was kept stays', async () => {
  const page = await reader();
  const known = await read(page, ARTICLES[2]);
  // A worker that is still being installed has no shell yet that a new one could be told from.
  const before = await page.evaluate(async () => { await navigator.serviceWorker.ready; return caches.keys(); });
  await site.stop();
  mkdirSync(`${site.archive}/locales/en`, { recursive: true });
  writeFileSync(`${site.archive}/locales/en/own.ftl`, 'offline-title = The line is cut\n');
  site = await serve(site);
  await page.goto(`${site.address}/en/`);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await until(page, async before => {
    const now = await caches.keys();
    const shells = now.filter(name => name.startsWith('shell-'));
    return shells.length === 1 && !before.includes(shells[0]);
  }, before);
  await page.context().setOffline(true);
  await page.goto(`${site.address}/en/2021/shchedryk`);
  assert.equal(await title(page), 'The line is cut');
  await page.goto(site.address + known.path);
  assert.equal(await title(page), known.title);
  await page.context().close();
});

for (const options of [{ serviceWorkers: 'block' }, { javaScriptEnabled: false }]) {
  test(`every page works where ${options.serviceWorkers ? 'workers are blocked' : 'no script runs'}`, async () => {
    const page = await browser.open(options);
    for (const path of ['/uk/', ...ARTICLES, '/en/kept', '/ru/offline']) {
      const answer = await page.goto(site.address + path);
      assert.equal(answer.status(), 200, path);
    }
    await page.goto(site.address + ARTICLES[0]);
    await choose(page, 'RU');
    assert.equal(await lang(page), 'ru');
    if (options.javaScriptEnabled === false) {
      await page.goto(`${site.address}/en/kept`);
      assert.match(await page.locator('main').innerText(), /This browser can’t save articles/);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}
