// Serves the archive of this repository from the real binary and opens pages in Debian's Chromium.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { mkdtempSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.LITOPYS ?? `${root}/target/release/litopys`;

// Quiet on a machine without internet.
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** Milliseconds to wait for what must come: a quiet machine needs few of them, and a busy one must not fail. */
const PATIENCE = 300_000;

/** A copy of the shipped archive, served; `address` is where. Of what is given, texts are more arguments for `serve`, and
    something that was served before is served again as it is now. */
export async function serve(...given) {
  const again = given.find(one => typeof one === 'object');
  const options = given.filter(one => typeof one === 'string');
  const archive = again?.archive ?? mkdtempSync(`${tmpdir()}/litopys-`);
  for (const part of again ? [] : ['site.toml', 'articles', 'pages']) cpSync(`${root}/${part}`, `${archive}/${part}`, { recursive: true });
  const listen = again?.address.replace('http://', '') ?? '127.0.0.1:0';
  const server = spawn(binary, ['serve', '--archive', archive, '--listen', listen, '--admin', 'off', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = [];
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line);
    if (line.startsWith('http://')) {
      const stop = () => new Promise(done => { server.once('exit', done); server.kill('SIGINT'); });
      return { address: line.replace(/\/$/, ''), archive, stop };
    }
  }
  throw new Error(`the server gave no address:\n${said.join('\n')}`);
}

/** A browser; `open` gives a fresh reader, with or without scripts. */
export async function browse() {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args, timeout: PATIENCE });
  const open = async (options = {}) => {
    const context = await browser.newContext({ locale: 'uk-UA', ...options });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.complaints = [];
    page.on('console', message => message.type() === 'error' && page.complaints.push(message.text()));
    page.on('pageerror', error => page.complaints.push(String(error)));
    return page;
  };
  return { open, close: () => browser.close() };
}

/** Waits until `found` gives a yes. */
export async function eventually(found, what = found) {
  for (const end = Date.now() + PATIENCE; !(await found());) {
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise(done => setTimeout(done, 50));
  }
}

/** Waits until the page says yes to `asked`, which may be asynchronous: `waitForFunction` takes a promise for a yes. */
export const until = (page, asked, given) => eventually(() => page.evaluate(asked, given), asked);
