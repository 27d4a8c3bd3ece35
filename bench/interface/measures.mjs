// What is measured of a page, from inside and outside of it.
import { gzipSync } from 'node:zlib';
import { pause } from './browser.mjs';

const settleMs = 1_500;
const answerMs = 700;
const scrollSpeed = 16_000; // px/s
const mostScrollMs = 90_000;

// Runs in the page before anything else.
const watch = () => {
  const seen = (globalThis.seen = { paint: 0, shift: 0, events: [] });
  const observe = (type, take, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  observe('largest-contentful-paint', (entry) => (seen.paint = entry.startTime));
  observe('layout-shift', (entry) => (seen.shift += entry.hadRecentInput ? 0 : entry.value));
  observe('event', (entry) => entry.interactionId && seen.events.push(entry.duration), { durationThreshold: 16 });
};

async function ready(page, who) {
  await page.ask('Page.addScriptToEvaluateOnNewDocument', { source: `(${watch})()` });
  if (who) await page.ask('Network.setCookie', { name: 'forum_session', value: who.cookie, url: who.base, httpOnly: true, sameSite: 'Lax' });
}

/** The first visit of a page with an empty cache and a processor four times as slow. */
export async function load(browser, url, shown, who) {
  const page = await browser.open();
  await ready(page, who);
  const scripts = new Map();
  page.on('Network.responseReceived', ({ requestId, type, response }) => type === 'Script' && scripts.set(requestId, response.url));
  await page.ask('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.go(url);
  await page.sees(shown);
  await pause(settleMs);
  const { paint, shift } = await page.run(() => globalThis.seen);
  const bytes = new Map();
  for (const [id, address] of scripts) {
    const { body, base64Encoded } = await page.ask('Network.getResponseBody', { requestId: id });
    bytes.set(address, gzipSync(Buffer.from(body, base64Encoded ? 'base64' : 'utf8'), { level: 9 }).length);
  }
  await page.close();
  return { paint, shift, kB: [...bytes.values()].reduce((sum, one) => sum + one, 0) / 1_000 };
}

/** One page on which several things are done, each answered for by the browser's own event timing. */
export async function interact(browser, url, shown, who, acts) {
  const page = await browser.open();
  await ready(page, who);
  await page.go(url);
  await page.sees(shown);
  await pause(settleMs);
  const took = {};
  for (const [name, { act, before, sees }] of Object.entries(acts)) {
    if (before) await before(page);
    await page.run(() => void (globalThis.seen.events = []));
    const start = performance.now();
    await act(page);
    if (sees) await page.sees(sees);
    const shownMs = performance.now() - start;
    await pause(answerMs);
    // Events under 16 ms are not told of.
    const worst = await page.run(() => Math.max(16, ...globalThis.seen.events));
    took[name] = { paint: worst, shown: sees ? shownMs : null };
  }
  const { shift } = await page.run(() => globalThis.seen);
  await page.close();
  return { took, shift };
}

const count = () => {
  const frames = (globalThis.frames = []);
  const next = (at) => (frames.push(at), requestAnimationFrame(next));
  requestAnimationFrame(next);
};

/** Scrolls upwards until the beginning, and counts what was drawn. */
export async function scroll(browser, url, box, who, atBeginning, prepare) {
  const page = await browser.open();
  await ready(page, who);
  await page.go(url);
  if (prepare) await page.run(prepare);
  await page.sees(box);
  await pause(settleMs);
  await page.run((selector) => void (document.querySelector(selector).scrollTop = 1e9), box);
  await page.run(count);
  const { x, y } = await page.find(box);
  const start = Date.now();
  while (Date.now() - start < mostScrollMs && !(await page.run(atBeginning)))
    await page.ask('Input.synthesizeScrollGesture', { x, y, yDistance: scrollSpeed, speed: scrollSpeed, gestureSourceType: 'mouse', preventFling: true });
  const frames = await page.run(() => globalThis.frames);
  const passed = await page.run(() => document.querySelector('[data-testid=message]')?.dataset.seq ?? null);
  await page.close();
  const steps = frames.slice(1).map((at, i) => at - frames[i]);
  const ms = frames.at(-1) - frames[0];
  return { rate: (steps.length / ms) * 1_000, late: steps.filter((step) => step > 50).length / steps.length, seconds: ms / 1_000, first: passed === null ? null : Number(passed) };
}
