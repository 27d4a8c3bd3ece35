import { readRoster } from '$/api/chats';
import type { RosterItem } from '$/api/types';
import { socket } from '$/app/live.svelte';
import { chats } from '$/features/chats/chats.svelte';
import { session } from '$/features/accounts/session.svelte';
import { i18n } from '$/lib/i18n.svelte';
import { recall, remember } from '$/lib/storage';
import { mergeRoster, type RosterRow } from './rosterMerge';
import { presence } from './presence.svelte';

type Order = 'recent' | 'name';
const pageSize = 50;
const greetingMs = 400;
const filterWaitMs = 250;
const resetWithinMs = 10_000;

let people = $state.raw<RosterItem[]>([]);
let next = $state<string | null>(null);
let status = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
let order = $state<Order>(recall('roster.order') === 'name' ? 'name' : 'recent');
let online = $state<boolean | null>(null);
let q = $state('');
let asked = '';
let loadingMore = false;
let abort: AbortController | null = null;
let filterTimer: ReturnType<typeof setTimeout> | undefined;
let resetTimer: ReturnType<typeof setTimeout> | undefined;

const collator = $derived(new Intl.Collator(i18n.language, { sensitivity: 'base', numeric: true }));
const rows = $derived.by<RosterRow[]>(() => {
  const me = session.me?.id ?? '';
  const merged = mergeRoster(people, chats.all, me, { order, online, q: asked, hasMore: next !== null }, collator);
  // Under a filter the dots decide at once, before the server is asked again.
  return online === null
    ? merged
    : merged.filter((row) => row.user && (presence.of(row.user.id)?.isOnline ?? false) === online);
});

const query = (cursor: string | null, limit = pageSize) => ({
  order,
  online: online ?? undefined,
  q: q.trim() || undefined,
  cursor,
  limit,
});

function learn(items: RosterItem[]): void {
  for (const item of items) presence.learn(item.user.id, item);
}

async function load(limit = pageSize): Promise<void> {
  abort?.abort();
  const mine = (abort = new AbortController());
  if (status !== 'ready') status = 'loading';
  try {
    const page = await readRoster(query(null, limit), mine.signal);
    if (mine.signal.aborted) return;
    asked = q.trim();
    learn(page.items);
    people = page.items;
    next = page.next;
    status = 'ready';
  } catch {
    if (mine.signal.aborted) return;
    status = people.length > 0 ? 'ready' : 'failed';
  }
}

/** Everything in sight again, without moving anybody: as many as are loaded, up to a page's largest size. */
const reload = (): void => void load(Math.min(100, Math.max(pageSize, people.length)));

socket.on('presence.changed', ({ data }) => {
  if (!session.me || status !== 'ready') return;
  const isListed = people.some((item) => item.user.id === data.userId);
  if (isListed || data.userId === session.me.id) return;
  // Somebody new, or somebody who now belongs under the filter.
  if (next !== null && online === null) return;
  clearTimeout(filterTimer);
  filterTimer = setTimeout(reload, 1_000);
});
socket.on('presence.reset', () => {
  clearTimeout(resetTimer);
  resetTimer = setTimeout(reload, Math.random() * resetWithinMs);
});
socket.on('hello', () => session.me && reload());
socket.on('resync', () => session.me && reload());

export const roster = {
  get rows(): RosterRow[] {
    return rows;
  },
  get status() {
    return status;
  },
  get hasMore(): boolean {
    return next !== null;
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
      () => session.me && people.length === 0 && status === 'loading' && abort === null && void load(),
      greetingMs,
    );
  },
  async more(): Promise<void> {
    if (next === null || loadingMore) return;
    loadingMore = true;
    const mine = abort;
    try {
      const page = await readRoster(query(next));
      if (mine?.signal.aborted) return;
      learn(page.items);
      const held = new Set(people.map((item) => item.user.id));
      people = [...people, ...page.items.filter((item) => !held.has(item.user.id))];
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
    people = [];
    next = null;
    q = asked = '';
    online = null;
    status = 'idle';
  },
};
