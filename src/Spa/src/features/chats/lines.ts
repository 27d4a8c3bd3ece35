import type { Message, Person } from '$/api/types';
import { asAttachment } from '$/features/uploads/waiting';
import type { ChatHistory, Note } from './history';
import type { Outgoing } from './outboxStore';

/** What a chat shows, from top to bottom. */
export type Line =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'note'; key: string; note: Note }
  | { kind: 'message'; key: string; message: Message; outgoing: Outgoing | null; first: boolean };

const togetherMs = 5 * 60_000;
const days = new Map<string, string>(); // by the minute: a chat of thousands is gone through at each change
function dayOf(at: string): string {
  const minute = at.slice(0, 16);
  let day = days.get(minute);
  if (day === undefined) days.set(minute, (day = new Date(at).toDateString()));
  return day;
}

/** A message on its way, as it will look. */
function asMessage(outgoing: Outgoing, me: Person, history: ChatHistory): Message {
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
    readCount: null,
    isPinned: false,
    mentions: [],
    reactions: [],
    attachments: (outgoing.pictures ?? []).map(asAttachment),
    replyTo: answered
      ? { id: answered.id, seq: answered.seq, sender: answered.sender, excerpt: answered.content }
      : null,
  };
}

const isTogether = (last: Message | null, next: Message): boolean =>
  last !== null && last.sender.id === next.sender.id && Date.parse(next.sentAt) - Date.parse(last.sentAt) < togetherMs;

/**
 * Days, messages, what happened between them, and at the end what is still on its way; a message that both the log and the outbox hold shows once.
 * @param unreadFrom the first of the messages that were unread on opening, or null.
 */
export function linesOf(history: ChatHistory, waiting: Outgoing[], me: Person, unreadFrom: number | null): Line[] {
  const lines: Line[] = [];
  const arrived = new Set(history.items.filter((m) => m.sender.id === me.id).map((m) => m.clientMessageId));
  const all: [Message, Outgoing | null][] = [
    ...history.items.map((message): [Message, null] => [message, null]),
    ...(history.hasMoreAfter ? [] : waiting)
      .filter((outgoing) => !arrived.has(outgoing.clientMessageId))
      .map((outgoing): [Message, Outgoing] => [asMessage(outgoing, me, history), outgoing]),
  ];
  let last: Message | null = null; // what a message may stand together with
  let day = '';
  let marked = false;
  const onDay = (at: string, id: string): boolean => {
    if (at === '' || dayOf(at) === day) return false;
    day = dayOf(at);
    lines.push({ kind: 'day', key: `day ${day} ${lines.length === 0 ? '' : id}`, at });
    return true;
  };
  const notes = [...history.notes];
  const notesBefore = (seq: number): void => {
    while (notes[0] !== undefined && notes[0].seq < seq) {
      const note = notes.shift() as Note;
      onDay(note.at, `n${note.seq}`);
      lines.push({ kind: 'note', key: `note ${note.seq}`, note });
      last = null;
    }
  };
  for (const [message, outgoing] of all) {
    notesBefore(outgoing === null ? message.seq : Infinity);
    const newDay = onDay(message.sentAt, message.id);
    const unreadHere = !marked && unreadFrom !== null && outgoing === null && message.seq >= unreadFrom;
    if (unreadHere) {
      lines.push({ kind: 'unread', key: 'unread' });
      marked = true;
    }
    const together = !newDay && !unreadHere && isTogether(last, message);
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
  notesBefore(Infinity);
  return lines;
}
