import type { Reaction } from '$/api/types';

/** Events don't say whose a reaction is: what was mine stays mine. */
export const keepMine = (reactions: Reaction[] = [], held: Reaction[] = []): Reaction[] =>
  reactions.map((reaction) => ({ ...reaction, mine: held.some((r) => r.emoji === reaction.emoji && r.mine) }));
