/** The Markdown subset of messages, as a tree. It is drawn as nodes, never as HTML text. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'em'; children: Inline[] }
  | { kind: 'strike'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] };

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string; language: string }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] };

const maxDepth = 6;
const fence = /^\s{0,3}(`{3,}|~{3,})\s*([\w+#.-]*)\s*$/;
const quote = /^\s{0,3}>\s?/;
const bullet = /^\s{0,3}[-*+]\s+(.*)$/;
const ordered = /^\s{0,3}(\d{1,9})[.)]\s+(.*)$/;

export function parseMarkdown(text: string, depth = 0): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', children: parseInline(paragraph.join('\n')) });
    paragraph = [];
  };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const opened = fence.exec(line);
    if (opened) {
      flush();
      at = codeBlock(lines, at, opened, blocks);
    } else if (depth < maxDepth && quote.test(line)) {
      flush();
      const inside: string[] = [];
      while (at < lines.length && quote.test(lines[at] ?? '')) inside.push((lines[at++] ?? '').replace(quote, ''));
      blocks.push({ kind: 'quote', children: parseMarkdown(inside.join('\n'), depth + 1) });
    } else if (bullet.test(line) || ordered.test(line)) {
      flush();
      at = list(lines, at, blocks);
    } else {
      if (line.trim() === '') flush();
      else paragraph.push(line);
      at++;
    }
  }
  flush();
  return blocks;
}

function codeBlock(lines: string[], from: number, opened: RegExpExecArray, blocks: Block[]): number {
  const mark = opened[1] ?? '```';
  const inside: string[] = [];
  let at = from + 1;
  while (at < lines.length && !(lines[at] ?? '').trim().startsWith(mark)) inside.push(lines[at++] ?? '');
  blocks.push({ kind: 'code', text: inside.join('\n'), language: opened[2] ?? '' });
  return at + 1;
}

function list(lines: string[], from: number, blocks: Block[]): number {
  const numbered = ordered.exec(lines[from] ?? '');
  const pattern = numbered ? ordered : bullet;
  const items: Inline[][] = [];
  let at = from;
  for (let item = pattern.exec(lines[at] ?? ''); item; item = pattern.exec(lines[at] ?? '')) {
    let text = item[numbered ? 2 : 1] ?? '';
    at++;
    while (at < lines.length && /^\s{2,}\S/.test(lines[at] ?? '') && !pattern.test(lines[at] ?? ''))
      text += `\n${(lines[at++] ?? '').trim()}`;
    items.push(parseInline(text));
  }
  blocks.push({ kind: 'list', ordered: numbered !== null, start: Number(numbered?.[1] ?? 1), items });
  return at;
}

const escapable = /[\\`*_~[\]()>#+.!-]/;
const bareLink = /^https?:\/\/[^\s<>"]+/i;
const marks: { mark: string; kind: 'strong' | 'em' | 'strike' }[] = [
  { mark: '**', kind: 'strong' },
  { mark: '__', kind: 'strong' },
  { mark: '~~', kind: 'strike' },
  { mark: '*', kind: 'em' },
  { mark: '_', kind: 'em' },
];
const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** Only addresses that can't run anything. */
export function safeHref(address: string): string | null {
  if (/^\/(?!\/)/.test(address)) return address;
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'https:' || protocol === 'http:' || protocol === 'mailto:' ? href : null;
  } catch {
    return null;
  }
}

export function parseInline(text: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  let plain = '';
  const push = (node: Inline): void => {
    if (plain !== '') out.push({ kind: 'text', text: plain });
    plain = '';
    out.push(node);
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    const found =
      char === '`'
        ? codeAt(text, at)
        : depth >= maxDepth
          ? null
          : char === '['
            ? linkAt(text, at, depth)
            : emphasisAt(text, at, depth);
    if (found) {
      push(found.node);
      at = found.end;
    } else if (char === '\n') {
      push({ kind: 'break' });
      at++;
    } else if (char === '\\' && escapable.test(text[at + 1] ?? '')) {
      plain += text[at + 1] ?? '';
      at += 2;
    } else if (
      (char === 'h' || char === 'H') &&
      !isWord(text[at - 1]) &&
      /^https?:\/\//i.test(text.slice(at, at + 8))
    ) {
      const address = bareAddress(text.slice(at)) || char;
      const href = safeHref(address);
      if (href === null) plain += address;
      else push({ kind: 'link', href, children: [{ kind: 'text', text: address }] });
      at += address.length;
    } else {
      plain += char;
      at++;
    }
  }
  if (plain !== '') out.push({ kind: 'text', text: plain });
  return out;
}

interface Found {
  node: Inline;
  end: number;
}

function bareAddress(text: string): string {
  let address = (bareLink.exec(text) ?? [''])[0].replace(/[.,;:!?'"*_~]+$/, '');
  // A closing bracket belongs to the address only when it was opened there.
  while (address.endsWith(')') && address.split(')').length > address.split('(').length) address = address.slice(0, -1);
  return address;
}

function codeAt(text: string, at: number): Found | null {
  const mark = (/^`+/.exec(text.slice(at, at + 8)) ?? ['`'])[0];
  const end = text.indexOf(mark, at + mark.length);
  if (end < 0 || end === at + mark.length) return null;
  return { node: { kind: 'code', text: text.slice(at + mark.length, end) }, end: end + mark.length };
}

function linkAt(text: string, at: number, depth: number): Found | null {
  const found = /^\[([^[\]\n]{1,500})\]\(([^()\s]{1,2000})\)/.exec(text.slice(at, at + 2600));
  const href = found && safeHref(found[2] ?? '');
  if (!found || !href) return null;
  const children = parseInline(found[1] ?? '', maxDepth > depth + 1 ? maxDepth : depth + 1);
  return { node: { kind: 'link', href, children }, end: at + found[0].length };
}

function emphasisAt(text: string, at: number, depth: number): Found | null {
  for (const { mark, kind } of marks) {
    if (!text.startsWith(mark, at)) continue;
    const from = at + mark.length;
    const inWord = mark[0] === '_' && isWord(text[at - 1]);
    if (inWord || /^\s?$/.test(text[from] ?? '')) continue;
    for (let end = text.indexOf(mark, from + 1); end > 0; end = text.indexOf(mark, end + 1)) {
      if (mark.length === 1 && text[end + 1] === mark) {
        end++;
        continue;
      }
      if (/\s/.test(text[end - 1] ?? '') || (mark[0] === '_' && isWord(text[end + mark.length]))) continue;
      if (text.slice(from, end).includes('\n\n')) return null;
      return { node: { kind, children: parseInline(text.slice(from, end), depth + 1) }, end: end + mark.length };
    }
  }
  return null;
}

const inlineText = (nodes: Inline[]): string =>
  nodes
    .map((node) => (node.kind === 'break' ? ' ' : 'children' in node ? inlineText(node.children) : node.text))
    .join('');

/** What a text says, without its marks, on one line: for notices. */
export function plainText(text: string): string {
  const of = (block: Block): string =>
    block.kind === 'code'
      ? block.text
      : block.kind === 'quote'
        ? block.children.map(of).join(' ')
        : block.kind === 'list'
          ? block.items.map(inlineText).join(' ')
          : inlineText(block.children);
  return parseMarkdown(text).map(of).join(' ').replace(/\s+/g, ' ').trim();
}
