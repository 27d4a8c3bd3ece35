import { readRoster } from '$/api/chats';
import type { Chat, RosterItem } from '$/api/types';
import { socket } from '$/app/live.svelte';
import { chats } from '$/features/chats/chats.svelte';
import { session } from '$/features/accounts/session.svelte';
import { recall, remember } from '$/lib/storage';
import { asksMe, chatRow, mergeRoster, type RosterRow } from './rosterMerge';
import { presence } from './presence.svelte';

type Order = 'recent' | 'name';

/** A page as it was read; it is read again from the same cursor when it may be old and is looked at. */
interface Block {
  cursor: string | null;
  items: RosterItem[];
  isFresh: boolean;
}

const pageSize = 60;
const greetingMs = 400;
const filterWaitMs = 250;
const newcomerWaitMs = 1_000;
const resetWithinMs = 10_000;

let blocks = $state.raw<Block[]>([]);
let next = $state<string | null>(null);
let status = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
let order = $state<Order>(recall('roster.order') === 'name' ? 'name' : 'recent');
let online = $state<boolean | null>(null);
let q = $state('');
let asked = $state('');
let inSight: RosterRow[] = [];
let loadingMore = false;
let abort: AbortController | null = null;
let filterTimer: ReturnType<typeof setTimeout> | undefined;
let resetTimer: ReturnType<typeof setTimeout> | undefined;
let newcomerTimer: ReturnType<typeof setTimeout> | undefined;

const me = (): string => session.me?.id ?? '';
const isNarrowed = $derived(asked !== '' || online !== null);
const requests = $derived(chats.all.filter((chat) => asksMe(chat, me())));
const rows = $derived.by<RosterRow[]>(() => {
  const items = blocks.flatMap((block) => block.items).flatMap(withoutGone);
  const merged = mergeRoster(items, chats.all, me(), { order, isNarrowed });
  // Under a filter the dots decide at once, before the server is asked again.
  if (online !== null)
    return merged.filter((row) => row.user && (presence.of(row.user.id)?.isOnline ?? false) === online);
  // Who asks to be let in waits behind a line of their own, unless looked for.
  return asked === '' ? merged.filter((row) => !row.isRequest) : merged;
});

/** A group that I left is gone at once, and somebody whose chat is gone is there without it. */
function withoutGone(item: RosterItem): RosterItem[] {
  if (!item.chatId || !chats.isGone(item.chatId)) return [item];
  return item.user
    ? [{ ...item, chatId: null, lastMessage: null, unreadCount: 0, mentionCount: 0, request: false }]
    : [];
}

const keyOf = (item: RosterItem): string => item.user?.id ?? item.group?.id ?? '';

async function read(
  cursor: string | null,
  signal?: AbortSignal,
): Promise<{ items: RosterItem[]; next: string | null }> {
  const narrowed = online === null ? { groups: true } : { online };
  const page = await readRoster({ order, ...narrowed, q: q.trim() || undefined, cursor, limit: pageSize }, signal);
  for (const item of page.items) if (item.user) presence.learn(item.user.id, item);
  return page;
}

async function load(): Promise<void> {
  abort?.abort();
  const mine = (abort = new AbortController());
  const wanted = q.trim();
  if (status !== 'ready') status = 'loading';
  try {
    const page = await read(null, mine.signal);
    if (mine.signal.aborted) return;
    asked = wanted;
    blocks = [{ cursor: null, items: page.items, isFresh: true }];
    next = page.next;
    status = 'ready';
  } catch {
    if (mine.signal.aborted) return;
    status = blocks.length > 0 ? 'ready' : 'failed';
  }
}

/** Everything may have changed: what is in sight is read again now, the rest when it comes into sight. Nobody moves. */
function refresh(): void {
  if (blocks.length <= 1) return void load();
  blocks = blocks.map((block) => ({ ...block, isFresh: false }));
  freshen();
}

function freshen(): void {
  const keys = new Set(inSight.map((row) => row.key));
  for (const block of blocks)
    if (!block.isFresh && (block.cursor === null || block.items.some((item) => keys.has(keyOf(item)))))
      void reread(block);
}

async function reread(block: Block): Promise<void> {
  block.isFresh = true;
  const mine = abort;
  try {
    const page = await read(block.cursor, mine?.signal);
    if (mine?.signal.aborted) return;
    // Newcomers push the last of this page into the next, which is not read again yet: they stay here until it is.
    const known = new Set(page.items.map(keyOf));
    const pushed = page.next === null ? [] : block.items.filter((item) => !known.has(keyOf(item)));
    blocks = blocks.map((held) =>
      held.cursor === block.cursor ? { ...held, items: [...page.items, ...pushed], isFresh: true } : held,
    );
  } catch {
    block.isFresh = false;
  }
}

socket.on('presence.changed', ({ data }) => {
  if (!session.me || status !== 'ready' || data.userId === session.me.id) return;
  const isListed = blocks.some((block) => block.items.some((item) => item.user?.id === data.userId));
  // Somebody new, or somebody who now belongs under the filter.
  if (isListed || (next !== null && online === null)) return;
  clearTimeout(newcomerTimer);
  newcomerTimer = setTimeout(refresh, newcomerWaitMs);
});
for (const news of ['chat.added', 'member.joined', 'chat.updated'] as const)
  socket.on(news, () => {
    if (order === 'recent' && !isNarrowed) return; // all my chats are there
    clearTimeout(newcomerTimer);
    newcomerTimer = setTimeout(refresh, newcomerWaitMs);
  });
socket.on('presence.reset', () => {
  clearTimeout(resetTimer);
  resetTimer = setTimeout(refresh, Math.random() * resetWithinMs);
});
socket.on('hello', () => session.me && refresh());
socket.on('resync', () => session.me && refresh());

export const roster = {
  get rows(): RosterRow[] {
    return rows;
  },
  /** Chats that wait for my word, the newest first. */
  get requests(): RosterRow[] {
    const time = (chat: Chat): number => Date.parse(chat.lastMessage?.sentAt ?? '') || 0;
    return [...requests].sort((a, b) => time(b) - time(a)).map((chat) => chatRow(chat, me()));
  },
  get status() {
    return status;
  },
  get hasMore(): boolean {
    return next !== null;
  },
  /** Another list, which begins at its top. */
  get view(): string {
    return `${order} ${online} ${asked}`;
  },
  get isNarrowed(): boolean {
    return isNarrowed;
  },
  get order(): Order {
    return order;
  },
  set order(value: Order) {
    order = value;
    remember('roster.order', value);
    void load();
  },
  get online(): boolean | null {
    return online;
  },
  set online(value: boolean | null) {
    online = value;
    void load();
  },
  get q(): string {
    return q;
  },
  set q(value: string) {
    q = value;
    clearTimeout(filterTimer);
    filterTimer = setTimeout(() => void load(), filterWaitMs);
  },
  load,
  /** The greeting of the socket loads the list; where it doesn't come, REST has to do. */
  start(): void {
    status = 'loading';
    setTimeout(
      () => session.me && blocks.length === 0 && status === 'loading' && abort === null && void load(),
      greetingMs,
    );
  },
  /** What is looked at, with some rows around it: pages that may be old are read again, and more where it ends. */
  looksAt(first: number, last: number): void {
    inSight = rows.slice(first, last);
    freshen();
    if (last >= rows.length - pageSize / 3) void roster.more();
  },
  /** The whole list, page by page; it ends where a page doesn't come. */
  async all(): Promise<void> {
    for (let cursor = next; cursor !== null; cursor = next) {
      while (loadingMore) await new Promise((resolve) => setTimeout(resolve, 20));
      await roster.more();
      if (next === cursor) return;
    }
  },
  async more(): Promise<void> {
    if (next === null || loadingMore) return;
    loadingMore = true;
    const mine = abort;
    const cursor = next;
    try {
      const page = await read(cursor, mine?.signal);
      if (mine?.signal.aborted) return;
      blocks = [...blocks, { cursor, items: page.items, isFresh: true }];
      next = page.next;
    } catch {
      // Asked again at the next scroll.
    } finally {
      loadingMore = false;
    }
  },
  clear(): void {
    abort?.abort();
    abort = null;
    blocks = [];
    next = null;
    q = asked = '';
    online = null;
    status = 'idle';
  },
};
