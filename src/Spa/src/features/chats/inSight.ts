/** The first message of which something is seen, and where. */
export function firstInSight(box: HTMLElement, inside: HTMLElement): { element: Element; top: number } | null {
  const edge = box.getBoundingClientRect().top;
  const all = inside.querySelectorAll('[data-client-id]');
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.getBoundingClientRect().bottom ?? 0) <= edge) low = middle + 1;
    else high = middle;
  }
  const element = all[low];
  return element ? { element, top: element.getBoundingClientRect().top } : null;
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
