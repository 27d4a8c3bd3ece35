import type { Message } from '$/api/types';
import type { ChatHistory } from './history';

/**
 * What others said after one place in the chat's log up to another. Places are of the log, which is followed without a
 * hole: an answer to a message of mine may be held before what others said earlier.
 */
export const saidSince = (heard: number, now: number, history: ChatHistory, me: string): Message[] =>
  history.items.filter((m) => m.seq > heard && m.seq <= now && m.sender.id !== me && !m.isDeleted);
