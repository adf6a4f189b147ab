import { ConnectionError, PurserError } from './errors.js';
import { Heartbeat } from './heartbeat.js';
import { Money, type MoneyLike } from './money.js';
import { SettlementError } from './paid-errors.js';
import type { Reservations } from './resources/reservations.js';
import type { Owed, Settling } from './settling.js';
import type { CommitBody, Outcome, Reservation, SettledReservation, Usage } from './types.js';
import { uuidv7 } from './uuid.js';

/** What a call has cost or used so far, all in all: a later report takes the place of an earlier one. */
export interface Report {
  /** Of one that is paid by amounts. */
  readonly amount?: MoneyLike | undefined;
  /** By unit: of one that is paid by its usage, this is what it costs. */
  readonly usage?: Usage | undefined;
}

/** How a call ended. */
export interface Settlement extends Report {
  /** How the one who is paid names the call: the id of their request, the hash of a transaction. */
  readonly externalId?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** What a hold knows of its reservation. */
export type Held = Pick<Reservation, 'id' | 'amount' | 'price' | 'remainingTtlMs'>;

export interface HoldOptions {
  readonly reservations: Reservations;
  readonly settling: Settling;
  readonly ttlSeconds: number;
  /** The most that was asked for by usage, where it was. */
  readonly usage: Usage | undefined;
  readonly overage: CommitBody['overage'];
}

/** Money that is set aside for one call, in the hands of the work that makes it. It ends once: settled, released or kept. */
export class Hold {
  /** What is set aside, as decimal text: less than was asked for where it was narrowed. */
  readonly amount: string;
  readonly id: string;
  readonly #options: HoldOptions;
  readonly #abort = new AbortController();
  readonly #heartbeat: Heartbeat;
  #report: Report = {};
  /** Part of a report that is under way. */
  #reporting: Promise<void> | undefined;
  #ending: Promise<SettledReservation | undefined> | undefined;

  constructor(
    readonly reservation: Held,
    options: HoldOptions,
  ) {
    this.id = reservation.id;
    this.amount = reservation.amount;
    this.#options = options;
    const { reservations, ttlSeconds } = options;
    this.#heartbeat = new Heartbeat(reservations, this.id, ttlSeconds, (why) => this.#abort.abort(why));
  }

  /** Aborted when the caller aborts, or when nothing is held any more: the budget was closed, the key revoked. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Whether it was settled or released. */
  get isOver(): boolean {
    return this.#ending !== undefined;
  }

  /** Pays what the call has cost, and gives back the rest. What is not reported counts as the whole of what is held. */
  settle(settlement: Settlement = {}): Promise<SettledReservation | undefined> {
    this.#mustBeOpen();
    // A report that makes no sense is thrown at the work before anything has ended.
    const body = this.#bodyOf(settlement);
    return this.#end(() => this.#settle(body));
  }

  /** Pays the whole of what is held, whatever was reported so far: more may have been spent by then. */
  settleWhole(): Promise<SettledReservation | undefined> {
    return this.settle(this.#whole());
  }

  /**
   * Pays a part while the call goes on, as a stream does. Nobody has to wait for it: a report that is lost is made up
   * by the next, or by the settlement.
   */
  report(report: Report): void {
    this.#mustBeOpen();
    this.#report = report;
    const totals = this.#totalsOf(report);
    // Of one that is paid by amounts, usage alone is kept for the settlement.
    if (this.reservation.price === null && report.amount === undefined) return;
    this.#reporting ??= this.#pay(totals).finally(() => {
      this.#reporting = undefined;
      if (!this.#ending && this.#report !== report) this.report(this.#report);
    });
  }

  /** Gives back what is held: the call was certainly not made. */
  async release(reason?: string): Promise<void> {
    await this.#end(() => this.#release(reason));
  }

  /** Holds it until the work has come to an end, which is what `ended` says. */
  async during<T>(caller: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const abort = (): void => this.#abort.abort(caller?.reason);
    caller?.addEventListener('abort', abort, { once: true });
    if (caller?.aborted) abort();
    this.#heartbeat.start(this.reservation.remainingTtlMs);
    try {
      return await work();
    } finally {
      this.#heartbeat.stop();
      caller?.removeEventListener('abort', abort);
    }
  }

  /** Waits until what was begun has ended: throws a `SettlementError` where it is not recorded. */
  async ended(): Promise<void> {
    await this.#ending;
  }

  #mustBeOpen(): void {
    if (this.#ending) throw new TypeError(`${this.id} was settled or released before`);
  }

  #end(ending: () => Promise<SettledReservation | undefined>): Promise<SettledReservation | undefined> {
    this.#mustBeOpen();
    this.#heartbeat.stop();
    this.#ending = ending();
    // Whoever began it need not wait for it: `ended` does, and throws what it has come to.
    this.#ending.catch(() => undefined);
    return this.#ending;
  }

  #bodyOf({ externalId, outcome, labels, ...report }: Settlement): CommitBody {
    return {
      ...this.#totalsOf({ ...this.#report, ...report }),
      ...(externalId !== undefined && { externalId }),
      ...(outcome && { outcome }),
      ...(labels && { metadata: { ...labels } }),
      overage: this.#options.overage ?? null,
    };
  }

  async #settle(body: CommitBody): Promise<SettledReservation | undefined> {
    const { settling } = this.#options;
    const owed = this.#owed(body);
    // A part that is under way could come after the end, and be refused.
    await this.#reporting;
    try {
      const { body: settled } = await settling.settle(owed);
      return isReservation(settled) ? settled : undefined;
    } catch (error) {
      if (error instanceof ConnectionError && settling.remembers) return undefined;
      // What the service cannot read is paid in full, before it says so: to expire would give it back.
      if (error instanceof PurserError && (error.status === 400 || error.status === 422))
        await settling.settle(this.#owed(this.#bodyOf(this.#whole()))).catch(() => undefined);
      throw new SettlementError(this.id, body, error, async () => {
        await settling.settle(owed);
      });
    }
  }

  #owed(body: CommitBody): Owed {
    const path = '/v1/reservations/{id}/commit';
    return { reservationId: this.id, path, body, idempotencyKey: uuidv7() };
  }

  #whole(): Report {
    return { amount: this.amount, usage: this.#options.usage };
  }

  async #pay(totals: CommitBody): Promise<void> {
    const { reservations, overage } = this.#options;
    try {
      await reservations.commit(this.id, { ...totals, final: false, overage: overage ?? null });
    } catch {
      // The settlement says it all.
    }
  }

  async #release(reason: string | undefined): Promise<undefined> {
    try {
      await this.#options.reservations.release(this.id, reason === undefined ? {} : { reason });
    } catch {
      // Where nobody has heard it, or it has ended already, its time gives it back.
    }
    return undefined;
  }

  /** All in all, so that it may be repeated; what nobody has reported is the whole of what is held, never nothing. */
  #totalsOf({ amount, usage }: Report): CommitBody {
    const { price } = this.reservation;
    if (price) {
      const totalUsage = usage ?? this.#options.usage;
      if (!totalUsage) throw new TypeError(`${this.id} is paid by its usage`);
      return { totalUsage };
    }
    return { total: Money.of(amount ?? this.amount).toString(), ...(usage && { totalUsage: usage }) };
  }
}

const isReservation = (found: unknown): found is SettledReservation =>
  typeof found === 'object' && found !== null && 'id' in found && 'state' in found && 'claim' in found;
