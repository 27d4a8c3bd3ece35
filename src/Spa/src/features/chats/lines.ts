import type { Message, MessagePage, Person } from '$/api/types';
import type { Outgoing } from './outboxStore';

/** What a chat shows, from top to bottom. */
export type Line =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: Message; outgoing: Outgoing | null; first: boolean };

const togetherMs = 5 * 60_000;
const dayOf = (at: string): string => new Date(at).toDateString();

/** A message on its way, as it will look. */
function asMessage(outgoing: Outgoing, me: Person, history: MessagePage): Message {
  const answered = history.items.find((message) => message.id === outgoing.replyToId);
  return {
    id: outgoing.clientMessageId,
    seq: 0,
    chatId: outgoing.chatId ?? '',
    clientMessageId: outgoing.clientMessageId,
    sender: me,
    content: outgoing.content,
    sentAt: outgoing.createdAt,
    editedAt: null,
    isDeleted: false,
    isDelivered: false,
    isRead: false,
    reactions: [],
    replyTo: answered
      ? { id: answered.id, seq: answered.seq, sender: answered.sender, excerpt: answered.content }
      : null,
  };
}

/**
 * Days, messages, and at the end what is still on its way; a message that both the log and the outbox hold shows once.
 * @param unreadFrom the first of the messages that were unread on opening, or null.
 */
export function linesOf(history: MessagePage, waiting: Outgoing[], me: Person, unreadFrom: number | null): Line[] {
  const lines: Line[] = [];
  const arrived = new Set(history.items.filter((m) => m.sender.id === me.id).map((m) => m.clientMessageId));
  const all: [Message, Outgoing | null][] = [
    ...history.items.map((message): [Message, null] => [message, null]),
    ...waiting
      .filter((outgoing) => !arrived.has(outgoing.clientMessageId))
      .map((outgoing): [Message, Outgoing] => [asMessage(outgoing, me, history), outgoing]),
  ];
  let last: Message | null = null;
  let marked = false;
  for (const [message, outgoing] of all) {
    const newDay = last === null || dayOf(last.sentAt) !== dayOf(message.sentAt);
    if (newDay)
      lines.push({
        kind: 'day',
        key: `day ${dayOf(message.sentAt)} ${lines.length === 0 ? '' : message.id}`,
        at: message.sentAt,
      });
    const unreadHere = !marked && unreadFrom !== null && outgoing === null && message.seq >= unreadFrom;
    if (unreadHere) {
      lines.push({ kind: 'unread', key: 'unread' });
      marked = true;
    }
    const together =
      last !== null &&
      !newDay &&
      !unreadHere &&
      last.sender.id === message.sender.id &&
      Date.parse(message.sentAt) - Date.parse(last.sentAt) < togetherMs;
    // The client's id from the beginning: a message keeps its place in the page when it becomes the log's.
    lines.push({
      kind: 'message',
      key: message.sender.id + message.clientMessageId,
      message,
      outgoing,
      first: !together,
    });
    last = message;
  }
  return lines;
}
