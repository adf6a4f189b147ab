import { randomUUID } from 'node:crypto';
import type { NewKeyDto } from '../../src/api/keys/key.dto.js';
import type { ProblemBody } from '../../src/api/problems/problem.js';
import type { ReservationDto } from '../../src/api/reservations/reservation.dto.js';
import type { EnvelopeView } from '../../src/core/entries.js';
import type { BudgetView } from '../../src/core/views.js';
import { checkContract } from './contract.js';
import { ADMIN_KEY } from './service.js';

/** What a test looks into without saying its type; the contract has checked it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

/** What a service answered: the body asked for, or a problem document. */
export interface Answer<T = Json> {
  status: number;
  headers: Headers;
  body: T & Partial<ProblemBody>;
}

/** What a write carries besides its body. Without a key it gets a new one. */
export interface WriteOptions {
  key?: string;
  /** Sent as If-Match. */
  revision?: number;
  /** Other headers. */
  headers?: Record<string, string>;
}

/** The part of a budget's answer that tests look at. */
export type BudgetAnswer = BudgetView & {
  ancestors?: object[];
  own?: object;
  envelopes?: EnvelopeView[];
  subtree?: object;
};

/** A new key, with the client that holds it. */
export type Issued = NewKeyDto & { client: Client };

/** No request may take longer, whatever happens to the service: one that does fails its test. */
const PATIENCE_MS = 90_000;

/**
 * Requests to one service, on connections that are kept. Answers of every status are returned, and every one is held
 * against the API's document. An error is a connection that breaks, an answer that does not come, or one that the
 * document does not foresee.
 */
export class Client {
  constructor(
    readonly baseUrl: string,
    readonly key = ADMIN_KEY,
  ) {}

  /** The same service with another key. */
  as(key: string): Client {
    return new Client(this.baseUrl, key);
  }

  async send<T = Json>(
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return await this.exchange<T>(method, route, body, {
      authorization: `Bearer ${this.key}`,
      ...headers,
    });
  }

  /** Sends these headers and no others, and holds the answer against the document. */
  protected async exchange<T>(
    method: string,
    route: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer<T>> {
    const json = body === undefined ? undefined : { 'content-type': 'application/json' };
    const response = await fetch(this.baseUrl + route, {
      method,
      headers: { ...json, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { status } = response;
    const contentType = response.headers.get('content-type');
    // A stream does not end: what is answered is that there is one.
    if (contentType?.startsWith('text/event-stream')) await response.body?.cancel();
    const text = response.bodyUsed ? '' : await response.text();
    const read: unknown = text && /[/+]json\b/.test(contentType ?? '') ? JSON.parse(text) : text;
    checkContract({ method, route, status, contentType, body: read });
    return { status, headers: response.headers, body: read as Answer<T>['body'] };
  }

  get<T = Json>(route: string): Promise<Answer<T>> {
    return this.send<T>('GET', route);
  }

  /** A write under a key that is new, unless the options bring one. */
  write<T = Json>(
    method: string,
    route: string,
    body?: unknown,
    { key = randomUUID(), revision, headers }: WriteOptions = {},
  ): Promise<Answer<T>> {
    const ifMatch = revision === undefined ? undefined : { 'if-match': `"${revision}"` };
    return this.send<T>(method, route, body, { 'idempotency-key': key, ...ifMatch, ...headers });
  }

  post<T = Json>(route: string, body?: unknown, options?: WriteOptions): Promise<Answer<T>> {
    return this.write<T>('POST', route, body, options);
  }

  patch<T = Json>(route: string, body: unknown, options?: WriteOptions): Promise<Answer<T>> {
    return this.write<T>('PATCH', route, body, options);
  }

  reserve(
    budgetId: string,
    amount: string,
    fields: object = {},
    options?: WriteOptions,
  ): Promise<Answer<ReservationDto>> {
    return this.post('/v1/reservations', { budgetId, amount, ...fields }, options);
  }

  commit(id: string, amount: string, options?: WriteOptions): Promise<Answer<ReservationDto>> {
    return this.post(`/v1/reservations/${id}/commit`, { amount }, options);
  }

  release(id: string, options?: WriteOptions): Promise<Answer<ReservationDto>> {
    return this.post(`/v1/reservations/${id}/release`, undefined, options);
  }

  /** A new root; answers it. */
  async root(allocation: string, fields: object = {}): Promise<BudgetAnswer> {
    return made(await this.post('/v1/budgets', { name: 'root', currency: 'USD', allocation, ...fields }));
  }

  /** A new child; answers it. */
  async child(parentId: string, guarantee: string, fields: object = {}): Promise<BudgetAnswer> {
    return made(await this.post(`/v1/budgets/${parentId}/children`, { name: 'child', guarantee, ...fields }));
  }

  /** A reservation that is held; answers it. */
  async hold(budgetId: string, amount: string, fields: object = {}): Promise<ReservationDto> {
    const answer = await this.reserve(budgetId, amount, fields);
    if (answer.status !== 201)
      throw new Error(`not held, but answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A call that was paid, out of a hold of as much; answers its id. */
  async pay(budgetId: string, amount: string, fields: object = {}): Promise<string> {
    const { id } = await this.hold(budgetId, amount, fields);
    made(await this.commit(id, amount));
    return id;
  }

  /** A new key of a budget, an agent's where nothing else is said; answers it and who holds it. */
  async issue(budgetId: string, fields: object = {}): Promise<Issued> {
    const asked = { name: 'key', role: 'agent', ...fields };
    const issued = made(await this.post<NewKeyDto>(`/v1/budgets/${budgetId}/keys`, asked));
    return { ...issued, client: this.as(issued.secret!) };
  }

  async budget(id: string): Promise<BudgetAnswer> {
    return made(await this.get<BudgetAnswer>(`/v1/budgets/${id}`));
  }
}

/** The body of an answer that has to be the one asked for. */
export function made<T>({ status, body }: Answer<T>): T {
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** An answer by its status and code: `201`, or `402 insufficient_funds`. */
export const codeOf = ({ status, body }: Answer): string =>
  body.code === undefined ? String(status) : `${status} ${body.code}`;

/** How often each answer was given: `{ '201': 5, '402 insufficient_funds': 5 }`. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const name = codeOf(answer);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
