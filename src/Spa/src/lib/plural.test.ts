import { describe, expect, it } from 'vitest';
import { en as enOthers } from './messages/en';
import { enFirst } from './messages/en.first';
import { ru as ruOthers } from './messages/ru';
import { ruFirst } from './messages/ru.first';
import { fill, pick, type Plural } from './plural';

const en = { ...enFirst, ...enOthers };
const ru = { ...ruFirst, ...ruOthers };

describe('plural forms', () => {
  const rules = new Intl.PluralRules('ru');
  it.each([
    [1, '1 комментарий'],
    [2, '2 комментария'],
    [5, '5 комментариев'],
    [11, '11 комментариев'],
    [21, '21 комментарий'],
    [112, '112 комментариев'],
  ])('of %d in Russian', (n, expected) => expect(fill(pick(ru['feed.comments'], rules, { n }), { n })).toBe(expected));

  it('of English', () => {
    const english = new Intl.PluralRules('en');
    expect(pick(en['feed.comments'], english, { n: 1 })).toBe('{n} comment');
    expect(pick(en['feed.comments'], english, { n: 0 })).toBe('{n} comments');
  });
});

describe('the languages', () => {
  const names = (text: string | Plural): string[] =>
    [...(typeof text === 'string' ? text : text.other).matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();

  it('have the same keys and fill in the same things', () => {
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    for (const key of Object.keys(en) as (keyof typeof en)[])
      expect(names(ru[key]), key).toEqual(names(en[key]).filter((name) => key !== 'post.by' || name === 'name'));
  });

  it('have every form that Russian needs', () => {
    for (const text of Object.values(ru))
      if (typeof text !== 'string') expect(Object.keys(text).sort()).toEqual(['few', 'many', 'one', 'other']);
  });

  it('leave alone what they are not given', () => expect(fill('{name} {x}', { name: 'A' })).toBe('A {x}'));
});
