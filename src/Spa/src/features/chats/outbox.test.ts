import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, NetworkError } from '$/api/client';
import { me, message } from './samples';

interface Sent {
  clientMessageId: string;
  content: string;
}
const { sendMessage, openPrivate, uploadPicture } = vi.hoisted(() => {
  // The outbox listens to the window; runes that only hold a value are the value here.
  vi.stubGlobal('window', { addEventListener: () => undefined });
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('$state', { raw: (value: unknown) => value });
  return { sendMessage: vi.fn(), openPrivate: vi.fn(), uploadPicture: vi.fn() };
});
vi.mock('$/api/chats', () => ({ sendMessage, openPrivate }));
vi.mock('$/api/uploads', () => ({ uploadPicture }));
vi.mock('$/app/live.svelte', () => ({ live: { state: 'waiting' }, socket: { onState: () => undefined } }));
const { outbox } = await import('./outbox.svelte');

const inChat = { chatId: 'c', toUserId: null };
const accepted = (_chat: string, sent: Sent) =>
  Promise.resolve({ data: message(1, me, { clientMessageId: sent.clientMessageId }), status: 201, etag: null });
const refused = (status: number, code: string, retryAfter?: number) =>
  Promise.reject(new ApiError({ status, code, ...(retryAfter === undefined ? {} : { retryAfter }) }));
const tried = (): string[] => sendMessage.mock.calls.map((call) => (call[1] as Sent).content);
const triedIds = (): string[] => sendMessage.mock.calls.map((call) => (call[1] as Sent).clientMessageId);

beforeEach(async () => {
  vi.useFakeTimers();
  sendMessage.mockReset().mockImplementation(accepted);
  openPrivate.mockReset();
  uploadPicture
    .mockReset()
    .mockImplementation((_file: Blob, _name: string, { key }: { key: string }) =>
      Promise.resolve({ id: `id of ${key}` }),
    );
  await outbox.start(
    'me',
    () => undefined,
    () => Promise.resolve(),
  );
});
afterEach(async () => {
  for (const left of [...outbox.list]) await outbox.discard(left.clientMessageId);
  outbox.stop();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the outbox', () => {
  it('sends in the order of writing and lets go of what was taken', async () => {
    for (const text of ['one', 'two', 'three']) void outbox.add(inChat, text, null);
    await settle();
    expect(tried()).toEqual(['one', 'two', 'three']);
    expect(new Set(triedIds()).size).toBe(3);
    expect(outbox.list).toEqual([]);
  });

  it('tries again under the same id when nobody answered, and nothing overtakes it', async () => {
    sendMessage.mockImplementationOnce(() => Promise.reject(new NetworkError('gone')));
    void outbox.add(inChat, 'one', null);
    void outbox.add(inChat, 'two', null);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tried()).toEqual(['one', 'one', 'two']);
    expect(triedIds()[1]).toBe(triedIds()[0]);
  });

  it.each([
    [403, 'chat.not_allowed'],
    [404, 'chat.not_found'],
    [409, 'message.id_reused'],
  ])('keeps a message refused with %i, says why, and goes on with the next', async (status, code) => {
    sendMessage.mockImplementationOnce(() => refused(status, code));
    void outbox.add(inChat, 'no', null);
    void outbox.add(inChat, 'yes', null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tried()).toEqual(['no', 'yes']);
    expect(outbox.list).toMatchObject([{ content: 'no', failure: { status, code } }]);
  });

  it('sends a refused message again, when asked to, under its own id', async () => {
    sendMessage.mockImplementationOnce(() => refused(403, 'chat.not_allowed'));
    await outbox.add(inChat, 'no', null);
    await settle();
    await outbox.retry(outbox.list[0]?.clientMessageId ?? '');
    await settle();
    expect(triedIds()[1]).toBe(triedIds()[0]);
    expect(outbox.list).toEqual([]);
  });

  it('waits as long as a 429 says', async () => {
    sendMessage.mockImplementationOnce(() => refused(429, 'request.too_many', 7));
    void outbox.add(inChat, 'fast', null);
    await vi.advanceTimersByTimeAsync(3_000);
    void outbox.add(inChat, 'faster', null); // what is written meanwhile hurries nothing
    await vi.advanceTimersByTimeAsync(3_900);
    expect(tried()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(tried()).toEqual(['fast', 'fast', 'faster']);
    expect(triedIds()[1]).toBe(triedIds()[0]);
  });

  it('goes on trying while the server answers 503', async () => {
    for (let times = 0; times < 3; times++) sendMessage.mockImplementationOnce(() => refused(503, 'server.busy'));
    void outbox.add(inChat, 'patience', null);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(tried()).toHaveLength(4);
    expect(new Set(triedIds()).size).toBe(1);
    expect(outbox.list).toEqual([]);
  });

  it('makes the chat with the first message, once for all that wait for it', async () => {
    openPrivate.mockResolvedValue({ id: 'made' });
    const toPerson = { chatId: null, toUserId: 'other' };
    void outbox.add(toPerson, 'hello', null);
    void outbox.add(toPerson, 'again', null);
    await settle();
    expect(openPrivate).toHaveBeenCalledTimes(1);
    expect(sendMessage.mock.calls.map((call) => call[0] as string)).toEqual(['made', 'made']);
  });
});

describe('images in the outbox', () => {
  const picture = { key: 'k', file: new Blob(['x']), name: 'x.png', alt: 'A wall', width: 1, height: 1, id: null };
  const withIds = () => sendMessage.mock.calls.map((call) => (call[1] as { attachmentIds?: string[] }).attachmentIds);

  it('are uploaded when their message is sent, and only once however often that is tried', async () => {
    uploadPicture.mockRejectedValueOnce(new NetworkError('offline'));
    sendMessage.mockRejectedValueOnce(new NetworkError('offline'));
    void outbox.add(inChat, '', null, [picture]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(uploadPicture.mock.calls.map((call) => (call[2] as { key: string }).key)).toEqual(['k', 'k']);
    expect(withIds()).toEqual([['id of k'], ['id of k']]);
    expect(outbox.list).toEqual([]);
  });

  it('are uploaded anew when the server has let go of them', async () => {
    sendMessage.mockImplementationOnce(() => refused(400, 'upload.unknown'));
    void outbox.add(inChat, 'look', null, [picture]);
    await vi.advanceTimersByTimeAsync(120_000);
    const keys = uploadPicture.mock.calls.map((call) => (call[2] as { key: string }).key);
    expect(keys).toHaveLength(2);
    expect(keys[1]).not.toBe('k');
    expect(withIds()).toEqual([['id of k'], [`id of ${keys[1]}`]]);
    expect(outbox.list).toEqual([]);
  });

  it('that are no images stay with their message until it is discarded', async () => {
    uploadPicture.mockImplementation(() => refused(400, 'upload.broken'));
    void outbox.add(inChat, 'look', null, [picture]);
    await settle();
    expect(outbox.list[0]?.failure?.code).toBe('upload.broken');
    expect(sendMessage).not.toHaveBeenCalled();
  });
});
