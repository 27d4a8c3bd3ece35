import type { Chat, Message } from '$/api/types';
import { session } from '$/features/accounts/session.svelte';
import { anyMessage, badgeOf, calls } from '$/features/chats/calls';
import { chats } from '$/features/chats/chats.svelte';
import { asksMe } from '$/features/roster/rosterMerge';
import { excerptOf } from '$/features/chats/history';
import { plainText } from '$/lib/markdown';
import { t } from '$/lib/i18n.svelte';
import { chime } from '$/lib/sound';
import { recall } from '$/lib/storage';
import { now } from '$/lib/time.svelte';
import { dock } from './dock.svelte';
import { go, router } from './router.svelte';
import { toasts } from './toasts.svelte';

/** What was announced of a chat and is not read yet. */
const announced = new Map<string, { seq: number; notice: Notification | null }>();

/** What was read, here or on another device, needs no notice any more. Reads the chats: call it in an effect. */
export function settleRead(): void {
  for (const { id, readSeq } of chats.all) {
    const told = announced.get(id);
    if (!told || told.seq > readSeq) continue;
    announced.delete(id);
    told.notice?.close();
    toasts.settle(`/chats/${id}`);
  }
}

/** What the window's title counts. */
export const badge = (): number =>
  chats.known.reduce((sum, chat) => sum + badgeOf(chat, Math.max(now(), Date.now())), 0);

/** A message came: a word about it, unless its chat is being looked at or wants to be quiet. */
export function announce(message: Message, chat: Chat): void {
  const me = session.me?.id ?? '';
  // Who asks to be let in is a number at the list, not a noise.
  if (asksMe(chat, me) || !calls(message, chat.notifications ?? anyMessage, me, Date.now())) return;
  const href = `/chats/${chat.id}`;
  const inSight = document.visibilityState === 'visible';
  if (inSight && (router.path === href || dock.path === href)) return;
  const { nickname } = message.sender;
  const title = chat.isGroup && chat.name ? `${nickname} · ${chat.name}` : t('toast.newMessage', { name: nickname });
  const text = excerptOf(plainText(message.content));
  const place = `${href}?m=${message.seq}`;
  const told = { seq: message.seq, notice: null as Notification | null };
  announced.get(chat.id)?.notice?.close();
  announced.set(chat.id, told);
  toasts.show({ kind: 'message', title, text, href: place, about: href });
  chime();
  if (inSight && document.hasFocus()) return;
  if (recall('notify') !== 'on' || !('Notification' in window) || Notification.permission !== 'granted') return;
  const notice = (told.notice = new Notification(title, { body: text, tag: chat.id }));
  notice.onclick = () => {
    window.focus();
    go(place);
    notice.close();
  };
}
