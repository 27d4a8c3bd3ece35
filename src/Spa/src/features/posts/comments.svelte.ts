import * as api from '$/api/forum';
import { ApiError, NetworkError } from '$/api/client';
import { restore as restoreThing } from '$/api/moderation';
import { keepDraft, readDraft } from '$/lib/drafts';
import { errorText } from '$/lib/i18n.svelte';
import { newId } from '$/lib/ids';
import { keepMine } from '$/lib/reactions';
import type { Comment, Reaction } from '$/api/types';
import type { SharedReaction } from '$/realtime/frames';

/** Written and not taken by the server yet; sent again under the same key, it is written once. */
export interface WaitingComment {
  key: string;
  content: string;
  parentId: string | null;
  attachmentIds: string[];
  /** Why it was not sent, in words; null while it is on its way. */
  failure: string | null;
}

/** A refusal is about what was written: the form shows it. Whatever else went wrong may go well next time. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ApiError &&
  error.status >= 400 &&
  error.status < 500 &&
  ![401, 408, 425, 429].includes(error.status);

/** What this device still has to send, from before the page was left: nobody knows whether it arrived. */
function restored(place: string): WaitingComment[] {
  try {
    return (JSON.parse(readDraft(place) || '[]') as WaitingComment[]).map((one) => ({
      ...one,
      failure: one.failure ?? errorText(new NetworkError(null)),
    }));
  } catch {
    return [];
  }
}

/** The comments of one post. */
export function createComments(postId: string) {
  const place = `waiting.comments.${postId}`;
  let waiting = $state.raw<WaitingComment[]>(restored(place));
  let items = $state.raw<Comment[]>([]);
  let next = $state<string | null>(null);
  let status = $state<'loading' | 'ready'>('loading');
  let error = $state.raw<unknown>(null);
  /** The comment in whose surroundings the list begins; null where it begins with the first. */
  let begun = $state<string | null>(null);

  function change(id: string, by: (comment: Comment) => Comment): void {
    items = items.map((comment) => (comment.id === id ? by(comment) : comment));
  }

  function wait(next: WaitingComment[]): void {
    waiting = next;
    keepDraft(place, next.length === 0 ? '' : JSON.stringify(next));
  }

  /** @throws ApiError where it is refused for what it says; then it waits no more. */
  async function send(one: WaitingComment): Promise<void> {
    wait([...waiting.filter(({ key }) => key !== one.key), { ...one, failure: null }]);
    try {
      const comment = await api.createComment(postId, one.content, one.parentId, one.key, one.attachmentIds);
      wait(waiting.filter(({ key }) => key !== one.key));
      if (!items.some((held) => held.id === comment.id)) items = [...items, comment];
    } catch (error) {
      if (isRefusal(error)) {
        wait(waiting.filter(({ key }) => key !== one.key));
        throw error;
      }
      wait(waiting.map((held) => (held.key === one.key ? { ...one, failure: errorText(error) } : held)));
    }
  }

  async function load(cursor: string | null, around: string | null = null): Promise<void> {
    status = 'loading';
    error = null;
    try {
      const page = await api.readComments(postId, cursor, around);
      const held = cursor === null ? [] : items;
      const known = new Set(held.map((comment) => comment.id));
      items = [...held, ...page.items.filter((comment) => !known.has(comment.id))];
      if (cursor === null) begun = around;
      next = page.next;
    } catch (failure) {
      error = failure;
    }
    status = 'ready';
  }

  return {
    get items(): Comment[] {
      return items;
    },
    get next(): string | null {
      return next;
    },
    get status() {
      return status;
    },
    get error(): unknown {
      return error;
    },
    get waiting(): WaitingComment[] {
      return waiting;
    },
    /** Whether earlier ones are left out. */
    get isCut(): boolean {
      return begun !== null && (items[0]?.number ?? 1) > 1;
    },
    load: () => load(null),
    more: () => load(next),
    /** Somebody commented: what is new comes in at its place, without losing what is open. */
    async refresh(): Promise<void> {
      for (const one of waiting) if (one.failure !== null) void send(one).catch(() => undefined);
      if (status === 'loading') return;
      try {
        let cursor: string | null = null;
        const fresh: Comment[] = [];
        for (let page = 0; page < Math.ceil(items.length / 50) + 1; page++) {
          const answer: Awaited<ReturnType<typeof api.readComments>> = await api.readComments(postId, cursor, begun);
          fresh.push(...answer.items);
          cursor = answer.next;
          if (cursor === null) break;
        }
        items = fresh;
        next = cursor;
      } catch {
        // What we have stays; the next event tries again.
      }
    },
    /** What an event says of a comment, where that is loaded already or belongs at the end. */
    take(comment: Comment): void {
      const held = items.find((other) => other.id === comment.id);
      const answered = items.some((other) => other.parentId === comment.id);
      if (held && comment.isDeleted && !answered) items = items.filter((other) => other.id !== comment.id);
      else if (held) change(comment.id, () => ({ ...comment, reactions: keepMine(comment.reactions, held.reactions) }));
      else if (next === null && !comment.isDeleted)
        items = [...items, { ...comment, reactions: keepMine(comment.reactions) }];
    },
    count(id: string, reactions: SharedReaction[]): void {
      change(id, (held) => ({ ...held, reactions: keepMine(reactions, held.reactions) }));
    },
    /** Shown at once. Resolves when it is written, or waits to be sent again. @throws ApiError where it is refused */
    add(content: string, parentId: string | null, attachmentIds: string[]): Promise<void> {
      return send({ key: newId(), content, parentId, attachmentIds, failure: null });
    },
    async retry(key: string): Promise<void> {
      const one = waiting.find((held) => held.key === key);
      if (!one) return;
      // A refusal now leaves what was written in sight.
      await send(one).catch((error: unknown) => wait([...waiting, { ...one, failure: errorText(error) }]));
    },
    discard(key: string): void {
      wait(waiting.filter((held) => held.key !== key));
    },
    async edit(id: string, content: string, attachmentIds: string[]): Promise<void> {
      const comment = await api.changeComment(id, content, attachmentIds);
      change(id, (held) => ({ ...held, ...comment }));
    },
    /** Sees to it that this comment is there, by reading what stands around it; where there is none, the beginning. */
    async find(id: string): Promise<void> {
      if (items.some((comment) => comment.id === id)) return;
      await load(null, id);
      if (error instanceof ApiError && error.status === 404) await load(null);
    },
    async restore(id: string): Promise<void> {
      const comment = await restoreThing<Comment>('comments', id);
      change(id, (held) => ({ ...held, ...comment }));
    },
    async remove(id: string): Promise<void> {
      await api.deleteComment(id);
      const answered = items.some((comment) => comment.parentId === id);
      if (answered)
        change(id, (held) => ({
          ...held,
          isDeleted: true,
          content: '',
          contentHtml: '',
          reactions: [],
          attachments: [],
        }));
      else items = items.filter((comment) => comment.id !== id);
    },
    react(id: string, reactions: Reaction[]): void {
      change(id, (held) => ({ ...held, reactions }));
    },
  };
}

export type Comments = ReturnType<typeof createComments>;
