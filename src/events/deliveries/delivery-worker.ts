import type { FairSlots } from '../../runtime/fair-slots.js';
import { IDLE, Worker } from '../../runtime/worker.js';
import type { Pulse } from '../pulse.js';
import type { EntryPlace } from '../sql/read-entries.js';
import { pauseAfter } from './backoff.js';
import { DeliveryLanes, type Delivery, type PendingDelivery } from './delivery-lanes.js';
import type { DeliveryAttempt, Outlet, Result } from './outlet.js';

/** What all workers of a replica share. */
export interface DeliveryTools {
  pulse: Pulse;
  /** Requests under way, by tree. */
  slots: FairSlots;
  /** Whether the outlet is still this replica's, as far as it can know without asking. */
  holds: () => boolean;
  onFault: (error: unknown) => void;
}

/** Deliveries that one outlet has in memory, and behind which the journal waits. */
const BACKLOG = 200;

/** The same with those that wait for one event of their budget that is not taken: they must not hold up the others. */
const LONGEST_BACKLOG = 2_000;

/** A receiver that takes longer is asked one thing at a time: it would keep the outlets of its tree waiting. */
const SLOW_MS = 2_000;

/** After a fault of the database. */
const FAULT_PAUSE_MS = 500;

/** A receiver that is away is looked for every minute or so, whatever the deliveries themselves wait for. */
const LONGEST_PROBE = 7;

/** Delivers to one outlet for as long as this replica holds it. */
export class DeliveryWorker<D extends PendingDelivery, Item, A extends DeliveryAttempt> {
  private readonly lanes: DeliveryLanes<D>;
  private readonly abort = new AbortController();
  private readonly attempts = new Set<Promise<void>>();
  private stopped = false;
  private place: EntryPlace;
  /** Failures since the last success, and when the next attempt may be made. */
  private failures = 0;
  private slow = false;
  private resumeAt = 0;
  /** Before this the receiver wants nothing, whatever it took meanwhile. */
  private notBefore = 0;
  /** When the receiver last took something. */
  private tookAt = -Infinity;
  private loaded = false;
  /** Whether there may be entries that were not read yet. */
  private behind = true;
  /** Somebody else has moved the outlet on meanwhile. */
  private overtaken = false;
  private readonly rounds: Worker;
  /** Of the news that it waits for. */
  private forget: () => void = () => undefined;

  constructor(
    private outlet: Outlet<D, Item, A>,
    private readonly tools: DeliveryTools,
  ) {
    this.place = outlet.place;
    this.lanes = new DeliveryLanes(outlet.isOrdered);
    this.rounds = new Worker(() => this.round(), FAULT_PAUSE_MS, tools.onFault);
    this.rounds.start(0);
  }

  private get atOnce(): number {
    return this.failures > 0 || this.slow ? 1 : this.outlet.atOnce;
  }

  get ended(): boolean {
    return this.stopped;
  }

  /** The outlet as it stands now. */
  update(outlet: Outlet<D, Item, A>): void {
    this.outlet = outlet;
    if (outlet.hasExtra || this.overtaken) this.loaded = false;
    if (this.overtaken) this.place = outlet.place;
    this.overtaken = false;
    void this.dropParked();
    this.rounds.wake();
  }

  /** Somebody may have parked what is tried in vain: the next of its lane goes. */
  private async dropParked(): Promise<void> {
    const { failing } = this.lanes;
    if (failing.length === 0 || this.stopped) return;
    try {
      const parked = new Set(await this.outlet.settledAmong(failing.map(({ id }) => id)));
      for (const delivery of this.lanes.failing) if (parked.has(delivery.id)) this.lanes.settle(delivery);
      if (parked.size > 0) this.rounds.wake();
    } catch (error) {
      this.tools.onFault(error);
    }
  }

  private get hasRoom(): boolean {
    const { size, heldUp } = this.lanes;
    return size - heldUp < BACKLOG && size < LONGEST_BACKLOG;
  }

  /** Starts nothing more; what is under way may end until the signal. */
  async stop(patience: Promise<unknown>): Promise<void> {
    this.stopped = true;
    const done = this.rounds.stop().then(() => this.forget());
    await Promise.race([done.then(() => Promise.all(this.attempts)), patience]);
    this.abort.abort();
    await done;
    await Promise.all(this.attempts);
  }

  /** Returns how long it is until the next delivery is due. */
  private async round(): Promise<number> {
    if (this.stopped) return IDLE;
    try {
      await this.fill();
    } catch (error) {
      this.behind = true;
      throw error;
    } finally {
      // What cannot be read holds up nothing that was made already.
      this.startDue();
    }
    return Math.max(1, this.untilDue());
  }

  /**
   * Takes all for read, until there is news. Each reading begins with it: news comes once, and what is committed while
   * nobody listens would wait for the next event of the tree.
   */
  private listen(): void {
    this.behind = false;
    this.forget();
    const { news, forget } = this.tools.pulse.next(this.outlet.follows);
    this.forget = forget;
    void news.then(() => {
      this.behind = true;
      this.rounds.wake();
    });
  }

  /** Reads on in the journal while there is something to read, and room for it. */
  private async fill(): Promise<void> {
    const { outlet } = this;
    if (!this.loaded) {
      this.lanes.add(await outlet.pending(), performance.now());
      this.loaded = true;
    }
    while (!this.stopped && !this.overtaken && this.behind && this.hasRoom) {
      const from = this.place;
      this.listen();
      const part = await outlet.read(from);
      if (!part.last) this.behind = true;
      if (part.place === from) continue;
      const made = await outlet.make({ from, to: part.place }, part.items);
      if (made) {
        this.place = part.place;
        this.lanes.add(made, performance.now());
        this.startDue();
      } else {
        // Another replica has it, or had it for a while: this one is about to hear of that.
        this.overtaken = true;
        this.behind = true;
      }
    }
  }

  private startDue(): void {
    const now = performance.now();
    while (!this.stopped && now >= this.resumeAt) {
      if (this.lanes.underWay >= this.atOnce) return;
      const delivery = this.lanes.take(now);
      if (!delivery) return;
      const attempt = this.deliver(delivery)
        .catch((error: unknown) => {
          // Whether it was delivered is not written down: it is sent again, under the same id.
          delivery.dueAt = performance.now() + FAULT_PAUSE_MS;
          this.lanes.putBack(delivery);
          this.tools.onFault(error);
        })
        .finally(() => {
          this.attempts.delete(attempt);
          this.rounds.wake();
        });
      this.attempts.add(attempt);
    }
  }

  private untilDue(): number {
    const busy = this.lanes.underWay >= this.atOnce;
    // The end of an attempt wakes the worker.
    if (busy) return IDLE;
    const due = Math.max(this.lanes.nextDue(), this.resumeAt);
    return Math.min(due - performance.now(), 60_000);
  }

  private async deliver(delivery: Delivery<D>): Promise<void> {
    const { outlet } = this;
    const giveBack = await this.tools.slots.take(outlet.treeId, this.abort.signal);
    const since = performance.now();
    const attempt = giveBack && (await this.attempt(delivery).finally(giveBack));
    if (!attempt) {
      delivery.dueAt = performance.now() + FAULT_PAUSE_MS;
      return this.lanes.putBack(delivery);
    }
    const result = this.resultOf(delivery, attempt, since);
    const { paused } = await outlet.record(delivery, result, attempt);
    if (paused) this.stopped = true;
    this.slow = result.tookMs > SLOW_MS;
    this.settle(delivery, result, attempt);
  }

  private async attempt(delivery: Delivery<D>): Promise<A | null> {
    if (this.stopped || !this.tools.holds()) return null;
    return await this.outlet.attempt(delivery, this.abort.signal);
  }

  private resultOf(delivery: Delivery<D>, attempt: A, since: number): Result {
    const now = performance.now();
    const { delivered, status, error, hopeless = false, isInVain = !hopeless, retryAfterMs = 0 } = attempt;
    const tookMs = now - since;
    if (delivered) return { state: 'delivered', isLate: false, pauseMs: 0, tookMs, status, error };
    delivery.firstTriedAt ??= since;
    const triedMs = now - delivery.firstTriedAt;
    const { retryMs, holdMs } = this.outlet.patienceFor(delivery);
    const isLate = isInVain && retryMs > 0 && triedMs >= retryMs;
    // The receiver is there, and takes others: it is this delivery that it does not want.
    const isUnwanted = triedMs >= holdMs && this.tookAt > delivery.firstTriedAt;
    const givenUp = hopeless || retryMs === 0 || isLate || isUnwanted;
    const pauseMs = Math.max(pauseAfter(delivery.attempts + 1), retryAfterMs);
    return { state: givenUp ? 'parked' : 'pending', isLate, pauseMs, tookMs, status, error };
  }

  private settle(delivery: Delivery<D>, { state, pauseMs }: Result, attempt: A): void {
    const now = performance.now();
    const { hopeless = false, retryAfterMs = 0 } = attempt;
    if (state === 'delivered') {
      this.failures = 0;
      this.resumeAt = this.notBefore;
      this.tookAt = now;
    } else if (!hopeless) {
      this.failures += 1;
      this.notBefore = Math.max(this.notBefore, now + retryAfterMs);
      const pauseMs = pauseAfter(Math.min(this.failures, LONGEST_PROBE));
      this.resumeAt = Math.max(this.resumeAt, this.notBefore, now + pauseMs);
    }
    if (state !== 'pending') return this.lanes.settle(delivery);
    delivery.attempts += 1;
    delivery.dueAt = now + pauseMs;
    this.lanes.putBack(delivery);
  }
}
