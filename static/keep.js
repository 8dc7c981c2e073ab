// Keeping articles on this device. Everything here is an addition: without it every page works as it stands.
'use strict';
(() => {
  if (!('serviceWorker' in navigator) || !('caches' in window)) return;
  // The path before all addresses of the site, as the address of this file has it; names of stores begin with it.
  const root = new URL(document.currentScript.src).pathname.replace(/\/static\/[^/]*$/, '');
  navigator.serviceWorker.register(`${root}/sw.js`, { updateViaCache: 'none' }).catch(() => {});

  const [KEPT, READ, FILES] = ['kept-1', 'read-1', 'files-1'].map(name => (root ? `${root}/${name}` : name));
  const anyVary = { ignoreVary: true };
  const here = location.origin + location.pathname;
  const lang = document.documentElement.lang;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // What only works with this script stands in the page as text, so that browsers without scripts show no dead controls.
  for (const part of all('script[type="text/html"]')) part.insertAdjacentHTML('afterend', part.textContent);

  const parse = text => new DOMParser().parseFromString(text, 'text/html');
  // What a page needs to be shown: of each picture the plain one, which stands in for every other.
  const filesOf = page => all('link[rel=stylesheet], link[rel=icon], script[src], main img', page)
    .map(element => element.getAttribute('src') ?? element.getAttribute('href'))
    .filter(address => address?.startsWith('/'));

  async function keep(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    if (/\bno-store\b/i.test(answer.headers.get('cache-control') ?? '')) throw new Error(`${address} may not be kept`);
    const page = parse(await answer.clone().text());
    await (await caches.open(KEPT)).put(answer.url, answer);
    await (await caches.open(READ)).delete(answer.url, anyVary);
    const files = await caches.open(FILES);
    for (const file of filesOf(page)) {
      if (await caches.match(file, anyVary)) continue;
      const found = await fetch(file);
      if (found.ok) await files.put(file, found);
    }
  }

  const letGo = async address => {
    for (const name of [KEPT, READ]) await (await caches.open(name)).delete(address, anyVary);
  };
  const isKept = async address => Boolean(await (await caches.open(KEPT)).match(address, anyVary));

  // An article: one button, pressed while it is kept.
  for (const button of all('[data-keep]')) {
    const show = async () => button.setAttribute('aria-pressed', await isKept(here));
    show().then(() => { button.parentElement.hidden = false; });
    button.addEventListener('click', async () => {
      button.disabled = true;
      try { await (await isKept(here) ? letGo(here) : keep(here)); } catch {}
      await show();
      button.disabled = false;
      button.focus();
    });
  }

  // The page of what is kept.
  const panel = document.querySelector('[data-kept]');
  if (!panel) return;
  const part = name => panel.querySelector(`[data-${name}]`);
  const written = (unit, digits) => new Intl.NumberFormat(lang, { style: 'unit', unit, maximumFractionDigits: digits });
  const [kilobyte, megabyte] = [written('kilobyte', 0), written('megabyte', 1)];
  const size = bytes => (bytes < 1e6 ? kilobyte.format(Math.ceil(bytes / 1e3)) : megabyte.format(bytes / 1e6));
  const language = new Intl.DisplayNames(lang, { type: 'language' });

  async function weigh(address) {
    return (await (await caches.match(address, anyVary))?.blob())?.size ?? 0;
  }

  async function list() {
    const rows = [];
    const files = new Map();
    for (const name of [KEPT, READ]) {
      const pages = await caches.open(name);
      for (const request of (await pages.keys()).reverse()) {
        const text = await (await pages.match(request, anyVary)).text();
        const page = parse(text);
        if (!page.querySelector('main > article')) continue;
        let bytes = new Blob([text]).size;
        for (const file of filesOf(page)) {
          if (!files.has(file)) files.set(file, await weigh(file));
          if (file.startsWith(`${root}/media/`)) bytes += files.get(file);
        }
        rows.push({ address: request.url, page, bytes, byChoice: name === KEPT });
      }
    }
    let total = 0;
    part('list').replaceChildren(...rows.map(row => {
      total += row.bytes;
      const item = part('row').content.firstElementChild.cloneNode(true);
      const link = item.querySelector('a');
      const article = row.page.querySelector('main > article');
      [link.href, link.lang, link.dir] = [row.address, article.lang || row.page.documentElement.lang, 'auto'];
      link.textContent = article.querySelector('h1')?.textContent ?? row.address;
      item.querySelector('[data-size]').textContent = `${language.of(row.page.documentElement.lang)} · ${size(row.bytes)}`;
      item.querySelector('[data-chosen]').hidden = !row.byChoice;
      const button = item.querySelector('button');
      button.setAttribute('aria-describedby', link.id = `kept-${rows.indexOf(row)}`);
      button.addEventListener('click', async () => { await letGo(row.address); await list(); });
      return item;
    }));
    part('empty').hidden = rows.length > 0;
    part('total').hidden = rows.length === 0;
    part('total').querySelector('output').textContent = size(total);
  }

  part('newest')?.addEventListener('click', async event => {
    const button = event.currentTarget, progress = part('progress'), newest = Number(button.dataset.newest);
    button.disabled = true;
    progress.hidden = false;
    try {
      let next = `${root}/${lang}/`;
      const found = [];
      while (next && found.length < newest) {
        const page = parse(await (await fetch(next)).text());
        found.push(...all('.card h2 a', page).map(link => link.getAttribute('href')));
        next = page.querySelector('a[rel=next]')?.getAttribute('href');
      }
      progress.max = Math.min(found.length, newest);
      for (const [done, address] of found.slice(0, newest).entries()) {
        await keep(address);
        progress.value = done + 1;
      }
    } catch {
      // The line is gone: what was fetched before is kept, and the list says what that is.
    }
    await list();
    button.disabled = false;
    progress.hidden = true;
  });

  all('[data-unavailable]').forEach(element => { element.hidden = true; });
  list();
})();
