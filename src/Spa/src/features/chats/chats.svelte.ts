import * as api from '$/api/chats';
import { ApiError } from '$/api/client';
import type { Chat, ChatNotifications, Message } from '$/api/types';
import { live, socket } from '$/app/live.svelte';
import { chatOf, type GoneReason, type LogEvent, type Mark, type SharedMessage } from '$/realtime/frames';
import { asksMe } from '$/features/roster/rosterMerge';
import { apply, applyMark, type ChatState } from './chatState';
import { gone, owner, states, type Gone } from './held.svelte';
import { asHistory, trim, upsert } from './history';
import { marks } from './marks';
import { outbox } from './outbox.svelte';
import { happened, windows } from './windows';

/** Every chat of mine: what we hold, kept true by the log. */
const early = new Map<string, LogEvent[]>();
const catching = new Map<string, Promise<void>>();
let me = '';
let loaded = $state(false);
let failed = $state(false);
let generation = 0;
type Arrival = (message: Message, chat: Chat) => void;
let announce: Arrival = () => undefined;

const keptMessages = 300;
const greetingMs = 400;

/** Applies what follows what we have; false when something is missing in between. */
function take(event: LogEvent): boolean {
  const state = states.get(event.chatId);
  if (!state) return true;
  const result = apply(state, event, me);
  if (result.kind === 'gap') return false;
  if (result.kind === 'duplicate') return true;
  states.set(event.chatId, result.state);
  happened(event);
  if (event.type === 'message.created') {
    const { sender, clientMessageId } = event.data;
    if (sender.id === me) outbox.arrived(clientMessageId);
    else marks.delivered(event.chatId, event.seq);
  }
  if (result.stale) void refresh(event.chatId);
  return true;
}

function receive(event: LogEvent): void {
  if (!states.has(event.chatId)) {
    if (loaded && !gone.has(event.chatId)) void add(event.chatId);
    return;
  }
  if (!catching.has(event.chatId) && take(event)) return;
  early.set(event.chatId, [...(early.get(event.chatId) ?? []), event]);
  void catchUp(event.chatId);
}

/** Reads the log until we stand where it ends. One at a time for each chat. */
function catchUp(id: string): Promise<void> {
  const running = catching.get(id);
  if (running) return running;
  const work = readLog(id)
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) drop(id);
    })
    .finally(() => {
      catching.delete(id);
      const waiting = early.get(id) ?? [];
      early.delete(id);
      for (const event of waiting.sort((a, b) => a.seq - b.seq)) receive(event);
    });
  catching.set(id, work);
  return work;
}

async function readLog(id: string): Promise<void> {
  for (;;) {
    const state = states.get(id);
    if (!state) return;
    const page = await api.readEvents(id, state.chat.lastSeq);
    if (page.reset) return reload(id);
    const before = state.chat.lastSeq;
    for (const event of page.events as LogEvent[]) if (!take({ ...event, chatId: id })) return reload(id);
    const at = states.get(id)?.chat.lastSeq ?? 0;
    if (at >= page.lastSeq || at === before) return;
  }
}

/** Forgets what we held of a chat and reads it anew. */
async function reload(id: string): Promise<void> {
  const held = states.get(id);
  const chat = await api.readChat(id);
  const history = held?.history ? asHistory(await api.readMessages(id)) : null;
  states.set(id, { chat, history });
}

/** Asks for a chat's counts and members, and takes them when they belong to the place in the log where we are. */
async function refresh(id: string): Promise<void> {
  try {
    for (let attempt = 0; attempt < 4; attempt++) {
      const chat = await api.readChat(id);
      const state = states.get(id);
      if (!state) return;
      if (chat.lastSeq === state.chat.lastSeq) {
        states.set(id, { ...state, chat: keepMembers(state.chat, chat) });
        return;
      }
      if (chat.lastSeq > state.chat.lastSeq) await catchUp(id);
    }
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) drop(id);
  }
}

/** A chat names its first 50 members only; marks known of the others stay. */
function keepMembers(held: Chat, next: Chat): Chat {
  const named = new Set(next.members.map((member) => member.user.id));
  const others = next.memberCount > next.members.length ? held.members.filter((m) => !named.has(m.user.id)) : [];
  return { ...next, members: [...next.members, ...others] };
}

async function add(id: string): Promise<void> {
  try {
    settle(await api.readChat(id));
  } catch {
    // Not ours, or unreachable: the next comparison will tell.
  }
}

function drop(id: string, reason: GoneReason | null = null): void {
  const name = states.get(id)?.chat.name ?? gone.get(id)?.name ?? null;
  gone.set(id, { reason: reason ?? gone.get(id)?.reason ?? null, name });
  states.delete(id);
}

async function readAll(): Promise<Chat[]> {
  const all: Chat[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 20; page++) {
    const answer: Awaited<ReturnType<typeof api.readChats>> = await api.readChats(cursor);
    all.push(...answer.items);
    cursor = answer.next;
    if (cursor === null) break;
  }
  return all;
}

/** Compares what the server has with what we hold, and catches up where they differ. */
async function compare(): Promise<void> {
  const mine = ++generation;
  try {
    const all = await readAll();
    if (mine !== generation) return;
    const ids = new Set(all.map((chat) => chat.id));
    for (const id of [...states.keys()]) if (!ids.has(id)) drop(id);
    for (const chat of all) settle(chat);
    loaded = true;
    failed = false;
  } catch {
    failed = !loaded;
    if (mine === generation) setTimeout(() => mine === generation && me && void compare(), 3_000);
  }
}

/** Takes a chat as the server has it. Where messages are held or on their way, what is between must be applied to them. */
function settle(chat: Chat): void {
  const held = states.get(chat.id);
  gone.delete(chat.id);
  if (held && (held.history || windows.loading(chat.id)) && chat.lastSeq > held.chat.lastSeq)
    void catchUp(chat.id).then(() => refresh(chat.id));
  else if (!held || chat.lastSeq >= held.chat.lastSeq)
    states.set(chat.id, { chat: held ? keepMembers(held.chat, chat) : chat, history: held?.history ?? null });
  if (chat.lastSeq > chat.deliveredSeq) marks.delivered(chat.id, chat.lastSeq);
}

function moved(id: string, change: Mark): void {
  const state = states.get(id);
  if (!state) return;
  const result = applyMark(state, change, me);
  states.set(id, result.state);
  if (result.stale) void refresh(id);
}

function called(id: string, notifications: ChatNotifications): void {
  const state = states.get(id);
  if (state) states.set(id, { ...state, chat: { ...state.chat, notifications } });
}

/** A message that comes while we watch is told of, even when its text was read from the log a moment before. */
async function tell(message: SharedMessage): Promise<void> {
  if (message.sender.id === me || message.isDeleted || gone.has(message.chatId)) return;
  if (!states.has(message.chatId)) await add(message.chatId);
  const state = states.get(message.chatId);
  if (state && me !== '') announce(message as Message, state.chat);
}

socket.onLog(receive);
socket.on('message.created', (frame) => void tell(frame.data));
socket.on('receipt.changed', (frame) => moved(chatOf(frame), frame.data));
socket.on('receipts.changed', (frame) => {
  for (const change of frame.data.marks) moved(chatOf(frame), change);
});
socket.on('chat.added', (frame) => void add(chatOf(frame)));
socket.on('chat.removed', (frame) => drop(chatOf(frame), frame.data?.reason));
socket.on('chat.notifications', (frame) => {
  const { level, quietUntil } = frame.data;
  called(chatOf(frame), { level, quietUntil });
});
socket.on('resync', () => void compare());
socket.on('hello', () => me !== '' && void compare());

export const chats = {
  get loaded(): boolean {
    return loaded;
  },
  get failed(): boolean {
    return failed;
  },
  get all(): Chat[] {
    return [...states.values()].map((state) => state.chat);
  },
  /** Those that don't wait for my word first. */
  get known(): Chat[] {
    return chats.all.filter((chat) => !asksMe(chat, me));
  },
  /** Unread messages, and those who ask to write to me. */
  get unread(): number {
    const { known } = chats;
    return known.reduce((sum, chat) => sum + chat.unreadCount, states.size - known.length);
  },
  /** Chooses which messages of a chat call me, on all my devices. */
  async notify(id: string, wished: ChatNotifications): Promise<void> {
    called(id, await api.setNotifications(id, wished));
  },
  start(userId: string, onArrival: Arrival): void {
    me = owner.id = userId;
    announce = onArrival;
    void outbox.start(
      userId,
      (message) => chats.sent(message),
      (id) => add(id),
    );
    // The greeting of the socket starts the comparison; where it doesn't come, REST has to do.
    setTimeout(() => me === userId && !loaded && void compare(), greetingMs);
  },
  stop(): void {
    me = owner.id = '';
    generation++;
    loaded = failed = false;
    outbox.stop();
    chats.forget();
  },
  /** What others may see of me, or I of them, has changed: everything is read anew. */
  anew(): void {
    states.clear();
    early.clear();
    void compare();
  },
  /** The database was restored from a copy: nothing we hold can be trusted. */
  forget(): void {
    states.clear();
    gone.clear();
    early.clear();
  },
  state: (id: string): ChatState | undefined => states.get(id),
  isGone: (id: string): boolean => gone.has(id),
  gone: (id: string): Gone | undefined => gone.get(id),
  privateWith: (userId: string): Chat | undefined =>
    chats.all.find((chat) => !chat.isGroup && chat.members.some((member) => member.user.id === userId)),
  add,
  refresh,
  left: drop,
  /** Loads a chat and the messages to begin with, unless they are held. @throws ApiError 404 when it isn't ours. */
  async open(id: string, seq: number | null = null): Promise<void> {
    if (!states.has(id)) {
      const chat = await api.readChat(id);
      gone.delete(id);
      if (!states.has(id)) states.set(id, { chat, history: null });
    }
    await windows.open(id, seq);
    const state = states.get(id);
    // Written between the two answers: what came after our place in the log is applied once more, by id.
    if (state && (state.history?.items.at(-1)?.seq ?? 0) > state.chat.lastSeq) void catchUp(id);
    if (state?.chat.isGroup && state.chat.memberCount > state.chat.members.length) void chats.readMembers(id);
  },
  /** Says yes or no to somebody who asks to write to me. */
  async answerRequest(id: string, yes: boolean): Promise<void> {
    if (!yes) {
      await api.refuseRequest(id);
      return drop(id, 'refused');
    }
    await api.acceptRequest(id);
    await refresh(id);
  },
  async readMembers(id: string): Promise<void> {
    let cursor: string | null = null;
    const members: Chat['members'] = [];
    for (let page = 0; page < 20; page++) {
      const answer: Awaited<ReturnType<typeof api.readMembers>> = await api.readMembers(id, cursor);
      members.push(...answer.items);
      cursor = answer.next;
      if (cursor === null) break;
    }
    const state = states.get(id);
    if (state) states.set(id, { ...state, chat: { ...state.chat, members } });
  },
  jump: windows.jump,
  older: windows.older,
  newer: windows.newer,
  leave: windows.leave,
  /** Called while the newest message is in sight, or with the number of the newest that was. */
  read(id: string, seq?: number): void {
    const state = states.get(id);
    if (!state || !live.visible) return;
    const { chat, history } = state;
    const upTo = seq ?? chat.lastSeq;
    if (seq === undefined && history && history.items.length > keptMessages)
      states.set(id, { ...state, history: trim(history, keptMessages / 2) });
    if (chat.unreadCount === 0 && chat.readSeq >= (chat.lastMessage?.seq ?? 0)) return;
    if (chat.readSeq >= upTo) return;
    marks.read(id, upTo);
    moved(id, { userId: me, deliveredSeq: upTo, readSeq: upTo });
  },
  /** The server took a message of ours: shown at once, numbered by its event when that comes. */
  sent(message: Message): void {
    const state = states.get(message.chatId);
    if (state?.history) states.set(message.chatId, { ...state, history: upsert(state.history, message) });
  },
  /** Takes an answer to an edit or a deletion before its event comes. */
  changed(id: string, messageId: string, change: (message: Message) => Message): void {
    const state = states.get(id);
    const held = state?.history?.items.find((message) => message.id === messageId);
    if (state?.history && held) states.set(id, { ...state, history: upsert(state.history, change(held)) });
  },
};
