import { expect, it } from 'vitest';
import type { Person } from '$/api/types';
import { matching, mentionAt, mentionParts } from './mentions';

const person = (nickname: string): Person => ({ id: nickname, nickname });
const named = (text: string, ...names: string[]) =>
  mentionParts(text, names.map(person))
    .filter((part) => part.person)
    .map((part) => part.text);

it('finds the people that a text names, in any case and in any alphabet', () => {
  expect(named('hey @Ann and @борис!', 'ann', 'Борис')).toEqual(['@Ann', '@борис']);
  expect(named('@ann. @ann-', 'ann')).toEqual(['@ann', '@ann']);
});

it('takes no part of a word or of a longer name for a name', () => {
  expect(named('mail@ann.org @annabel @ann.b @ann_', 'ann')).toEqual([]);
  expect(named('@ann.b', 'ann', 'ann.b')).toEqual(['@ann.b']);
});

it('gives the whole text back, in parts', () => {
  const text = 'so @ann, @bob and @nobody';
  expect(
    mentionParts(text, [person('ann'), person('bob')])
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});

it('knows when a name is being typed', () => {
  expect(mentionAt('hey @an', 7)).toEqual({ from: 4, typed: 'an' });
  expect(mentionAt('@', 1)).toEqual({ from: 0, typed: '' });
  expect(mentionAt('hey @an x', 7)).toEqual({ from: 4, typed: 'an' });
  for (const text of ['hey', 'mail@an', 'hey @an ', '@@an']) expect(mentionAt(text, text.length)).toBeNull();
});

it('offers first whose name begins with what was typed', () => {
  const people = ['hannah', 'Zoe', 'anna', 'Ann'].map(person);
  expect(matching(people, 'AN').map((p) => p.nickname)).toEqual(['Ann', 'anna', 'hannah']);
});
