import { markNotifications, readNotifications } from '$/api/moderation';
import type { Notification } from '$/api/types';
import { socket } from '$/app/live.svelte';
import { toasts } from '$/app/toasts.svelte';
import { t } from '$/lib/i18n.svelte';
import { nameOf } from '$/lib/people';

let items = $state.raw<Notification[]>([]);
let next = $state<string | null>(null);
let unread = $state(0);
let status = $state<'idle' | 'loading' | 'ready'>('idle');
let error = $state.raw<unknown>(null);
let on = false;
let asked = 0;

/** What a notification says, without its excerpt. */
export function lineOf({ type, actor, title }: Notification): string {
  return t(`notice.${type}`, { name: actor ? nameOf(actor) : t('notice.forum'), title: title ?? '' });
}

async function load(cursor: string | null): Promise<void> {
  const turn = ++asked;
  status = 'loading';
  try {
    const page = await readNotifications(cursor);
    if (turn !== asked) return;
    const known = new Set(cursor === null ? [] : items.map((item) => item.id));
    items = [...(cursor === null ? [] : items), ...page.items.filter((item) => !known.has(item.id))];
    next = page.next;
    unread = page.unreadCount;
    error = null;
  } catch (failure) {
    if (turn === asked) error = failure;
  }
  if (turn === asked) status = 'ready';
}

const refresh = () => on && void load(null);

/** What calls me. The count is the server's: it is asked again whenever something may have changed it. */
export const notifications = {
  get items(): Notification[] {
    return items;
  },
  get next(): string | null {
    return next;
  },
  get unread(): number {
    return unread;
  },
  get loading(): boolean {
    return status === 'loading';
  },
  get ready(): boolean {
    return status === 'ready';
  },
  get error(): unknown {
    return error;
  },
  start(): void {
    on = true;
    void load(null);
  },
  clear(): void {
    on = false;
    asked += 1;
    items = [];
    next = null;
    unread = 0;
    status = 'idle';
  },
  refresh,
  more: () => next !== null && status !== 'loading' && void load(next),
  /** It was followed: it is read, where nothing older waits, which would be marked with it. */
  async follow(item: Notification): Promise<void> {
    const older = items.slice(items.indexOf(item) + 1);
    if (item.isRead || next !== null || older.some((other) => !other.isRead)) return;
    await markNotifications(item.id);
    refresh();
  },
  /** Everything up to the newest one is read, here and on my other devices. */
  async readAll(): Promise<void> {
    const newest = items[0];
    if (!newest || unread === 0) return;
    await markNotifications(newest.id);
    refresh();
  },
};

socket.on('hello', refresh);
socket.on('resync', refresh);
socket.on('notifications.read', refresh);
socket.on('block.changed', refresh);
socket.on('notification.created', ({ data }) => {
  // A mention in a chat is announced as the message that it is.
  if (!data.link.startsWith('/chats/'))
    toasts.show({ kind: 'message', title: lineOf(data), text: data.excerpt, href: data.link });
  refresh();
});
