// Chromium, spoken to over its own pipe: no package is needed for it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const answersWithinMs = 120_000;
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export async function launch(program) {
  const profile = mkdtempSync(join(tmpdir(), 'interface-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const browser = spawn(program, [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const [, , , into, from] = browser.stdio;
  const waiting = new Map();
  const listeners = new Set();
  let [last, rest] = [0, ''];
  from.setEncoding('utf8');
  from.on('data', (text) => {
    const all = (rest + text).split('\0');
    rest = all.pop();
    for (const message of all.map((one) => JSON.parse(one))) {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (!asked) for (const listener of listeners) listener(message);
      else if (message.error) asked.reject(new Error(`${asked.method}: ${message.error.message}`));
      else asked.resolve(message.result);
    }
  });
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} had no answer`)), answersWithinMs);
      const settle = (end) => (value) => (clearTimeout(timer), end(value));
      waiting.set(++last, { method, resolve: settle(resolve), reject: settle(reject) });
      into.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });

  /** A page of a browser that nobody has used yet. */
  async function open() {
    const { browserContextId } = await send('Target.createBrowserContext');
    const { targetId } = await send('Target.createTarget', { url: 'about:blank', browserContextId, width: 1280, height: 800 });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const ask = (method, params) => send(method, params, sessionId);
    for (const domain of ['Page', 'Runtime', 'Network']) await ask(`${domain}.enable`);
    await ask('Network.setBypassServiceWorker', { bypass: true });
    await ask('Emulation.setDeviceMetricsOverride', { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false });
    const run = async (code, ...args) => {
      const expression = `(${code})(...${JSON.stringify(args)})`;
      const { result, exceptionDetails } = await ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    };
    const until = async (code, ...args) => {
      for (const end = Date.now() + answersWithinMs; Date.now() < end; await pause(30)) if (await run(code, ...args)) return;
      throw new Error(`Waited in vain for ${code}`);
    };
    return {
      ask,
      run,
      until,
      sees: (selector) => until((selector) => document.querySelector(selector) !== null, selector),
      on: (method, listener) => {
        const heard = (message) => message.sessionId === sessionId && message.method === method && listener(message.params);
        listeners.add(heard);
        return () => listeners.delete(heard);
      },
      go: async (url) => {
        await ask('Page.navigate', { url });
        await until((url) => location.href.startsWith(url) && document.readyState === 'complete', url);
      },
      /** Where the middle of an element is, in sight. */
      find: (selector) =>
        run((selector) => {
          const element = document.querySelector(selector);
          element.scrollIntoView({ block: 'nearest' });
          const { left, top, width, height } = element.getBoundingClientRect();
          return { x: left + width / 2, y: top + height / 2 };
        }, selector),
      press: async ({ x, y }) => {
        await ask('Input.dispatchMouseEvent', { type: 'mousePressed', x, y, button: 'left', clickCount: 1 });
        await ask('Input.dispatchMouseEvent', { type: 'mouseReleased', x, y, button: 'left', clickCount: 1 });
      },
      key: async (key, text) => {
        await ask('Input.dispatchKeyEvent', { type: 'keyDown', key, text, windowsVirtualKeyCode: key === 'Enter' ? 13 : key.toUpperCase().charCodeAt(0) });
        await ask('Input.dispatchKeyEvent', { type: 'keyUp', key });
      },
      close: () => send('Target.disposeBrowserContext', { browserContextId }),
    };
  }

  return {
    open,
    close: async () => {
      await send('Browser.close').catch(() => undefined);
      await new Promise((gone) => (browser.exitCode === null ? browser.on('exit', gone) : gone()));
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
