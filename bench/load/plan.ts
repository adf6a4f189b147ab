/** A budget, and the key with which the load spends from it. */
export interface Spender {
  budgetId: string;
  key: string;
}

/** What the load process has to send. Spenders are known before: nothing is looked up while it runs. */
export type Traffic =
  /** Reservations by spenders taken in turn; `path` is another route for the references, which take the same body. */
  | { kind: 'reserve'; spenders: Spender[]; path?: string }
  /** Every reservation is committed whole by the next request of its connection. */
  | { kind: 'settle'; spenders: Spender[] }
  /** Reservations through the bulk endpoint, `size` a call; `settle` commits each call's holds with the next call. */
  | { kind: 'bulk'; spender: Spender; size: number; settle?: boolean }
  /** Calls that are paid by `purser.paid`, as many at once as there are connections: each reserves and settles. */
  | { kind: 'paid'; spender: Spender; coalesce: boolean }
  /** Calls of a tool of MCP, in memory, through the guard of the client's side: each reserves and settles. */
  | { kind: 'tools'; spender: Spender }
  /** One question, again and again. */
  | { kind: 'read'; path: string; key: string }
  /** These requests, each once, by the administrator. A field of the answers comes back in their order. */
  | { kind: 'each'; requests: { path: string; body: string }[]; field: 'id' | 'secret' };

/** One run of the load process. */
export interface Plan {
  /** Base URLs of the services: connections are dealt out to them in turn. */
  targets: string[];
  adminKey: string;
  connections: number;
  traffic: Traffic;
  /** Requests have keys without a time, in place of those that our clients make. */
  randomKeys?: boolean;
  /**
   * Each connection begins a request this often, whether or not the service is quick; its time counts from when it was
   * due. Without, each answer is followed by the next request.
   */
  everyMs?: number;
  /** Answers that come this early are not counted: connections, of others as well, are still being made. */
  leadInSeconds?: number;
  /** How long answers are counted. The traffic `each`, and one with `calls`, ends by itself. */
  seconds?: number;
  /** Ends after this many requests. */
  calls?: number;
}

/** What one run of the load process saw. */
export interface Result {
  /** Requests that were answered with 2xx, and how many commands they were worth. */
  answered: number;
  commands: number;
  seconds: number;
  /** Milliseconds from the request to its whole answer. */
  p50: number;
  p99: number;
  /** Answers that were not 2xx, by status, and connections that broke, as "broken". */
  failures: Record<string, number>;
  /** The first answer that was not 2xx, to show what went wrong. */
  firstFailure: string | null;
  /** The fields of the answers to the traffic `each`. */
  fields: string[];
  /** Share of one core that the load process itself took. */
  cpu: number;
}

export const commandsPerSecond = (result: Result): number => result.commands / result.seconds;

export const failuresOf = (result: Result): number =>
  Object.values(result.failures).reduce((sum, count) => sum + count, 0);
