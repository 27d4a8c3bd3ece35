/** A text with what is selected in it. */
export interface Selected {
  text: string;
  from: number;
  to: number;
}

/** Puts marks around what is selected, or takes them away where they are already. */
export function wrap({ text, from, to }: Selected, mark: string, end = mark): Selected {
  const inside = text.slice(from, to);
  const around = text.slice(from - mark.length, from) === mark && text.slice(to, to + end.length) === end;
  if (around)
    return {
      text: text.slice(0, from - mark.length) + inside + text.slice(to + end.length),
      from: from - mark.length,
      to: to - mark.length,
    };
  return {
    text: text.slice(0, from) + mark + inside + end + text.slice(to),
    from: from + mark.length,
    to: to + mark.length,
  };
}

/** Puts a mark before each line that is selected, or takes it away where all have it. */
export function prefix({ text, from, to }: Selected, mark: string): Selected {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const stop = text.indexOf('\n', to) < 0 ? text.length : text.indexOf('\n', to);
  const lines = text.slice(start, stop).split('\n');
  const all = lines.every((line) => line.startsWith(mark));
  const changed = lines.map((line) => (all ? line.slice(mark.length) : mark + line)).join('\n');
  return { text: text.slice(0, start) + changed + text.slice(stop), from: start, to: start + changed.length };
}

/** The beginning of a nickname that is being typed after an `@`, and where that stands. */
export function mentionAt(text: string, caret: number): { from: number; name: string } | null {
  const found = /(?:^|[^\p{L}\p{M}\p{N}_@/.-])@([\p{L}\p{M}\p{N}_.-]{0,32})$/u.exec(text.slice(0, caret));
  return found ? { from: caret - (found[1] ?? '').length, name: found[1] ?? '' } : null;
}
