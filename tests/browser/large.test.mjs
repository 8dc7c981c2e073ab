// Every kind of page with text twice as large on a narrow screen: nothing is lost, nothing is cut, axe finds nothing.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { browse, serve } from './harness.mjs';
import { all, missing } from './kinds.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// The other looks change only colours, so they are checked for what colours can break.
const colours = ['color-contrast', 'link-in-text-block'];
const looks = [[{ colorScheme: 'light' }, rules], [{ colorScheme: 'dark' }, colours], [{ forcedColors: 'active' }, colours]];

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });
after(async () => { await browser?.close(); await site?.stop(); });

/** What cannot be seen whole: the page wider than the screen, words past its edge, words in a box that cuts them. */
function lost() {
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`${wide} px too wide`);
  // Code and tables may be scrolled, each by itself; what only the ear meets takes no room.
  const free = element => element.closest('pre, .scroll, .hidden, .skip');
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const box = node.parentElement;
    if (!node.data.trim() || free(box) || !box.checkVisibility() || box.closest('script')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.left < -1 || rect.right > innerWidth + 1) { found.push(`past the edge: ${node.data.trim().slice(0, 40)}`); break; }
    }
    const style = getComputedStyle(box);
    if (style.overflow === 'hidden' && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)) {
      found.push(`cut: ${node.data.trim().slice(0, 40)}`);
    }
  }
  for (const field of document.querySelectorAll('main input')) {
    if (field.clientWidth < 120) found.push(`a field of ${field.clientWidth} px`);
  }
  return found;
}

for (const [kind, path] of Object.entries(all)) {
  test(`nothing is lost at 320 and 360 px, at twice the size of text either: ${kind}`, async () => {
    const page = await browser.open();
    for (const width of [320, 360]) {
      await page.setViewportSize({ width, height: 700 });
      const answer = await page.goto(site.address + path);
      assert.equal(answer.status(), kind in missing ? 404 : 200, path);
      for (const size of ['100%', '200%']) {
        await page.evaluate(size => { document.documentElement.style.fontSize = size; }, size);
        await page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
        assert.deepEqual(await page.evaluate(lost), [], `${path} at ${width} px, ${size}`);
      }
    }
    await page.context().close();
  });
}

for (const [look, asked] of looks) {
  test(`axe finds nothing at twice the size of text: ${Object.values(look)[0]}`, async () => {
    for (const path of Object.values(all)) {
      const page = await browser.open({ viewport: { width: 360, height: 780 }, bypassCSP: true, ...look });
      await page.goto(site.address + path);
      await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(asked => axe.run(document, { runOnly: asked }), asked);
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], path);
      await page.context().close();
    }
  });
}
