import { readMe } from '$/api/accounts';
import { chats } from '$/features/chats/chats.svelte';
import { categories } from '$/features/feed/categories.svelte';
import { feeds } from '$/features/feed/feeds.svelte';
import { session } from '$/features/accounts/session.svelte';
import '$/features/roster/activity';
import { presence } from '$/features/roster/presence.svelte';
import { roster } from '$/features/roster/roster.svelte';
import { recall, remember } from '$/lib/storage';
import { announce } from './arrivals';
import { socket } from './live.svelte';

let running = '';

/** Everything that lives as long as somebody is signed in. */
export function follow(userId: string): void {
  if (userId === running) return;
  if (running !== '') leave();
  running = userId;
  if (userId === '') return;
  socket.start();
  chats.start(userId, announce);
  roster.start();
}

function leave(): void {
  socket.stop();
  chats.stop();
  roster.clear();
  presence.clear();
}

socket.on('hello', ({ data }) => {
  const held = recall('epoch');
  remember('epoch', data.epoch);
  if (held === null || held === data.epoch) return;
  chats.forget();
  feeds.clear();
  void categories.load();
});

// My account or what I show of myself was changed, maybe on another device.
socket.on('me.changed', () => void readAgain());

async function readAgain(): Promise<void> {
  const before = session.me;
  const me = await readMe().catch(() => null);
  if (!me || me.id !== session.me?.id) return;
  session.changed(me);
  if (before?.showsReadMarks !== me.showsReadMarks) chats.anew();
}

// The upgrade may be refused without a word (401): ask whether we are still who we were.
socket.onState((state, code) => {
  if (state === 'ended') session.lost();
  else if (state === 'waiting' && code === 1006 && session.status === 'in') void confirm();
});

let asking = false;
async function confirm(): Promise<void> {
  if (asking || !navigator.onLine) return;
  asking = true;
  const before = session.me?.id;
  try {
    await readMe();
  } catch (error) {
    if ((error as { status?: number }).status === 401 && session.me?.id === before) session.lost();
  } finally {
    asking = false;
  }
}
