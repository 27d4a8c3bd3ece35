// What somebody at the screen waits for, each figure beside an empty page in the same run. Started by bench/interface.sh:
//   node bench/interface/run.mjs http://127.0.0.1:5099 RESULTS [runs]
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { launch } from './browser.mjs';
import { interact, load, scroll } from './measures.mjs';

const [base, results, runs = '3'] = process.argv.slice(2);
const login = { login: 'member00001@example.org', password: "a seeded forum's password" };
const composer = '[data-testid=composer-text]';
const click = (selector) => async (page) => page.press(await page.find(selector));

async function signIn() {
  const headers = { Origin: base, 'Content-Type': 'application/json' };
  const response = await fetch(`${base}/api/session`, { method: 'POST', headers, body: JSON.stringify(login) });
  if (!response.ok) throw new Error(`Signing in answered ${response.status}`);
  return { base, cookie: response.headers.get('set-cookie').split(';')[0].split('=')[1] };
}

/** Words on a page, a field and a button: the least that a browser can be asked to show. */
async function emptyPage() {
  const words = '<!doctype html><title>Empty</title><p>Words</p><textarea autofocus></textarea><button onclick="this.textContent += 1">1</button>';
  const server = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(words)).listen(0, '127.0.0.1');
  await new Promise((listening) => server.on('listening', listening));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

// As many lines as the chat has messages, in a box of their own.
const fill = () => {
  const box = document.createElement('div');
  box.id = 'lines';
  box.style.cssText = 'height: 700px; overflow-y: auto';
  for (let line = 1; line <= 10_000; line++) box.append(Object.assign(document.createElement('div'), { textContent: `Line ${line}`, style: 'height: 46px' }));
  document.body.prepend(box);
};

const letters = async (page) => {
  for (const letter of 'a quick word') await page.key(letter, letter);
};
const acts = {
  'a post is opened': { act: click('[data-testid=post-card] h2 a'), sees: '[data-testid=post]' },
  'a chat is opened beside it': { act: click('[data-testid=roster-item][data-group]'), sees: '[data-testid=message]' },
  'somebody types': { before: click(composer), act: letters },
  'a message is sent': { act: (page) => page.key('Enter', '\r') },
  'somebody reacts': { act: click('[data-testid=reaction]') },
};
const settings = {
  'the theme is switched': { act: click('[data-testid=theme] button:nth-of-type(3)'), sees: ':root[data-theme=dark]' },
  'the language is switched': { act: click('[data-testid=language] button:nth-of-type(2)'), sees: ':root[lang=ru]' },
};
const least = { 'a click': { act: click('button') }, typing: { before: click('textarea'), act: letters } };

async function once(browser, who, chat, empty) {
  const pages = { feed: ['/', '[data-testid=post-card]'], chat: [`/chats/${chat}`, '[data-testid=message]'] };
  const loads = { empty: await load(browser, empty, 'p') };
  for (const [name, [path, shown]] of Object.entries(pages)) loads[name] = await load(browser, base + path, shown, who);
  const feed = await interact(browser, `${base}/`, '[data-testid=post-card]', who, acts);
  const choices = await interact(browser, `${base}/settings`, '[data-testid=theme]', who, settings);
  const nothing = await interact(browser, empty, 'button', null, least);
  const begun = () => document.querySelector('[data-testid=message]')?.dataset.seq === '1' && document.querySelector('[data-testid=messages]').scrollTop < 2_000;
  const lines = await scroll(browser, empty, '#lines', null, () => document.querySelector('#lines').scrollTop < 1, fill);
  const messages = await scroll(browser, `${base}/chats/${chat}`, '[data-testid=messages]', who, begun);
  return { loads, took: { ...feed.took, ...choices.took }, shift: Math.max(feed.shift, choices.shift), nothing: nothing.took, lines, messages };
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const spread = (all, digits) => `${median(all).toFixed(digits)} (${Math.min(...all).toFixed(digits)} – ${Math.max(...all).toFixed(digits)})`;

/** A row of the table: what it is, what it must be, what it was, and what the empty page needed. */
function row(done, what, unit, digits, of, { most, least: fewest, beside } = {}) {
  const values = done.map(of);
  const limit = most !== undefined ? `≤ ${most} ${unit}` : fewest !== undefined ? `≥ ${fewest} ${unit}` : '';
  const passed = most !== undefined ? median(values) <= most : fewest !== undefined ? median(values) >= fewest : null;
  return { what, limit, value: `${spread(values, digits)} ${unit}`, empty: beside ? `${spread(done.map(beside), digits)} ${unit}` : '', passed, values };
}

function table(done) {
  const rows = ['feed', 'chat'].flatMap((page) => [
    row(done, `${page}: scripts of the first load, gzip`, 'kB', 1, (run) => run.loads[page].kB, { most: 90, beside: (run) => run.loads.empty.kB }),
    row(done, `${page}: largest paint, processor four times as slow`, 'ms', 0, (run) => run.loads[page].paint, { most: 1_000, beside: (run) => run.loads.empty.paint }),
    row(done, `${page}: layout shift`, '', 3, (run) => run.loads[page].shift, { most: 0.1, beside: (run) => run.loads.empty.shift }),
  ]);
  for (const name of Object.keys(done[0].took)) {
    const beside = (run) => run.nothing[name === 'somebody types' ? 'typing' : 'a click'].paint;
    rows.push(row(done, `${name}: until the next paint`, 'ms', 0, (run) => run.took[name].paint, { most: 100, beside }));
    if (done[0].took[name].shown !== null) rows.push(row(done, `${name}: until it is there`, 'ms', 0, (run) => run.took[name].shown));
  }
  rows.push(
    row(done, 'a chat of 10 000 scrolled to its beginning: frames drawn', '/s', 1, (run) => run.messages.rate, { least: 59, beside: (run) => run.lines.rate }),
    row(done, 'frames later than 50 ms', '%', 1, (run) => run.messages.late * 100, { beside: (run) => run.lines.late * 100 }),
    row(done, 'it took', 's', 1, (run) => run.messages.seconds, { beside: (run) => run.lines.seconds }),
    row(done, 'the first message that was reached', '', 0, (run) => run.messages.first),
    row(done, 'layout shift while doing all this', '', 3, (run) => run.shift, { most: 0.1 }),
  );
  return rows;
}

const who = await signIn();
const chats = await (await fetch(`${base}/api/chats?limit=100`, { headers: { Cookie: `forum_session=${who.cookie}` } })).json();
const chat = chats.items.filter((one) => one.isGroup).sort((a, b) => b.lastSeq - a.lastSeq)[0];
const empty = await emptyPage();
const browser = await launch(process.env.CHROMIUM ?? '/usr/bin/chromium');
const done = [];
for (let run = 1; run <= Number(runs); run++) {
  console.log(`run ${run} of ${runs}`);
  done.push(await once(browser, who, chat.id, empty.url));
}
await browser.close();
empty.close();

const machine = `${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}; server, browser and whatever else runs share them. Chromium draws by software.`;
const rows = table(done);
const text = ['# The interface, measured', '', `${machine} Medians (least – most) of ${runs} runs. ✗ misses its line.`, '', '| | what | must | reached | empty page |', '|---|---|---|---|---|'];
for (const { passed, what, limit, value, empty: beside } of rows) text.push(`| ${passed === null ? '' : passed ? '✓' : '✗'} | ${what} | ${limit} | ${value} | ${beside} |`);
console.log(text.slice(4).join('\n'));
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'interface.md'), `${text.join('\n')}\n`);
writeFileSync(join(results, 'interface.json'), `${JSON.stringify({ machine, rows, runs: done }, null, 2)}\n`);
process.exit(rows.some(({ passed }) => passed === false) ? 1 : 0);
