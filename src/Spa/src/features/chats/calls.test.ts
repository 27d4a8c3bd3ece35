import { describe, expect, it } from 'vitest';
import { anyMessage, badgeOf, calls, mentions, pauseUntil } from './calls';
import { chat } from './samples';

const now = Date.parse('2026-11-23T10:00:00Z');
const level = (of: 'all' | 'mentions' | 'nothing', quietUntil: string | null = null) => ({ level: of, quietUntil });

describe('a mention', () => {
  it('is the whole name, in any case', () => {
    for (const text of ['@anna', 'Hi @Anna!', 'hello, @ANNA.', '(@anna)', '@anna: look', 'first @annabel, then @anna'])
      expect(mentions(text, 'Anna'), text).toBe(true);
    for (const text of ['anna', '@annabel', 'mail@anna', '@anna_b', '@anna.b', '@anna-2', ''])
      expect(mentions(text, 'Anna'), text).toBe(false);
    expect(mentions('привет, @Аня…', 'аня')).toBe(true);
    expect(mentions('@jo.hn. ok', 'jo.hn')).toBe(true);
  });
});

describe('a message calls', () => {
  it('by the level of its chat', () => {
    expect(calls('hi', anyMessage, 'anna', now)).toBe(true);
    expect(calls('hi', level('mentions'), 'anna', now)).toBe(false);
    expect(calls('hi @anna', level('mentions'), 'anna', now)).toBe(true);
    expect(calls('hi @anna', level('nothing'), 'anna', now)).toBe(false);
  });

  it('never during a pause, and again after it', () => {
    const paused = level('all', pauseUntil('hour', now));
    expect(calls('hi @anna', paused, 'anna', now + 3_599_000)).toBe(false);
    expect(calls('hi', paused, 'anna', now + 3_601_000)).toBe(true);
  });

  it('ends a pause until tomorrow in the morning', () => {
    const until = new Date(pauseUntil('tomorrow', now));
    expect(until.getHours()).toBe(8);
    expect(until.getTime()).toBeGreaterThan(now);
  });
});

describe('the number in the title', () => {
  const unread = { ...chat, readSeq: 5, unreadCount: 3 };
  it('counts what calls', () => {
    expect(badgeOf(unread, undefined, now)).toBe(3);
    expect(badgeOf({ ...unread, notifications: level('nothing') }, undefined, now)).toBe(0);
    expect(badgeOf({ ...unread, notifications: level('all', pauseUntil('hours', now)) }, undefined, now)).toBe(0);
    expect(badgeOf({ ...unread, notifications: level('mentions') }, new Set([4, 6]), now)).toBe(1);
  });
});
