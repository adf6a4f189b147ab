import { DeniedError, PurserError } from './errors.js';
import { Hold, type Held, type HoldOptions } from './hold.js';
import { Money, type MoneyLike } from './money.js';
import { AttemptOverError, NotApprovedError, SettlementError, TakenUpError } from './paid-errors.js';
import type { Reservations } from './resources/reservations.js';
import type { Settling } from './settling.js';
import type { CommitBody, PendingReservation, Reservation, ReserveBody, Usage } from './types.js';
import { uuidv7 } from './uuid.js';

/** What becomes of the money when the work throws. */
export type OnError =
  /** It is given back: the call was not made, or costs nothing. */
  | 'release'
  /** The whole of what is held is paid: the call may have been made. */
  | 'commit'
  /** It stays held until its time is over, for somebody who finds out. */
  | 'keep';

/** What a payment is recorded as, whoever is paid. */
export interface PaymentPurpose {
  /** Whose money. */
  readonly budget: string | { readonly id: string };
  readonly category?: string | undefined;
  /** What is bought: a model, a tool, an action. */
  readonly item?: string | undefined;
  readonly run?: string | undefined;
  readonly task?: string | undefined;
  readonly reason?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

interface Purpose extends PaymentPurpose {
  readonly vendor?: string | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long it is held if this process dies; while the work runs it is extended. Left out: 120. */
  readonly ttlSeconds?: number | undefined;
  /** Left out: `commit`, which gives back nothing that may have been spent. */
  readonly onError?: OnError | ((error: unknown) => OnError) | undefined;
  /** What becomes of cost above the hold and above limits. Left out: `overdraft`, which records it, as a claim if need be. */
  readonly overage?: CommitBody['overage'];
  /** Of an attempt that an earlier process may have begun. Left out: a new attempt. */
  readonly idempotencyKey?: string | undefined;
  /** `hand back` answers a {@link Pending} where people have to agree first. Left out: `wait`. */
  readonly approval?: 'wait' | 'hand back' | undefined;
}

interface ByAmount {
  /** The most that the call can cost. */
  readonly max: MoneyLike;
  readonly usage?: never;
  /** Where `max` does not pass: take what does. `hold.amount` says how much; with `atLeast` never less than that. */
  readonly narrow?: boolean | { readonly atLeast: MoneyLike } | undefined;
}

interface ByUsage {
  /** The most that the call can use of the item: what that costs is worked out by the price in force. */
  readonly usage: Usage;
  readonly max?: never;
  readonly narrow?: never;
}

export type PaidOptions = Purpose & (ByAmount | ByUsage);

/** What is left to know once it is reserved. */
type Running = Pick<Purpose, 'signal' | 'ttlSeconds' | 'onError' | 'overage'> & {
  readonly usage?: Usage | undefined;
};

export type Work<T> = (hold: Hold) => T | Promise<T>;

/** What it takes to pay. */
export interface Payer {
  readonly reservations: Reservations;
  readonly settling: Settling;
}

const TTL_SECONDS = 120;

/** How often a narrower amount is tried while others take from the same budget. */
const MOST_NARROWINGS = 5;

/** Reserves, runs the work, and settles: see the README for what happens where anything is lost. */
export async function paid<T>(payer: Payer, options: PaidOptions, work: Work<T>): Promise<T | Pending<T>> {
  options.signal?.throwIfAborted();
  await payer.settling.ready();
  const found = await unlessAborted(payer, reserve(payer, options), options.signal);
  if (found.state === 'held') {
    // What people have agreed to may be waited for by another process, too.
    const held = found.approval ? await takeUp(payer, options, found) : found;
    return run(payer, options, held, work);
  }
  const pending = new Pending(payer, options, found, work);
  return options.approval === 'hand back' ? pending : pending.run();
}

/** What another process needs to go on with what waits for people: `JSON.stringify(pending)` has it. */
export interface SavedPending {
  readonly reservationId: string;
  readonly ttlSeconds?: number | undefined;
  readonly usage?: Usage | undefined;
  readonly overage?: CommitBody['overage'];
  /** Missing where it is a function. */
  readonly onError?: OnError | undefined;
}

export interface ResumeOptions {
  /** Aborts it. What still waits for people goes on waiting, and can be resumed again. */
  readonly signal?: AbortSignal | undefined;
  /** Left out: as it was saved. */
  readonly onError?: PaidOptions['onError'];
}

/** Goes on with what an earlier process has asked for: waits for people, and runs the work where they have agreed. */
export async function resume<T>(
  payer: Payer,
  { reservationId, ...saved }: SavedPending,
  work: Work<T>,
  { signal, onError = saved.onError }: ResumeOptions,
): Promise<T> {
  signal?.throwIfAborted();
  await payer.settling.ready();
  const found = await payer.reservations.decided(reservationId, { signal });
  return runApproved(payer, { ...saved, signal, onError }, found, work);
}

/** People have to agree before the work may run. */
export class Pending<T> {
  constructor(
    private readonly payer: Payer,
    private readonly options: PaidOptions,
    /** Who is asked, and until when: `reservation.approval`. */
    readonly reservation: PendingReservation,
    private readonly work: Work<T>,
  ) {}

  /**
   * Waits for people, and runs the work when they have agreed: once, whichever process is the first. Throws a `NotApprovedError` where they have
   * not, an `AttemptOverError` where it is over, and a `TakenUpError` where it is run elsewhere.
   */
  async run(): Promise<T> {
    return runApproved(this.payer, this.options, await this.#decided(), this.work);
  }

  toJSON(): SavedPending {
    const { ttlSeconds, usage, overage, onError } = this.options;
    const rule = typeof onError === 'function' ? undefined : onError;
    return { reservationId: this.reservation.id, ttlSeconds, usage, overage, onError: rule };
  }

  /** Asks no longer: gives back what is set aside. */
  async cancel(reason?: string): Promise<void> {
    await holdOf(this.payer, this.options, this.reservation).release(reason);
  }

  async #decided(): Promise<Reservation> {
    const { signal } = this.options;
    try {
      return await this.payer.reservations.decided(this.reservation.id, { signal });
    } catch (error) {
      if (signal?.aborted) await this.cancel('aborted while it waited');
      throw error;
    }
  }
}

/** Runs the work on what people have decided on, if they have agreed and nobody else runs it. */
async function runApproved<T>(
  payer: Payer,
  options: Running,
  decided: Reservation,
  work: Work<T>,
): Promise<T> {
  if (decided.state !== 'held') throw overError(decided);
  return run(payer, options, await takeUp(payer, options, decided), work);
}

/**
 * Has the work run at most once. Whoever is first to extend the hold under this key has it: a request that says something else under the same key is
 * refused, and one that is repeated is not.
 */
async function takeUp(
  { reservations }: Payer,
  { ttlSeconds = TTL_SECONDS }: Running,
  { id }: Held,
): Promise<Held> {
  const body = { ttlSeconds, reason: `taken up as ${uuidv7()}` };
  try {
    return await reservations.extend(id, body, { idempotencyKey: `take-up/${id}` });
  } catch (error) {
    if (!(error instanceof PurserError)) throw error;
    if (error.code === 'idempotency_key_reused') throw new TakenUpError(id, { cause: error });
    if (error.code === 'reservation_state') throw overError(await reservations.get(id));
    throw error;
  }
}

/** Why nothing may begin on a reservation that is no longer held. */
function overError(found: Reservation): AttemptOverError | NotApprovedError {
  const { approval } = found;
  const isApproved = !approval || (!approval.rejection && approval.given.length >= approval.needed);
  return isApproved ? new AttemptOverError(found) : new NotApprovedError(found);
}

async function reserve({ reservations }: Payer, options: PaidOptions) {
  const { idempotencyKey, narrow } = options;
  let body = bodyOf(options);
  for (let attempt = 0; ; attempt += 1) {
    // A narrower request is another one, and has another key.
    const key = idempotencyKey && (attempt === 0 ? idempotencyKey : `${idempotencyKey}/${attempt}`);
    try {
      const found = await reservations.create(body, { idempotencyKey: key });
      if (found.state === 'held' || found.state === 'pending_approval') return found;
      // One of our own that ran out while its answer was lost leads to nothing: it is asked for anew.
      if (idempotencyKey !== undefined || attempt >= MOST_NARROWINGS) throw new AttemptOverError(found);
    } catch (error) {
      if (!(error instanceof DeniedError) || !narrow || attempt >= MOST_NARROWINGS) throw error;
      const amount = error.largestAdmissible;
      if (!isEnough(amount, narrow)) throw error;
      body = { ...body, amount };
    }
  }
}

/** Whether an amount that would pass is worth it. */
const isEnough = (amount: string, narrow: true | { readonly atLeast: MoneyLike }): boolean =>
  amount !== '0' && (narrow === true || Money.of(amount).compare(narrow.atLeast) >= 0);

const bodyOf = (options: PaidOptions): ReserveBody => {
  const { budget, max, usage, vendor, category, item, run: runId, task: taskId, reason } = options;
  return {
    budgetId: typeof budget === 'string' ? budget : budget.id,
    ...(max !== undefined && { amount: Money.of(max).toString() }),
    ...(usage && { usage }),
    vendor: vendor ?? null,
    category: category ?? null,
    item: item ?? null,
    runId: runId ?? null,
    taskId: taskId ?? null,
    reason: reason ?? null,
    metadata: options.labels ? { ...options.labels } : null,
    context: options.context ? { ...options.context } : null,
    ttlSeconds: options.ttlSeconds ?? TTL_SECONDS,
  };
};

function holdOf(payer: Payer, options: Running, reservation: Held): Hold {
  const { ttlSeconds = TTL_SECONDS, usage, overage = 'overdraft' } = options;
  const of: HoldOptions = { ...payer, ttlSeconds, usage, overage };
  return new Hold(reservation, of);
}

/** Runs the work on what is held, and sees to it that the hold ends as it has to. */
async function run<T>(payer: Payer, options: Running, held: Held, work: Work<T>): Promise<T> {
  const hold = holdOf(payer, options, held);
  if (options.signal?.aborted) {
    await hold.release('aborted before the work began');
    throw options.signal.reason;
  }
  const value = await hold.during(options.signal, async () => {
    try {
      return await work(hold);
    } catch (error) {
      if (!hold.isOver) await end(hold, options.onError, error);
      await hold.ended();
      throw error;
    }
  });
  try {
    if (!hold.isOver) await hold.settle();
    await hold.ended();
  } catch (error) {
    if (error instanceof SettlementError) error.value = value;
    throw error;
  }
  return value;
}

/** Ends the hold of work that has thrown. */
async function end(hold: Hold, onError: PaidOptions['onError'] = 'commit', error: unknown): Promise<void> {
  const rule = typeof onError === 'function' ? onError(error) : onError;
  if (rule === 'release') await hold.release('the work has failed');
  else if (rule === 'commit') await hold.settleWhole();
}

/** What was asked for, unless the caller gives up first: it is given back, then, as soon as it is there. */
async function unlessAborted<R extends Held>(
  { reservations }: Payer,
  asking: Promise<R>,
  signal: AbortSignal | undefined,
): Promise<R> {
  if (!signal) return asking;
  let abort = (): void => undefined;
  const aborted = new Promise<'aborted'>((resolve) => {
    abort = () => resolve('aborted');
    signal.addEventListener('abort', abort, { once: true });
  });
  const first = await Promise.race([asking, aborted]).finally(() =>
    signal.removeEventListener('abort', abort),
  );
  if (first !== 'aborted') return first;
  asking.then(({ id }) => reservations.release(id, { reason: 'aborted' })).catch(() => undefined);
  throw signal.reason;
}
