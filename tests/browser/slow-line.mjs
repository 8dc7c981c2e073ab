// node slow-line.mjs: first paint over a line of 400 kbit/s and 400 ms, for a first visit and with the style kept from the
// page before; bytes on the wire beside what a server may send in its first flight (ten segments of 1,460 bytes, RFC 6928).
// The browser's emulation knows no handshakes: TCP costs another round trip before, TLS 1.3 one more.
import { browse, serve } from './harness.mjs';
import { indexed, noindex } from './kinds.mjs';

const RATE = 400_000 / 8; // bytes a second
const LATENCY = 400; // ms
const FLIGHT = 10 * 1460;
const RUNS = 5;
const kinds = {
  'home': indexed.home,
  'article': indexed['article with a picture'],
  'long article': indexed['long article with contents'],
  'search': noindex['search with results'],
};

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds to the first paint of text, and the bytes of the page, of its style, and of all there was by then. */
async function paint(page, address) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: LATENCY, downloadThroughput: RATE, uploadThroughput: RATE });
  const asked = new Map(), bytes = { html: 0, style: 0 };
  session.on('Network.responseReceived', ({ requestId, type }) => asked.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (asked.get(requestId) === 'Document') bytes.html += encodedDataLength;
    if (asked.get(requestId) === 'Stylesheet') bytes.style += encodedDataLength;
  });
  await page.goto(address);
  const painted = await page.evaluate(() => new Promise(done => {
    new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').forEach(paint => done(paint.startTime)))
      .observe({ type: 'paint', buffered: true });
  }));
  await session.detach();
  return { painted, ...bytes };
}

const [site, browser] = await Promise.all([serve(), browse()]);
// The search index is made in the background.
while ((await fetch(site.address + kinds.search)).status !== 200) await new Promise(done => setTimeout(done, 100));
for (const [kind, path] of Object.entries(kinds)) {
  const first = [], next = [];
  for (let run = 0; run < RUNS; run++) {
    // No service worker: it would answer for what it keeps.
    const page = await browser.open({ serviceWorkers: 'block' });
    first.push(await paint(page, site.address + path));
    const another = await page.context().newPage();
    next.push(await paint(another, `${site.address}${path}${path.includes('?') ? '&' : '?'}x`));
    await page.context().close();
  }
  const { html, style } = first[0];
  const flights = Math.ceil(html / FLIGHT);
  console.log(`${kind}: page ${html} bytes (${flights} flight${flights > 1 ? 's' : ''}), style ${style}; `
    + `first paint ${Math.round(median(first.map(one => one.painted)))} ms, `
    + `with the style kept ${Math.round(median(next.map(one => one.painted)))} ms`);
}
await browser.close();
await site.stop();
