// From a saved page to the page in the browser: how long it takes, in a real Chromium, beside `hugo server` in
// the same run where it can be had.
//
//   node benches/saves.mjs SITE PAGE URL [HUGO_SITE HUGO_PAGE HUGO_URL]
//
// SITE is the folder of a site, PAGE a file of it, URL the path of that page. The page is saved SAVES times (20),
// each time with another sentence at its end, and given back its text afterwards. Times run from the moment before
// the file is written to the moment when the sentence stands in the page. `limpide` and `hugo` are found in the path,
// or at LIMPIDE and HUGO; puppeteer-core is that of tests/browser (`npm ci` there first).
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(new URL('../tests/browser/', import.meta.url));
const puppeteer = require('puppeteer-core');

const SAVES = Number(process.env.SAVES || 20);
const [site, page, url, hugoSite, hugoPage, hugoUrl] = process.argv.slice(2);
if (!url) {
  console.error('node benches/saves.mjs SITE PAGE URL [HUGO_SITE HUGO_PAGE HUGO_URL]');
  process.exit(2);
}

// Starts a server and waits for the address that it says.
const start = (program, args, address) => new Promise((found, failed) => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (data) => {
    said += data;
    const at = said.match(address);
    if (at) found({ child, base: at[0].replace(/\/$/, '') });
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.on('error', failed);
  child.on('exit', () => failed(new Error(program + ' ended: ' + said)));
});

const measure = async (name, { child, base }, file, path) => {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const kept = readFileSync(file);
  const times = [];
  try {
    const tab = await browser.newPage();
    await tab.goto(base + path, { waitUntil: 'load' });
    await new Promise((done) => setTimeout(done, 8000));
    for (let rank = 0; rank < SAVES; rank++) {
      const words = `Phrase ${rank} de la mesure.`;
      const started = performance.now();
      writeFileSync(file, kept + '\n\n' + words + '\n');
      for (;;) {
        // The page goes away while it is asked: it is asked again.
        const seen = await tab.evaluate((text) => document.body && document.body.textContent.includes(text), words)
          .catch(() => false);
        if (seen) break;
        if (performance.now() - started > 60000) throw new Error(name + ': nothing came');
      }
      times.push(performance.now() - started);
      await new Promise((done) => setTimeout(done, 1500));
    }
  } finally {
    writeFileSync(file, kept);
    await browser.close();
    child.removeAllListeners('exit');
    child.kill();
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
  console.log(`${name}: median ${at(0.5)} ms, least ${at(0)}, nine in ten under ${at(0.9)} (${times.length} saves)`);
};

const limpide = process.env.LIMPIDE || 'limpide';
await measure('limpide serve', await start(limpide, ['serve', '--port', '0', '--site', site], /http:\/\/127\.0\.0\.1:\d+/), join(site, page), url);
if (hugoUrl) {
  const hugo = process.env.HUGO || 'hugo';
  const server = await start(hugo, ['server', '--port', '1414', '--source', hugoSite, '--renderToMemory'], /http:\/\/localhost:1414\//);
  await measure('hugo server', server, join(hugoSite, hugoPage), hugoUrl);
}
