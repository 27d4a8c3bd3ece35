/** What became of a text, piece by piece. */
export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

const most = 4_000_000; // cells of the table; beyond that the texts are shown one after the other

/** By words and the space between them: longest common subsequence, after what both begin and end with. */
export function diff(before: string, after: string): Piece[] {
  const split = (text: string): string[] => text.match(/\s+|[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu) ?? [];
  let a = split(before);
  let b = split(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const start = a.slice(0, head).join('');
  const end = tail === 0 ? '' : a.slice(-tail).join('');
  a = a.slice(head, a.length - tail);
  b = b.slice(head, b.length - tail);

  const pieces: Piece[] = [];
  const put = (kind: Piece['kind'], text: string): void => {
    const last = pieces[pieces.length - 1];
    if (text === '') return;
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  put('same', start);
  if (a.length * b.length > most) {
    put('removed', a.join(''));
    put('added', b.join(''));
  } else {
    const width = b.length + 1;
    const table = new Uint32Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--)
      for (let j = b.length - 1; j >= 0; j--)
        table[i * width + j] =
          a[i] === b[j]
            ? (table[(i + 1) * width + j + 1] ?? 0) + 1
            : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        put('same', a[i] ?? '');
        i++;
        j++;
      } else if (
        j >= b.length ||
        (i < a.length && (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))
      ) {
        put('removed', a[i++] ?? '');
      } else {
        put('added', b[j++] ?? '');
      }
    }
  }
  put('same', end);
  return pieces;
}
