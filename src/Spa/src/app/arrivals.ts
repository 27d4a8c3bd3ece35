import type { Chat, Message } from '$/api/types';
import { excerptOf } from '$/features/chats/history';
import { plainText } from '$/lib/markdown';
import { t } from '$/lib/i18n.svelte';
import { recall } from '$/lib/storage';
import { go, router } from './router.svelte';
import { toasts } from './toasts.svelte';

/** A message came: a word about it, unless its chat is being looked at. */
export function announce(message: Message, chat: Chat): void {
  const href = `/chats/${chat.id}`;
  const inSight = document.visibilityState === 'visible';
  if (inSight && router.path === href) return;
  const { nickname } = message.sender;
  const title = chat.isGroup && chat.name ? `${nickname} · ${chat.name}` : t('toast.newMessage', { name: nickname });
  const text = excerptOf(plainText(message.content));
  toasts.show({ kind: 'message', title, text, href });
  if (inSight && document.hasFocus()) return;
  if (recall('notify') !== 'on' || !('Notification' in window) || Notification.permission !== 'granted') return;
  const notice = new Notification(title, { body: text, tag: chat.id });
  notice.onclick = () => {
    window.focus();
    go(href);
    notice.close();
  };
}
