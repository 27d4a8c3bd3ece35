import { describe, expect, it } from 'vitest';
import { diff } from './diff';

const shown = (before: string, after: string): string =>
  diff(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('');

describe('diff', () => {
  it('shows words that came, went and were replaced', () => {
    expect(shown('a b c', 'a b c')).toBe('a b c');
    expect(shown('one two three', 'one three')).toBe('one [-two ]three');
    expect(shown('Привет, мир', 'Привет, весь мир')).toBe('Привет, [+весь ]мир');
    expect(shown('red car', 'blue car')).toBe('[-red][+blue] car');
    expect(shown('', 'new')).toBe('[+new]');
    expect(shown('old', '')).toBe('[-old]');
  });

  it('always gives both texts back', () => {
    const words = ['a', 'b', 'c', '\n', ' '];
    let seed = 7;
    const next = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
    for (let round = 0; round < 300; round++) {
      const text = () => Array.from({ length: next(12) }, () => words[next(words.length)]).join('');
      const [before, after] = [text(), text()];
      const pieces = diff(before, after);
      const without = (kind: string) =>
        pieces
          .filter((piece) => piece.kind !== kind)
          .map((piece) => piece.text)
          .join('');
      expect([without('added'), without('removed')]).toEqual([before, after]);
    }
  });

  it('does not stand still at long texts that have nothing in common', () => {
    const long = (word: string) => `${word} `.repeat(9_000);
    expect(diff(long('a'), long('b')).map((piece) => piece.kind)).toContain('added');
  });
});
