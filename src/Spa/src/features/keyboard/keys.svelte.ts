import { go, router } from '$/app/router.svelte';
import { session } from '$/features/accounts/session.svelte';
import { recall, remember } from '$/lib/storage';

/** What single keys do outside of text fields; `KeySheet.svelte` lists them. */
const places: Record<string, () => string | null> = {
  f: () => '/',
  c: () => mine('/chats'),
  n: () => mine('/notifications'),
  b: () => mine('/bookmarks'),
  w: () => mine('/following'),
  s: () => mine('/settings'),
  p: () => (session.me ? `/users/${encodeURIComponent(session.me.nickname)}` : null),
};
const mine = (path: string): string | null => (session.me ? path : null);
const steps = 'main [data-step]';
const goWithinMs = 1_500;

let sheet = $state(false);
let palette = $state(false);
let enabled = $state(recall('keys') !== 'off');
let wentAt = -Infinity; // when `g` was pressed

export const keys = {
  get sheet(): boolean {
    return sheet;
  },
  set sheet(open: boolean) {
    sheet = open;
  },
  get palette(): boolean {
    return palette;
  },
  set palette(open: boolean) {
    palette = open;
  },
  /** Single keys can be in the way of dictation and of slips. */
  get enabled(): boolean {
    return enabled;
  },
  set enabled(on: boolean) {
    enabled = on;
    remember('keys', on ? null : 'off');
  },
};

const writes = (at: HTMLElement): boolean =>
  at.isContentEditable ||
  (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && !/^(checkbox|radio)$/.test(at.getAttribute('type') ?? ''));

/** To the next or the previous thing of a list, from the one that has the focus or from the top of what is in sight. */
function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(steps)].filter((element) => element.offsetParent !== null);
  const held = document.activeElement?.closest('[data-step-item]');
  const at = all.findIndex((element) => element === document.activeElement || held?.contains(element));
  const top = document.querySelector('main')?.getBoundingClientRect().top ?? 0;
  const next = at >= 0 ? at + by : all.findIndex((element) => element.getBoundingClientRect().top >= top);
  const target = all[Math.min(Math.max(0, next), all.length - 1)];
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: 'nearest' });
}

function single(event: KeyboardEvent): boolean {
  const isPlace = event.timeStamp - wentAt < goWithinMs;
  wentAt = -Infinity;
  if (isPlace) {
    const to = places[event.key.toLowerCase()]?.();
    if (to) go(to);
    return to != null;
  }
  switch (event.key) {
    case '?':
      sheet = true;
      return true;
    case 'g':
      wentAt = event.timeStamp;
      return true;
    case 'j':
      step(1);
      return true;
    case 'k':
      step(-1);
      return true;
    case 'n':
      if (session.me) go(router.path.startsWith('/c/') ? `/posts/new?category=${router.path.slice(3)}` : '/posts/new');
      return session.me !== null;
    case 'm':
      document.querySelector<HTMLElement>('[data-testid=composer-text], [data-testid=comment-form] textarea')?.focus();
      return true;
  }
  return false;
}

/** One listener for the whole window. */
export function onkeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const isPalette = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === 'KeyK';
  if (isPalette) {
    palette = !palette;
    event.preventDefault();
    return;
  }
  if (!enabled || event.ctrlKey || event.metaKey || event.altKey) return;
  if (writes(event.target as HTMLElement) || document.querySelector('dialog[open]')) return;
  if (single(event)) event.preventDefault();
}
