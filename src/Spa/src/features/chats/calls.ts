import type { Chat, ChatNotifications } from '$/api/types';

/** Which messages call me: by the chat's level, its pause, and whether they name me. */
export const anyMessage: ChatNotifications = { level: 'all', quietUntil: null };
const wordPart = /[\p{L}\p{N}_.-]/u;

/** Whether a text says `@nickname`, in any case, and not as the beginning or end of another word. */
export function mentions(text: string, nickname: string): boolean {
  const where = text.normalize('NFC').toLocaleLowerCase();
  const what = `@${nickname.normalize('NFC').toLocaleLowerCase()}`;
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1)) {
    const before = where[at - 1] ?? ' ';
    // A full stop or dash after the name may end the sentence.
    const after = /^[.-]*(.?)/su.exec(where.slice(at + what.length))?.[1] ?? '';
    if (!wordPart.test(before) && !wordPart.test(after)) return true;
  }
  return false;
}

export const isQuiet = (settings: ChatNotifications, now: number): boolean =>
  settings.quietUntil !== null && Date.parse(settings.quietUntil) > now;

export function calls(text: string, settings: ChatNotifications, nickname: string, now: number): boolean {
  if (isQuiet(settings, now) || settings.level === 'nothing') return false;
  return settings.level === 'all' || mentions(text, nickname);
}

/** What a chat adds to the number in the window's title: all that is unread, or the mentions known to be. */
export function badgeOf(chat: Chat, mentioned: ReadonlySet<number> | undefined, now: number): number {
  const settings = chat.notifications ?? anyMessage;
  if (isQuiet(settings, now) || settings.level === 'nothing') return 0;
  if (settings.level === 'all') return chat.unreadCount;
  return chat.unreadCount === 0 ? 0 : [...(mentioned ?? [])].filter((seq) => seq > chat.readSeq).length;
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
