import type { Answered, Body, Call, Method, PathOf, Result, Sending } from './calls.js';
import { Coalescer } from './coalesce.js';
import { delegate, type DelegateOptions, type Delegation } from './delegate.js';
import { PurserError } from './errors.js';
import { EventStream, type FollowOptions } from './follow.js';
import { Http } from './http.js';
import { Owing } from './outbox/owing.js';
import type { DeadDebt, Outbox, Settled } from './outbox/outbox.js';
import {
  paid,
  resume,
  type Pending,
  type PaidOptions,
  type ResumeOptions,
  type SavedPending,
  type Work,
} from './paid.js';
import { Approvals } from './resources/approvals.js';
import { Budgets } from './resources/budgets.js';
import { Envelopes } from './resources/envelopes.js';
import { Journal } from './resources/journal.js';
import { Keys } from './resources/keys.js';
import { Prices } from './resources/prices.js';
import { Reservations } from './resources/reservations.js';
import { directly, type Settling } from './settling.js';
import { Transport } from './transport.js';
import type { Principal } from './types.js';

export interface PurserOptions {
  /** Where the service is. Left out: `PURSER_URL`, or http://127.0.0.1:3000. */
  readonly url?: string | undefined;
  /** Left out: `PURSER_KEY`. */
  readonly key?: string | undefined;
  /** Instead of that of the runtime. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** How long a request is repeated until somebody answers, in milliseconds. Left out: 30,000. */
  readonly deadlineMs?: number | undefined;
  /** Joins what is asked in one turn of the event loop into one request. */
  readonly coalesce?: boolean | undefined;
  /** Where costs are written down before they are sent, such as `fileOutbox` of `@purser/sdk/outbox`. */
  readonly outbox?: Outbox | undefined;
  /**
   * With an outbox: called with a cost that was refused for good, where nobody waits for its answer. It is in
   * `outbox.dead()`. Left out: it is printed.
   */
  readonly onDead?: ((dead: DeadDebt) => void) | undefined;
}

/** A client of Purser with one key. */
export class Purser {
  readonly budgets: Budgets;
  readonly envelopes: Envelopes;
  readonly keys: Keys;
  readonly reservations: Reservations;
  readonly approvals: Approvals;
  readonly prices: Prices;
  readonly journal: Journal;
  /** Where the service is. */
  readonly url: string;
  readonly #options: PurserOptions;
  readonly #key: string;
  readonly #http: Http;
  readonly #owing: Owing | undefined;
  readonly #transport: Transport;
  readonly #settling: Settling;

  constructor(options: PurserOptions = {}) {
    const { url = variable('PURSER_URL') ?? 'http://127.0.0.1:3000', key = variable('PURSER_KEY') } = options;
    if (!key) throw new TypeError('A key is required: `new Purser({ key })`, or PURSER_KEY');
    this.url = url;
    this.#options = options;
    this.#key = key;
    this.#http = new Http({ ...options, url, key });
    const sender = options.coalesce ? new Coalescer(this.#http) : this.#http;
    this.#owing = options.outbox && new Owing(sender, options.outbox, options.onDead ?? print);
    this.#transport = new Transport(this.#owing ?? sender);
    this.#settling = this.#owing ?? directly(sender);
    this.budgets = new Budgets(this.#transport);
    this.envelopes = new Envelopes(this.#transport);
    this.keys = new Keys(this.#transport);
    this.reservations = new Reservations(this.#transport);
    this.approvals = new Approvals(this.#transport);
    this.prices = new Prices(this.#transport);
    this.journal = new Journal(this.#transport);
  }

  /** The same for the holder of another key. */
  as(key: string): Purser {
    return new Purser({ ...this.#options, key });
  }

  /**
   * Reserves, runs the work, and settles with what it has reported, or with the whole of what was reserved. Throws a
   * `DeniedError` where a limit is in the way, a `NotApprovedError` where people were, what the work throws, and a
   * `SettlementError` where the work is done and its cost is not recorded.
   */
  paid<T>(options: PaidOptions & { approval: 'hand back' }, work: Work<T>): Promise<T | Pending<T>>;
  paid<T>(options: PaidOptions & { approval?: 'wait' | undefined }, work: Work<T>): Promise<T>;
  async paid<T>(options: PaidOptions, work: Work<T>): Promise<T | Pending<T>> {
    return paid({ reservations: this.reservations, settling: this.#settling }, options, work);
  }

  /**
   * Goes on with a {@link Pending} of an earlier process: waits for people, and runs the work where they have agreed, in at most one of
   * the processes of one holder. Throws what `Pending.run` does.
   */
  async resume<T>(saved: SavedPending, work: Work<T>, how: ResumeOptions = {}): Promise<T> {
    return resume({ reservations: this.reservations, settling: this.#settling }, saved, work, how);
  }

  /** Any operation of the API, by its method and path: what has no name of its own here. */
  request<M extends Method, P extends PathOf<M>>(call: Call<M, P>): Promise<Answered<M, P>> {
    return this.#transport.request(call);
  }

  /** Whether a reservation would pass now, and what would be in its way. Nothing is set aside. */
  async decide(body: Body<'post', '/v1/decisions'>, how?: Sending): Promise<Result<'post', '/v1/decisions'>> {
    return this.#transport.body({ method: 'post', path: '/v1/decisions', body, ...how });
  }

  /** Gives a part of a budget to somebody, with a key of its own: once, where a `ref` names it. */
  delegate(options: DelegateOptions): Promise<Delegation<Purser>> {
    const [transport, key] = [this.#transport, this.#key];
    return delegate(
      { transport, key, as: (own) => this.as(own), isLetIn: (own) => this.as(own).#isLetIn() },
      options,
    );
  }

  /**
   * Sends what is owed from before, each under its own idempotency key. The first reservation does so by itself, and does not
   * wait for it.
   */
  async settleOwed(): Promise<Settled> {
    if (!this.#owing) throw new TypeError('This client has no outbox: `new Purser({ outbox })`');
    return await this.#owing.settleOwed();
  }

  /** What is decided from now on, or from `after` on: an async iterator that survives lost connections. */
  follow(options: FollowOptions = {}): EventStream {
    return new EventStream(this.#http, options);
  }

  async #isLetIn(): Promise<boolean> {
    try {
      await this.principal();
      return true;
    } catch (error) {
      if (error instanceof PurserError && error.code === 'unauthenticated') return false;
      throw error;
    }
  }

  /** Who holds the key, and what it allows. */
  async principal(how?: Sending): Promise<Principal> {
    return this.#transport.body({ method: 'get', path: '/v1/principal', ...how });
  }
}

const print = ({ debt, refusal }: DeadDebt): void =>
  // eslint-disable-next-line no-console -- money that nobody hears of is lost
  console.error(`A cost was refused, and is kept in the outbox: ${refusal.detail}`, debt);

/** A variable of the environment, where there is one: not in browsers. */
function variable(name: string): string | undefined {
  return 'process' in globalThis ? globalThis.process?.env?.[name] : undefined;
}
