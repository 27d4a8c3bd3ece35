import { describe, expect, it } from 'vitest';
import type { Message, Person } from '$/api/types';
import type { LogEvent } from '$/realtime/frames';
import { apply, applyMark, receiptOf, unreadAfter, type ChatState } from './chatState';
import { asHistory, emptyHistory, upsert } from './history';
import { chat, me, message, other } from './samples';

const empty: ChatState = { chat, history: emptyHistory };
const created = (seq: number, sender: Person, changes?: Partial<Message>): LogEvent => ({
  type: 'message.created',
  chatId: 'c',
  seq,
  data: message(seq, sender, changes),
});
const removed = (seq: number, messageId: string): LogEvent => ({
  type: 'message.deleted',
  chatId: 'c',
  seq,
  data: { messageId },
});

function after(state: ChatState, ...events: LogEvent[]): ChatState {
  return events.reduce((held, event) => {
    const result = apply(held, event, me.id);
    if (result.kind !== 'applied') throw new Error(result.kind);
    return result.state;
  }, state);
}

describe('a chat follows its log', () => {
  it('takes the next event, drops one it has, and sees a gap', () => {
    const state = after(empty, created(1, other));
    expect(apply(state, created(1, other), me.id).kind).toBe('duplicate');
    expect(apply(state, created(3, other), me.id).kind).toBe('gap');
    expect(apply(state, created(2, other), me.id).kind).toBe('applied');
  });

  it('counts messages of others, and none of its own', () => {
    const state = after(empty, created(1, other), created(2, other));
    expect(state.chat.unreadCount).toBe(2);
    const answered = after(state, created(3, me));
    expect(answered.chat.unreadCount).toBe(0);
    expect(answered.chat.readSeq).toBe(3);
    expect(answered.chat.lastMessage?.id).toBe('m3');
  });

  it('no longer counts a message that was deleted unread', () => {
    const state = after(empty, created(1, other), created(2, other), removed(3, 'm1'));
    expect(state.chat.unreadCount).toBe(1);
    expect(state.history?.items[0]).toMatchObject({ isDeleted: true, content: '' });
    expect(state.chat.lastMessage?.isDeleted).toBe(false);
  });

  it('counts a message once when its deletion was in the log already', () => {
    const state = after(empty, created(1, other, { isDeleted: true, content: '' }), removed(2, 'm1'));
    expect(state.chat.unreadCount).toBe(0);
  });

  it('asks for the count when a message it does not hold is deleted', () => {
    const state: ChatState = { chat: { ...chat, lastSeq: 5, unreadCount: 2 }, history: null };
    const result = apply(state, removed(6, 'm4'), me.id);
    expect(result).toMatchObject({ kind: 'applied', stale: true });
  });

  it('keeps what is mine in reactions, which events do not say', () => {
    const held = after(empty, created(1, other));
    const mine = after(held, {
      type: 'reaction.changed',
      chatId: 'c',
      seq: 2,
      data: { messageId: 'm1', userId: 'me', emoji: '👍', added: true, reactions: [{ emoji: '👍', count: 1 }] },
    });
    const both = after(mine, {
      type: 'reaction.changed',
      chatId: 'c',
      seq: 3,
      data: { messageId: 'm1', userId: 'other', emoji: '👍', added: true, reactions: [{ emoji: '👍', count: 2 }] },
    });
    expect(both.history?.items[0]?.reactions).toEqual([{ emoji: '👍', count: 2, mine: true }]);
    const edited = after(both, {
      type: 'message.edited',
      chatId: 'c',
      seq: 4,
      data: { ...message(1, other, { content: 'new' }), reactions: [{ emoji: '👍', count: 2 }] },
    });
    expect(edited.history?.items[0]).toMatchObject({ content: 'new', reactions: [{ mine: true }] });
    expect(edited.chat.lastMessage?.excerpt).toBe('new');
  });

  it('shows a message once, whether its answer or its event came first', () => {
    const answered: ChatState = { ...empty, history: upsert(emptyHistory, message(1, me)) };
    expect(after(answered, created(1, me)).history?.items).toHaveLength(1);
  });

  it('comes to the same picture in one step or many', () => {
    const log = [created(1, other), created(2, me), created(3, other), removed(4, 'm3'), created(5, other)];
    const stepwise = after(empty, ...log);
    const fetched = [
      message(1, other),
      message(2, me),
      message(3, other, { isDeleted: true, content: '' }),
      message(5, other),
    ];
    expect(stepwise.history?.items).toEqual(fetched);
    expect(stepwise.chat).toMatchObject({ lastSeq: 5, readSeq: 2, unreadCount: 1 });
  });
});

describe('marks', () => {
  it('only ever move forward', () => {
    const held = after(empty, created(1, me), created(2, me));
    const read = applyMark(held, { userId: 'other', deliveredSeq: 2, readSeq: 2 }, 'me').state;
    const late = applyMark(read, { userId: 'other', deliveredSeq: 1, readSeq: 1 }, 'me').state;
    expect(late.chat.members[1]).toMatchObject({ deliveredSeq: 2, readSeq: 2 });
    expect(receiptOf(message(2, me), late.chat).status).toBe('read');
  });

  it('tell sent, delivered and read apart', () => {
    const state = after(empty, created(1, me));
    expect(receiptOf(message(1, me), state.chat).status).toBe('sent');
    const delivered = applyMark(state, { userId: 'other', deliveredSeq: 1, readSeq: 0 }, 'me').state;
    expect(receiptOf(message(1, me), delivered.chat).status).toBe('delivered');
  });

  it('of mine, set on another device, bring the unread count along', () => {
    const state = after(empty, created(1, other), created(2, other), created(3, other));
    const read = applyMark(state, { userId: 'me', deliveredSeq: 3, readSeq: 2 }, 'me');
    expect(read.state.chat).toMatchObject({ readSeq: 2, unreadCount: 1 });
    expect(read.stale).toBe(false);
    const unknown = { ...state, history: null };
    expect(applyMark(unknown, { userId: 'me', deliveredSeq: 3, readSeq: 2 }, 'me').stale).toBe(true);
    expect(applyMark(unknown, { userId: 'me', deliveredSeq: 3, readSeq: 3 }, 'me').state.chat.unreadCount).toBe(0);
  });
});

describe('who came and went', () => {
  const at = '2026-11-23T10:00:00Z';
  const log: LogEvent[] = [
    { type: 'member.joined', chatId: 'c', seq: 1, data: { user: other, at } },
    created(2, other),
    { type: 'chat.updated', chatId: 'c', seq: 3, data: { name: 'Trip', at } },
    { type: 'member.left', chatId: 'c', seq: 4, data: { user: other, at } },
  ];

  it('shows the same, whether it was seen live or loaded', () => {
    const live = after(empty, ...log);
    const loaded = asHistory({
      items: [message(2, other)],
      hasMore: false,
      hasMoreAfter: false,
      lines: log.filter((event) => event.type !== 'message.created'),
    });
    expect(live.history).toEqual(loaded);
    expect(loaded.notes.map((note) => note.kind)).toEqual(['joined', 'changed', 'left']);
  });

  it('stays out of a stretch that does not reach the end', () => {
    const middle = { ...empty, history: { ...emptyHistory, items: [message(1, other)], hasMoreAfter: true } };
    const seen = after({ ...middle, chat: { ...chat, lastSeq: 1 } }, log[1] as LogEvent, log[2] as LogEvent);
    expect(seen.history).toEqual(middle.history);
    expect(seen.chat).toMatchObject({ lastSeq: 3, unreadCount: 1, lastMessage: { seq: 2 } });
  });
});

describe('what is unread', () => {
  it('is counted only where the messages held reach far enough', () => {
    const state: ChatState = {
      chat: { ...chat, lastSeq: 9, unreadCount: 4 },
      history: { ...emptyHistory, items: [message(7, other), message(8, me), message(9, other)], hasMore: true },
    };
    expect(unreadAfter(state, 7, 'me')?.unreadCount).toBe(1);
    expect(unreadAfter(state, 3, 'me')).toBeNull();
    expect(unreadAfter(state, 9, 'me')?.unreadCount).toBe(0);
  });

  it('goes down as one reads through a stretch in the middle', () => {
    const items = [3, 4, 5, 6].map((seq) => message(seq, seq === 5 ? me : other));
    const state: ChatState = {
      chat: { ...chat, lastSeq: 200, readSeq: 3, unreadCount: 150 },
      history: { ...emptyHistory, items, hasMore: true, hasMoreAfter: true },
    };
    const read = applyMark(state, { userId: 'me', deliveredSeq: 6, readSeq: 6 }, 'me');
    expect(read).toMatchObject({ stale: false, state: { chat: { readSeq: 6, unreadCount: 148 } } });
    expect(applyMark(state, { userId: 'me', deliveredSeq: 9, readSeq: 9 }, 'me').stale).toBe(true);
  });
});

const applied = (state: ChatState, event: LogEvent): ChatState => {
  const result = apply(state, event, me.id);
  if (result.kind !== 'applied') throw new Error(result.kind);
  return result.state;
};

describe('mentions of me', () => {
  const names = { mentions: [me] };
  const created = (seq: number, changes = {}): LogEvent => ({
    type: 'message.created',
    chatId: 'c',
    seq,
    data: message(seq, other, changes),
  });

  it('are counted while they are unread, and gone with the message', () => {
    let state: ChatState = { chat, history: emptyHistory };
    state = applied(state, created(1, names));
    state = applied(state, created(2));
    expect(state.chat).toMatchObject({ unreadCount: 2, mentionCount: 1 });
    const deleted = applied(state, { type: 'message.deleted', chatId: 'c', seq: 3, data: { messageId: 'm1' } });
    expect(deleted.chat).toMatchObject({ unreadCount: 1, mentionCount: 0 });
    const read = applyMark(state, { userId: 'me', deliveredSeq: 1, readSeq: 1 }, 'me').state;
    expect(read.chat).toMatchObject({ unreadCount: 1, mentionCount: 0 });
  });

  it('that an edit makes or takes away are asked for', () => {
    const state = applied({ chat, history: emptyHistory }, created(1));
    const edited = (changes = {}): LogEvent => ({
      type: 'message.edited',
      chatId: 'c',
      seq: 2,
      data: message(1, other, changes),
    });
    expect(apply(state, edited(), 'me')).toMatchObject({ stale: false });
    expect(apply(state, edited(names), 'me')).toMatchObject({ stale: true });
  });
});

describe('pins', () => {
  it('are counted and shown at the message', () => {
    const state: ChatState = {
      chat: { ...chat, lastSeq: 1 },
      history: { ...emptyHistory, items: [message(1, other)] },
    };
    const data = { messageId: 'm1', user: other };
    const pinned = applied(state, { type: 'message.pinned', chatId: 'c', seq: 2, data });
    expect(pinned.chat.pinCount).toBe(1);
    expect(pinned.history?.items[0]?.isPinned).toBe(true);
    expect(pinned.history?.notes.map((note) => note.kind)).toEqual(['pinned']);
    const unpinned = applied(pinned, { type: 'message.unpinned', chatId: 'c', seq: 3, data });
    expect(unpinned.chat.pinCount).toBe(0);
    expect(unpinned.history?.items[0]?.isPinned).toBe(false);
  });
});

it('goes on past what is not for a newcomer to see', () => {
  const next = applied({ chat, history: emptyHistory }, { type: 'log.skipped', chatId: 'c', seq: 1, data: undefined });
  expect(next.chat).toEqual({ ...chat, lastSeq: 1 });
});

it('lets a request go once it is accepted', () => {
  const asked = { ...chat, request: { from: other, to: me } };
  const data = { change: { kind: 'accepted' as const, user: me } };
  expect(
    applied({ chat: asked, history: null }, { type: 'chat.updated', chatId: 'c', seq: 1, data }).chat.request,
  ).toBeNull();
});
