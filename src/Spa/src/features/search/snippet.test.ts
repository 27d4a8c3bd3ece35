import { describe, expect, it } from 'vitest';
import { partsOf } from './snippet';

describe('snippets', () => {
  it.each([
    ['a <mark>b</mark> c', ['a ', '*b', ' c']],
    ['<mark>x</mark>', ['*x']],
    ['&lt;mark&gt;&amp;lt; &quot;&#39;', ['<mark>&lt; "\'']],
    ['', []],
  ])('%s', (snippet, parts) => {
    expect(partsOf(snippet).map((part) => (part.isMarked ? '*' : '') + part.text)).toEqual(parts);
  });
});
