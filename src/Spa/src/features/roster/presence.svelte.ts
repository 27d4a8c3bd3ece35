import { SvelteMap } from 'svelte/reactivity';
import type { Presence } from '$/api/types';
import { live, socket } from '$/app/live.svelte';
import { t } from '$/lib/i18n.svelte';
import { ago } from '$/lib/time.svelte';

const known = new SvelteMap<string, Presence>();

socket.on('presence.changed', ({ data }) => presence.learn(data.userId, data));

export const presence = {
  of: (userId: string): Presence | undefined => known.get(userId),
  /** What an answer said of people; newer than what we knew. */
  learn(userId: string, { isOnline, isAway = false, lastSeenAt }: Presence): void {
    const held = known.get(userId);
    if (held?.isOnline !== isOnline || held.isAway !== isAway || held.lastSeenAt !== lastSeenAt)
      known.set(userId, { isOnline, isAway, lastSeenAt });
  },
  clear: (): void => known.clear(),
};

export type There = 'online' | 'away' | 'offline' | 'unknown';

/** Without a connection nobody can be told to be here, or not to be. */
export function thereOf(there: Presence | undefined): There {
  if (live.isDeaf) return 'unknown';
  return there?.isOnline ? (there.isAway ? 'away' : 'online') : 'offline';
}

/** "online", "away", "last seen 5 minutes ago"; nothing where it isn't told. */
export function presenceText(there: Presence | undefined): string {
  if (live.isDeaf && there?.isOnline) return t('presence.unknown');
  if (there?.isOnline) return t(there.isAway ? 'presence.away' : 'presence.online');
  return there?.lastSeenAt ? t('presence.lastSeen', { when: ago(there.lastSeenAt) }) : '';
}
