import { SvelteMap } from 'svelte/reactivity';
import type { Person } from '$/api/types';
import { live, socket } from '$/app/live.svelte';
import { chatOf } from '$/realtime/frames';

const shownMs = 5_000;
const toldEveryMs = 3_000;
const typing = new SvelteMap<string, Map<string, Person>>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const told = new Map<string, number>();

function stop(chatId: string, userId: string): void {
  clearTimeout(timers.get(chatId + userId));
  timers.delete(chatId + userId);
  const held = typing.get(chatId);
  if (!held?.has(userId)) return;
  const rest = new Map(held);
  rest.delete(userId);
  typing.set(chatId, rest);
}

socket.on('typing', (frame) => {
  const chatId = chatOf(frame);
  const { user } = frame.data;
  stop(chatId, user.id);
  typing.set(chatId, new Map(typing.get(chatId)).set(user.id, user));
  timers.set(
    chatId + user.id,
    setTimeout(() => stop(chatId, user.id), shownMs),
  );
});
socket.on('message.created', (frame) => stop(frame.chatId, frame.data.sender.id));
socket.on('member.left', (frame) => stop(frame.chatId, frame.data.user.id));

/** Who is typing in a chat just now, myself on another device left out. */
export const typingIn = (chatId: string, me: string): Person[] =>
  [...(typing.get(chatId)?.values() ?? [])].filter((user) => user.id !== me);

/** Tells the others that I type; as often as it likes, it is passed on once in three seconds. */
export function tellTyping(chatId: string): void {
  if (live.state !== 'open' || Date.now() - (told.get(chatId) ?? 0) < toldEveryMs) return;
  told.set(chatId, Date.now());
  socket.hint('typing', { chatId });
}

/** After a message the next keystroke is news again. */
export const typingDone = (chatId: string): void => void told.delete(chatId);
