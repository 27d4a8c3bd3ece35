import { SvelteMap } from 'svelte/reactivity';
import { socket } from '$/app/live.svelte';

export interface Presence {
  isOnline: boolean;
  lastSeenAt: string | null;
}

const known = new SvelteMap<string, Presence>();

socket.on('presence.changed', ({ data }) =>
  known.set(data.userId, { isOnline: data.isOnline, lastSeenAt: data.lastSeenAt }),
);

export const presence = {
  of: (userId: string): Presence | undefined => known.get(userId),
  /** What an answer said of people; newer than what we knew. */
  learn(userId: string, { isOnline, lastSeenAt }: Presence): void {
    const held = known.get(userId);
    if (held?.isOnline !== isOnline || held.lastSeenAt !== lastSeenAt) known.set(userId, { isOnline, lastSeenAt });
  },
  clear: (): void => known.clear(),
};
