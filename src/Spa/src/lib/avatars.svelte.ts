import { SvelteMap } from 'svelte/reactivity';
import { get } from '$/api/client';
import type { Page } from '$/api/types';

/** People's pictures, asked for once each and many at a time. */
const known = new SvelteMap<string, string>();
const asked = new Set<string>();
const most = 100;
let waiting: string[] = [];

/** The address of somebody's picture: null where there is none, or it is not known yet. */
export function pictureOf(id: string): string | null {
  if (id.length === 36 && !asked.has(id)) {
    asked.add(id);
    if (waiting.push(id) === 1) setTimeout(() => void ask(), 20);
  }
  return known.get(id) ?? null;
}

/** Somebody, most likely I, has another picture. */
export function learnPicture(id: string, url: string | null): void {
  asked.add(id);
  if (url === null) known.delete(id);
  else known.set(id, url);
}

async function ask(): Promise<void> {
  const ids = waiting;
  waiting = [];
  for (let from = 0; from < ids.length; from += most) {
    const some = ids.slice(from, from + most);
    try {
      const { items } = await get<Page<{ userId: string; url: string }>>('/api/avatars', {
        query: { ids: some.join(',') },
      });
      for (const { userId, url } of items) known.set(userId, url);
    } catch {
      // Initials do; who is shown again is asked for again.
      for (const id of some) asked.delete(id);
    }
  }
}
