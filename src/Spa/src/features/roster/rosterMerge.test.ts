import { chat as privateChat } from '$/features/chats/samples';
import { expect, it } from 'vitest';
import type { Chat, Person, RosterItem } from '$/api/types';
import { mergeRoster, type RosterView } from './rosterMerge';

const me: Person = { id: 'me', nickname: 'me' };
const person = (name: string): Person => ({ id: name, nickname: name });
const recent: RosterView = { order: 'recent', isNarrowed: false };

const said = (at: number) => ({
  id: `m${at}`,
  seq: at,
  sender: me,
  excerpt: 'text',
  sentAt: new Date(at * 1000).toISOString(),
  isDeleted: false,
});
const item = (name: string, at?: number): RosterItem => ({
  user: person(name),
  group: null,
  isOnline: false,
  isAway: false,
  lastSeenAt: null,
  chatId: null,
  unreadCount: 0,
  mentionCount: 0,
  request: false,
  lastMessage: at === undefined ? null : said(at),
});
const group = (name: string, at?: number): RosterItem => ({
  ...item(name, at),
  user: null,
  group: { id: name, name, memberCount: 3 },
  chatId: name,
});
const chat = (id: string, members: Person[], at: number | null, name: string | null = null): Chat => ({
  ...privateChat,
  id,
  name,
  isGroup: name !== null,
  members: [me, ...members].map((user) => ({
    user,
    isOwner: false,
    isAdmin: false,
    joinedAt: '',
    deliveredSeq: 0,
    readSeq: 0,
  })),
  memberCount: members.length + 1,
  ownerId: null,
  lastSeq: 1,
  readSeq: 0,
  deliveredSeq: 0,
  unreadCount: 1,
  mentionCount: 1,
  lastMessage: at === null ? null : said(at),
});
const names = (items: RosterItem[], chats: Chat[], view: RosterView = recent): string[] =>
  mergeRoster(items, chats, 'me', view).map((row) => row.name);

it('puts people and groups in one list: who spoke last first, the silent as the server has them', () => {
  const items = [item('Вера', 5), group('Клуб', 3), item('Анна'), item('ёж'), item('Борис')];
  expect(names(items, [])).toEqual(['Вера', 'Клуб', 'Анна', 'ёж', 'Борис']);
});

it('moves a row up when a message comes, without asking the server', () => {
  const items = [item('a', 5), item('b', 3), item('c')];
  expect(names(items, [chat('x', [person('b')], 9)])).toEqual(['b', 'a', 'c']);
  expect(names(items, [chat('x', [person('c')], 9)])).toEqual(['c', 'a', 'b']);
});

it('shows a person once, with the chat that is theirs', () => {
  const [row, ...more] = mergeRoster([item('a')], [chat('c', [person('a')], 9)], 'me', recent);
  expect(row).toMatchObject({ name: 'a', href: '/chats/c', unreadCount: 1, mentionCount: 1 });
  expect(more).toEqual([]);
});

it('shows my chats though their page is not loaded', () => {
  expect(names([item('a', 5)], [chat('c', [person('late')], 9), chat('g', [], 2, 'Old group')])).toEqual([
    'late',
    'a',
    'Old group',
  ]);
});

it('leaves to the server who is found', () => {
  const chats = [chat('g', [], 7, 'Work'), chat('c', [person('Wendy')], 9)];
  expect(names([item('Wendy'), group('Weekend', 8)], chats, { order: 'recent', isNarrowed: true })).toEqual([
    'Wendy',
    'Weekend',
  ]);
});

it('keeps the server’s order by name, and leaves myself out', () => {
  const chats = [chat('c', [person('b')], 9), chat('g', [], 1, 'zz')];
  expect(names([item('a'), group('aa'), item('me'), item('b')], chats, { order: 'name', isNarrowed: false })).toEqual([
    'a',
    'aa',
    'b',
  ]);
});

it('tells who asks to be let in', () => {
  const asking = { ...chat('c', [person('a')], 9), request: { from: person('a'), to: me } };
  const asked = { ...chat('d', [person('b')], 8), request: { from: me, to: person('b') } };
  expect(mergeRoster([], [asking, asked], 'me', recent).map((row) => row.isRequest)).toEqual([true, false]);
});
