import { SvelteMap } from 'svelte/reactivity';
import type { GoneReason } from '$/realtime/frames';
import type { ChatState } from './chatState';

/** What we hold of each chat of mine. */
export const states = new SvelteMap<string, ChatState>();
/** Chats that I am no longer in: why, and what the group was called. */
export const gone = new SvelteMap<string, Gone>();
export interface Gone {
  reason: GoneReason | null; // null: not told
  name: string | null;
}
/** Whose chats these are. */
export const owner = { id: '' };
