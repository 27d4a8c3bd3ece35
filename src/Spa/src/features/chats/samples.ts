import type { Chat, Message, Person } from '$/api/types';

/** People, a chat and messages for the tests beside. */
export const me: Person = { id: 'me', nickname: 'me' };
export const other: Person = { id: 'other', nickname: 'other' };

export function message(seq: number, sender: Person, changes: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    seq,
    chatId: 'c',
    clientMessageId: `k${seq}`,
    sender,
    content: `text ${seq}`,
    sentAt: new Date(seq * 1000).toISOString(),
    editedAt: null,
    isDeleted: false,
    isDelivered: false,
    isRead: false,
    readCount: null,
    reactions: [],
    replyTo: null,
    mentions: [],
    isPinned: false,
    ...changes,
  };
}

export const chat: Chat = {
  id: 'c',
  name: null,
  isGroup: false,
  memberCount: 2,
  ownerId: null,
  lastSeq: 0,
  readSeq: 0,
  deliveredSeq: 0,
  unreadCount: 0,
  mentionCount: 0,
  pinCount: 0,
  historyFromSeq: 1,
  membersCanInvite: true,
  newcomersSeeHistory: true,
  createdAt: '',
  lastActivityAt: '',
  notifications: { level: 'all', quietUntil: null },
  request: null,
  isBlocked: false,
  lastMessage: null,
  members: [me, other].map((user) => ({
    user,
    isOwner: false,
    isAdmin: false,
    joinedAt: '',
    deliveredSeq: 0,
    readSeq: 0,
  })),
};
