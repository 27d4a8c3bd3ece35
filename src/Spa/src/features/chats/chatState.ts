import type { Chat, Message, MessageExcerpt, MessagePage } from '$/api/types';
import type { LogEvent, Mark, SharedMessage } from '$/realtime/frames';

/**
 * What we hold of one chat. `chat.lastSeq` is how far we have applied its log. `history` is its newest messages
 * without a hole, oldest first, or null while nobody has opened it. Values are never changed in place.
 */
export interface ChatState {
  chat: Chat;
  history: MessagePage | null;
}

export type Applied =
  | { kind: 'applied'; state: ChatState; stale: boolean } // stale: a count can't be told from here, refetch the chat
  | { kind: 'duplicate' }
  | { kind: 'gap' };

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

const excerpt = (message: Message | SharedMessage): MessageExcerpt => ({
  id: message.id,
  seq: message.seq,
  sender: message.sender,
  excerpt: message.isDeleted ? '' : excerptOf(message.content),
  sentAt: message.sentAt,
  isDeleted: message.isDeleted,
});

/** An event's message for this reader: `mine` is kept from what was held, for events don't carry it. */
function asMine(message: SharedMessage, held: Message | undefined): Message {
  return {
    ...message,
    reactions: (message.reactions ?? []).map((reaction) => ({
      emoji: reaction.emoji,
      count: reaction.count,
      mine: reaction.mine ?? held?.reactions.some((r) => r.emoji === reaction.emoji && r.mine) ?? false,
    })),
    replyTo: message.replyTo ?? null,
  };
}

/** Puts a message where its number says; one held already is replaced. Below the oldest held, it stays out while older ones remain unread. */
export function upsert(history: MessagePage, message: Message): MessagePage {
  const { items } = history;
  const at = items.findIndex((held) => held.id === message.id);
  if (at >= 0) return { ...history, items: items.with(at, message) };
  const first = items[0];
  if (first !== undefined && message.seq < first.seq && history.hasMore) return history;
  let place = items.length;
  while (place > 0 && (items[place - 1]?.seq ?? 0) > message.seq) place--;
  return { ...history, items: items.toSpliced(place, 0, message) };
}

const find = (state: ChatState, id: string) => state.history?.items.find((message) => message.id === id);

function replace(history: MessagePage | null, id: string, change: (message: Message) => Message): MessagePage | null {
  if (history === null) return null;
  const at = history.items.findIndex((message) => message.id === id);
  const held = history.items[at];
  return held === undefined ? history : { ...history, items: history.items.with(at, change(held)) };
}

function created(state: ChatState, event: SharedMessage, me: string): { state: ChatState; stale: boolean } {
  const { chat } = state;
  const message = asMine(event, find(state, event.id));
  const own = message.sender.id === me;
  const readSeq = own ? Math.max(chat.readSeq, message.seq) : chat.readSeq;
  const counts = !own && !message.isDeleted && message.seq > chat.readSeq;
  const unreadCount = own ? 0 : Math.min(1000, chat.unreadCount + (counts ? 1 : 0));
  const next = { ...chat, readSeq, unreadCount, lastMessage: excerpt(message) };
  return {
    state: {
      chat: own ? mark(next, { userId: me, deliveredSeq: message.seq, readSeq: message.seq }) : next,
      history: state.history === null ? null : upsert(state.history, message),
    },
    stale: false,
  };
}

function deleted(state: ChatState, messageId: string, me: string): { state: ChatState; stale: boolean } {
  const { chat } = state;
  const held = find(state, messageId);
  const history = replace(state.history, messageId, (message) => ({
    ...message,
    content: '',
    isDeleted: true,
    reactions: [],
  }));
  const quoted = history && {
    ...history,
    items: history.items.map((m) =>
      m.replyTo?.id === messageId ? { ...m, replyTo: { ...m.replyTo, excerpt: '' } } : m,
    ),
  };
  const last = chat.lastMessage;
  const lastMessage = last?.id === messageId ? { ...last, excerpt: '', isDeleted: true } : last;
  const known = held !== undefined && !held.isDeleted;
  const counted = known && held.sender.id !== me && held.seq > chat.readSeq;
  return {
    state: { chat: { ...chat, lastMessage, unreadCount: chat.unreadCount - (counted ? 1 : 0) }, history: quoted },
    stale: !known && chat.unreadCount > 0,
  };
}

function edited(state: ChatState, event: SharedMessage): ChatState {
  const last = state.chat.lastMessage;
  const history = replace(state.history, event.id, (held) => asMine(event, held));
  const quoted = history && {
    ...history,
    items: history.items.map((m) =>
      m.replyTo?.id === event.id
        ? { ...m, replyTo: { ...m.replyTo, excerpt: excerptOf(event.content, quoteLength) } }
        : m,
    ),
  };
  return { chat: { ...state.chat, lastMessage: last?.id === event.id ? excerpt(event) : last }, history: quoted };
}

/** Old state + event = what a refetch would answer, or `stale` where only a refetch can tell. */
export function apply(state: ChatState, event: LogEvent, me: string): Applied {
  const { chat } = state;
  if (event.seq <= chat.lastSeq) return { kind: 'duplicate' };
  if (event.seq > chat.lastSeq + 1) return { kind: 'gap' };
  let next = state;
  let stale = false;
  switch (event.type) {
    case 'message.created':
      ({ state: next, stale } = created(state, event.data, me));
      break;
    case 'message.edited':
      next = edited(state, event.data);
      break;
    case 'message.deleted':
      ({ state: next, stale } = deleted(state, event.data.messageId, me));
      break;
    case 'reaction.changed': {
      const { messageId, userId, emoji, added, reactions } = event.data;
      const history = replace(state.history, messageId, (held) => ({
        ...held,
        reactions: reactions.map((reaction) => ({
          ...reaction,
          mine:
            userId === me && reaction.emoji === emoji
              ? added
              : held.reactions.some((r) => r.emoji === reaction.emoji && r.mine),
        })),
      }));
      next = { chat, history };
      break;
    }
    case 'member.left':
      next = {
        ...state,
        chat: {
          ...chat,
          members: chat.members.filter((member) => member.user.id !== event.data.user.id),
          memberCount: Math.max(0, chat.memberCount - 1),
        },
      };
      stale = chat.ownerId === event.data.user.id || chat.memberCount > chat.members.length;
      break;
    case 'member.joined':
      // When they joined and where their marks stand only the server knows.
      stale = true;
      break;
    case 'chat.updated':
      next = { ...state, chat: { ...chat, ...given(event.data) } };
      stale = true;
      break;
    default:
      stale = true;
  }
  return { kind: 'applied', state: { ...next, chat: { ...next.chat, lastSeq: event.seq } }, stale };
}

function given(data: { name?: string | null; ownerId?: string | null }): Partial<Chat> {
  const changes: Partial<Chat> = {};
  if (typeof data.name === 'string') changes.name = data.name;
  if (typeof data.ownerId === 'string') changes.ownerId = data.ownerId;
  return changes;
}

/** Moves one member's marks; never backwards. */
function mark(chat: Chat, { userId, deliveredSeq, readSeq }: Mark): Chat {
  return {
    ...chat,
    members: chat.members.map((member) =>
      member.user.id === userId
        ? {
            ...member,
            deliveredSeq: Math.max(member.deliveredSeq, deliveredSeq, readSeq),
            readSeq: Math.max(member.readSeq, readSeq),
          }
        : member,
    ),
  };
}

/** A receipt: somebody's marks moved. When they are my own, on another device, my unread count follows. */
export function applyMark(state: ChatState, change: Mark, me: string): { state: ChatState; stale: boolean } {
  const chat = mark(state.chat, change);
  if (change.userId !== me) return { state: { ...state, chat }, stale: false };
  const deliveredSeq = Math.max(chat.deliveredSeq, change.deliveredSeq, change.readSeq);
  if (change.readSeq <= chat.readSeq) return { state: { ...state, chat: { ...chat, deliveredSeq } }, stale: false };
  const unread = unreadAfter(state, change.readSeq, me);
  return {
    state: {
      ...state,
      chat: { ...chat, deliveredSeq, readSeq: change.readSeq, unreadCount: unread ?? chat.unreadCount },
    },
    stale: unread === null,
  };
}

/** Unread messages after a number, counted in what is held; null when that doesn't reach back far enough. */
export function unreadAfter({ chat, history }: ChatState, seq: number, me: string): number | null {
  if (seq >= chat.lastSeq || chat.unreadCount === 0) return 0;
  if (history === null) return null;
  const oldest = history.items[0];
  if (history.hasMore && (oldest === undefined || oldest.seq > seq + 1)) return null;
  return history.items.filter((m) => m.seq > seq && m.sender.id !== me && !m.isDeleted).length;
}

/** An older page in front of what is held. */
export function prepend(history: MessagePage, older: MessagePage): MessagePage {
  const held = new Set(history.items.map((message) => message.id));
  return {
    items: [...older.items.filter((message) => !held.has(message.id)), ...history.items],
    hasMore: older.hasMore,
  };
}

/** Lets go of the oldest messages, so that a chat left open for weeks stays light. */
export function trim(history: MessagePage, keep: number): MessagePage {
  return history.items.length <= keep ? history : { items: history.items.slice(-keep), hasMore: true };
}

export type Receipt = { status: 'sent' | 'delivered' | 'read'; readBy: number };

/** How far a message of mine has come, by the members' marks or by what the server said of it, whichever is further. */
export function receiptOf(message: Message, chat: Chat): Receipt {
  const others = chat.members.filter((member) => member.user.id !== message.sender.id);
  const complete = others.length > 0 && others.length >= chat.memberCount - 1;
  const readBy = Math.max(message.readCount ?? 0, others.filter((member) => member.readSeq >= message.seq).length);
  const read = message.isRead || (complete && others.every((member) => member.readSeq >= message.seq));
  const delivered = read || message.isDelivered || (complete && others.every((m) => m.deliveredSeq >= message.seq));
  return { status: read ? 'read' : delivered ? 'delivered' : 'sent', readBy };
}
