import type { ServerFrame } from '$/realtime/frames';
import { call, del, get, patch, post, put, type Answer } from './client';
import type {
  Chat,
  ChatNotifications,
  ChatPrivacy,
  Invite,
  InvitePreview,
  Me,
  Member,
  Message,
  MessagePage,
  Page,
  Reaction,
  Reactor,
  Readers,
  Revision,
  RosterItem,
} from './types';

export interface RosterQuery {
  order: 'recent' | 'name';
  online?: boolean | undefined;
  /** Groups in the same list; never together with `online`. */
  groups?: boolean | undefined;
  q?: string | undefined;
  cursor?: string | null;
  limit?: number;
}

/** A page of a chat's log; `reset` means that the chat must be loaded anew. */
export interface EventPage {
  events: ServerFrame[];
  lastSeq: number;
  reset: boolean;
}

const keyed = (key: string) => ({ headers: { 'Idempotency-Key': key } });

export const readRoster = (query: RosterQuery, signal?: AbortSignal): Promise<Page<RosterItem>> =>
  get('/api/roster', { query: { ...query }, ...(signal ? { signal } : {}) });
export const changePrivacy = (changes: Partial<ChatPrivacy>): Promise<Me> => patch('/api/me', changes);
export const readChats = (cursor: string | null): Promise<Page<Chat>> =>
  get('/api/chats', { query: { cursor, limit: 100 } });
export const readChat = (id: string): Promise<Chat> => get(`/api/chats/${id}`);
export const openPrivate = (userId: string, key: string): Promise<Chat> => post('/api/chats', { userId }, keyed(key));
export const createGroup = (name: string, memberIds: string[], key: string): Promise<Chat> =>
  post('/api/chats', { name, memberIds }, keyed(key));
export const changeChat = (
  id: string,
  changes: { name?: string; membersCanInvite?: boolean; newcomersSeeHistory?: boolean; pictureId?: string | null },
): Promise<Chat> => patch(`/api/chats/${id}`, changes);
export const acceptRequest = (id: string): Promise<Chat> => post(`/api/chats/${id}/accept`);
export const refuseRequest = (id: string): Promise<void> => post(`/api/chats/${id}/refuse`);
export const setAdmin = (id: string, userId: string, on: boolean): Promise<void> =>
  on ? put(`/api/chats/${id}/admins/${userId}`) : del(`/api/chats/${id}/admins/${userId}`);
export const handOver = (id: string, userId: string): Promise<void> => put(`/api/chats/${id}/owner`, { userId });
export const deleteChat = (id: string): Promise<void> => del(`/api/chats/${id}`);
export const readMembers = (id: string, cursor: string | null): Promise<Page<Member>> =>
  get(`/api/chats/${id}/members`, { query: { cursor, limit: 100 } });
export const findMembers = (id: string, q: string, signal: AbortSignal): Promise<Page<Member>> =>
  get(`/api/chats/${id}/members`, { query: { q }, signal });
export const addMember = (id: string, userId: string): Promise<void> => post(`/api/chats/${id}/members/${userId}`);
export const removeMember = (id: string, userId: string): Promise<void> => del(`/api/chats/${id}/members/${userId}`);

/** Where a page of messages lies: beside or around a number, or from a time on; without any, the newest. */
export interface Place {
  before?: number;
  after?: number;
  around?: number;
  at?: string;
  limit?: number;
}
export const readMessages = (id: string, place: Place = {}): Promise<MessagePage> =>
  get(`/api/chats/${id}/messages`, { query: { limit: 10, ...place } });
export const readEvents = (id: string, after: number): Promise<EventPage> =>
  get(`/api/chats/${id}/events`, { query: { after, limit: 200 } });
export interface NewMessage {
  clientMessageId: string;
  content: string;
  replyToId?: string;
  attachmentIds?: string[];
}
export const sendMessage = (id: string, message: NewMessage): Promise<Answer<Message>> =>
  call('POST', `/api/chats/${id}/messages`, { body: message });
/** `attachmentIds`: all images it shall have, in their order. */
export const editMessage = (id: string, content: string, attachmentIds: string[]): Promise<Message> =>
  patch(`/api/messages/${id}`, { content, attachmentIds });
export const deleteMessage = (id: string): Promise<void> => del(`/api/messages/${id}`);
export const reactToMessage = (id: string, emoji: string, on: boolean): Promise<Reaction[]> => {
  const path = `/api/messages/${id}/reactions/${encodeURIComponent(emoji)}`;
  return on ? put(path) : del(path);
};
export const readRevisions = (id: string): Promise<Page<Revision>> => get(`/api/messages/${id}/history`);
export const readReactors = (id: string): Promise<Page<Reactor>> => get(`/api/messages/${id}/reactions`);
export const readReaders = (id: string): Promise<Readers> => get(`/api/messages/${id}/readers`);
export const readPins = (id: string): Promise<Page<Message>> => get(`/api/chats/${id}/pins`);
export const setPin = (messageId: string, on: boolean): Promise<void> => {
  const path = `/api/messages/${messageId}/pin`;
  return on ? put(path) : del(path);
};
export const setNotifications = (id: string, wished: ChatNotifications): Promise<ChatNotifications> =>
  put(`/api/chats/${id}/notifications`, wished);
export const markRead = (id: string, seq: number): Promise<void> => put(`/api/chats/${id}/read`, { seq });
export const markDelivered = (id: string, seq: number): Promise<void> => put(`/api/chats/${id}/delivered`, { seq });

export const createInvite = (
  id: string,
  wished: { expiresInHours: number | null; maxUses: number | null },
  key: string,
): Promise<Invite> => post(`/api/chats/${id}/invites`, wished, keyed(key));
export const readInvites = (id: string): Promise<Page<Invite>> => get(`/api/chats/${id}/invites`);
export const revokeInvite = (code: string): Promise<void> => del(`/api/invites/${encodeURIComponent(code)}`);
export const readInvite = (code: string): Promise<InvitePreview> => get(`/api/invites/${encodeURIComponent(code)}`);
export const acceptInvite = (code: string): Promise<Chat> => post(`/api/invites/${encodeURIComponent(code)}/accept`);
