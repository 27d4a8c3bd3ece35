import * as api from '$/api/chats';
import type { MessagePage } from '$/api/types';
import type { LogEvent } from '$/realtime/frames';
import { append, asHistory, follow, prepend, type ChatHistory } from './history';
import { owner, states } from './held.svelte';

/** Which stretch of a chat is looked at: where it opens, how it grows both ways, where it jumps to. */
const pageSize = 10;
const openSize = 20;
/** Ten at a time; who reads on for long gets more at once. */
const sizeAfter = (held: number): number => (held < 100 ? pageSize : 100);
const watching = new Map<string, Set<LogEvent[]>>();

/** Told of every event taken: a page on its way may have been read before it. */
export function happened(event: LogEvent): void {
  for (const news of watching.get(event.chatId) ?? []) news.push(event);
}

async function load(
  id: string,
  place: api.Place,
  build: (page: MessagePage, held: ChatHistory | null) => ChatHistory | null,
): Promise<void> {
  const news: LogEvent[] = [];
  const all = watching.get(id) ?? new Set();
  watching.set(id, all.add(news));
  try {
    const page = await api.readMessages(id, place);
    const state = states.get(id);
    const history = state ? build(page, state.history) : null;
    if (state && history)
      states.set(id, { ...state, history: news.reduce((next, event) => follow(next, event, owner.id), history) });
  } finally {
    all.delete(news);
    if (all.size === 0) watching.delete(id);
  }
}

const holds = (history: ChatHistory, seq: number): boolean => history.items.some((message) => message.seq === seq);

export const windows = {
  /** Whether messages of a chat are on their way. */
  loading: (id: string): boolean => watching.has(id),
  /** At the newest page, or around a message where one was named. */
  async open(id: string, seq: number | null): Promise<void> {
    const state = states.get(id);
    if (!state || (state.history !== null && (seq === null || holds(state.history, seq)))) return;
    const place: api.Place = seq === null ? { limit: pageSize } : { around: seq, limit: openSize };
    await load(id, place, (page, held) => (seq === null ? (held ?? asHistory(page)) : asHistory(page)));
  },
  /** Anywhere else: around a number, from a time on, or the newest. What was looked at before is let go of. */
  async jump(id: string, place: api.Place): Promise<void> {
    const held = states.get(id)?.history;
    if (held && place.around !== undefined && holds(held, place.around)) return;
    await load(id, { limit: openSize, ...place }, (page) => asHistory(page));
  },
  async older(id: string): Promise<void> {
    const items = states.get(id)?.history?.items ?? [];
    const [first] = items;
    if (!first) return;
    await load(id, { before: first.seq, limit: sizeAfter(items.length) }, (page, held) =>
      held?.items[0]?.id === first.id ? prepend(held, page) : null,
    );
  },
  async newer(id: string): Promise<void> {
    const items = states.get(id)?.history?.items ?? [];
    const last = items.at(-1);
    if (!last) return;
    await load(id, { after: last.seq, limit: sizeAfter(items.length) }, (page, held) =>
      held?.items.at(-1)?.id === last.id ? append(held, page) : null,
    );
  },
  /** Nobody looks any more: a stretch that doesn't reach the end would only be in the way. */
  leave(id: string): void {
    const state = states.get(id);
    if (state?.history?.hasMoreAfter) states.set(id, { ...state, history: null });
  },
};
