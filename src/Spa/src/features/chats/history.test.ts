import { describe, expect, it } from 'vitest';
import type { MessagePage } from '$/api/types';
import { append, asHistory, covers, emptyHistory, follow, prepend, trim, upsert, type ChatHistory } from './history';
import { linesOf } from './lines';
import { me, message, other } from './samples';

const history = (seqs: number[], changes: Partial<ChatHistory> = {}): ChatHistory => ({
  ...emptyHistory,
  items: seqs.map((seq) => message(seq, other)),
  ...changes,
});
const page = (seqs: number[], changes: Partial<MessagePage> = {}): MessagePage => ({
  items: seqs.map((seq) => message(seq, other)),
  hasMore: false,
  hasMoreAfter: false,
  lines: [],
  ...changes,
});
const left = (seq: number) =>
  ({ type: 'member.left', chatId: 'c', seq, data: { user: other, at: '2026-11-23T10:00:00Z' } }) as const;
const seqs = ({ items }: ChatHistory): number[] => items.map((m) => m.seq);

describe('a stretch of a chat', () => {
  it('grows both ways without repeating', () => {
    const held = history([3, 4], { hasMore: true, hasMoreAfter: true });
    const back = prepend(held, page([2, 3], { lines: [left(1)] }));
    expect(seqs(back)).toEqual([2, 3, 4]);
    expect(back).toMatchObject({ hasMore: false, hasMoreAfter: true, notes: [{ seq: 1, kind: 'left' }] });
    const on = append(back, page([4, 6], { hasMore: true, hasMoreAfter: true, lines: [left(5)] }));
    expect(seqs(on)).toEqual([2, 3, 4, 6]);
    expect(on).toMatchObject({ hasMore: false, hasMoreAfter: true, notes: [{ seq: 1 }, { seq: 5 }] });
    expect(append(on, page([7])).hasMoreAfter).toBe(false);
  });

  it('lets go at the other end, and knows that there is more', () => {
    const older = prepend(history([4, 6], { hasMore: true, notes: [] }), page([1, 2], { lines: [left(3)] }), 3);
    expect(seqs(older)).toEqual([1, 2, 4]);
    expect(older).toMatchObject({ hasMoreAfter: true, notes: [{ seq: 3 }] });
    const newer = append(history([1, 2], { hasMoreAfter: true }), page([4], { lines: [left(3)] }), 2);
    expect(seqs(newer)).toEqual([2, 4]);
    expect(newer).toMatchObject({ hasMore: true, hasMoreAfter: false, notes: [{ seq: 3 }] });
    expect(seqs(trim(history([1, 2, 3]), 2))).toEqual([2, 3]);
  });

  it('keeps order, and leaves alone what lies beyond its ends', () => {
    const held = history([5, 7], { hasMore: true, hasMoreAfter: true });
    expect(seqs(upsert(held, message(6, me)))).toEqual([5, 6, 7]);
    expect(upsert(held, message(2, me))).toBe(held);
    expect(upsert(held, message(8, me))).toBe(held);
    expect(follow(held, left(8), 'me')).toBe(held);
  });

  it('takes an event that its page knew already as nothing new', () => {
    const loaded = asHistory(page([1, 2], { lines: [left(3)] }));
    const created = { type: 'message.created', chatId: 'c', seq: 2, data: message(2, other) } as const;
    expect(follow(follow(loaded, created, 'me'), left(3), 'me')).toEqual(loaded);
  });

  it('knows how far it reaches', () => {
    const held = history([5, 9], { hasMore: true, hasMoreAfter: true });
    expect(covers(held, 4, 9)).toBe(true);
    expect(covers(held, 3, 9)).toBe(false);
    expect(covers(held, 4, 10)).toBe(false);
    expect(covers({ ...held, hasMore: false, hasMoreAfter: false }, 0, 99)).toBe(true);
  });
});

describe('what a chat shows', () => {
  it('puts notes between messages by their number, and starts afresh after one', () => {
    const held = history([1, 3], {
      notes: [{ seq: 2, kind: 'joined', at: new Date(2000).toISOString(), user: me, name: null }],
    });
    const lines = linesOf(held, [], me, null);
    expect(lines.map((line) => line.kind)).toEqual(['day', 'message', 'note', 'message']);
    expect(lines[3]).toMatchObject({ first: true });
  });

  it('keeps what is on its way for the end of the chat', () => {
    const waiting = {
      clientMessageId: 'w',
      userId: 'me',
      chatId: 'c',
      toUserId: null,
      content: 'soon',
      replyToId: null,
      createdAt: new Date(5000).toISOString(),
      failure: null,
    };
    expect(linesOf(history([1]), [waiting], me, null).at(-1)).toMatchObject({ message: { content: 'soon' } });
    expect(linesOf(history([1], { hasMoreAfter: true }), [waiting], me, null)).toHaveLength(2);
  });
});
