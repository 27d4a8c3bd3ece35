import { expect, it } from 'vitest';
import { backoff } from './backoff';

it('waits at most half a second at first, twice as long each time, never over 30 s', () => {
  const longest = (attempt: number): number => backoff(attempt, () => 0.999999);
  expect([0, 1, 2, 3].map(longest)).toEqual([499, 999, 1999, 3999]);
  expect(longest(50)).toBeLessThan(30_000);
  expect(backoff(9, () => 0)).toBe(0);
});
