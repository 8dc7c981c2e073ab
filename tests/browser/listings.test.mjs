// A reader finds an article by its time, its subject, its neighbours, without scripts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse, serve, until } from './harness.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const open = async (path, options = {}) => {
  const page = await browser.open({ javaScriptEnabled: false, ...options });
  const answer = await page.goto(site.address + path);
  assert.equal(answer.status(), 200, path);
  return page;
};

test('from the calendar to a year, a month, an article, and on in time', async () => {
  const page = await open('/ru/');
  await page.locator('.calendar a', { hasText: '2022' }).click();
  assert.match(page.url(), /\/ru\/2022\/$/);
  assert.equal(await page.locator('h1').innerText(), 'Статьи за 2022 год');
  const counts = await page.locator('.calendar .num').allInnerTexts();
  assert.equal(counts.reduce((sum, count) => sum + Number(count), 0), await page.locator('.card').count());
  await page.locator('.calendar a', { hasText: 'июль' }).click();
  assert.match(page.url(), /\/ru\/2022\/07\/$/);
  assert.match(await page.locator('h1').innerText(), /^Статьи за июль 2022.г\.$/);
  const mark = page.locator('.card .mark');
  assert.equal(await mark.first().innerText(), 'на украинском');
  assert.equal(await page.locator('.card').first().getAttribute('lang'), 'uk');
  await page.locator('.neighbours a').last().click();
  assert.match(page.url(), /\/ru\/202\d\/\d\d\/$/);
  await page.locator('.langs a', { hasText: 'UA' }).click();
  assert.match(page.url(), /\/uk\/202\d\/\d\d\/$/);
  assert.match(await page.locator('h1').innerText(), /^Статті за /);
  assert.deepEqual(page.complaints, []);
});

test('from a month to the one before, and back, in the same language', async () => {
  const page = await open('/uk/2024/11/');
  const here = await page.locator('h1').innerText();
  await page.locator('.neighbours .older').click();
  assert.match(page.url(), /\/uk\/2024\/05\/$/);
  assert.notEqual(await page.locator('h1').innerText(), here);
  assert.match(await page.locator('.neighbours .older').innerText(), /^Раніше\s*:\s*Статті за/);
  await page.locator('.neighbours .newer').click();
  assert.match(page.url(), /\/uk\/2024\/11\/$/);
  assert.equal(await page.locator('h1').innerText(), here);
  assert.deepEqual(page.complaints, []);
});

test('a page that is not there offers search', async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(`${site.address}/uk/2025/nowhere`);
  await page.locator('main input[name=q]').fill('борщ');
  await Promise.all([page.waitForNavigation(), page.locator('main .search button').click()]);
  assert.match(page.url(), /\/uk\/search\?q=/);
});

test('below an article stand others that share its subjects, in the language of the page', async () => {
  const page = await open('/ru/2024/letter-ge-returns');
  const links = page.locator('.related a');
  assert.ok(await links.count() > 0);
  await links.first().click();
  assert.match(page.url(), /\/ru\/\d{4}\//);
  assert.deepEqual(page.complaints, []);
});

test('bars of the calendar are drawn and are nobody’s words', async () => {
  const page = await open('/uk/');
  const bar = page.locator('.calendar svg').first();
  const box = await bar.boundingBox();
  assert.ok(box.width > 100 && box.height > 10, JSON.stringify(box));
  assert.equal(await page.locator('.calendar tbody td:nth-child(2)').first().getAttribute('aria-hidden'), 'true');
});

test('nothing moves when pictures come', async () => {
  for (const path of ['/uk/', '/uk/tag/war', '/uk/2021/shchedryk']) {
    const page = await browser.open({ viewport: { width: 412, height: 823 }, javaScriptEnabled: false });
    let send;
    const sent = new Promise(done => { send = done; });
    await page.route('**/media/**', async route => { await sent; await route.continue(); });
    await page.goto(site.address + path, { waitUntil: 'domcontentloaded' });
    // Without scripts, nothing makes that event wait for the style sheets.
    await until(page, () => [...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet));
    const places = () => page.locator('main :is(h2, p, img)').evaluateAll(all => all.map(one => {
      const { top, height } = one.getBoundingClientRect();
      return `${one.localName} at ${Math.round(top)}, ${Math.round(height)} high`;
    }));
    const before = await places();
    send();
    await page.waitForLoadState('load');
    assert.deepEqual(await places(), before, path);
  }
});

test('a feed is found from every page', async () => {
  const page = await open('/en/tag/war');
  const feeds = await page.locator('link[rel=alternate][type="application/atom+xml"]').evaluateAll(links => links.map(link => link.getAttribute('href')));
  assert.deepEqual(feeds, ['/en/tag/war/feed.atom', '/en/feed.atom']);
});

for (const width of [360, 1280]) {
  test(`listings fit a screen of ${width} px, at twice the size of text too`, async () => {
    for (const path of ['/uk/', '/ru/2022/', '/en/2024/07/', '/uk/tag/war', '/uk/2024/letter-ge-returns']) {
      const page = await browser.open({ viewport: { width, height: 800 } });
      const answer = await page.goto(site.address + path);
      if (answer.status() === 404) continue;
      for (const size of ['100%', '200%']) {
        const wide = await page.evaluate(size => {
          document.documentElement.style.fontSize = size;
          return document.documentElement.scrollWidth - innerWidth;
        }, size);
        assert.ok(wide <= 0, `${path} at ${size}: ${wide} px too wide`);
      }
      if (process.env.SHOTS) {
        await page.evaluate(() => { document.documentElement.style.fontSize = ''; });
        await page.screenshot({ path: `${process.env.SHOTS}/${width}${path.replaceAll('/', '_')}.png`, fullPage: true });
      }
    }
  });
}
