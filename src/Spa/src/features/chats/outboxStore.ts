/** An image that waits on the device, to be uploaded when its message is sent. */
export interface WaitingPicture {
  /** The upload's Idempotency-Key: sent twice it is one upload. */
  key: string;
  file: Blob;
  name: string;
  alt: string;
  width: number;
  height: number;
  /** What it is called once it is uploaded. */
  id: string | null;
}

/** A message on its way. Without a `chatId` the chat with that person is still to be made. */
export interface Outgoing {
  clientMessageId: string;
  userId: string; // whose outbox: nobody else who signs in here sends it
  chatId: string | null;
  toUserId: string | null;
  content: string;
  replyToId: string | null;
  pictures?: WaitingPicture[];
  createdAt: string;
  /** Why it can't be sent; null while it may. */
  failure: { code: string; status: number; detail?: string } | null;
}

/** Where the outbox survives the tab: IndexedDB, or memory where that is forbidden. */
export interface OutboxStore {
  all(userId: string): Promise<Outgoing[]>;
  put(message: Outgoing): Promise<void>;
  remove(clientMessageId: string): Promise<void>;
}

const store = 'outbox';

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('forum', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'clientMessageId' });
  return settled(request);
}

export const byTime = (a: Outgoing, b: Outgoing): number => a.createdAt.localeCompare(b.createdAt);

export function memoryStore(): OutboxStore {
  const held = new Map<string, Outgoing>();
  return {
    all: (userId) => Promise.resolve([...held.values()].filter((m) => m.userId === userId).sort(byTime)),
    put: async (message) => void held.set(message.clientMessageId, message),
    remove: async (id) => void held.delete(id),
  };
}

export async function openOutbox(): Promise<OutboxStore> {
  try {
    const database = await open();
    const inside = (mode: IDBTransactionMode) => database.transaction(store, mode).objectStore(store);
    return {
      async all(userId) {
        const all = await settled(inside('readonly').getAll() as IDBRequest<Outgoing[]>);
        return all.filter((message) => message.userId === userId).sort(byTime);
      },
      put: async (message) => void (await settled(inside('readwrite').put(message))),
      remove: async (id) => void (await settled(inside('readwrite').delete(id))),
    };
  } catch {
    return memoryStore();
  }
}
