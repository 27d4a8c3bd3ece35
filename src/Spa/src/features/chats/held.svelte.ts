import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { ChatState } from './chatState';

/** What we hold of each chat of mine. */
export const states = new SvelteMap<string, ChatState>();
/** Chats that I am no longer in. */
export const gone = new SvelteSet<string>();
/** Whose chats these are. */
export const owner = { id: '' };
