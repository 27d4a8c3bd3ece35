import { SvelteMap } from 'svelte/reactivity';
import { readPosts } from '$/api/forum';
import type { Page, Period, PostSort, PostSummary } from '$/api/types';
import type { FrameOf } from '$/realtime/frames';
import { keepMine } from '$/lib/reactions';
import { socket } from '$/app/live.svelte';

export interface Filter {
  category?: string | undefined;
  author?: string | undefined;
  sort: PostSort;
  period?: Period | undefined;
  tag?: string | undefined;
  following?: boolean | undefined;
  bookmarked?: boolean | undefined;
}

interface Held extends Page<PostSummary> {
  error: unknown;
  loading: boolean;
  /** Posts written since, not shown until asked for. */
  fresh: number;
  at: number; // when its first page was read
}

const staleMs = 10_000;
const held = new SvelteMap<string, Held>();
const keyOf = (filter: Filter): string =>
  [filter.sort, filter.category, filter.author, filter.tag, filter.period, filter.following, filter.bookmarked].join(
    '|',
  );
const nothing: Held = { items: [], next: null, error: null, loading: false, fresh: 0, at: 0 };

function set(key: string, change: Partial<Held>): void {
  held.set(key, { ...(held.get(key) ?? nothing), ...change });
}

/** The lists of posts that were looked at: going back finds them as they were. */
export const feeds = {
  of: (filter: Filter): Held | undefined => held.get(keyOf(filter)),
  async load(filter: Filter): Promise<void> {
    const key = keyOf(filter);
    set(key, { loading: true, error: null });
    try {
      const page = await readPosts(filter);
      set(key, { ...page, loading: false, error: null, fresh: 0, at: Date.now() });
    } catch (error) {
      set(key, { loading: false, error });
    }
  },
  /** Looked at again after a while: what is in sight is brought up to date without moving anything. */
  async refresh(filter: Filter): Promise<void> {
    const key = keyOf(filter);
    const feed = held.get(key);
    if (!feed || feed.loading || Date.now() - feed.at < staleMs) return;
    try {
      const page = await readPosts(filter);
      const now = held.get(key) ?? feed;
      const first = new Map(page.items.map((post) => [post.id, post]));
      if (now.items.length <= page.items.length) set(key, { ...page, fresh: 0, at: Date.now() });
      else set(key, { items: now.items.map((post) => first.get(post.id) ?? post), at: Date.now() });
    } catch {
      // What we have is good enough.
    }
  },
  async more(filter: Filter): Promise<void> {
    const key = keyOf(filter);
    const feed = held.get(key);
    if (!feed?.next || feed.loading) return;
    set(key, { loading: true, error: null });
    try {
      const page = await readPosts({ ...filter, cursor: feed.next });
      const seen = new Set(feed.items.map((post) => post.id));
      set(key, {
        items: [...feed.items, ...page.items.filter((post) => !seen.has(post.id))],
        next: page.next,
        loading: false,
      });
    } catch (error) {
      set(key, { loading: false, error });
    }
  },
  clear: (): void => held.clear(),
};

function change(id: string, by: (post: PostSummary) => PostSummary | null): void {
  for (const [key, feed] of held) {
    const at = feed.items.findIndex((post) => post.id === id);
    const post = feed.items[at];
    if (!post) continue;
    const next = by(post);
    set(key, { items: next ? feed.items.with(at, next) : feed.items.toSpliced(at, 1) });
  }
}

socket.on('post.created', () => {
  for (const [key, feed] of held)
    if (key.startsWith('new|') && !key.endsWith('true') && !key.endsWith('true|'))
      set(key, { fresh: feed.fresh + 1, at: 0 });
});
socket.on('post.changed', ({ data }) => {
  const next = data;
  change(next.id, (post) =>
    next.isDeleted ? null : { ...post, ...next, reactions: keepMine(next.reactions, post.reactions) },
  );
});
socket.on('reactions.changed', ({ data }) => {
  const { postId, commentId, reactions } = data;
  if (!commentId) change(postId, (post) => ({ ...post, reactions: keepMine(reactions, post.reactions) }));
});
const counted = ({ data }: FrameOf<'comment.created' | 'comment.changed'>): void => {
  const { postId, commentCount, lastActivityAt } = data;
  change(postId, (post) => ({ ...post, commentCount, lastActivityAt }));
};
socket.on('comment.created', counted);
socket.on('comment.changed', counted);
