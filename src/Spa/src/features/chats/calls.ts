import type { Chat, ChatNotifications, Message } from '$/api/types';
import { mentionsMe } from './mentions';

/** Which messages call me: by the chat's level, its pause, and whether they name me. */
export const anyMessage: ChatNotifications = { level: 'all', quietUntil: null };

export const isQuiet = (settings: ChatNotifications, now: number): boolean =>
  settings.quietUntil !== null && Date.parse(settings.quietUntil) > now;

export function calls(message: Message, settings: ChatNotifications, me: string, now: number): boolean {
  if (isQuiet(settings, now) || settings.level === 'nothing') return false;
  return settings.level === 'all' || mentionsMe(message, me);
}

/** What a chat adds to the number in the window's title: all that is unread, or what names me. */
export function badgeOf(chat: Chat, now: number): number {
  const settings = chat.notifications ?? anyMessage;
  if (isQuiet(settings, now) || settings.level === 'nothing') return 0;
  return settings.level === 'all' ? chat.unreadCount : (chat.mentionCount ?? 0);
}

export type Pause = 'hour' | 'hours' | 'tomorrow';

/** When a pause ends; tomorrow begins at eight. */
export function pauseUntil(pause: Pause, now: number): string {
  if (pause !== 'tomorrow') return new Date(now + (pause === 'hour' ? 1 : 8) * 3_600_000).toISOString();
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(8, 0, 0, 0);
  return morning.toISOString();
}
