/** A problem document (RFC 9457), as the server answers every error. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  code?: string;
  traceId?: string;
  errors?: Record<string, string[]>;
  retryAfter?: number;
}

/** The server answered, and the answer is no. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`);
    this.name = 'ApiError';
  }
  get status(): number {
    return this.problem.status;
  }
  get code(): string {
    return this.problem.code ?? `http.${this.problem.status}`;
  }
  /** Messages by field, with the field's first letter small whatever the server wrote. */
  get fields(): Record<string, string[]> {
    return Object.fromEntries(
      Object.entries(this.problem.errors ?? {}).map(([name, all]) => [
        name.charAt(0).toLowerCase() + name.slice(1),
        all,
      ]),
    );
  }
}

/** Nobody answered: no network, no server, or not in time. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super('network', { cause });
    this.name = 'NetworkError';
  }
}

export interface CallOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const timeoutMs = 20_000;
/** What was asked before the scripts were here (public/start.js), by address. */
const early = (globalThis as { early?: Map<string, Promise<Response>> }).early ?? new Map<string, Promise<Response>>();
const signedOutListeners = new Set<() => void>();
const reachedListeners = new Set<() => void>();

/** Called when a call is answered 401; returns its own undo. */
export function onUnauthorized(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

let beforeProblem = (): Promise<void> => Promise.resolve();

/** What has to be here before a refusal can be told. */
export function prepareProblems(prepare: () => Promise<void>): void {
  beforeProblem = prepare;
}

/** Called when the server answered a call as asked: it is there. */
export function onReached(listener: () => void): () => void {
  reachedListeners.add(listener);
  return () => reachedListeners.delete(listener);
}

function address(path: string, query: CallOptions['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  const tail = search.toString();
  return tail === '' ? path : `${path}?${tail}`;
}

async function problemOf(response: Response): Promise<Problem> {
  let problem: Problem = { status: response.status };
  try {
    problem = { ...((await response.json()) as Problem), status: response.status };
  } catch {
    // A proxy in between may answer with anything; the status is enough.
  }
  const retryAfter = Number(response.headers.get('Retry-After'));
  if (retryAfter > 0) problem.retryAfter = retryAfter;
  return problem;
}

export interface Answer<T> {
  data: T;
  status: number;
  etag: string | null;
}

/** @throws ApiError when the server refuses, NetworkError when it can't be reached in 20 s. */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  const url = address(path, options.query);
  // Once anything was changed, what was true before says nothing.
  if (method !== 'GET') early.clear();
  const asked = early.get(url);
  early.delete(url);
  let response: Response;
  let text = '';
  try {
    response = await (asked ??
      fetch(url, {
        method,
        headers,
        credentials: 'same-origin',
        signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      }));
    if (response.ok) text = await response.text();
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new NetworkError(error);
  }
  if (!response.ok) {
    if (response.status === 401 && path !== '/api/me') for (const listener of signedOutListeners) listener();
    const [problem] = await Promise.all([problemOf(response), beforeProblem()]);
    throw new ApiError(problem);
  }
  // What a service worker kept says nothing of the server.
  if (!response.headers.has('X-Kept')) for (const listener of reachedListeners) listener();
  const data = (text === '' ? undefined : JSON.parse(text)) as T;
  return { data, status: response.status, etag: response.headers.get('ETag') };
}

export const get = async <T>(path: string, options?: CallOptions): Promise<T> =>
  (await call<T>('GET', path, options)).data;
export const post = async <T>(path: string, body?: unknown, options?: CallOptions): Promise<T> =>
  (await call<T>('POST', path, { ...options, body: body ?? {} })).data;
export const put = async <T>(path: string, body?: unknown, options?: CallOptions): Promise<T> =>
  (await call<T>('PUT', path, { ...options, ...(body === undefined ? {} : { body }) })).data;
export const patch = async <T>(path: string, body: unknown, options?: CallOptions): Promise<T> =>
  (await call<T>('PATCH', path, { ...options, body })).data;
export const del = async <T>(path: string, options?: CallOptions): Promise<T> =>
  (await call<T>('DELETE', path, options)).data;
