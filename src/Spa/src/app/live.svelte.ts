import { onReached } from '$/api/client';
import { ForumSocket, type SocketState } from '$/realtime/socket';

/** The one socket of this tab. */
export const socket = new ForumSocket({
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
});

let state = $state<SocketState>('off');
let online = $state(navigator.onLine);
let visible = $state(document.visibilityState === 'visible');
/** True from the second failed attempt on: a blink isn't worth a word. */
let troubled = $state(false);
let timer: ReturnType<typeof setTimeout> | undefined;

socket.onState((next) => {
  state = next;
  clearTimeout(timer);
  if (next === 'open' || next === 'off' || next === 'ended') troubled = false;
  else if (!troubled) timer = setTimeout(() => (troubled = true), 1_500);
});

window.addEventListener('online', () => {
  online = true;
  socket.doubt();
});
window.addEventListener('offline', () => (online = false));
onReached(() => socket.nudge());
for (const sign of ['pointerdown', 'keydown']) document.addEventListener(sign, () => socket.nudge(), { passive: true });
document.addEventListener('visibilitychange', () => {
  visible = document.visibilityState === 'visible';
  if (visible) socket.hurry();
});

export const live = {
  get state(): SocketState {
    return state;
  },
  /** Whether what is asked over the socket can arrive just now. */
  get reaches(): boolean {
    return online && state === 'open';
  },
  get online(): boolean {
    return online;
  },
  get visible(): boolean {
    return visible;
  },
  get troubled(): boolean {
    return troubled;
  },
  /** Nothing is heard of the others: what was known of them may be over. */
  get isDeaf(): boolean {
    return !online || troubled;
  },
};
