import { socket } from '$/app/live.svelte';

/** Tells the server when nobody has a hand on this device: five minutes without a sign of life in a tab that is seen. */
const awayAfterMs = 5 * 60_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'] as const;
const everyMs = 1_000;
let state: 'active' | 'away' = 'active';
let seenAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function become(next: typeof state): void {
  if (state === next) return;
  state = next;
  socket.hint('presence', { state });
}

function alive(): void {
  if (document.visibilityState !== 'visible' || Date.now() - seenAt < everyMs) return;
  seenAt = Date.now();
  clearTimeout(timer);
  timer = setTimeout(() => become('away'), awayAfterMs);
  become('active');
}

for (const sign of signs) document.addEventListener(sign, alive, { passive: true, capture: true });
document.addEventListener('visibilitychange', alive);
window.addEventListener('focus', alive);
alive();

// A new connection is taken for an active one.
socket.on('hello', () => state === 'away' && socket.hint('presence', { state }));
