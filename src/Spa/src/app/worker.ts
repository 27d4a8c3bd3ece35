/** What starts the app without a network and keeps what was read last (`src/worker/sw.js`). */
const idleMs = 8_000;

const worker = 'serviceWorker' in navigator ? navigator.serviceWorker : null;

/** After the first page is there. */
export function startWorker(): void {
  if (!worker || !import.meta.env.PROD) return;
  const start = () =>
    worker.register('/sw.js').then(
      () => setTimeout(() => void worker.ready.then(({ active }) => active?.postMessage('warm')), idleMs),
      () => undefined, // without it all works that needs no offline start
    );
  if (document.readyState === 'complete') void start();
  else window.addEventListener('load', () => void start(), { once: true });
}

/** Nothing that was read as one person is shown to the next. */
export function forgetAnswers(): void {
  if ('caches' in window) void caches.delete('data');
  worker?.controller?.postMessage('forget');
}
