import { setTimeout as sleep } from 'node:timers/promises';
import { FairSlots } from '../../runtime/fair-slots.js';
import { Worker } from '../../runtime/worker.js';
import type { ResilientClient } from '../../database/resilient-client.js';
import type { Pulse } from '../pulse.js';
import type { PendingDelivery } from './delivery-lanes.js';
import { DeliveryWorker, type DeliveryTools } from './delivery-worker.js';
import type { AnyOutlet, DeliveryAttempt, OutletKind } from './outlet.js';
import { forgetDeadWorkers, forgetWorker, signWorker } from './sql/workers.js';

/** How often a replica shows itself, and looks for outlets that nobody delivers. */
const EVERY_MS = 1_000;

/** A replica that was not seen for so long has lost its outlets. */
const DEAD_AFTER_MS = 5_000;

/** It starts nothing more some time before the others may, so that two do not deliver one outlet at once. */
const HOLDS_FOR_MS = 3_500;

/** One tree can have this part of the requests under way, so that its slow receivers leave room for others. */
const OF_TREE = 0.25;

/** Outlets of a kind that one replica takes at a time: the others come to take theirs. */
const CLAIMS = 10;

/** How long requests under way may still take when the service stops. */
const ENDING_MS = 2_000;

const CLEANING_MS = 3_600_000;

/** Has each outlet delivered by one replica, as long as that one lives. */
export class Dispatcher {
  private readonly workers = new Map<string, DeliveryWorker<PendingDelivery, unknown, DeliveryAttempt>>();
  private readonly tools: DeliveryTools;
  private readonly rounds: Worker;
  private cleaning: Promise<void> = Promise.resolve();
  private readonly forgetting = new Map<OutletKind, Promise<void>>();
  private started = false;
  /** By `performance.now()`. */
  private holdsUntil = 0;
  private cleanedAt = 0;

  constructor(
    private readonly link: ResilientClient,
    pulse: Pulse,
    private readonly kinds: readonly OutletKind[],
    private readonly workerId: string,
    /** Requests under way at once. */
    requests: number,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.rounds = new Worker(() => this.look(), EVERY_MS, onFault);
    this.tools = {
      pulse,
      slots: new FairSlots({
        slots: requests,
        perGroup: Math.ceil(requests * OF_TREE),
        // Each outlet waits with a few.
        waiting: Infinity,
      }),
      holds: () => performance.now() < this.holdsUntil,
      onFault,
    };
  }

  start(): void {
    this.started = true;
    this.rounds.start(0);
  }

  /** Looks at once: an outlet was made or changed here. */
  nudge(): void {
    if (this.started) this.rounds.wake();
  }

  async stop(): Promise<void> {
    await this.rounds.stop();
    await Promise.all([this.cleaning, ...this.forgetting.values()]);
    const patience = sleep(ENDING_MS, undefined, { ref: false });
    await Promise.all([...this.workers.values()].map((worker) => worker.stop(patience)));
    if (this.started) await this.letGo().catch(this.onFault);
    await Promise.all(this.kinds.map((kind) => kind.close()));
  }

  private async letGo(): Promise<void> {
    for (const kind of this.kinds) await kind.letGo();
    await this.link.use((sql) => forgetWorker(sql, this.workerId));
  }

  private async look(): Promise<undefined> {
    const asked = performance.now();
    await this.link.use((sql) => signWorker(sql, this.workerId));
    const held: AnyOutlet[] = [];
    for (const kind of this.kinds) {
      const { outlets, hasForgotten } = await kind.hold(DEAD_AFTER_MS / 1000, CLAIMS);
      held.push(...outlets);
      if (hasForgotten) this.forget(kind);
    }
    // Counted from the question: the database noted some time after it that this replica lives.
    this.holdsUntil = asked + HOLDS_FOR_MS;
    this.assign(held);
    if (asked - this.cleanedAt < CLEANING_MS && this.cleanedAt > 0) return;
    this.cleanedAt = asked;
    // Beside the rounds, which show the others that this replica lives.
    this.cleaning = this.clean().catch(this.onFault);
  }

  /** Deletes what is left of outlets that were deleted, beside the rounds: there may be millions. What fails is tried again in a later one. */
  private forget(kind: OutletKind): void {
    if (this.forgetting.has(kind)) return;
    const forgetAll = async () => {
      while (!this.rounds.isStopped && (await kind.forget()));
    };
    const ended = forgetAll()
      .catch(this.onFault)
      .finally(() => this.forgetting.delete(kind));
    this.forgetting.set(kind, ended);
  }

  private async clean(): Promise<void> {
    await this.link.use(forgetDeadWorkers);
    for (const kind of this.kinds) while (!this.rounds.isStopped && (await kind.clean()));
  }

  private assign(held: readonly AnyOutlet[]): void {
    const ids = new Set(held.map(({ id }) => id));
    for (const [id, worker] of this.workers) {
      // One that has paused its outlet has ended, even if somebody made the outlet active again since.
      if (ids.has(id) && !worker.ended) continue;
      this.workers.delete(id);
      void worker.stop(sleep(ENDING_MS, undefined, { ref: false })).catch(this.onFault);
    }
    for (const outlet of held) {
      const worker = this.workers.get(outlet.id);
      if (worker) worker.update(outlet);
      else this.workers.set(outlet.id, new DeliveryWorker(outlet, this.tools));
    }
  }
}
