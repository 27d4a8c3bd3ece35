import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ForumSocket } from './socket';

class FakeSocket {
  static all: FakeSocket[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: string[] = [];
  closed = false;
  constructor() {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  says(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const last = (): FakeSocket => FakeSocket.all.at(-1) as FakeSocket;
const hello = { type: 'hello', data: { connectionId: '1', epoch: 'e' } };

function open(): ForumSocket {
  const socket = new ForumSocket({
    url: () => 'ws://x/ws',
    random: () => 0.5,
    create: () => new FakeSocket() as unknown as WebSocket,
  });
  socket.start();
  last().says(hello);
  return socket;
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

it('is open once the server said hello', () => expect(open().state).toBe('open'));

it('pairs replies and errors with their requests', async () => {
  const socket = open();
  const first = socket.request('ping', {});
  const second = socket.request('typing', { chatId: 'c' });
  last().says({ type: 'error', id: 2, error: { status: 404, code: 'chat.not_found' } });
  last().says({ type: 'reply', id: 1, data: { serverTime: 'now' } });
  await expect(first).resolves.toEqual({ serverTime: 'now' });
  await expect(second).rejects.toMatchObject({ code: 'chat.not_found' });
});

it('reconnects after a close, and answers what was waiting with a network error', async () => {
  const socket = open();
  const waiting = expect(socket.request('ping', {})).rejects.toThrow('network');
  last().onclose?.({ code: 1012 });
  await waiting;
  expect(socket.state).toBe('waiting');
  vi.advanceTimersByTime(300);
  expect(FakeSocket.all).toHaveLength(2);
});

it('stays away when the session has ended', () => {
  const socket = open();
  last().onclose?.({ code: 4001 });
  vi.advanceTimersByTime(120_000);
  expect(socket.state).toBe('ended');
  expect(FakeSocket.all).toHaveLength(1);
});

it('takes 40 s of silence for a dead line, and a heartbeat for a living one', () => {
  const socket = open();
  vi.advanceTimersByTime(30_000);
  last().says({ type: 'heartbeat' });
  vi.advanceTimersByTime(30_000);
  expect(socket.state).toBe('open');
  vi.advanceTimersByTime(13_000);
  expect(FakeSocket.all.length).toBeGreaterThan(1);
});

it('does not wait when the network is back', () => {
  const socket = open();
  last().onclose?.({ code: 1006 });
  socket.hurry();
  expect(FakeSocket.all).toHaveLength(2);
});

it('gives a line up that does not answer after the network was away', () => {
  const socket = open();
  vi.setSystemTime(Date.now() + 10);
  socket.doubt();
  vi.setSystemTime(Date.now() + 10);
  last().says({ type: 'heartbeat' });
  vi.advanceTimersByTime(3_000);
  expect(FakeSocket.all).toHaveLength(1);
  vi.setSystemTime(Date.now() + 10);
  socket.doubt();
  vi.advanceTimersByTime(4_000);
  expect(FakeSocket.all).toHaveLength(2);
});

it('gives a line up that owes a reply and does not answer a ping either', async () => {
  const socket = open();
  const waiting = expect(socket.request('typing', { chatId: 'c' })).rejects.toThrow('network');
  vi.advanceTimersByTime(15_000);
  await waiting;
  expect(last().sent.at(-1)).toContain('ping');
  expect(socket.state).toBe('open');
  vi.advanceTimersByTime(3_000);
  expect(socket.state).toBe('waiting');
});

it('tries again at a sign of life, but not more than once a second', () => {
  const socket = open();
  last().onclose?.({ code: 1006 });
  socket.nudge();
  expect(FakeSocket.all).toHaveLength(1);
  vi.advanceTimersByTime(100_000);
  const tries = FakeSocket.all.length;
  last().onclose?.({ code: 1006 });
  vi.setSystemTime(Date.now() + 1_001);
  socket.nudge();
  expect(FakeSocket.all).toHaveLength(tries + 1);
});

it('hands out frames by name and the log as a whole, until undone', () => {
  const socket = open();
  const seen: string[] = [];
  const undo = socket.on('presence.changed', (frame) => seen.push(frame.data.userId));
  socket.onLog((event) => seen.push(`${event.type} ${event.seq}`));
  last().says({ type: 'presence.changed', data: { userId: 'u', isOnline: true, lastSeenAt: null } });
  last().says({ type: 'message.deleted', chatId: 'c', seq: 7, data: { messageId: 'm' } });
  undo();
  last().says({ type: 'presence.changed', data: { userId: 'u', isOnline: true, lastSeenAt: null } });
  expect(seen).toEqual(['u', 'message.deleted 7']);
});
