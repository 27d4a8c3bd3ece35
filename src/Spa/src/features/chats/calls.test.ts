import { describe, expect, it } from 'vitest';
import { anyMessage, badgeOf, calls, pauseUntil } from './calls';
import { chat, me, message, other } from './samples';

const now = Date.parse('2026-11-23T10:00:00Z');
const level = (of: 'all' | 'mentions' | 'nothing', quietUntil: string | null = null) => ({ level: of, quietUntil });

const hi = message(1, other);
const named = message(2, other, { mentions: [me] });

describe('a message calls', () => {
  it('by the level of its chat', () => {
    expect(calls(hi, anyMessage, 'me', now)).toBe(true);
    expect(calls(hi, level('mentions'), 'me', now)).toBe(false);
    expect(calls(named, level('mentions'), 'me', now)).toBe(true);
    expect(calls(named, level('nothing'), 'me', now)).toBe(false);
  });

  it('never during a pause, and again after it', () => {
    const paused = level('all', pauseUntil('hour', now));
    expect(calls(named, paused, 'me', now + 3_599_000)).toBe(false);
    expect(calls(hi, paused, 'me', now + 3_601_000)).toBe(true);
  });

  it('ends a pause until tomorrow in the morning', () => {
    const until = new Date(pauseUntil('tomorrow', now));
    expect(until.getHours()).toBe(8);
    expect(until.getTime()).toBeGreaterThan(now);
  });
});

describe('the number in the title', () => {
  const unread = { ...chat, readSeq: 5, unreadCount: 3, mentionCount: 1 };
  it('counts what calls', () => {
    expect(badgeOf(unread, now)).toBe(3);
    expect(badgeOf({ ...unread, notifications: level('nothing') }, now)).toBe(0);
    expect(badgeOf({ ...unread, notifications: level('all', pauseUntil('hours', now)) }, now)).toBe(0);
    expect(badgeOf({ ...unread, notifications: level('mentions') }, now)).toBe(1);
  });
});
