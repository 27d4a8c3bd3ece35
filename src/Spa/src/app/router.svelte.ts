import { tick } from 'svelte';

/** Where we are. Plain links are followed without a page load; going back returns to where one had scrolled. */
const origin = location.origin;
const scrolled = new Map<string, number>();
const read = () => ({ path: decodeURI(location.pathname), query: new URLSearchParams(location.search) });

let place = $state.raw(read());
let key = stateKey() ?? stamp();
let scroller: HTMLElement | null = null;
history.replaceState({ key }, '');
history.scrollRestoration = 'manual';

function stateKey(): string | null {
  return (history.state as { key?: string } | null)?.key ?? null;
}

function stamp(): string {
  return Math.random().toString(36).slice(2);
}

export const router = {
  get path(): string {
    return place.path;
  },
  get query(): URLSearchParams {
    return place.query;
  },
  /** The element that scrolls with the page; it tells us so once. */
  set scroller(element: HTMLElement | null) {
    scroller = element;
  },
};

export function go(to: string, options: { replace?: boolean } = {}): void {
  if (scroller) scrolled.set(key, scroller.scrollTop);
  if (options.replace) {
    history.replaceState({ key }, '', to);
  } else {
    key = stamp();
    history.pushState({ key }, '', to);
  }
  place = read();
  if (options.replace) return;
  void tick().then(() => {
    scroller?.scrollTo(0, 0);
    // The link that was followed may be gone; the keyboard goes on from the new page.
    if (document.activeElement === document.body) scroller?.focus({ preventScroll: true });
  });
}

/** Back to where we came from, or to a sensible place when the page was opened directly. */
export function back(otherwise: string): void {
  if (scrolled.size > 0) history.back();
  else go(otherwise, { replace: true });
}

/** Sign-in, and then where one wanted to go. */
export const signInPath = (page: 'sign-in' | 'sign-up' = 'sign-in'): string => {
  const here = place.path.startsWith('/sign-') ? place.query.get('to') : place.path + location.search;
  return here && here !== '/' ? `/${page}?to=${encodeURIComponent(here)}` : `/${page}`;
};

/** Only a path of this site: nobody is sent away by a forged link. */
export function wanted(): string {
  const to = place.query.get('to') ?? '/';
  return /^\/(?![/\\])/.test(to) && new URL(to, origin).origin === origin ? to : '/';
}

window.addEventListener('popstate', () => {
  if (scroller) scrolled.set(key, scroller.scrollTop);
  key = stateKey() ?? stamp();
  place = read();
  const top = scrolled.get(key) ?? 0;
  void tick().then(() => scroller?.scrollTo(0, top));
});

const serverPaths = /^\/(api|ws|health|openapi|docs|metrics)(\/|$)/;

document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link?.href || link.target === '_blank' || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  if (url.origin !== origin || serverPaths.test(url.pathname)) return;
  if (url.hash !== '' && url.pathname === location.pathname) return;
  event.preventDefault();
  go(url.pathname + url.search + url.hash);
});
