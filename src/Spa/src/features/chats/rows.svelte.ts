import type { Line } from './lines';

/** Lines kept in the page above the first in sight, and below it. */
const above = 40;
const below = 70;
/** So many lines are scrolled by before others take their places. */
const step = 8;
const guessPx = 46;

/** Which lines of a chat are in the page: those in sight and some around them. The others are room of the same height. */
export class Rows {
  /** The first line in sight, by its key; null: the window is at the end. */
  private first = $state<string | null>(null);
  /** By how much the room above differs from what is known of its lines: what is looked at never moves for a better guess. */
  private slack = $state(0);
  private readonly lines: () => Line[];
  private readonly heights = new Map<string, number>(); // px, of lines that were in the page
  private known = 0; // the sum of them

  readonly range = $derived.by((): { from: number; to: number } => {
    const { length } = this.lines();
    const at = this.indexOf(this.first);
    const end = at < 0 ? length : Math.min(length, at + below);
    return { from: Math.max(0, (at < 0 ? length - below : at) - above), to: end };
  });
  readonly drawn = $derived.by(() => this.lines().slice(this.range.from, this.range.to));
  readonly roomAbove = $derived.by(() =>
    this.range.from === 0 ? 0 : Math.max(0, this.heightOf(0, this.range.from) + this.slack),
  );
  readonly roomBelow = $derived.by(() => this.heightOf(this.range.to, this.lines().length));

  /** @param begin the line to begin at; null: the end. */
  constructor(lines: () => Line[], begin: Line | null) {
    this.lines = lines;
    this.first = begin?.key ?? null;
  }

  toEnd(): void {
    this.first = null;
  }

  bring(line: Line): void {
    this.first = line.key;
    this.slack = 0;
  }

  /**
   * This one of the drawn lines is now the first in sight.
   * @returns whether others take their places for it.
   */
  look(list: HTMLElement, drawnAt: number): boolean {
    const at = this.range.from + drawnAt;
    const held = this.indexOf(this.first);
    if (Math.abs(at - (held < 0 ? this.lines().length : held)) < step) return false;
    this.measure(list);
    this.first = this.lines()[at]?.key ?? null;
    return true;
  }

  /** Nothing that is drawn is in sight, after a leap: the lines whose room this is come there. */
  leap(top: number): void {
    const all = this.lines();
    let bottom = 0;
    const line = all.find(({ key }) => (bottom += this.heights.get(key) ?? this.guess()) > top) ?? all.at(-1);
    if (line) this.bring(line);
  }

  /** What came into the page above was taller than thought: the room over it gives way. @returns whether it could. */
  give(px: number): boolean {
    if (this.range.from === 0 || this.roomAbove - px < 0) return false;
    this.slack -= px;
    return true;
  }

  /** In a window of another width every line has another height. */
  forget(): void {
    this.heights.clear();
    this.known = this.slack = 0;
  }

  private measure(list: HTMLElement): void {
    for (const [at, { key }] of this.drawn.entries()) {
      const height = list.children[at]?.getBoundingClientRect().height;
      if (height === undefined) continue;
      this.known += height - (this.heights.get(key) ?? 0);
      this.heights.set(key, height);
    }
  }

  private guess(): number {
    return this.heights.size === 0 ? guessPx : this.known / this.heights.size;
  }

  private heightOf(from: number, to: number): number {
    const [all, guess] = [this.lines(), this.guess()];
    let sum = 0;
    for (let at = from; at < to; at++) sum += this.heights.get(all[at]?.key ?? '') ?? guess;
    return sum;
  }

  private indexOf(key: string | null): number {
    return key === null ? -1 : this.lines().findIndex((line) => line.key === key);
  }
}
