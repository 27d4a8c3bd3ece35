import type { Problem } from '$/api/client';
import type {
  ChatChange,
  ChatNotifications,
  Comment,
  Message,
  Notification,
  Person,
  PostSummary,
  Presence,
  Reaction,
} from '$/api/types';

/** Everything that is said over `/ws` (subprotocol `forum.v1`). */
export interface Requests {
  'message.send': { chatId: string; clientMessageId: string; content: string; replyToId?: string };
  'message.edit': { messageId: string; content: string; attachmentIds?: string[] };
  'message.delete': { messageId: string };
  'reaction.add': { messageId: string; emoji: string };
  'reaction.remove': { messageId: string; emoji: string };
  'chat.read': { chatId: string; seq: number };
  'chat.delivered': { chatId: string; seq: number };
  typing: { chatId: string };
  presence: { state: 'active' | 'away' };
  watch: { topic: string };
  unwatch: { topic: string };
  ping: Record<string, never>;
}

/** Message as it travels in events: the same for every reader, so without `mine`. */
export type SharedMessage = Omit<Message, 'reactions' | 'readCount'> &
  Partial<Pick<Message, 'readCount'>> & { reactions?: SharedReaction[] };
export type SharedReaction = Omit<Reaction, 'mine'> & Partial<Pick<Reaction, 'mine'>>;
export type SharedPost = Omit<PostSummary, 'mine' | 'reactions'> & { reactions?: SharedReaction[] };

interface Logged<Type extends string, Data> {
  type: Type;
  chatId: string;
  seq: number;
  data: Data;
}

/** Numbered events: the chat's log. */
export type LogEvent =
  | Logged<'message.created', SharedMessage>
  | Logged<'message.edited', SharedMessage>
  | Logged<'message.deleted', { messageId: string }>
  | Logged<
      'reaction.changed',
      { messageId: string; userId: string; emoji: string; added: boolean; reactions: SharedReaction[] }
    >
  | Logged<'member.joined', { user: Person; at?: string }>
  | Logged<'member.left', { user: Person; at?: string }>
  | Logged<'chat.updated', ChatUpdate>
  | Logged<'message.pinned', Pinning>
  | Logged<'message.unpinned', Pinning>
  | Logged<'log.skipped', unknown>; // not for me to see: it only keeps the numbers without a gap

/** How a chat now stands, and what made it so. */
export interface ChatUpdate {
  name?: string | null;
  ownerId?: string | null;
  memberCount?: number;
  membersCanInvite?: boolean;
  newcomersSeeHistory?: boolean;
  picture?: string | null;
  at?: string;
  change?: ChatChange | null;
}

export interface Pinning {
  messageId: string;
  user: Person;
  at?: string;
}

/** Why a chat is no longer mine. */
export type GoneReason = 'left' | 'removed' | 'deleted' | 'refused';

export interface Mark {
  userId: string;
  deliveredSeq: number;
  readSeq: number;
}

export interface Hello {
  connectionId: string;
  epoch: string;
  user: Person;
  serverTime: string;
  heartbeatSeconds: number;
}

/** `comment` goes to those who watch the post; those who watch the feed get the counts only. */
export interface CommentNews {
  postId: string;
  commentId: string;
  commentCount: number;
  lastActivityAt: string;
  comment?: Comment | null;
}

/** Hints: unnumbered, may be lost; the truth is always refetched. */
export type Hint =
  | { type: 'receipt.changed'; chatId?: string; data: Mark & { chatId?: string } }
  | { type: 'receipts.changed'; chatId?: string; data: { chatId?: string; marks: Mark[] } }
  | { type: 'typing'; chatId?: string; data: { chatId?: string; user: Person } }
  | { type: 'presence.changed'; data: Presence & { userId: string } }
  | { type: 'presence.reset'; data?: unknown }
  | { type: 'chat.added'; chatId?: string; data?: { chatId?: string; id?: string } }
  | { type: 'chat.removed'; chatId?: string; data?: { chatId?: string; id?: string; reason?: GoneReason } }
  | { type: 'chat.notifications'; chatId?: string; data: ChatNotifications & { chatId?: string } }
  | { type: 'me.changed'; data?: unknown }
  | { type: 'resync'; data?: unknown }
  | { type: 'heartbeat'; data?: unknown }
  | { type: 'notification.created'; data: Notification }
  | { type: 'notifications.read'; data: { upTo: string } }
  | { type: 'block.changed'; data: { userId: string; isBlocked: boolean } }
  | { type: 'post.created'; data: SharedPost }
  | { type: 'post.changed'; data: Partial<SharedPost> & { id: string } }
  | { type: 'comment.created'; data: CommentNews }
  | { type: 'comment.changed'; data: CommentNews }
  | { type: 'reactions.changed'; data: { postId: string; commentId?: string | null; reactions: SharedReaction[] } };

export type ServerFrame =
  | { type: 'hello'; data: Hello }
  | { type: 'reply'; id: number; data: unknown }
  | { type: 'error'; id: number | null; error: Problem }
  | LogEvent
  | Hint;

export type FrameType = ServerFrame['type'];
export type FrameOf<Type extends FrameType> = Extract<ServerFrame, { type: Type }>;

const logged: ReadonlySet<string> = new Set<LogEvent['type']>([
  'message.created',
  'message.edited',
  'message.deleted',
  'reaction.changed',
  'member.joined',
  'member.left',
  'chat.updated',
  'message.pinned',
  'message.unpinned',
  'log.skipped',
]);

/** Whether a frame belongs to a chat's log. One of a type we don't know yet does too, when it is numbered. */
export function isLogged(frame: ServerFrame): frame is LogEvent {
  if (logged.has(frame.type)) return true;
  const unknown = frame as { chatId?: unknown; seq?: unknown };
  return typeof unknown.chatId === 'string' && typeof unknown.seq === 'number';
}

/** The chat a hint is about: servers may name it beside `data` or inside. */
export const chatOf = (frame: { chatId?: string; data?: { chatId?: string; id?: string } }): string =>
  frame.chatId ?? frame.data?.chatId ?? frame.data?.id ?? '';
