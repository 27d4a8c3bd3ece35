import { describe, expect, it } from 'vitest';
import type { Chat, Message, Person } from '$/api/types';
import type { LogEvent } from '$/realtime/frames';
import { apply, applyMark, prepend, receiptOf, trim, unreadAfter, upsert, type ChatState } from './chatState';

const me: Person = { id: 'me', nickname: 'me' };
const other: Person = { id: 'other', nickname: 'other' };

function message(seq: number, sender: Person, changes: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    seq,
    chatId: 'c',
    clientMessageId: `k${seq}`,
    sender,
    content: `text ${seq}`,
    sentAt: new Date(seq * 1000).toISOString(),
    editedAt: null,
    isDeleted: false,
    isDelivered: false,
    isRead: false,
    reactions: [],
    replyTo: null,
    ...changes,
  };
}

const chat: Chat = {
  id: 'c',
  name: null,
  isGroup: false,
  memberCount: 2,
  ownerId: null,
  lastSeq: 0,
  readSeq: 0,
  deliveredSeq: 0,
  unreadCount: 0,
  lastMessage: null,
  members: [me, other].map((user) => ({ user, isOwner: false, joinedAt: '', deliveredSeq: 0, readSeq: 0 })),
};
const empty: ChatState = { chat, history: { items: [], hasMore: false } };
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
    const answered: ChatState = { ...empty, history: upsert({ items: [], hasMore: false }, message(1, me)) };
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

describe('history', () => {
  it('puts pages together without repeating', () => {
    const held = { items: [message(3, me), message(4, me)], hasMore: true };
    const joined = prepend(held, { items: [message(2, me), message(3, me)], hasMore: false });
    expect(joined.items.map((m) => m.seq)).toEqual([2, 3, 4]);
    expect(joined.hasMore).toBe(false);
  });

  it('keeps order when messages come out of it, and leaves alone what lies before', () => {
    const held = { items: [message(5, me), message(7, me)], hasMore: true };
    expect(upsert(held, message(6, me)).items.map((m) => m.seq)).toEqual([5, 6, 7]);
    expect(upsert(held, message(2, me))).toBe(held);
  });

  it('lets go of the oldest', () => {
    const trimmed = trim({ items: [1, 2, 3].map((seq) => message(seq, me)), hasMore: false }, 2);
    expect(trimmed).toMatchObject({ hasMore: true, items: [{ seq: 2 }, { seq: 3 }] });
  });

  it('counts unread only where it reaches back far enough', () => {
    const state: ChatState = {
      chat: { ...chat, lastSeq: 9, unreadCount: 4 },
      history: { items: [message(7, other), message(8, me), message(9, other)], hasMore: true },
    };
    expect(unreadAfter(state, 7, 'me')).toBe(1);
    expect(unreadAfter(state, 3, 'me')).toBeNull();
    expect(unreadAfter(state, 9, 'me')).toBe(0);
  });
});
