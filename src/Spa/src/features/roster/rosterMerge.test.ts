import { expect, it } from 'vitest';
import type { Chat, Person, RosterItem } from '$/api/types';
import { mergeRoster, type RosterView } from './rosterMerge';

const me: Person = { id: 'me', nickname: 'me' };
const person = (name: string): Person => ({ id: name, nickname: name });
const collator = new Intl.Collator('ru', { sensitivity: 'base' });
const all: RosterView = { order: 'recent', online: null, q: '', hasMore: false };

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
  isOnline: false,
  lastSeenAt: null,
  unreadCount: 0,
  ...(at === undefined ? {} : { lastMessage: said(at) }),
});
const chat = (id: string, members: Person[], at: number | null, name: string | null = null): Chat => ({
  id,
  name,
  isGroup: name !== null,
  members: [me, ...members].map((user) => ({ user, isOwner: false, joinedAt: '', deliveredSeq: 0, readSeq: 0 })),
  memberCount: members.length + 1,
  ownerId: null,
  lastSeq: 1,
  readSeq: 0,
  deliveredSeq: 0,
  unreadCount: 1,
  lastMessage: at === null ? null : said(at),
});
const names = (people: RosterItem[], chats: Chat[], view: Partial<RosterView> = {}): string[] =>
  mergeRoster(people, chats, 'me', { ...all, ...view }, collator).map((row) => row.name);

it('puts people and groups in one list: who spoke last first, the silent by name', () => {
  const people = [item('Вера', 5), item('ёж'), item('Анна'), item('Борис')];
  expect(names(people, [chat('g', [], 7, 'Group')])).toEqual(['Group', 'Вера', 'Анна', 'Борис', 'ёж']);
});

it('moves a person up when a message comes, without asking the server', () => {
  const people = [item('a', 5), item('b', 3)];
  expect(names(people, [chat('c', [person('b')], 9)])).toEqual(['b', 'a']);
});

it('shows a person once, with the chat that is theirs', () => {
  const [row] = mergeRoster([item('a')], [chat('c', [person('a')], 9)], 'me', all, collator);
  expect(row).toMatchObject({ name: 'a', href: '/chats/c', unreadCount: 1 });
});

it('shows who wrote though their page is not loaded, and lets older groups wait for theirs', () => {
  const people = [item('a', 5)];
  const chats = [chat('c', [person('late')], 9), chat('g', [], 2, 'Old group')];
  expect(names(people, chats, { hasMore: true })).toEqual(['late', 'a']);
  expect(names(people, chats)).toEqual(['late', 'a', 'Old group']);
});

it('goes by name where asked, and leaves myself out', () => {
  expect(names([item('b'), item('me'), item('a', 9)], [chat('g', [], 1, 'aa')], { order: 'name' })).toEqual([
    'a',
    'aa',
    'b',
  ]);
});

it('finds groups by their name and leaves people to the server', () => {
  const chats = [chat('g', [], 7, 'Weekend'), chat('h', [], 8, 'Work'), chat('c', [person('x')], 9)];
  expect(names([item('Wendy')], chats, { q: 'we' })).toEqual(['Weekend', 'Wendy']);
});

it('knows only people under a filter of presence', () => {
  expect(names([item('a')], [chat('g', [], 7, 'Group')], { online: false })).toEqual(['a']);
});
