import { recallHere, rememberHere } from '$/lib/storage';
import { router } from './router.svelte';
import { wide } from './wide.svelte';

/** The chat that stays open beside whatever page is looked at, where there is room; it lasts as long as the tab. */
let path = $state(recallHere('dock'));
let isFresh = false;

const inChats = $derived(/^\/(chats|people)(\/|$)/.test(router.path));

export const dock = {
  /** As it would be called as a page of its own: `/chats/…` or `/people/…`; null where none is in sight. */
  get path(): string | null {
    return wide() && !inChats ? path : null;
  },
  /** Whether a chat that is chosen now opens beside the page. */
  get hasRoom(): boolean {
    return wide() && !inChats;
  },
  open(next: string): void {
    path = next;
    isFresh = true;
    rememberHere('dock', next);
  },
  close(): void {
    path = null;
    rememberHere('dock', null);
  },
  /** Once after it was opened by hand: then one wants to write. */
  takeFocus(): boolean {
    const wanted = isFresh;
    isFresh = false;
    return wanted;
  },
};
