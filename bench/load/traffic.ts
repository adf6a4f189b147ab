import type { Spender, Traffic } from './plan.js';

/** Makes the requests of one connection, one after the other. */
export interface Source {
  /** The next request; undefined when there is none left. */
  next(): string | undefined;
  /** Receives the answer to the last one. */
  answered(body: string): void;
  /** Commands in the last request. */
  commands(): number;
}

/** Shared by the sources of all connections. */
export interface Shared {
  adminKey: string;
  /** The fields of the answers to the traffic `each`. */
  fields: string[];
  newKey: () => string;
}

/** How many requests were made, to vary what they ask for. */
let asked = 0;

let turn = 0;
const inTurn = <T>(items: readonly T[]): T => items[(turn = (turn + 1) % items.length)]!;

/** Long enough for nothing to expire while a run takes its time. */
const TTL_SECONDS = 3_600;
export const AMOUNT = '0.0035';
const VENDORS = ['openai', 'anthropic', 'google', 'mistral'];

const reservation = ({ budgetId }: Spender): string =>
  `{"budgetId":"${budgetId}","amount":"${AMOUNT}","vendor":"${VENDORS[(asked += 1) % VENDORS.length]}",` +
  `"category":"llm","ttlSeconds":${TTL_SECONDS},"runId":"run-${asked % 1_000}","taskId":"task-${asked % 100_000}",` +
  `"reason":"summarise the open issues"}`;

const COMMIT = `{"amount":"${AMOUNT}","final":true}`;

type Post = (path: string, body: string, key: string) => string;

const RESERVATION_ID = /"id":"(rsv_[0-9a-z]{26})"/;
const RESERVATION_IDS = /"id":"(rsv_[0-9a-z]{26})"/g;

export function sourceOf(traffic: Traffic, shared: Shared): Source {
  const post: Post = (path, body, key) =>
    `POST ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\n` +
    `Content-Type: application/json\r\nIdempotency-Key: ${shared.newKey()}\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const once = (): number => 1;
  const nothing = (): void => undefined;

  switch (traffic.kind) {
    case 'reserve': {
      const { spenders, path = '/v1/reservations' } = traffic;
      const next = (): string => {
        const spender = inTurn(spenders);
        return post(path, reservation(spender), spender.key);
      };
      return { next, answered: nothing, commands: once };
    }
    case 'settle': {
      let held: string | undefined;
      let spender = inTurn(traffic.spenders);
      return {
        next: () => {
          if (held !== undefined) return post(`/v1/reservations/${held}/commit`, COMMIT, spender.key);
          spender = inTurn(traffic.spenders);
          return post('/v1/reservations', reservation(spender), spender.key);
        },
        answered: (body) => (held = held === undefined ? RESERVATION_ID.exec(body)?.[1] : undefined),
        commands: once,
      };
    }
    case 'read': {
      const { path, key } = traffic;
      const question = `GET ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\n\r\n`;
      return { next: () => question, answered: nothing, commands: once };
    }
    case 'paid':
    case 'tools':
      return { next: () => '', answered: nothing, commands: once };
    case 'bulk':
      return bulkSource(traffic, post, shared.newKey);
    case 'each': {
      const { requests, field } = traffic;
      const pattern = new RegExp(`"${field}":"([^"]+)"`);
      let at = -1;
      return {
        next: () => {
          at = keysGiven(requests);
          const request = requests[at];
          return request && post(request.path, request.body, shared.adminKey);
        },
        answered: (body) => (shared.fields[at] = pattern.exec(body)?.[1] ?? ''),
        commands: once,
      };
    }
  }
}

/** How many of the requests have been given out: connections share one list. */
const given = new WeakMap<object, number>();

function keysGiven(requests: object): number {
  const next = given.get(requests) ?? 0;
  given.set(requests, next + 1);
  return next;
}

function bulkSource(
  { spender, size, settle = false }: Extract<Traffic, { kind: 'bulk' }>,
  post: Post,
  newKey: Shared['newKey'],
): Source {
  let held: string[] = [];
  const command = (type: string, fields: string): string =>
    `{"type":"${type}","idempotencyKey":"${newKey()}",${fields.slice(1)}`;
  return {
    next: () => {
      const commands =
        held.length > 0
          ? held.map((id) => command('commit', `{"reservationId":"${id}",${COMMIT.slice(1)}`))
          : Array.from({ length: size }, () => command('reserve', reservation(spender)));
      return post('/v1/reservations/batch', `{"commands":[${commands.join(',')}]}`, spender.key);
    },
    answered: (body) => {
      held =
        settle && held.length === 0 ? Array.from(body.matchAll(RESERVATION_IDS), (match) => match[1]!) : [];
    },
    commands: () => size,
  };
}
