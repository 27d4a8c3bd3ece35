import { describe, expect, it } from 'vitest';
import { mentionAt, prefix, wrap } from './marks';

describe('marks', () => {
  it('wraps what is selected and unwraps it again', () => {
    const bold = wrap({ text: 'a word here', from: 2, to: 6 }, '**');
    expect(bold).toEqual({ text: 'a **word** here', from: 4, to: 8 });
    expect(wrap(bold, '**')).toEqual({ text: 'a word here', from: 2, to: 6 });
    expect(wrap({ text: '', from: 0, to: 0 }, '[', '](https://)').text).toBe('[](https://)');
  });

  it('prefixes whole lines and takes the prefix away', () => {
    const quoted = prefix({ text: 'one\ntwo\nthree', from: 1, to: 5 }, '> ');
    expect(quoted.text).toBe('> one\n> two\nthree');
    expect(prefix(quoted, '> ').text).toBe('one\ntwo\nthree');
  });

  it('knows when a nickname is being typed', () => {
    expect(mentionAt('Hi @an', 6)).toEqual({ from: 4, name: 'an' });
    expect(mentionAt('@', 1)).toEqual({ from: 1, name: '' });
    expect(mentionAt('mail@an', 7)).toBeNull();
    expect(mentionAt('@an said', 8)).toBeNull();
    expect(mentionAt('Привет, @Ёж', 11)).toEqual({ from: 9, name: 'Ёж' });
  });
});
