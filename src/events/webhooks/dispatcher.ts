import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FairSlots } from '../../runtime/fair-slots.js';
import { Worker } from '../../runtime/worker.js';
import type { ResilientClient } from '../../database/resilient-client.js';
import type { Feed } from '../feed.js';
import type { Pulse } from '../pulse.js';
import { DeliveryWorker, type DeliveryTools } from './delivery-worker.js';
import { Sender, type SenderOptions } from './sender.js';
import { deleteOld, holdWebhooks, letGoOfWebhooks, type HeldWebhook } from './sql/hold.js';

/** How often a replica shows itself, and looks for webhooks that nobody delivers. */
const EVERY_MS = 1_000;

/** A replica that was not seen for so long has lost its webhooks. */
const DEAD_AFTER_MS = 5_000;

/** It starts nothing more some time before the others may, so that two do not deliver one webhook at once. */
const HOLDS_FOR_MS = 3_500;

/** One tree can have this part of the requests under way, so that its slow receivers leave room for others. */
const OF_TREE = 0.25;

/** Webhooks that one replica takes at a time: the others come to take theirs. */
const CLAIMS = 10;

/** How long requests under way may still take when the service stops. */
const ENDING_MS = 2_000;

/** How long deliveries are kept that are made or parked. */
const KEPT_DAYS = 30;
const CLEANING_MS = 3_600_000;

export interface DispatcherOptions extends SenderOptions {
  /** Requests under way at once. */
  requests: number;
  retryMs: number;
  holdMs: number;
}

/** Has each webhook delivered by one replica, as long as that one lives. */
export class Dispatcher {
  private readonly workerId = randomUUID();
  private readonly workers = new Map<string, DeliveryWorker>();
  private readonly sender: Sender;
  private readonly tools: DeliveryTools;
  private readonly rounds: Worker;
  private cleaning: Promise<void> = Promise.resolve();
  private started = false;
  /** By `performance.now()`. */
  private holdsUntil = 0;
  private cleanedAt = 0;

  constructor(
    private readonly link: ResilientClient,
    feed: Feed,
    pulse: Pulse,
    options: DispatcherOptions,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.rounds = new Worker(() => this.look(), EVERY_MS, onFault);
    this.sender = new Sender(options);
    this.tools = {
      link,
      feed,
      pulse,
      sender: this.sender,
      slots: new FairSlots({
        slots: options.requests,
        perGroup: Math.ceil(options.requests * OF_TREE),
        // Each webhook waits with a few.
        waiting: Infinity,
      }),
      workerId: this.workerId,
      retryMs: options.retryMs,
      holdMs: options.holdMs,
      holds: () => performance.now() < this.holdsUntil,
      onFault,
    };
  }

  start(): void {
    this.started = true;
    this.rounds.start(0);
  }

  /** Looks at once: a webhook was made or changed here. */
  nudge(): void {
    if (this.started) this.rounds.wake();
  }

  async stop(): Promise<void> {
    await this.rounds.stop();
    await this.cleaning;
    const patience = sleep(ENDING_MS, undefined, { ref: false });
    await Promise.all([...this.workers.values()].map((worker) => worker.stop(patience)));
    if (this.started) await this.link.use((sql) => letGoOfWebhooks(sql, this.workerId)).catch(this.onFault);
    await this.sender.close();
  }

  private async look(): Promise<undefined> {
    const asked = performance.now();
    const held = await this.link.use((sql) => holdWebhooks(sql, this.workerId, DEAD_AFTER_MS / 1000, CLAIMS));
    // Counted from the question: the database noted some time after it that this replica lives.
    this.holdsUntil = asked + HOLDS_FOR_MS;
    this.assign(held);
    if (asked - this.cleanedAt < CLEANING_MS && this.cleanedAt > 0) return;
    this.cleanedAt = asked;
    // Beside the rounds, which show the others that this replica lives.
    this.cleaning = this.clean().catch(this.onFault);
  }

  private async clean(): Promise<void> {
    while (!this.rounds.isStopped && (await this.link.use((sql) => deleteOld(sql, KEPT_DAYS))));
  }

  private assign(held: readonly HeldWebhook[]): void {
    const ids = new Set(held.map(({ id }) => id));
    for (const [id, worker] of this.workers) {
      // One that has paused its webhook has ended, even if somebody made the webhook active again since.
      if (ids.has(id) && !worker.ended) continue;
      this.workers.delete(id);
      void worker.stop(sleep(ENDING_MS, undefined, { ref: false })).catch(this.onFault);
    }
    for (const webhook of held) {
      const worker = this.workers.get(webhook.id);
      if (worker) worker.update(webhook);
      else this.workers.set(webhook.id, new DeliveryWorker(webhook, this.tools));
    }
  }
}
