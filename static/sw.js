// Reading without a network. `SITE` is put above this text by the server: its languages, the path before all of its
// addresses, and what every page needs.
// Pages come from the network first, so an old worker can never hold an old site in front of a reader; files come from
// what is kept first, as their addresses change with their bytes.
'use strict';

// A host has one store for all that live on it: the names of those below a path begin with the path.
const named = name => (SITE.root ? `${SITE.root}/${name}` : name);
// The pages of the interface; a new set with every change of the site.
const SHELL = named(`shell-${SITE.version}`);
// What was kept by choice, what was merely read, and the files that both need. The number changes with their form only,
// so that nothing a reader kept is lost when the site changes.
const [KEPT, READ, FILES] = ['kept-1', 'read-1', 'files-1'].map(named);
const READ_PAGES = 50;
// The address of a file in a page.
const FILE = new RegExp(`${SITE.root.replaceAll('.', '\\.')}/(?:static|media)/[^"\\s,]+`, 'g');
// A line this slow is no line, where there is a copy.
const PATIENCE = 5000;
const anyVary = { ignoreVary: true };
// What of a query makes another page, by what comes after the language.
const PARAMETERS = [
  [/^search$/, ['q', 'page']],
  [/^((tag|author|section|series)\/[^/]+)?$/, ['before']],
  [/^\d{4}\/(\d\d\/)?$/, ['after']],
];

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));

async function install() {
  const shell = await caches.open(SHELL);
  await Promise.all(SITE.shell.map(async path => {
    const answer = await fetch(new Request(path, { cache: 'no-cache' }));
    if (!answer.ok) throw new TypeError(`${path}: ${answer.status}`);
    if (mayBeKept(answer)) await shell.put(path, answer);
  }));
  // Nothing that a page says to a worker has changed between versions, so there is no reason to wait.
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter(name => name.startsWith(named('shell-')) && name !== SHELL);
  await Promise.all(old.map(name => caches.delete(name)));
  await tidy();
  await self.clients.claim();
}

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(event, url));
  // Films and sound are fetched in parts, and are too long to be kept.
  else if (!['video', 'audio'].includes(request.destination) && ['/static/', '/media/'].some(folder => url.pathname.startsWith(SITE.root + folder))) event.respondWith(file(event, url));
});

async function page(event, url) {
  const key = clean(url);
  const copy = await find(key);
  const answering = fetch(event.request).then(answer => {
    if (isPage(answer, url)) event.waitUntil(mayBeKept(answer) ? keep(READ, key, answer.clone()) : drop(key));
    if (copy && [404, 410].includes(answer.status)) event.waitUntil(gone(key, answer.status));
    return answer;
  });
  event.waitUntil(answering.catch(() => {}));
  try {
    const answer = await (copy ? Promise.race([answering, tooLate()]) : answering);
    return answer.status >= 500 && copy ? copy : answer;
  } catch {
    return withoutNetwork(url, key, copy);
  }
}

async function withoutNetwork(url, key, copy) {
  // The language selector: its choice cannot be remembered now, but what it leads to can be read.
  if (copy) return key === url.href ? copy : Response.redirect(key);
  const language = languageOf(url) ?? (await lastLanguage());
  if (!languageOf(url)) {
    const localised = new URL(`${SITE.root}/${language}${url.pathname.slice(SITE.root.length)}`, url).href;
    if (await find(localised)) return Response.redirect(localised);
  }
  const offline = await caches.match(`${SITE.root}/${language}/offline`, anyVary);
  if (!offline) return Response.error();
  const headers = new Headers(offline.headers);
  for (const name of ['content-encoding', 'content-length', 'etag']) headers.delete(name);
  return new Response(await offline.text(), { status: 503, headers });
}

async function file(event, url) {
  const found = await caches.match(event.request, anyVary);
  if (found) return found;
  try {
    const answer = await fetch(event.request);
    if (answer.status === 200 && !answer.redirected && mayBeKept(answer)) {
      const copy = answer.clone();
      event.waitUntil(caches.open(FILES).then(files => files.put(event.request, copy)));
    }
    return answer;
  } catch {
    return (await similar(url)) ?? Response.error();
  }
}

// The same picture in another width or format: boat.jpg.0123456789ab.800.avif.
async function similar(url) {
  const stem = url.pathname.match(/^(.*\.[0-9a-f]{12}\.)\d+\.\w+$/)?.[1];
  const files = await caches.open(FILES);
  const other = stem && (await files.keys()).find(kept => new URL(kept.url).pathname.startsWith(stem));
  return other && files.match(other, anyVary);
}

async function keep(name, key, answer) {
  if (name === READ && await (await caches.open(KEPT)).match(key, anyVary)) name = KEPT;
  const pages = await caches.open(name);
  // Put anew, so that the order of keys is the order of reading.
  await pages.delete(key, anyVary);
  await pages.put(key, answer);
  const read = await (await caches.open(READ)).keys();
  if (read.length > READ_PAGES) await forget(read.slice(0, read.length - READ_PAGES));
}

async function drop(key) {
  await (await caches.open(READ)).delete(key, anyVary);
}

// A page that is not there any more: on a slow line its copy would still be shown. What a reader kept by choice goes only
// where the site says that the page was taken down.
async function gone(key, status) {
  if (status === 410) await (await caches.open(KEPT)).delete(key, anyVary);
  await forget([key]);
}

// What a worker before this one put away and this one would not.
async function tidy() {
  const read = await caches.open(READ);
  for (const request of await read.keys()) {
    const answer = await read.match(request, anyVary);
    if (clean(new URL(request.url)) !== request.url || !mayBeKept(answer)) await read.delete(request, anyVary);
  }
}

// Pages go, and with them the files that no other page shows.
async function forget(requests) {
  const read = await caches.open(READ);
  await Promise.all(requests.map(request => read.delete(request, anyVary)));
  const needed = new Set();
  for (const name of [KEPT, READ]) {
    const pages = await caches.open(name);
    for (const request of await pages.keys()) {
      const text = await (await pages.match(request, anyVary))?.text() ?? '';
      for (const [address] of text.matchAll(FILE)) needed.add(address);
    }
  }
  const files = await caches.open(FILES);
  for (const request of await files.keys()) {
    if (!needed.has(new URL(request.url).pathname)) await files.delete(request, anyVary);
  }
}

async function find(key) {
  for (const name of [KEPT, READ, SHELL]) {
    const found = await (await caches.open(name)).match(key, anyVary);
    if (found) return found;
  }
}

const tooLate = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

const languageOf = url => SITE.languages.find(tag => url.pathname.startsWith(`${SITE.root}/${tag}/`));

async function lastLanguage() {
  const read = await (await caches.open(READ)).keys();
  return read.length ? languageOf(new URL(read[read.length - 1].url)) : SITE.languages[0];
}

function isPage(answer, url) {
  const isHtml = answer.headers.get('content-type')?.startsWith('text/html');
  return answer.status === 200 && isHtml && languageOf(url) && !SITE.shell.includes(url.pathname);
}

const mayBeKept = answer => !/\bno-store\b/i.test(answer.headers.get('cache-control') ?? '');

// The address under which a page is put away. The rest of a query is no part of it: `?remember` chooses a language, and
// others hang `?utm_source=` and its like on our links.
function clean(url) {
  const page = url.pathname.slice(SITE.root.length).replace(/^\/[^/]*\//, '');
  const [, names] = PARAMETERS.find(([pages]) => pages.test(page)) ?? [null, []];
  // As they are encoded: two words typed in another coding than UTF-8 would be one when decoded.
  const pairs = url.search.slice(1).split('&');
  const address = new URL(url.pathname, url);
  address.search = names.map(name => pairs.find(pair => pair.startsWith(`${name}=`))).filter(Boolean).join('&').replaceAll('%20', '+');
  return address.href;
}
