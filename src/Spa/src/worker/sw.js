/**
 * Starts the app without a network, and answers with what was read last. Everything that can be asked of the server is
 * asked first: a new deploy is there with the next page load, whichever worker is in charge.
 */
const { version, shell, others } = __BUILD__; // by vite.config.ts: the files of this build
const shellCache = `shell-${version}`;
const dataCache = 'data';
const mostKept = 150; // answers
const navigationMs = 5_000;

/** What is readable without a network; longer lists are not worth their room. */
const kept = [
  /^\/api\/(session|forum|categories|roster|chats|notifications)$/,
  /^\/api\/posts(\/[\w-]+(\/comments)?)?$/,
  /^\/api\/chats\/[\w-]+(\/messages|\/members)?$/,
  /^\/api\/uploads\//,
  /^\/uploads\//,
];

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shellCache).then((cache) => cache.addAll(shell)));
  void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((n) => n !== shellCache && n !== dataCache).map((n) => caches.delete(n))),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('message', (event) => {
  if (event.data === 'forget') event.waitUntil(caches.delete(dataCache));
  // Once the page is idle: what has not been opened yet opens without a network, too.
  if (event.data === 'warm') event.waitUntil(warm());
});

async function warm() {
  const cache = await caches.open(shellCache);
  for (const file of others) if (!(await cache.match(file))) await cache.add(file).catch(() => undefined);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (!/^\/(api|ws|health|openapi|docs|metrics|uploads)(\/|$)/.test(url.pathname)) event.respondWith(page(request));
  } else if (url.pathname.startsWith('/assets/')) {
    event.respondWith(asset(request));
  } else if (shell.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request).then((held) => held ?? Response.error())));
  } else if (kept.some((path) => path.test(url.pathname)) && !url.searchParams.has('cursor')) {
    event.respondWith(answer(event, request));
  }
});

async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(navigationMs) });
  } catch {
    return (await caches.match('/')) ?? Response.error();
  }
}

/** A name with a hash never means another file. */
async function asset(request) {
  const cache = await caches.open(shellCache);
  const held = await cache.match(request);
  if (held) return held;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function answer(event, request) {
  try {
    const response = await fetch(request);
    if (response.ok && response.status === 200) event.waitUntil(keep(request, response.clone()));
    return response;
  } catch (error) {
    const held = await (await caches.open(dataCache)).match(request, { ignoreVary: true });
    if (!held || request.signal.aborted) throw error;
    const headers = new Headers(held.headers);
    headers.set('X-Kept', '1');
    return new Response(held.body, { status: held.status, headers });
  }
}

async function keep(request, response) {
  const cache = await caches.open(dataCache);
  await cache.put(request, response);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - mostKept))) await cache.delete(old);
}
