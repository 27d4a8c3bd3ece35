import * as api from '$/api/forum';
import { restore as restoreThing } from '$/api/moderation';
import { keepMine } from '$/lib/reactions';
import type { Comment, Reaction } from '$/api/types';
import type { SharedReaction } from '$/realtime/frames';

/** The comments of one post. */
export function createComments(postId: string) {
  let items = $state.raw<Comment[]>([]);
  let next = $state<string | null>(null);
  let status = $state<'loading' | 'ready'>('loading');
  let error = $state.raw<unknown>(null);

  function change(id: string, by: (comment: Comment) => Comment): void {
    items = items.map((comment) => (comment.id === id ? by(comment) : comment));
  }

  async function load(cursor: string | null): Promise<void> {
    status = 'loading';
    error = null;
    try {
      const page = await api.readComments(postId, cursor);
      const held = cursor === null ? [] : items;
      const known = new Set(held.map((comment) => comment.id));
      items = [...held, ...page.items.filter((comment) => !known.has(comment.id))];
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
    load: () => load(null),
    more: () => load(next),
    /** Somebody commented: what is new comes in at its place, without losing what is open. */
    async refresh(): Promise<void> {
      if (status === 'loading') return;
      try {
        let cursor: string | null = null;
        const fresh: Comment[] = [];
        for (let page = 0; page < Math.ceil(items.length / 50) + 1; page++) {
          const answer: Awaited<ReturnType<typeof api.readComments>> = await api.readComments(postId, cursor);
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
    async add(content: string, parentId: string | null, key: string, attachmentIds: string[]): Promise<Comment> {
      const comment = await api.createComment(postId, content, parentId, key, attachmentIds);
      if (!items.some((held) => held.id === comment.id)) items = [...items, comment];
      return comment;
    },
    async edit(id: string, content: string, attachmentIds: string[]): Promise<void> {
      const comment = await api.changeComment(id, content, attachmentIds);
      change(id, (held) => ({ ...held, ...comment }));
    },
    /** Reads on until this comment is there; false where it is not. */
    async find(id: string): Promise<boolean> {
      for (let page = 0; page < 40; page++) {
        if (items.some((comment) => comment.id === id)) return true;
        if (error || (next === null && status === 'ready' && page > 0)) return false;
        if (status === 'loading') await new Promise((done) => setTimeout(done, 60));
        else if (next !== null) await load(next);
        else return false;
      }
      return false;
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
