import type { Reaction } from '$/api/types';
import type { SharedReaction } from '$/realtime/frames';

/** Events don't say whose a reaction is: what was mine stays mine. */
export const keepMine = (reactions: SharedReaction[] = [], held: Reaction[] = []): Reaction[] =>
  reactions.map((reaction) => ({ ...reaction, mine: held.some((r) => r.emoji === reaction.emoji && r.mine) }));

/** What the counts become when I put an emoji there or take it away. */
export function toggled(reactions: Reaction[] = [], emoji: string, on: boolean): Reaction[] {
  const held = reactions.find((reaction) => reaction.emoji === emoji);
  if ((held?.mine ?? false) === on) return reactions;
  if (!held) return [...reactions, { emoji, count: 1, mine: true }];
  const count = held.count + (on ? 1 : -1);
  return reactions.flatMap((reaction) => (reaction !== held ? reaction : count > 0 ? { emoji, count, mine: on } : []));
}
