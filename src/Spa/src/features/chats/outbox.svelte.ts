import * as api from '$/api/chats';
import { ApiError } from '$/api/client';
import { uploadPicture } from '$/api/uploads';
import type { Message } from '$/api/types';
import { live, socket } from '$/app/live.svelte';
import { newId } from '$/lib/ids';
import { backoff } from '$/realtime/backoff';
import { byTime, openOutbox, type Outgoing, type OutboxStore, type WaitingPicture } from './outboxStore';

/**
 * What was written and isn't acknowledged yet. Kept on the device; one tab sends, in order in each chat, always with
 * the same `clientMessageId`, until the server has said yes or no.
 */
let list = $state.raw<Outgoing[]>([]);
let store: OutboxStore | null = null;
let owner = '';
let draining = false;
let again = false;
let attempt = 0;
let restUntil = 0; // the server asked for a pause: nothing hurries it
let retryTimer: ReturnType<typeof setTimeout> | undefined;
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('forum.outbox') : null;

/** Told of each message that the server has taken, before it leaves the outbox. */
let onSent: (message: Message, outgoing: Outgoing) => void = () => undefined;
let onChat: (chatId: string) => Promise<void> = () => Promise.resolve();

const refused = (status: number): boolean => status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);

/** Ids being written to the store just now: what was read from it meanwhile doesn't know them. */
const writing = new Set<string>();

async function reload(): Promise<void> {
  if (!store || !owner) return;
  const stored = await store.all(owner);
  const known = new Set(stored.map((m) => m.clientMessageId));
  list = [...stored, ...list.filter((m) => writing.has(m.clientMessageId) && !known.has(m.clientMessageId))].sort(
    byTime,
  );
}

async function keep(message: Outgoing): Promise<void> {
  list = [...list.filter((m) => m.clientMessageId !== message.clientMessageId), message].sort(byTime);
  writing.add(message.clientMessageId);
  await store?.put(message);
  writing.delete(message.clientMessageId);
  channel?.postMessage('changed');
}

async function forget(id: string): Promise<void> {
  await store?.remove(id);
  list = list.filter((m) => m.clientMessageId !== id);
  channel?.postMessage('changed');
}

/** Uploads what is not there yet, and remembers each: what was uploaded once is not uploaded again. */
async function withPictures(message: Outgoing): Promise<Outgoing> {
  let now = message;
  for (const picture of message.pictures ?? []) {
    if (picture.id !== null) continue;
    const { id } = await uploadPicture(picture.file, picture.name, { key: picture.key, alt: picture.alt });
    now = { ...now, pictures: (now.pictures ?? []).map((one) => (one.key === picture.key ? { ...one, id } : one)) };
    await keep(now);
  }
  return now;
}

async function deliver(message: Outgoing, chatId: string): Promise<Message> {
  const attachmentIds = (message.pictures ?? []).flatMap((picture) => picture.id ?? []);
  const body = {
    clientMessageId: message.clientMessageId,
    content: message.content,
    ...(message.replyToId === null ? {} : { replyToId: message.replyToId }),
    ...(attachmentIds.length === 0 ? {} : { attachmentIds }),
  };
  if (live.reaches) return (await socket.request('message.send', { chatId, ...body })) as Message;
  return (await api.sendMessage(chatId, body)).data;
}

/** @returns how long to wait before going on, in ms; null when the chat's turn is over. */
async function send(message: Outgoing): Promise<number | null> {
  try {
    let chatId = message.chatId;
    if (chatId === null && message.toUserId !== null) {
      chatId = (await api.openPrivate(message.toUserId, message.clientMessageId)).id;
      for (const other of list)
        if (other.chatId === null && other.toUserId === message.toUserId) await keep({ ...other, chatId });
      await onChat(chatId);
    }
    if (chatId === null) return null;
    message = await withPictures({ ...message, chatId });
    const sent = await deliver(message, chatId);
    attempt = 0;
    onSent(sent, message);
    await forget(message.clientMessageId);
    return null;
  } catch (error) {
    // Uploaded, and not used within a day: it is uploaded again, as another one.
    if (
      error instanceof ApiError &&
      error.code === 'upload.unknown' &&
      message.pictures?.some((picture) => picture.id !== null)
    ) {
      await keep({ ...message, pictures: message.pictures.map((picture) => ({ ...picture, key: newId(), id: null })) });
      return 300 + backoff(attempt++);
    }
    if (error instanceof ApiError && refused(error.status)) {
      const { code, status, problem } = error;
      const failure = { code, status, ...(problem.detail ? { detail: problem.detail } : {}) };
      await keep({ ...message, failure });
      return null;
    }
    const asked = error instanceof ApiError ? (error.problem.retryAfter ?? 0) * 1000 : 0;
    restUntil = Date.now() + asked;
    return Math.max(asked, 300 + backoff(attempt++));
  }
}

function goOnAfter(ms: number): void {
  clearTimeout(retryTimer);
  retryTimer = setTimeout(() => outbox.drain(), ms);
}

async function drainAll(): Promise<void> {
  await reload();
  if (restUntil > Date.now()) return goOnAfter(restUntil - Date.now());
  for (;;) {
    const next = list.find((m) => m.failure === null);
    if (!next || !owner || next.userId !== owner) return;
    const wait = await send(next);
    if (wait !== null) return goOnAfter(wait);
  }
}

export const outbox = {
  get list(): Outgoing[] {
    return list;
  },
  async start(userId: string, sent: typeof onSent, chatMade: typeof onChat): Promise<void> {
    owner = userId;
    onSent = sent;
    onChat = chatMade;
    store ??= await openOutbox();
    await reload();
    outbox.drain();
  },
  stop(): void {
    owner = '';
    list = [];
    restUntil = 0;
    clearTimeout(retryTimer);
  },
  async add(
    to: { chatId: string | null; toUserId: string | null },
    content: string,
    replyToId: string | null,
    pictures: WaitingPicture[] = [],
  ): Promise<void> {
    const last = list.at(-1);
    const at = Math.max(Date.now(), last ? Date.parse(last.createdAt) + 1 : 0);
    await keep({
      clientMessageId: newId(),
      userId: owner,
      ...to,
      content,
      replyToId,
      ...(pictures.length === 0 ? {} : { pictures }),
      createdAt: new Date(at).toISOString(),
      failure: null,
    });
    outbox.drain();
  },
  async retry(id: string): Promise<void> {
    const message = list.find((m) => m.clientMessageId === id);
    if (message) await keep({ ...message, failure: null });
    outbox.drain();
  },
  discard: async (id: string): Promise<void> => {
    await forget(id);
    outbox.drain();
  },
  /** The server has this message already (its event came before our reply). */
  arrived(id: string): void {
    if (list.some((m) => m.clientMessageId === id)) void forget(id);
  },
  /** Sends what waits. Of several tabs one does; the others watch. */
  drain(): void {
    if (draining) {
      again = true;
      return;
    }
    draining = true;
    const work = (): Promise<void> => drainAll();
    const done = navigator.locks ? navigator.locks.request('forum.outbox', work) : work();
    void done
      .catch(() => undefined)
      .then(() => {
        draining = false;
        if (!again) return;
        again = false;
        outbox.drain();
      });
  },
};

channel?.addEventListener('message', () => void reload());
socket.onState((state) => {
  if (state === 'open') outbox.drain();
});
window.addEventListener('online', () => outbox.drain());
