import type { Answer, Request } from './calls.js';
import { ConnectionError, PurserError, errorOf, saidBy } from './errors.js';
import { backoff, pause } from './pause.js';
import type { Sender } from './transport.js';
import type { Problem, ProblemCode } from './types.js';
import { uuidv7 } from './uuid.js';

export interface HttpOptions {
  /** Where the service is, as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly key: string;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** How long a request is repeated until somebody answers. Left out: 30 seconds. */
  readonly deadlineMs?: number | undefined;
}

const DEADLINE_MS = 30_000;

/** An attempt that hangs is given up, so that the next can find what became of it. */
const ATTEMPT_MS = 10_000;

/** What redirects is not Purser, and must not be followed with a key. */
const REDIRECT = 'manual';

/** The same request can be answered otherwise later, and nothing of it was done. */
const NOT_YET = new Set<ProblemCode>(['rate_limited', 'too_much_at_once', 'overloaded', 'request_timeout']);

/** The same, but it may have been done. */
const NOBODY_KNOWS = new Set<ProblemCode>(['unavailable', 'internal_error']);

/** Whether the same request can be answered otherwise later. What a limit denies is asked anew, and never repeated. */
export const mayPassLater = ({ code, violations }: Problem): boolean =>
  !violations && (NOT_YET.has(code) || NOBODY_KNOWS.has(code));

/** What one attempt has come to, where it is worth another. */
interface Failure {
  readonly error: unknown;
  /** Whether the request may have been carried out all the same. */
  readonly mayBeDone: boolean;
  /** How long the service wants to be left alone, in milliseconds. */
  readonly waitMs: number;
}

/**
 * The one place where HTTP happens. A request is repeated under one idempotency key, with jitter, and not before
 * `Retry-After`, until it is answered, refused, aborted or its deadline has come.
 */
export class Http implements Sender {
  readonly #url: string;
  readonly #key: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #deadlineMs: number;

  constructor({ url, key, fetch, deadlineMs = DEADLINE_MS }: HttpOptions) {
    this.#url = new URL(url).href.replace(/\/+$/, '');
    this.#key = key;
    // Some runtimes want their `fetch` called as a function of nothing.
    this.#fetch = fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.#deadlineMs = deadlineMs;
  }

  async send(request: Request): Promise<Answer> {
    const { method, signal, deadlineMs = this.#deadlineMs, patienceMs = 0 } = request;
    const idempotencyKey = method === 'get' ? undefined : (request.idempotencyKey ?? uuidv7());
    const until = performance.now() + deadlineMs + patienceMs;
    let mayBeDone = false;
    for (let attempt = 0; ; attempt += 1) {
      signal?.throwIfAborted();
      const left = Math.max(until - performance.now(), 1);
      const attemptMs = Math.min(ATTEMPT_MS + patienceMs, left);
      const found = await this.#attempt({ ...request, idempotencyKey }, attemptMs);
      if ('status' in found) return found;
      mayBeDone ||= found.mayBeDone;
      const waitMs = Math.max(found.waitMs, backoff(attempt));
      if (performance.now() + waitMs >= until) throw givenUp(found.error, mayBeDone, idempotencyKey);
      await pause(waitMs, signal);
    }
  }

  /** Opens an answer that goes on, as a stream of events. One attempt: who reads on knows where to begin again. */
  async open(request: Request): Promise<Response> {
    const response = await this.#fetch(this.#url + locationOf(request), {
      method: 'GET',
      redirect: REDIRECT,
      headers: { authorization: `Bearer ${this.#key}` },
      signal: request.signal ?? null,
    });
    if (response.ok) return response;
    const problem = problemOf(await response.text());
    if (problem) throw errorOf(problem);
    throw new ConnectionError(`answered ${response.status} without saying why`, undefined);
  }

  async #attempt(request: Request, milliseconds: number): Promise<Answer | Failure> {
    const { signal } = request;
    const attempt = new AbortController();
    const timer = setTimeout(() => attempt.abort(new Error(`no answer in ${milliseconds} ms`)), milliseconds);
    const abort = (): void => attempt.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const response = await this.#fetch(this.#url + locationOf(request), {
        ...this.#init(request),
        signal: attempt.signal,
      });
      return answerOf(response, await response.text());
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof PurserError || error instanceof ConnectionError) throw error;
      return { error, mayBeDone: request.method !== 'get', waitMs: 0 };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  #init({ method, body, idempotencyKey, ifMatch }: Request): RequestInit {
    return {
      method: method.toUpperCase(),
      redirect: REDIRECT,
      headers: {
        authorization: `Bearer ${this.#key}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
  }
}

/** What a response is: an answer, a refusal, which is thrown, or a failure that is worth another attempt. */
function answerOf({ status, headers }: Response, text: string): Answer | Failure {
  const waitMs = Math.max(Number(headers.get('retry-after') ?? 0) * 1_000 || 0, 0);
  if (status >= 200 && status < 300) {
    const body: unknown = JSON.parse(text);
    const replayed = headers.get('idempotency-replayed') === 'true';
    return { status, body, requestId: headers.get('x-request-id'), replayed };
  }
  const problem = problemOf(text);
  if (problem) {
    const error = errorOf(problem);
    if (!mayPassLater(problem)) throw error;
    return { error, mayBeDone: NOBODY_KNOWS.has(problem.code), waitMs };
  }
  // Something between here and the service has answered.
  const error = new ConnectionError(`answered ${status} by something that is not Purser`, undefined);
  if (status === 408 || status === 429 || status >= 500) return { error, mayBeDone: true, waitMs };
  throw error;
}

function givenUp(error: unknown, mayBeDone: boolean, idempotencyKey: string | undefined): Error {
  if (error instanceof PurserError && !mayBeDone) return error;
  const what = mayBeDone ? 'nobody knows whether it was done' : 'nothing was done';
  return new ConnectionError(
    `No answer before the deadline, ${what}: ${saidBy(error)}`,
    idempotencyKey,
    error,
  );
}

/** The path with its ids, and the query; of a list each element. */
function locationOf({ path, params = {}, query = {} }: Request): string {
  let location = path;
  for (const [name, value] of Object.entries(params))
    location = location.replace(`{${name}}`, encodeURIComponent(String(value)));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) search.append(name, String(one));
  const text = search.toString();
  return text ? `${location}?${text}` : location;
}

function problemOf(text: string): Problem | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return isProblem(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

const isProblem = (found: unknown): found is Problem =>
  typeof found === 'object' &&
  found !== null &&
  'code' in found &&
  typeof found.code === 'string' &&
  'detail' in found &&
  typeof found.detail === 'string';
