import type { LogEvent } from '$/realtime/frames';

/** What the server says, as in the public contract. */

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Person {
  id: string;
  nickname: string;
}

export type Role = 'client' | 'moderator' | 'admin';
export type Gender = 'female' | 'male' | 'other' | 'unspecified';

export interface Me extends Person {
  email: string;
  firstName: string;
  lastName: string;
  age: number;
  gender: Gender;
  role: Role;
  joinedAt: string;
  whoMayWrite?: WhoMayWrite;
  strangersAsk?: boolean;
  showsReadMarks?: boolean;
  isInvisible?: boolean;
  avatarUrl?: string | null;
  account?: AccountState;
}

/** What guards my account, and what holds it back. */
export interface AccountState {
  language: 'en' | 'ru';
  isEmailConfirmed: boolean;
  /** Becomes mine once the link that was sent there is opened. */
  newEmail?: string | null;
  hasTwoFactor: boolean;
  isWaiting: boolean;
  suspension: { reason: string; until: string | null } | null;
}

/** Who may write to me first and add me to groups. */
export type WhoMayWrite = 'everyone' | 'sharedGroups' | 'nobody';
export type ChatPrivacy = Required<Pick<Me, 'whoMayWrite' | 'strangersAsk' | 'showsReadMarks' | 'isInvisible'>>;

export interface Presence {
  isOnline: boolean;
  isAway?: boolean; // only while online
  lastSeenAt: string | null; // null: not told
}

export interface Profile extends Person, Presence {
  role: Role;
  joinedAt: string;
  postCount?: number;
  commentCount?: number;
  avatarUrl?: string | null;
  isBlocked?: boolean;
}

export interface DeviceSession {
  id: string;
  createdAt?: string;
  lastUsedAt?: string | null;
  lastSeenAt?: string | null;
  userAgent?: string | null;
  device?: string | null;
  address?: string | null;
  isCurrent?: boolean;
}

export interface Category {
  id: string;
  slug: string;
  name: string;
  description?: string | null;
  color?: string | null;
  postCount?: number;
}

export interface Reaction {
  emoji: string;
  count: number;
  mine: boolean;
}

export type PostSort = 'new' | 'active' | 'top';
export type Period = 'day' | 'week' | 'month' | 'all';

/** What a post is to me. */
export interface Interest {
  isFollowing: boolean;
  isMuted: boolean;
  isBookmarked: boolean;
}

export interface PostSummary {
  id: string;
  title: string;
  excerpt: string;
  author: Person | null;
  category: { id: string; slug: string; name: string };
  createdAt: string;
  editedAt: string | null;
  lastActivityAt: string;
  commentCount: number;
  reactions?: Reaction[];
  isPinned?: boolean;
  isLocked?: boolean;
  isDeleted?: boolean;
  tags?: string[];
  mine?: Interest;
}

export interface Post extends PostSummary {
  content: string;
  contentHtml: string;
  attachments?: Attachment[];
  isHeld?: boolean;
}

export interface Comment {
  id: string;
  postId?: string;
  parentId: string | null;
  author: Person | null;
  content: string;
  contentHtml: string;
  createdAt: string;
  editedAt: string | null;
  isDeleted?: boolean;
  isHeld?: boolean;
  number?: number;
  reactions?: Reaction[];
  attachments?: Attachment[];
}

export interface MessageExcerpt {
  id: string;
  seq: number;
  sender: Person;
  excerpt: string;
  sentAt: string;
  isDeleted: boolean;
}

/** Somebody, or a group. */
export interface RosterItem extends Presence {
  user: Person | null;
  group?: { id: string; name: string; memberCount: number } | null;
  chatId?: string | null;
  lastMessage?: MessageExcerpt | null;
  unreadCount: number;
  mentionCount?: number;
  /** They wrote, and I have not said yet whether they may. */
  request?: boolean;
}

export interface Member {
  user: Person;
  isOwner: boolean;
  isAdmin?: boolean;
  joinedAt: string;
  deliveredSeq: number;
  readSeq: number;
}

export interface Chat {
  id: string;
  name: string | null;
  isGroup: boolean;
  members: Member[];
  memberCount: number;
  ownerId: string | null;
  membersCanInvite?: boolean;
  newcomersSeeHistory?: boolean;
  /** The address of the group's picture. */
  picture?: string | null;
  /** What is numbered below is not for me to see; 0 is everything. */
  historyFromSeq?: number;
  lastSeq: number;
  readSeq: number;
  deliveredSeq: number;
  unreadCount: number;
  mentionCount?: number;
  pinCount?: number;
  lastMessage: MessageExcerpt | null;
  notifications?: ChatNotifications;
  /** A private chat with somebody whom I blocked. */
  isBlocked?: boolean;
  request?: ChatRequest | null;
}

/** A first message to somebody who wants to be asked; gone once they accept. */
export interface ChatRequest {
  from: Person;
  to: Person;
}

export type ChangeKind = 'renamed' | 'settings' | 'owner' | 'adminAdded' | 'adminRemoved' | 'accepted' | 'picture';

/** What happened to a chat: who, or whom it concerns, and the name it got then. */
export interface ChatChange {
  kind: ChangeKind;
  user?: Person | null;
  name?: string | null;
}

export interface ReplyTo {
  id: string;
  seq: number;
  sender: Person;
  excerpt: string;
}

/** An image as part of what it belongs to. */
export interface Attachment {
  id: string;
  url: string;
  /** At most 640 pixels on its longer side. */
  smallUrl: string;
  contentType: string;
  width: number;
  height: number;
  placeholder: string;
  alt: string;
}

export interface Message {
  id: string;
  seq: number;
  chatId: string;
  clientMessageId: string;
  sender: Person;
  content: string;
  sentAt: string;
  editedAt: string | null;
  isDeleted: boolean;
  isDelivered: boolean;
  isRead: boolean;
  readCount?: number;
  reactions: Reaction[];
  replyTo: ReplyTo | null;
  mentions?: Person[];
  isPinned?: boolean;
  attachments?: Attachment[];
}

export interface MessagePage {
  items: Message[];
  /** In the direction asked for; before the first item where none was. */
  hasMore: boolean;
  hasMoreAfter?: boolean;
  /** Who joined and left and what was changed in this page's range: numbered events. */
  lines?: LogEvent[];
}

/** What a message said before an edit. */
export interface Revision {
  content: string;
  writtenAt: string;
  replacedAt: string;
}

export interface Reactor {
  emoji: string;
  user: Person;
  at: string;
}

/** `at`: when, where the server knows. */
export type Reader = Person & { at?: string | null };

export interface Readers {
  readBy: Reader[];
  deliveredTo: Reader[];
  waiting: Reader[];
}

export type NotificationLevel = 'all' | 'mentions' | 'nothing';

export interface ChatNotifications {
  level: NotificationLevel;
  quietUntil: string | null;
}

export interface Invite {
  code: string;
  expiresAt: string | null; // null: never
  maxUses: number | null; // null: as many as like
  uses: number;
}

export interface InvitePreview {
  name: string;
  memberCount: number;
  isMember?: boolean;
  chatId?: string | null;
}

export type NotificationKind = 'mention' | 'reply' | 'comment' | 'reaction' | 'report';

export interface Notification {
  id: string;
  kind: NotificationKind;
  actor: Person | null;
  at: string;
  isRead: boolean;
  link: string;
  title: string | null;
  excerpt: string;
}

export interface NotificationPage extends Page<Notification> {
  unreadCount: number;
}

export type ReportTarget = 'post' | 'comment' | 'message' | 'user';

export interface Report {
  id: string;
  targetType: ReportTarget;
  targetId: string;
  reason: string;
  state: 'open' | 'upheld' | 'dismissed';
  createdAt: string;
  /** The forum itself holds it back: dismissing publishes it. */
  isAutomatic: boolean;
  reporter: Person | null;
  target: {
    author: Person;
    postId: string | null;
    title: string | null;
    excerpt: string;
    isDeleted: boolean;
    isHeld: boolean;
    isLocked: boolean;
    isPinned: boolean;
  };
  sameTarget: number;
  note?: string;
  decidedBy?: Person;
  decidedAt: string | null;
  context: { seq: number; sender: Person; content: string; sentAt: string; isReported: boolean }[];
}

/** What a post or comment said before an edit. */
export interface TextRevision {
  version: number;
  title?: string;
  content: string;
  writtenAt: string;
  replacedBy: Person;
  replacedAt: string;
}
