import type { Chat, MessageExcerpt, Person, RosterItem } from '$/api/types';
import { timeOfId } from '$/lib/ids';

export interface RosterRow {
  key: string;
  name: string;
  href: string;
  user: Person | null; // null: a group
  chatId: string | null;
  lastMessage: MessageExcerpt | null;
  unreadCount: number;
  /** When something was last said here, or a group was made; null: never. */
  at: number | null;
}

export interface RosterView {
  order: 'recent' | 'name';
  online: boolean | null;
  q: string;
  /** Whether the server has more people behind those loaded. */
  hasMore: boolean;
}

const timeOf = (message: MessageExcerpt | null | undefined): number | null =>
  message ? Date.parse(message.sentAt) : null;

function personRow(item: RosterItem, chat: Chat | undefined): RosterRow {
  const lastMessage = chat ? chat.lastMessage : (item.lastMessage ?? null);
  const chatId = chat?.id ?? item.chatId ?? null;
  return {
    key: item.user.id,
    name: item.user.nickname,
    href: chatId ? `/chats/${chatId}` : `/people/${item.user.id}`,
    user: item.user,
    chatId,
    lastMessage,
    unreadCount: chat?.unreadCount ?? item.unreadCount,
    at: timeOf(lastMessage),
  };
}

const groupRow = (chat: Chat): RosterRow => ({
  key: chat.id,
  name: chat.name ?? '',
  href: `/chats/${chat.id}`,
  user: null,
  chatId: chat.id,
  lastMessage: chat.lastMessage,
  unreadCount: chat.unreadCount,
  at: timeOf(chat.lastMessage) ?? timeOfId(chat.id),
});

/** The other person of a private chat. */
export const peerOf = (chat: Chat, me: string): Person | null =>
  chat.isGroup ? null : (chat.members.find((member) => member.user.id !== me)?.user ?? null);

/**
 * People as the server lists them and the chats we hold, as one list. What the chats say is newer: messages move rows
 * without a request. Groups that belong behind people not loaded yet wait for them.
 */
export function mergeRoster(
  people: RosterItem[],
  chats: Chat[],
  me: string,
  view: RosterView,
  collator: Intl.Collator,
): RosterRow[] {
  const byName = (a: RosterRow, b: RosterRow): number => collator.compare(a.name, b.name) || a.key.localeCompare(b.key);
  const byTime = (a: RosterRow, b: RosterRow): number =>
    a.at === b.at ? byName(a, b) : a.at === null ? 1 : b.at === null ? -1 : b.at - a.at;
  const order = view.order === 'recent' ? byTime : byName;

  const privateChats = new Map<string, Chat>();
  for (const chat of chats) {
    const peer = peerOf(chat, me);
    if (peer) privateChats.set(peer.id, chat);
  }
  const listed = people.filter((item) => item.user.id !== me);
  const rows = new Map(listed.map((item) => [item.user.id, personRow(item, privateChats.get(item.user.id))]));
  const last = [...rows.values()].sort(order).at(-1);
  const isLoaded = (row: RosterRow): boolean => !view.hasMore || (last !== undefined && order(row, last) <= 0);

  if (view.online === null) {
    const wanted = view.q.trim().toLocaleLowerCase();
    for (const chat of chats) {
      const peer = peerOf(chat, me);
      const row = peer
        ? personRow({ user: peer, isOnline: false, lastSeenAt: null, unreadCount: 0 }, chat)
        : chat.isGroup
          ? groupRow(chat)
          : null;
      if (!row || rows.has(row.key)) continue;
      if (peer ? wanted !== '' || chat.lastMessage === null : !row.name.toLocaleLowerCase().includes(wanted)) continue;
      if (isLoaded(row)) rows.set(row.key, row);
    }
  }
  return [...rows.values()].sort(order);
}
