import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown, plainText, safeHref, type Inline } from './markdown';

const text = (value: string): Inline => ({ kind: 'text', text: value });

describe('marks inside a line', () => {
  it.each([
    ['**bold**', [{ kind: 'strong', children: [text('bold')] }]],
    ['*it* and _it_', [{ kind: 'em', children: [text('it')] }, text(' and '), { kind: 'em', children: [text('it')] }]],
    ['~~no~~', [{ kind: 'strike', children: [text('no')] }]],
    ['`a*b*`', [{ kind: 'code', text: 'a*b*' }]],
    ['**a *b* c**', [{ kind: 'strong', children: [text('a '), { kind: 'em', children: [text('b')] }, text(' c')] }]],
    ['snake_case_name', [text('snake_case_name')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['\\*plain\\*', [text('*plain*')]],
    ['**open', [text('**open')]],
    ['a\nb', [text('a'), { kind: 'break' }, text('b')]],
  ])('%s', (source, expected) => expect(parseInline(source)).toEqual(expected));

  it('finds addresses, without the full stop behind them', () => {
    expect(parseInline('see https://example.org/a_b_(c).')).toEqual([
      text('see '),
      { kind: 'link', href: 'https://example.org/a_b_(c)', children: [text('https://example.org/a_b_(c)')] },
      text('.'),
    ]);
    expect(parseInline('http:// alone')).toEqual([text('http:// alone')]);
  });

  it('makes links only of addresses that run nothing', () => {
    expect(parseInline('[x](javascript:alert(1))')[0]?.kind).toBe('text');
    expect(parseInline('[x](https://example.org)')).toEqual([
      { kind: 'link', href: 'https://example.org/', children: [text('x')] },
    ]);
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', '//example.org', 'vbscript:x', ' java\nscript:x'])
      expect(safeHref(bad)).toBeNull();
    expect(safeHref('/posts/1')).toBe('/posts/1');
  });

  it('never lets markup through as anything but text', () => {
    expect(parseInline('<img src=x onerror=alert(1)>')).toEqual([text('<img src=x onerror=alert(1)>')]);
  });
});

describe('blocks', () => {
  it('reads code, quotes, lists and paragraphs', () => {
    const blocks = parseMarkdown('hello\n\n```js\nlet a = 1;\n\nb\n```\n> quoted\n> > deeper\n- one\n- two\n3. three');
    expect(blocks.map((block) => block.kind)).toEqual(['paragraph', 'code', 'quote', 'list', 'list']);
    expect(blocks[1]).toEqual({ kind: 'code', language: 'js', text: 'let a = 1;\n\nb' });
    expect(blocks[2]).toMatchObject({ children: [{ kind: 'paragraph' }, { kind: 'quote' }] });
    expect(blocks[4]).toMatchObject({ ordered: true, start: 3, items: [[text('three')]] });
  });

  it('reads code that was never closed to the end', () => {
    expect(parseMarkdown('```\na\nb')).toEqual([{ kind: 'code', language: '', text: 'a\nb' }]);
  });

  it('stays quick on hostile text', () => {
    const started = performance.now();
    for (const hostile of [
      '*'.repeat(4000),
      '['.repeat(4000),
      '> '.repeat(2000),
      '**a'.repeat(1300),
      '_a '.repeat(1300),
      '`'.repeat(4000),
    ])
      parseMarkdown(hostile);
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('is told in one line', () => {
    expect(plainText('**Hi** [there](https://example.org)\n- a\n- `b`')).toBe('Hi there a b');
  });
});
