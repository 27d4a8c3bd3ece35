import * as api from '$/api/chats';
import { live, socket } from '$/app/live.svelte';

/** Tells the server how far we have received and read: the newest number of each chat, at most a few times a second. */
const waitMs = 150;
type Kind = 'read' | 'delivered';
const waiting: Record<Kind, Map<string, number>> = { read: new Map(), delivered: new Map() };
let timer: ReturnType<typeof setTimeout> | undefined;

function flush(): void {
  timer = undefined;
  for (const [chatId, seq] of waiting.read)
    if ((waiting.delivered.get(chatId) ?? 0) <= seq) waiting.delivered.delete(chatId);
  for (const kind of ['delivered', 'read'] as const) {
    const all = [...waiting[kind]];
    waiting[kind].clear();
    for (const [chatId, seq] of all) void tell(kind, chatId, seq);
  }
}

async function tell(kind: Kind, chatId: string, seq: number): Promise<void> {
  try {
    if (live.reaches) await socket.request(`chat.${kind}`, { chatId, seq });
    else if (kind === 'read') await api.markRead(chatId, seq);
    else await api.markDelivered(chatId, seq);
  } catch {
    // Told again with the next message, or after the next comparison.
  }
}

function queue(kind: Kind, chatId: string, seq: number): void {
  if ((waiting[kind].get(chatId) ?? 0) >= seq) return;
  waiting[kind].set(chatId, seq);
  timer ??= setTimeout(flush, waitMs);
}

export const marks = {
  read: (chatId: string, seq: number): void => queue('read', chatId, seq),
  delivered: (chatId: string, seq: number): void => queue('delivered', chatId, seq),
};
