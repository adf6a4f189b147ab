import type { Answer, Request } from './calls.js';
import { ConnectionError, PurserError, errorOf } from './errors.js';
import { mayPassLater } from './http.js';
import type { Sender } from './transport.js';
import type { components } from './schema.js';
import { uuidv7 } from './uuid.js';

type Schemas = components['schemas'];
type Command = Schemas['BatchBody']['commands'][number];
type Results = Schemas['BatchResults'];

/** As many commands go into one request. */
const MOST = 1_000;

/** The commands that can be joined, by the path of their own route; and what the id in it is called in a batch. */
const KINDS: Readonly<Record<string, readonly [type: Command['type'], id?: 'reservationId' | 'budgetId']>> = {
  '/v1/reservations': ['reserve'],
  '/v1/reservations/{id}/commit': ['commit', 'reservationId'],
  '/v1/reservations/{id}/release': ['release', 'reservationId'],
  '/v1/reservations/{id}/extend': ['extend', 'reservationId'],
  '/v1/reservations/{id}/refund': ['refund', 'reservationId'],
  '/v1/reservations/{id}/claim/settle': ['claim_settle', 'reservationId'],
  '/v1/reservations/{id}/claim/dismiss': ['claim_dismiss', 'reservationId'],
  '/v1/budgets/{id}/charges': ['charge', 'budgetId'],
};

/** A request that waits for the end of the turn. */
interface Waiting {
  readonly request: Request;
  readonly idempotencyKey: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins what is asked in one turn of the event loop into one request. Each command keeps its own idempotency key, its own answer
 * and its own error: what one of them lacks never keeps the others from passing.
 */
export class Coalescer implements Sender {
  private waiting: Waiting[] = [];

  constructor(private readonly alone: Sender) {}

  send(request: Request): Promise<Answer> {
    if (!isJoined(request)) return this.alone.send(request);
    const idempotencyKey = request.idempotencyKey ?? uuidv7();
    return new Promise((resolve, reject) => {
      // Its place in the next request, and one request for all that are asked in this turn.
      if (this.waiting.push({ request, idempotencyKey, resolve, reject }) === 1) later(() => this.flush());
    });
  }

  private flush(): void {
    const waiting = this.waiting.filter(({ request: { signal }, reject }) => {
      if (signal?.aborted) reject(signal.reason);
      return !signal?.aborted;
    });
    this.waiting = [];
    for (let from = 0; from < waiting.length; from += MOST)
      void this.together(waiting.slice(from, from + MOST));
  }

  /** Never throws: each is answered. */
  private async together(all: Waiting[]): Promise<void> {
    const [only] = all;
    if (only && all.length === 1) return this.byItself(only);
    try {
      const commands = all.map(commandOf);
      const answer = await this.alone.send({
        method: 'post',
        path: '/v1/reservations/batch',
        body: { commands },
      });
      const results = resultsIn(answer);
      all.forEach((waiting, i) => this.settle(waiting, results[i], answer));
    } catch (error) {
      this.refused(all, error);
    }
  }

  private settle(
    waiting: Waiting,
    result: Results['results'][number] | undefined,
    { requestId }: Answer,
  ): void {
    if (!result) return waiting.reject(new TypeError('a command of a batch was not answered'));
    if (result.outcome === 'accepted')
      return waiting.resolve({
        status: result.status,
        body: result.body,
        replayed: result.replayed,
        requestId,
      });
    // The single route repeats what may pass later, as it always does.
    if (mayPassLater(result.body)) return void this.byItself(waiting);
    waiting.reject(errorOf(result.body));
  }

  /** The request as a whole has failed. */
  private refused(all: Waiting[], error: unknown): void {
    if (error instanceof PurserError && error.status === 403) {
      // The key may settle and not reserve, which a batch needs.
      for (const waiting of all) void this.byItself(waiting);
    } else if (error instanceof PurserError && [400, 413, 422].includes(error.status)) {
      // One of them is not well made, or all are too large together: halves find which, and let the others pass.
      const half = Math.ceil(all.length / 2);
      void this.together(all.slice(0, half));
      void this.together(all.slice(half));
    } else {
      for (const { reject, idempotencyKey } of all)
        reject(
          error instanceof ConnectionError
            ? new ConnectionError(error.message, idempotencyKey, error.cause)
            : error,
        );
    }
  }

  private async byItself({ request, idempotencyKey, resolve, reject }: Waiting): Promise<void> {
    await this.alone.send({ ...request, idempotencyKey }).then(resolve, reject);
  }
}

/** What has times of its own, or depends on a revision, goes alone. */
const isJoined = ({ method, path, ifMatch, deadlineMs, patienceMs }: Request): boolean =>
  method === 'post' &&
  KINDS[path] !== undefined &&
  ifMatch === undefined &&
  deadlineMs === undefined &&
  patienceMs === undefined;

function commandOf({ request: { path, params = {}, body }, idempotencyKey }: Waiting): object {
  const [type, id] = KINDS[path] ?? [];
  const fields = typeof body === 'object' ? body : {};
  const place: unknown = Reflect.get(params, 'id');
  return { ...fields, type, idempotencyKey, ...(id && { [id]: place }) };
}

function resultsIn({ body }: Answer): Results['results'] {
  if (isResults(body)) return body.results;
  throw new TypeError('a batch was answered without results');
}

/** The service is held to its document by its own tests. */
const isResults = (body: unknown): body is Results =>
  typeof body === 'object' && body !== null && 'results' in body && Array.isArray(body.results);

/** After all that can be asked in this turn, what promises that are settled already go on with included. */
const later: (flush: () => void) => void =
  typeof setImmediate === 'function'
    ? (flush) => void setImmediate(flush)
    : (flush) => void setTimeout(flush);
