// node wire.mjs BASE PATH: bytes of pictures on the wire for a page at 360 px (one, two and three pixels to each) and at
// 1280 px, read to its end. Needs playwright-core (npm ci in tests/browser) and Debian's Chromium.
import { chromium } from '../../tests/browser/node_modules/playwright-core/index.mjs';

const [base, path] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const [width, height, deviceScaleFactor] of [[360, 780, 1], [360, 780, 2], [360, 780, 3], [1280, 900, 1], [1280, 900, 2]]) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor });
  const page = await context.newPage();
  const sizes = [];
  page.on('response', async answer => {
    if (answer.url().includes('/media/') && answer.ok()) sizes.push((await answer.body()).length);
  });
  await page.goto(base + path);
  const moved = await page.evaluate(async () => {
    let shift = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { shift += entry.value; }))
      .observe({ type: 'layout-shift', buffered: true });
    for (const img of document.images) {
      img.scrollIntoView();
      // Not `decode`: it gives up on a picture that is not asked for yet.
      while (!img.complete || !img.naturalWidth) await new Promise(done => setTimeout(done, 20));
    }
    return shift;
  });
  await page.waitForLoadState('networkidle');
  const shown = await page.locator('main img').first().evaluate(img => `${img.clientWidth} px, from ${img.currentSrc.split('.').slice(-2).join('.')}`);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${width} px at ${deviceScaleFactor}: ${sizes.length} pictures, ${bytes} bytes; each ${shown}; layout shift ${moved}`);
  await context.close();
}
await browser.close();
