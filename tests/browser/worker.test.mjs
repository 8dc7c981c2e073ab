// The service worker alone, in Node: what it puts away, and under which address. offline.test.mjs has it in a browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const code = readFileSync(new URL('../../static/sw.js', import.meta.url), 'utf8');
const ORIGIN = 'https://example.org';
const whole = address => new URL(address.url ?? address, ORIGIN).href;

class Store {
  pages = new Map();
  async match(address) { return this.pages.get(whole(address))?.clone(); }
  async put(address, answer) { this.pages.set(whole(address), answer); }
  async delete(address) { return this.pages.delete(whole(address)); }
  async keys() { return [...this.pages.keys()].map(url => ({ url })); }
}

/** A worker of a site below `root`, on a host that answers with `pages`: an address's text, its `Cache-Control`, its status. */
function worker(root, pages, stores = new Map()) {
  const handlers = {};
  const host = { online: true, asked: [] };
  const caches = {
    open: async name => stores.get(name) ?? stores.set(name, new Store()).get(name),
    keys: async () => [...stores.keys()],
    delete: async name => stores.delete(name),
    match: async address => {
      for (const store of stores.values()) if (store.pages.has(whole(address))) return store.match(address);
    },
  };
  const site = { version: '1', root, languages: ['uk', 'en'], shell: [`${root}/static/site.css`, `${root}/uk/offline`, `${root}/en/offline`] };
  const fetch = async request => {
    const address = whole(request);
    host.asked.push(address);
    if (!host.online) throw new TypeError('offline');
    const { pathname } = new URL(address);
    const [text, control = 'public, max-age=60', status = 200] = pages[pathname] ?? [pathname];
    return new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': control } });
  };
  class Request { constructor(address) { this.url = whole(address); } }
  const self = {
    addEventListener: (name, handler) => { handlers[name] = handler; },
    location: { origin: ORIGIN }, skipWaiting: async () => {}, clients: { claim: async () => {} },
  };
  vm.runInNewContext(`const SITE = ${JSON.stringify(site)};\n${code}`, {
    self, caches, fetch, Request, Response, Headers, URL, URLSearchParams, setTimeout, TypeError,
  });
  const happen = async (name, more = {}) => {
    const waits = [];
    let answer;
    handlers[name]({ ...more, waitUntil: one => waits.push(one), respondWith: one => { answer = one; } });
    const given = await answer;
    // What is waited for may wait for more.
    for (const one of waits) await one;
    return given;
  };
  const open = path => happen('fetch', { request: { url: ORIGIN + path, method: 'GET', mode: 'navigate' } });
  const read = async () => (await (await caches.open(root ? `${root}/read-1` : 'read-1')).keys()).map(({ url }) => url.slice(ORIGIN.length));
  return { host, stores, open, read, install: () => happen('install'), activate: () => happen('activate') };
}

for (const root of ['', '/archive', '/static']) {
  test(`below "${root}" a page has one copy, whatever others hang on its address`, async () => {
    const site = worker(root, {});
    for (const [path, kept] of [
      ['/uk/2025/sea', '/uk/2025/sea'],
      ['/uk/2025/sea?utm_source=x&fbclid=1', '/uk/2025/sea'],
      ['/uk/2025/sea?q=x&before=1#top', '/uk/2025/sea'],
      ['/uk/2025/sea?remember', '/uk/2025/sea'],
      ['/uk/2025/sea/with/en?gclid=1', '/uk/2025/sea/with/en'],
      ['/uk/?utm_medium=x', '/uk/'],
      ['/uk/?before=5-a&utm_medium=x', '/uk/?before=5-a'],
      ['/uk/?after=5-a', '/uk/'],
      ['/uk/tag/law?x=1&before=5-a', '/uk/tag/law?before=5-a'],
      ['/uk/2025/?after=5-a&before=1', '/uk/2025/?after=5-a'],
      ['/uk/2025/06/?after=5-a&x', '/uk/2025/06/?after=5-a'],
      ['/uk/search?page=2&utm_source=x&q=sea', '/uk/search?q=sea&page=2'],
      ['/uk/search?q=a+b', '/uk/search?q=a+b'],
      ['/uk/search?q=a%20b', '/uk/search?q=a+b'],
      ['/uk/search?q=%EC%E0%E2%EA%E0', '/uk/search?q=%EC%E0%E2%EA%E0'],
      ['/uk/search?x&q=%EF&q=a', '/uk/search?q=%EF'],
      ['/uk/about/archive?x', '/uk/about/archive'],
    ]) {
      await site.open(root + path);
      assert.equal((await site.read()).at(-1), root + kept, path);
    }
    assert.equal((await site.read()).length, 12);
  });

  test(`below "${root}" what may not be stored is not stored, and what was is forgotten`, async () => {
    const pages = { [`${root}/uk/language`]: ['languages', 'private, no-store'], [`${root}/uk/2025/sea`]: ['sea'],
      [`${root}/en/offline`]: ['offline', 'No-Store'] };
    const site = worker(root, pages);
    await site.install();
    const shell = [...site.stores].find(([name]) => name.includes('shell-'))[1];
    assert.deepEqual([...shell.pages.keys()].map(url => url.slice(ORIGIN.length)).sort(), [`${root}/static/site.css`, `${root}/uk/offline`]);
    await site.open(`${root}/uk/language`);
    await site.open(`${root}/uk/2025/sea`);
    assert.deepEqual(await site.read(), [`${root}/uk/2025/sea`]);
    pages[`${root}/uk/2025/sea`][1] = 'private, no-store';
    await site.open(`${root}/uk/2025/sea`);
    assert.deepEqual(await site.read(), []);
  });

  test(`below "${root}" no copy stays of a page that was taken down, or is not there any more and was not kept`, async () => {
    const [sea, picture] = [`${root}/uk/2025/sea`, `${root}/media/2025/sea/a.png`];
    const pages = {};
    const site = worker(root, pages);
    const named = name => (root ? `${root}/${name}` : name);
    for (const name of ['kept-1', 'files-1']) site.stores.set(named(name), new Store());
    const [kept, files] = ['kept-1', 'files-1'].map(name => site.stores.get(named(name)));
    for (const [status, isKept, left] of [[404, false, [0, 0, 0]], [404, true, [0, 1, 1]], [410, true, [0, 0, 0]]]) {
      pages[sea] = [`<img src="${picture}">`];
      await site.open(sea);
      if (isKept) await kept.put(sea, new Response(pages[sea][0]));
      await files.put(picture, new Response('png'));
      pages[sea] = ['gone', 'public, max-age=10', status];
      assert.equal((await site.open(`${sea}?utm_source=x`)).status, status);
      const stores = [await site.read(), await kept.keys(), await files.keys()];
      assert.deepEqual(stores.map(store => store.length), left, `${status} ${isKept}`);
    }
  });

  test(`below "${root}" a copy is found under every spelling of its address without a network`, async () => {
    const site = worker(root, { [`${root}/uk/2025/sea`]: ['sea'] });
    await site.install();
    await site.open(`${root}/uk/2025/sea`);
    site.host.online = false;
    assert.equal(await (await site.open(`${root}/uk/2025/sea`)).text(), 'sea');
    for (const path of ['/uk/2025/sea?utm_source=x', '/2025/sea']) {
      const answer = await site.open(root + path);
      assert.deepEqual([answer.status, answer.headers.get('location')], [302, `${ORIGIN}${root}/uk/2025/sea`], path);
    }
    const missing = await site.open(`${root}/en/2025/other`);
    assert.deepEqual([missing.status, await missing.text()], [503, `${root}/en/offline`]);
  });
}

test('a new worker forgets what an old one put away wrongly, and leaves other sites of the host alone', async () => {
  const stores = new Map();
  const [own, other] = [new Store(), new Store()];
  const answer = control => new Response('x', { headers: { 'cache-control': control } });
  await own.put('/archive/uk/2025/sea', answer('public'));
  await own.put('/archive/uk/2025/sea?fbclid=1', answer('public'));
  await own.put('/archive/uk/language', answer('private, no-store'));
  for (const [name, store] of [['/archive/read-1', own], ['read-1', other], ['/archive/shell-0', new Store()], ['shell-0', new Store()]]) {
    stores.set(name, store);
  }
  const site = worker('/archive', {}, stores);
  await site.install();
  await site.activate();
  assert.deepEqual(await site.read(), ['/archive/uk/2025/sea']);
  assert.deepEqual([...stores.keys()].sort(), ['/archive/read-1', '/archive/shell-1', 'read-1', 'shell-0']);
});
