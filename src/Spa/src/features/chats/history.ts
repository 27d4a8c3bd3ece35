import type { ChangeKind, ChatChange, Message, MessagePage, Person } from '$/api/types';
import type { LogEvent, SharedMessage } from '$/realtime/frames';

/** Who came and went and what was changed, between the messages. */
export interface Note {
  seq: number;
  kind: 'joined' | 'left' | 'changed' | 'pinned' | 'unpinned' | ChangeKind;
  at: string;
  user: Person | null;
  name: string | null; // the group's, from then on
}

/**
 * A stretch of a chat without a hole, oldest first. While there is more after it, what happens at the chat's end stays
 * out: it is read when somebody gets there. Values are never changed in place.
 */
export interface ChatHistory {
  items: Message[];
  hasMore: boolean;
  hasMoreAfter: boolean;
  notes: Note[];
}

export const emptyHistory: ChatHistory = { items: [], hasMore: false, hasMoreAfter: false, notes: [] };
/** More than this is let go of at the other end while scrolling. */
export const mostHeld = 10_000;

const excerptLength = 140;
const quoteLength = 120;
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How the server shortens a text for lists: one line, no letter cut in two, an ellipsis where something is left out. */
export function excerptOf(content: string, length = excerptLength): string {
  const line = content.replace(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  let end = 0;
  for (const { index, segment } of letters.segment(line)) {
    if (index + segment.length > length) break;
    end = index + segment.length;
  }
  return `${line.slice(0, end).trimEnd()}…`;
}

const kinds: Partial<Record<LogEvent['type'], Note['kind']>> = {
  'member.joined': 'joined',
  'member.left': 'left',
  'chat.updated': 'changed',
  'message.pinned': 'pinned',
  'message.unpinned': 'unpinned',
};

export function noteOf(event: LogEvent): Note | null {
  const kind = kinds[event.type];
  if (!kind) return null;
  const { user, at, change } = event.data as { user?: Person; at?: string; change?: ChatChange | null };
  return {
    seq: event.seq,
    kind: change?.kind ?? kind,
    at: at ?? '',
    user: change?.user ?? user ?? null,
    name: change?.name ?? null,
  };
}

const notesOf = (lines: LogEvent[] | undefined): Note[] =>
  (lines ?? []).map(noteOf).filter((note): note is Note => note !== null);

/** A page as the server answers it without a direction, or around a place. */
export const asHistory = (page: MessagePage): ChatHistory => ({
  items: page.items,
  hasMore: page.hasMore,
  hasMoreAfter: page.hasMoreAfter ?? false,
  notes: notesOf(page.lines),
});

function joinNotes(held: Note[], more: Note[]): Note[] {
  const known = new Set(held.map((note) => note.seq));
  return [...held, ...more.filter((note) => !known.has(note.seq))].sort((a, b) => a.seq - b.seq);
}

/** An older page in front of what is held; when that grows too long, the newest go. */
export function prepend(history: ChatHistory, older: MessagePage, keep = mostHeld): ChatHistory {
  const held = new Set(history.items.map((message) => message.id));
  const all = [...older.items.filter((message) => !held.has(message.id)), ...history.items];
  const items = all.slice(0, keep);
  const isCut = items.length < all.length;
  const end = items.at(-1)?.seq ?? 0;
  const notes = joinNotes(notesOf(older.lines), history.notes);
  return {
    items,
    hasMore: older.hasMore,
    hasMoreAfter: history.hasMoreAfter || isCut,
    notes: isCut ? notes.filter((note) => note.seq < end) : notes,
  };
}

/** A newer page behind what is held; when that grows too long, the oldest go. */
export function append(history: ChatHistory, newer: MessagePage, keep = mostHeld): ChatHistory {
  const held = new Set(history.items.map((message) => message.id));
  const joined: ChatHistory = {
    items: [...history.items, ...newer.items.filter((message) => !held.has(message.id))],
    hasMore: history.hasMore,
    hasMoreAfter: newer.hasMoreAfter ?? newer.hasMore,
    notes: joinNotes(history.notes, notesOf(newer.lines)),
  };
  return trim(joined, keep);
}

/** Lets go of the oldest messages, so that a chat left open for weeks stays light. */
export function trim(history: ChatHistory, keep: number): ChatHistory {
  if (history.items.length <= keep) return history;
  const items = history.items.slice(-keep);
  const start = items[0]?.seq ?? 0;
  return { ...history, items, hasMore: true, notes: history.notes.filter((note) => note.seq > start) };
}

/** Puts a message where its number says; one held already is replaced. Beyond either end it stays out while there is more. */
export function upsert(history: ChatHistory, message: Message): ChatHistory {
  const { items } = history;
  const at = items.findIndex((held) => held.id === message.id);
  if (at >= 0) return { ...history, items: items.with(at, message) };
  const [first, last] = [items[0], items.at(-1)];
  if (first !== undefined && message.seq < first.seq && history.hasMore) return history;
  if (history.hasMoreAfter && (last === undefined || message.seq > last.seq)) return history;
  let place = items.length;
  while (place > 0 && (items[place - 1]?.seq ?? 0) > message.seq) place--;
  return { ...history, items: items.toSpliced(place, 0, message) };
}

/** An event's message for this reader: what differs by reader, which reactions are mine and who has read it, is kept from what was held. */
function asMine(message: SharedMessage, held: Message | undefined): Message {
  return {
    ...message,
    reactions: (message.reactions ?? []).map((reaction) => ({
      emoji: reaction.emoji,
      count: reaction.count,
      mine: reaction.mine ?? held?.reactions.some((r) => r.emoji === reaction.emoji && r.mine) ?? false,
    })),
    isDelivered: held?.isDelivered ?? message.isDelivered,
    isRead: held?.isRead ?? message.isRead,
    readCount: held?.readCount ?? message.readCount ?? null,
    replyTo: message.replyTo ?? null,
  };
}

export function replace(history: ChatHistory, id: string, change: (message: Message) => Message): ChatHistory {
  const at = history.items.findIndex((message) => message.id === id);
  const held = history.items[at];
  return held === undefined ? history : { ...history, items: history.items.with(at, change(held)) };
}

const requote = (history: ChatHistory, id: string, excerpt: string): ChatHistory =>
  history.items.some((m) => m.replyTo?.id === id)
    ? {
        ...history,
        items: history.items.map((m) => (m.replyTo?.id === id ? { ...m, replyTo: { ...m.replyTo, excerpt } } : m)),
      }
    : history;

function noted(history: ChatHistory, event: LogEvent): ChatHistory {
  const note = noteOf(event);
  const beyond = history.hasMoreAfter && event.seq > (history.items.at(-1)?.seq ?? 0);
  return note === null || beyond ? history : { ...history, notes: joinNotes(history.notes, [note]) };
}

/** What an event does to the messages held; the same event twice does nothing more. */
export function follow(history: ChatHistory, event: LogEvent, me: string): ChatHistory {
  switch (event.type) {
    case 'message.created': {
      const held = history.items.find((message) => message.id === event.data.id);
      return upsert(history, asMine(event.data, held));
    }
    case 'message.edited': {
      const next = replace(history, event.data.id, (held) => asMine(event.data, held));
      return requote(next, event.data.id, excerptOf(event.data.content, quoteLength));
    }
    case 'message.deleted': {
      const { messageId } = event.data;
      const next = replace(history, messageId, (m) => ({
        ...m,
        content: '',
        isDeleted: true,
        isPinned: false,
        reactions: [],
        mentions: [],
      }));
      return requote(next, messageId, '');
    }
    case 'reaction.changed': {
      const { messageId, userId, emoji, added, reactions } = event.data;
      const isMine = (held: Message, shown: string): boolean =>
        userId === me && shown === emoji ? added : held.reactions.some((r) => r.emoji === shown && r.mine);
      return replace(history, messageId, (held) => ({
        ...held,
        reactions: reactions.map((reaction) => ({ ...reaction, mine: isMine(held, reaction.emoji) })),
      }));
    }
    case 'message.pinned':
    case 'message.unpinned': {
      const isPinned = event.type === 'message.pinned';
      return noted(
        replace(history, event.data.messageId, (held) => ({ ...held, isPinned })),
        event,
      );
    }
    default:
      return noted(history, event);
  }
}

/** Whether every message with a number in (from, to] is held. */
export function covers(history: ChatHistory, from: number, to: number): boolean {
  const [first, last] = [history.items[0], history.items.at(-1)];
  const reachesBack = !history.hasMore || (first !== undefined && first.seq <= from + 1);
  const reachesOn = !history.hasMoreAfter || (last !== undefined && last.seq >= to);
  return reachesBack && reachesOn;
}
