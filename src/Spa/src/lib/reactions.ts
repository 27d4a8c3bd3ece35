import type { Reaction } from '$/api/types';
import type { SharedReaction } from '$/realtime/frames';

/** Events don't say whose a reaction is: what was mine stays mine. */
export const keepMine = (reactions: SharedReaction[] = [], held: Reaction[] = []): Reaction[] =>
  reactions.map((reaction) => ({ ...reaction, mine: held.some((r) => r.emoji === reaction.emoji && r.mine) }));
