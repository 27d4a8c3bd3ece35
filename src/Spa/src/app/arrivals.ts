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
import { go, router } from './router.svelte';
import { toasts } from './toasts.svelte';

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
  if (inSight && router.path === href) return;
  const { nickname } = message.sender;
  const title = chat.isGroup && chat.name ? `${nickname} · ${chat.name}` : t('toast.newMessage', { name: nickname });
  const text = excerptOf(plainText(message.content));
  toasts.show({ kind: 'message', title, text, href });
  chime();
  if (inSight && document.hasFocus()) return;
  if (recall('notify') !== 'on' || !('Notification' in window) || Notification.permission !== 'granted') return;
  const notice = new Notification(title, { body: text, tag: chat.id });
  notice.onclick = () => {
    window.focus();
    go(`${href}?m=${message.seq}`);
    notice.close();
  };
}
