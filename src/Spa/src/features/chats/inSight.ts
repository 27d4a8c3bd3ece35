export interface Anchor {
  element: Element;
  top: number; // px
  at: number; // which of the drawn lines it is
}

/** The first message of which something is seen, and where; null where none is. */
export function firstInSight(box: HTMLElement, list: HTMLElement): Anchor | null {
  const { top: upper, bottom: lower } = box.getBoundingClientRect();
  const all = list.children;
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.getBoundingClientRect().bottom ?? 0) <= upper) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < all.length; at++) {
    const element = all[at];
    if (!element || !(element as HTMLElement).dataset.clientId) continue;
    const { top } = element.getBoundingClientRect();
    return top < lower ? { element, top, at } : null;
  }
  return null;
}

/** The number of the newest message that is wholly in sight, if it is newer than `readSeq`. */
export function lastWhole(box: HTMLElement, inside: HTMLElement, readSeq: number): number | null {
  const edge = box.getBoundingClientRect().bottom + 4;
  const all = inside.querySelectorAll<HTMLElement>('[data-seq]');
  for (let at = all.length - 1; at >= 0; at--) {
    const element = all[at];
    const seq = Number(element?.dataset.seq);
    if (!element || seq <= readSeq) return null;
    if (element.getBoundingClientRect().bottom <= edge) return seq;
  }
  return null;
}
