import { expect, it } from 'vitest';
import { slugOf } from './slug';

it.each([
  ['Книги и пьесы', 'knigi-i-pesy'],
  ['Ёж & Щука!', 'ezh-schuka'],
  ['  Café — très bien ', 'cafe-tres-bien'],
  ['C++ 20', 'c-20'],
  ['читай'.normalize('NFD'), 'chitay'],
  ['漢字', ''],
  ['x'.repeat(80), 'x'.repeat(64)],
])('%s becomes %s', (name, slug) => expect(slugOf(name)).toBe(slug));
