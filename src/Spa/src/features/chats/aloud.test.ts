import { describe, expect, it } from 'vitest';
import type { Person } from '$/api/types';
import type { LogEvent } from '$/realtime/frames';
import { saidSince } from './aloud';
import { apply, type ChatState } from './chatState';
import { emptyHistory, upsert } from './history';
import { chat, me, message, other } from './samples';

const created = (seq: number, sender: Person): LogEvent => ({
  type: 'message.created',
  chatId: 'c',
  seq,
  data: message(seq, sender),
});

/** What is read aloud while these arrive one after another. */
function heardOf(begin: ChatState, ...arrivals: (LogEvent | ((state: ChatState) => ChatState))[]): string[] {
  let state = begin;
  return arrivals.flatMap((arrival) => {
    const before = state.chat.lastSeq;
    if (typeof arrival === 'function') state = arrival(state);
    else {
      const result = apply(state, arrival, me.id);
      if (result.kind === 'applied') state = result.state;
    }
    return saidSince(before, state.chat.lastSeq, state.history ?? emptyHistory, me.id).map(({ id }) => id);
  });
}
const empty: ChatState = { chat, history: emptyHistory };

describe('what is read aloud of a chat', () => {
  it('is each message of others once, however often it is delivered, and none of mine', () => {
    const again = [created(1, other), created(2, me), created(3, other)];
    expect(heardOf(empty, ...again, ...again, created(4, other))).toEqual(['m1', 'm3', 'm4']);
  });

  it('is also what was said before my own message, whose answer came first', () => {
    const answered = (state: ChatState): ChatState => ({
      ...state,
      history: upsert(state.history ?? emptyHistory, message(2, me)),
    });
    expect(heardOf(empty, answered, created(1, other), created(2, me))).toEqual(['m1']);
  });

  it('is a message that a page brought before its event, once', () => {
    const read = (state: ChatState): ChatState => ({
      ...state,
      history: upsert(state.history ?? emptyHistory, message(2, other)),
    });
    expect(heardOf(empty, read, created(1, other), created(2, other))).toEqual(['m1', 'm2']);
  });

  it('is nothing where a message is only changed', () => {
    const edited: LogEvent = { type: 'message.edited', chatId: 'c', seq: 2, data: message(1, other) };
    const deleted: LogEvent = { type: 'message.deleted', chatId: 'c', seq: 3, data: { messageId: 'm1' } };
    expect(heardOf(empty, created(1, other), edited, deleted)).toEqual(['m1']);
  });
});
