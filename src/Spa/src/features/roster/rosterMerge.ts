import type { Chat, MessageExcerpt, Person, RosterItem } from '$/api/types';
import { timeOfId } from '$/lib/ids';

export interface RosterRow {
  key: string;
  name: string;
  href: string;
  user: Person | null; // null: a group
  /** Of a group. */
  picture?: string | null;
  memberCount: number; // of a group
  chatId: string | null;
  lastMessage: MessageExcerpt | null;
  unreadCount: number;
  mentionCount: number;
  /** They ask whether they may write to me. */
  isRequest: boolean;
  /** When something was last said here, or a group was made; null: never. */
  at: number | null;
}

export interface RosterView {
  order: 'recent' | 'name';
  /** Whether only what the server found belongs here: a filter or a presence was asked for. */
  isNarrowed: boolean;
}

const timeOf = (message: MessageExcerpt | null | undefined): number | null =>
  message ? Date.parse(message.sentAt) : null;

/** The other person of a private chat. */
export const peerOf = (chat: Chat, me: string): Person | null =>
  chat.isGroup ? null : (chat.members.find((member) => member.user.id !== me)?.user ?? null);

/** Whether a chat waits for my word. */
export const asksMe = (chat: Chat, me: string): boolean => chat.request?.to.id === me;

function rowOf(item: RosterItem): RosterRow {
  const { user, group } = item;
  const chatId = item.chatId ?? group?.id ?? null;
  const lastMessage = item.lastMessage ?? null;
  return {
    key: user?.id ?? group?.id ?? '',
    name: user?.nickname ?? group?.name ?? '',
    href: chatId ? `/chats/${chatId}` : `/people/${user?.id}`,
    user,
    memberCount: group?.memberCount ?? 0,
    chatId,
    lastMessage,
    unreadCount: item.unreadCount,
    mentionCount: item.mentionCount ?? 0,
    isRequest: item.request ?? false,
    at: timeOf(lastMessage) ?? (group ? timeOfId(group.id) : null),
  };
}

export function chatRow(chat: Chat, me: string): RosterRow {
  const user = peerOf(chat, me);
  return {
    key: user?.id ?? chat.id,
    name: user?.nickname ?? chat.name ?? '',
    href: `/chats/${chat.id}`,
    user,
    ...(chat.isGroup ? { picture: chat.picture ?? null } : {}),
    memberCount: chat.isGroup ? chat.memberCount : 0,
    chatId: chat.id,
    lastMessage: chat.lastMessage,
    unreadCount: chat.unreadCount,
    mentionCount: chat.mentionCount ?? 0,
    isRequest: asksMe(chat, me),
    at: timeOf(chat.lastMessage) ?? (chat.isGroup ? timeOfId(chat.id) : null),
  };
}

/**
 * The list as the server gave it, with what the chats say laid over it: that is newer, and messages move rows without
 * a request. By last message, all my chats are here at once; behind them the rest in the server's order.
 */
export function mergeRoster(items: RosterItem[], chats: Chat[], me: string, view: RosterView): RosterRow[] {
  const held = new Map<string, RosterRow>();
  for (const chat of chats) {
    const row = chatRow(chat, me);
    if (chat.isGroup || row.user) held.set(row.key, row);
  }
  const listed: RosterRow[] = [];
  const seen = new Set([me]);
  for (const item of items) {
    const row = rowOf(item);
    if (seen.has(row.key)) continue;
    seen.add(row.key);
    listed.push(held.get(row.key) ?? row);
  }
  if (view.order === 'name') return listed;

  const talked = listed.filter((row) => row.at !== null);
  if (!view.isNarrowed) for (const row of held.values()) if (row.at !== null && !seen.has(row.key)) talked.push(row);
  talked.sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || a.key.localeCompare(b.key));
  return [...talked, ...listed.filter((row) => row.at === null)];
}
