import { ApiError, NetworkError, type Problem } from '$/api/client';
import { backoff } from './backoff';
import { isLogged, type FrameOf, type FrameType, type LogEvent, type Requests, type ServerFrame } from './frames';

/** `waiting`: between two attempts. `ended`: the session is over; we stay away until started anew. */
export type SocketState = 'off' | 'connecting' | 'open' | 'waiting' | 'ended';

const sessionEnded = 4001;
const silenceMs = 40_000;
const replyMs = 15_000;
const nudgeMs = 1_000;
const doubtMs = 3_000;

interface Waiting {
  resolve: (data: unknown) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

export interface SocketOptions {
  url: () => string;
  random?: () => number;
  create?: (url: string) => WebSocket;
}

/** The one thing that touches a WebSocket: keeps it alive, pairs replies with requests, hands out frames. */
export class ForumSocket {
  state: SocketState = 'off';
  private socket: WebSocket | null = null;
  private attempt = 0;
  private lastId = 0;
  private heardAt = 0;
  private triedAt = 0;
  private reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setInterval> | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly handlers = new Map<string, Set<(frame: never) => void>>();
  private readonly stateHandlers = new Set<(state: SocketState, code?: number) => void>();
  private readonly logHandlers = new Set<(event: LogEvent) => void>();

  constructor(private readonly options: SocketOptions) {}

  /** Typed by the frame's name; returns its own undo. */
  on<Type extends FrameType>(type: Type, handler: (frame: FrameOf<Type>) => void): () => void {
    const all = this.handlers.get(type) ?? new Set();
    this.handlers.set(type, all.add(handler as (frame: never) => void));
    return () => all.delete(handler as (frame: never) => void);
  }

  /** Every numbered event of every chat, in the order of arrival. */
  onLog(handler: (event: LogEvent) => void): () => void {
    this.logHandlers.add(handler);
    return () => this.logHandlers.delete(handler);
  }

  onState(handler: (state: SocketState, code?: number) => void): () => void {
    this.stateHandlers.add(handler);
    return () => this.stateHandlers.delete(handler);
  }

  start(): void {
    if (this.state === 'connecting' || this.state === 'open') return;
    this.attempt = 0;
    this.open();
  }

  stop(): void {
    this.change('off');
    this.drop(1000);
  }

  /** The network is back or the tab is looked at again: no reason to wait any longer. */
  hurry(): void {
    if (this.state === 'waiting') this.open();
    else if (this.state === 'open' && Date.now() - this.heardAt > silenceMs) this.lost();
  }

  /** The network was away for a while, or a reply did not come: a line that doesn't answer now is taken for dead. */
  doubt(): void {
    if (this.state !== 'open') return this.hurry();
    const socket = this.socket;
    const before = this.heardAt;
    this.hint('ping', {});
    setTimeout(() => this.socket === socket && this.heardAt === before && this.lost(), doubtMs);
  }

  /** @throws NetworkError when no reply came (the request may have been carried out), ApiError when refused. */
  request<Type extends keyof Requests>(type: Type, data: Requests[Type]): Promise<unknown> {
    const socket = this.socket;
    if (this.state !== 'open' || socket === null) return Promise.reject(new NetworkError('closed'));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new NetworkError('no reply'));
        if (this.socket === socket) this.doubt();
      }, replyMs);
      this.waiting.set(id, { resolve, reject, timer });
      socket.send(JSON.stringify({ id, type, data }));
    });
  }

  /** A sign that the server may be there again, or that somebody is waiting for it: try, but not more than once a second. */
  nudge(): void {
    if (this.state === 'waiting' && Date.now() - this.triedAt > nudgeMs) this.open();
  }

  /** A request whose answer nobody needs; silently nothing while the connection is down. */
  hint<Type extends keyof Requests>(type: Type, data: Requests[Type]): void {
    this.request(type, data).catch(() => undefined);
  }

  private open(): void {
    this.drop(1000);
    this.change('connecting');
    const url = this.options.url();
    const socket = this.options.create?.(url) ?? new WebSocket(url, 'forum.v1');
    this.socket = socket;
    this.heardAt = this.triedAt = Date.now();
    socket.onmessage = ({ data }) => this.receive(data as string);
    socket.onclose = ({ code }) => this.closed(code);
    this.silenceTimer = setInterval(() => {
      if (Date.now() - this.heardAt > silenceMs) this.lost();
    }, 2_000);
  }

  private receive(text: string): void {
    this.heardAt = Date.now();
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      return;
    }
    if (frame.type === 'reply' || frame.type === 'error') this.settle(frame);
    if (frame.type === 'hello') {
      this.attempt = 0;
      this.change('open');
    }
    if (isLogged(frame)) for (const handler of this.logHandlers) handler(frame);
    for (const handler of this.handlers.get(frame.type) ?? []) handler(frame as never);
  }

  private settle(frame: FrameOf<'reply'> | FrameOf<'error'>): void {
    const waiting = frame.id === null ? undefined : this.waiting.get(frame.id);
    if (frame.id === null || waiting === undefined) return;
    this.waiting.delete(frame.id);
    clearTimeout(waiting.timer);
    if (frame.type === 'reply') waiting.resolve(frame.data);
    else waiting.reject(new ApiError({ ...frame.error, status: frame.error.status ?? statusOf(frame.error) }));
  }

  private closed(code: number): void {
    this.drop(1000);
    if (this.state === 'off') return;
    if (code === sessionEnded) {
      this.change('ended', code);
      return;
    }
    this.reconnectTimer = setTimeout(() => this.open(), backoff(this.attempt++, this.options.random));
    this.change('waiting', code);
  }

  /** Heard nothing for too long: the other side is gone without a word. */
  private lost(): void {
    this.closed(1006);
  }

  private drop(code: number): void {
    clearTimeout(this.reconnectTimer);
    clearInterval(this.silenceTimer);
    const socket = this.socket;
    this.socket = null;
    if (socket !== null) {
      socket.onmessage = null;
      socket.onclose = null;
      try {
        socket.close(code);
      } catch {
        // Already closed.
      }
    }
    for (const waiting of this.waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new NetworkError('closed'));
    }
    this.waiting.clear();
  }

  private change(state: SocketState, code?: number): void {
    this.state = state;
    for (const handler of this.stateHandlers) handler(state, code);
  }
}

const statusOf = (problem: Problem): number => (problem.code?.startsWith('server.') ? 503 : 400);
