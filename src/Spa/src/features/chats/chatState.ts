import type { Chat, Message, MessageExcerpt } from '$/api/types';
import type { ChatUpdate, LogEvent, Mark, SharedMessage } from '$/realtime/frames';
import { covers, excerptOf, follow, type ChatHistory } from './history';
import { mentionsMe } from './mentions';

/**
 * What we hold of one chat. `chat.lastSeq` is how far we have applied its log. `history` is the stretch of its messages
 * that is looked at, or null while nobody has opened it. Values are never changed in place.
 */
export interface ChatState {
  chat: Chat;
  history: ChatHistory | null;
}

export type Applied =
  | { kind: 'applied'; state: ChatState; stale: boolean } // stale: a count can't be told from here, refetch the chat
  | { kind: 'duplicate' }
  | { kind: 'gap' };

const excerpt = (message: Message | SharedMessage): MessageExcerpt => ({
  id: message.id,
  seq: message.seq,
  sender: message.sender,
  excerpt: message.isDeleted ? '' : excerptOf(message.content),
  sentAt: message.sentAt,
  isDeleted: message.isDeleted,
});

const most = 1000; // the server counts no further

const find = (state: ChatState, id: string) => state.history?.items.find((message) => message.id === id);

/** What an event does to the chat itself; the messages held are `follow`'s. */
function created(chat: Chat, message: SharedMessage, me: string): Chat {
  const own = message.sender.id === me;
  const readSeq = own ? Math.max(chat.readSeq, message.seq) : chat.readSeq;
  const counts = !own && !message.isDeleted && message.seq > chat.readSeq;
  const unreadCount = own ? 0 : Math.min(most, chat.unreadCount + (counts ? 1 : 0));
  const mentioned = counts && mentionsMe(message, me);
  const mentionCount = own ? 0 : Math.min(most, (chat.mentionCount ?? 0) + (mentioned ? 1 : 0));
  const next = { ...chat, readSeq, unreadCount, mentionCount, lastMessage: excerpt(message) };
  return own ? mark(next, { userId: me, deliveredSeq: message.seq, readSeq: message.seq }) : next;
}

function deleted(state: ChatState, messageId: string, me: string): { chat: Chat; stale: boolean } {
  const { chat } = state;
  const held = find(state, messageId);
  const last = chat.lastMessage;
  const lastMessage = last?.id === messageId ? { ...last, excerpt: '', isDeleted: true } : last;
  const known = held !== undefined && !held.isDeleted;
  const counted = known && held.sender.id !== me && held.seq > chat.readSeq;
  const mentioned = counted && mentionsMe(held, me);
  return {
    chat: {
      ...chat,
      lastMessage,
      unreadCount: chat.unreadCount - (counted ? 1 : 0),
      mentionCount: (chat.mentionCount ?? 0) - (mentioned ? 1 : 0),
    },
    stale: (!known && chat.unreadCount > 0) || (held?.isPinned ?? (chat.pinCount ?? 0) > 0),
  };
}

/** Whether an edit may have put my name into an unread message, or taken it out. */
function mentionsChanged(state: ChatState, message: SharedMessage, me: string): boolean {
  if (message.sender.id === me || message.seq <= state.chat.readSeq) return false;
  const held = find(state, message.id);
  const before = held ? mentionsMe(held, me) : (state.chat.mentionCount ?? 0) > 0;
  return before || mentionsMe(message, me);
}

/** Old state + event = what a refetch would answer, or `stale` where only a refetch can tell. */
export function apply(state: ChatState, event: LogEvent, me: string): Applied {
  const { chat } = state;
  if (event.seq <= chat.lastSeq) return { kind: 'duplicate' };
  if (event.seq > chat.lastSeq + 1) return { kind: 'gap' };
  let next = chat;
  let stale = false;
  switch (event.type) {
    case 'message.created':
      next = created(chat, event.data, me);
      break;
    case 'message.edited':
      if (chat.lastMessage?.id === event.data.id) next = { ...chat, lastMessage: excerpt(event.data) };
      stale = mentionsChanged(state, event.data, me);
      break;
    case 'message.deleted':
      ({ chat: next, stale } = deleted(state, event.data.messageId, me));
      break;
    case 'message.pinned':
      next = { ...chat, pinCount: (chat.pinCount ?? 0) + 1 };
      break;
    case 'message.unpinned':
      next = { ...chat, pinCount: Math.max(0, (chat.pinCount ?? 0) - 1) };
      break;
    case 'reaction.changed':
    case 'log.skipped':
      break;
    case 'member.left':
      next = {
        ...chat,
        members: chat.members.filter((member) => member.user.id !== event.data.user.id),
        memberCount: Math.max(0, chat.memberCount - 1),
      };
      stale = chat.ownerId === event.data.user.id || chat.memberCount > chat.members.length;
      break;
    case 'member.joined':
      // When they joined and where their marks stand only the server knows.
      stale = true;
      break;
    case 'chat.updated':
      next = { ...chat, ...given(event.data) };
      stale = true;
      break;
    default:
      stale = true;
  }
  const history = state.history && follow(state.history, event, me);
  return { kind: 'applied', state: { chat: { ...next, lastSeq: event.seq }, history }, stale };
}

function given({ name, ownerId, membersCanInvite, newcomersSeeHistory, change }: ChatUpdate): Partial<Chat> {
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof ownerId === 'string' ? { ownerId } : {}),
    ...(typeof membersCanInvite === 'boolean' ? { membersCanInvite } : {}),
    ...(typeof newcomersSeeHistory === 'boolean' ? { newcomersSeeHistory } : {}),
    ...(change?.kind === 'accepted' ? { request: null } : {}),
  };
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
      chat: { ...chat, deliveredSeq, readSeq: change.readSeq, ...unread },
    },
    stale: unread === null,
  };
}

/** What is unread after a number, counted in what is held; null when that doesn't reach far enough. */
export function unreadAfter(
  { chat, history }: ChatState,
  seq: number,
  me: string,
): { unreadCount: number; mentionCount: number } | null {
  if (seq >= chat.lastSeq || chat.unreadCount === 0) return { unreadCount: 0, mentionCount: 0 };
  if (history === null) return null;
  const counted = (from: number, to: number) => {
    const all = history.items.filter((m) => m.seq > from && m.seq <= to && m.sender.id !== me && !m.isDeleted);
    return { unreadCount: all.length, mentionCount: all.filter((m) => mentionsMe(m, me)).length };
  };
  if (covers(history, seq, chat.lastSeq) && !history.hasMoreAfter) return counted(seq, chat.lastSeq);
  // 1,000 means that or more: nothing can be taken from it.
  if (chat.unreadCount >= most || !covers(history, chat.readSeq, seq)) return null;
  const read = counted(chat.readSeq, seq);
  return {
    unreadCount: Math.max(0, chat.unreadCount - read.unreadCount),
    mentionCount: Math.max(0, (chat.mentionCount ?? 0) - read.mentionCount),
  };
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
