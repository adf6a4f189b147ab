import { eventsOf } from '../../core/events.js';
import type { EntryContent } from '../../core/entries.js';
import { idOf } from '../../ids/ids.js';
import type { FairSlots } from '../../runtime/fair-slots.js';
import type { ResilientClient } from '../../database/resilient-client.js';
import { eventLagSeconds, webhookDeliveries, webhookSeconds } from '../../runtime/metrics.js';
import { IDLE, Worker } from '../../runtime/worker.js';
import type { Feed } from '../feed.js';
import type { Pulse } from '../pulse.js';
import { findEntry } from '../sql/find-entry.js';
import type { EntryPlace, EventScope } from '../sql/read-entries.js';
import { pauseAfter } from './backoff.js';
import { DeliveryLanes, type Delivery } from './delivery-lanes.js';
import type { DeliveryAttempt, Sender } from './sender.js';
import { signedHeaders } from './signature.js';
import {
  makeDeliveries,
  pendingDeliveries,
  recordResult,
  settledAmong,
  type Result,
} from './sql/deliveries.js';
import type { HeldWebhook } from './sql/hold.js';

/** What all workers of a replica share. */
export interface DeliveryTools {
  link: ResilientClient;
  feed: Feed;
  pulse: Pulse;
  sender: Sender;
  /** Requests under way, by tree. */
  slots: FairSlots;
  workerId: string;
  /** How long a delivery is tried. */
  retryMs: number;
  /** How long one is tried that the receiver does not take, although it takes others. */
  holdMs: number;
  /** Whether the webhook is still this replica's, as far as it can know without asking. */
  holds: () => boolean;
  onFault: (error: unknown) => void;
}

/** The type of what a test sends; it is no event of the journal. */
export const PING = 'webhook.ping';

/** Deliveries that one webhook has in memory, and behind which the journal waits. */
const BACKLOG = 200;

/** The same with those that wait for one event of their budget that is not taken: they must not hold up the others. */
const LONGEST_BACKLOG = 2_000;

/** Requests that one webhook has under way; one after a failure, to see whether the receiver is back, or a slow answer. */
const AT_ONCE = 4;

/** A receiver that takes longer is asked one thing at a time: it would keep the webhooks of its tree waiting. */
const SLOW_MS = 2_000;

/** After a fault of the database. */
const FAULT_PAUSE_MS = 500;

/** Delivers to one webhook for as long as this replica holds it. */
export class DeliveryWorker {
  private readonly lanes = new DeliveryLanes();
  private readonly abort = new AbortController();
  private readonly attempts = new Set<Promise<void>>();
  private stopped = false;
  private place: EntryPlace;
  /** Failures since the last success, and when the next attempt may be made. */
  private failures = 0;
  private slow = false;
  private resumeAt = 0;
  /** When the receiver last took something. */
  private tookAt = -Infinity;
  private loaded = false;
  /** Whether there may be entries that were not read yet. */
  private behind = true;
  /** Somebody else has moved the webhook on meanwhile. */
  private overtaken = false;
  private readonly rounds: Worker;
  /** Of the events that it is to receive. */
  private forget: () => void = () => undefined;

  constructor(
    private webhook: HeldWebhook,
    private readonly tools: DeliveryTools,
  ) {
    this.place = placeIn(webhook);
    this.rounds = new Worker(() => this.round(), FAULT_PAUSE_MS, tools.onFault);
    this.rounds.start(0);
  }

  private get atOnce(): number {
    return this.failures > 0 || this.slow ? 1 : AT_ONCE;
  }

  get ended(): boolean {
    return this.stopped;
  }

  /** The webhook as it stands now. */
  update(webhook: HeldWebhook): void {
    this.webhook = webhook;
    if (webhook.has_extra || this.overtaken) this.loaded = false;
    if (this.overtaken) this.place = placeIn(webhook);
    this.overtaken = false;
    void this.dropParked();
    this.rounds.wake();
  }

  /** Somebody may have parked what is tried in vain: the next of its budget goes. */
  private async dropParked(): Promise<void> {
    const { failing } = this.lanes;
    if (failing.length === 0 || this.stopped) return;
    try {
      const parked = new Set(
        await this.tools.link.use((sql) =>
          settledAmong(
            sql,
            this.webhook,
            failing.map(({ id }) => id),
          ),
        ),
      );
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
      this.startDue();
    } catch (error) {
      this.behind = true;
      throw error;
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
    const { news, forget } = this.tools.pulse.next(scopeOf(this.webhook)?.treeId ?? null);
    this.forget = forget;
    void news.then(() => {
      this.behind = true;
      this.rounds.wake();
    });
  }

  /** Reads on in the journal while there is something to read, and room for it. */
  private async fill(): Promise<void> {
    const { link, feed, workerId } = this.tools;
    const { webhook } = this;
    if (!this.loaded) {
      this.lanes.add(await link.use((sql) => pendingDeliveries(sql, webhook)), performance.now());
      this.loaded = true;
    }
    while (!this.stopped && !this.overtaken && this.behind && this.hasRoom) {
      const scope = scopeOf(webhook);
      const from = this.place;
      this.listen();
      const batch = await feed.read(scope, from, webhook.types.split(','));
      if (!batch.last) this.behind = true;
      if (batch.place === from) continue;
      const move = { from, to: batch.place };
      const made = await link.use((sql) => makeDeliveries(sql, workerId, webhook, move, batch.events));
      if (made) {
        this.place = batch.place;
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

  private async deliver(delivery: Delivery): Promise<void> {
    const { slots, link } = this.tools;
    const giveBack = await slots.take(this.webhook.tree_id, this.abort.signal);
    const tried = giveBack && (await this.attempt(delivery).finally(giveBack));
    if (!tried) {
      delivery.dueAt = performance.now() + FAULT_PAUSE_MS;
      return this.lanes.putBack(delivery);
    }
    const result = this.resultOf(delivery, tried);
    const { paused } = await link.use((sql) => recordResult(sql, this.webhook, delivery.id, result));
    measure(result, delivery.attempts === 0 && !delivery.extra ? tried.timestamp : null);
    if (paused) this.stopped = true;
    this.slow = result.tookMs > SLOW_MS;
    this.settle(delivery, result);
  }

  /** Null where nothing was sent, or it was broken off by a stop: it counts for nothing. */
  private async attempt(delivery: Delivery): Promise<Tried | null> {
    if (this.stopped || !this.tools.holds()) return null;
    const { url, secret, previous_secret } = this.webhook;
    const since = performance.now();
    const payload = await this.payloadOf(delivery);
    if (!payload) return { attempt: GONE, since, timestamp: null };
    const secrets = [secret, ...(previous_secret ? [previous_secret] : [])];
    const headers = signedHeaders(delivery.event_id, payload.body, new Date(), secrets);
    const attempt = await this.tools.sender.send(url, headers, payload.body, this.abort.signal);
    return attempt && { attempt, since, timestamp: payload.timestamp };
  }

  /** What is sent: made from the journal each time, and the same each time; null for what is not there any more. */
  private async payloadOf({
    event_id: id,
    event_type: type,
    budget_id,
    version,
  }: Delivery): Promise<{ body: string; timestamp: string } | null> {
    const { webhook } = this;
    if (budget_id === null || version === null) {
      const timestamp = new Date().toISOString();
      const data = {
        webhookId: idOf('webhook', webhook.id),
        budgetId: webhook.budget_id && idOf('budget', webhook.budget_id),
      };
      return { body: JSON.stringify({ id, type, timestamp, data }), timestamp };
    }
    const entry = await this.tools.link.use((sql) => findEntry(sql, budget_id, version));
    const events = entry ? eventsOf(JSON.parse(entry.content) as EntryContent) : [];
    const event = events.find((one) => one.id === id);
    return event ? { body: JSON.stringify(event), timestamp: event.timestamp } : null;
  }

  private resultOf(delivery: Delivery, { attempt, since }: Tried): Result {
    const now = performance.now();
    const { status, error } = attempt;
    const tookMs = now - since;
    if (attempt.delivered) return { state: 'delivered', isLate: false, pauseMs: 0, tookMs, status, error };
    delivery.firstTriedAt ??= since;
    const isPing = delivery.event_type === PING;
    const isLate = !isPing && now - delivery.firstTriedAt >= this.tools.retryMs;
    // The receiver is there, and takes others: it is this event that it does not want.
    const isUnwanted =
      now - delivery.firstTriedAt >= this.tools.holdMs && this.tookAt > delivery.firstTriedAt;
    const givenUp = attempt === GONE || isPing || isLate || isUnwanted;
    const pauseMs = pauseAfter(delivery.attempts + 1);
    return { state: givenUp ? 'parked' : 'pending', isLate, pauseMs, tookMs, status, error };
  }

  private settle(delivery: Delivery, { state, pauseMs }: Result): void {
    const now = performance.now();
    if (state === 'delivered') {
      this.failures = 0;
      this.resumeAt = 0;
      this.tookAt = now;
    } else {
      this.failures += 1;
      this.resumeAt = Math.max(this.resumeAt, now + pauseAfter(Math.min(this.failures, LONGEST_PROBE)));
    }
    if (state !== 'pending') return this.lanes.settle(delivery);
    delivery.attempts += 1;
    delivery.dueAt = now + pauseMs;
    this.lanes.putBack(delivery);
  }
}

const scopeOf = ({ tree_id, budget_id }: HeldWebhook): EventScope =>
  budget_id === null ? null : { treeId: tree_id, budgetId: budget_id };

const placeIn = ({ tick, tick_tree_id, tick_budget_id, tick_version }: HeldWebhook): EntryPlace => ({
  tick,
  treeId: tick_tree_id,
  budgetId: tick_budget_id,
  version: tick_version,
});

/** A receiver that is away is looked for every minute or so, whatever the deliveries themselves wait for. */
const LONGEST_PROBE = 7;

/** For an event that cannot be made of its entry: trying again would not help. */
const GONE: DeliveryAttempt = { delivered: false, status: null, error: 'there is no such event any more' };

/** An attempt that was made, and (by `performance.now()`) when. */
interface Tried {
  attempt: DeliveryAttempt;
  since: number;
  /** Of the event. */
  timestamp: string | null;
}

function measure({ state, tookMs }: Result, timestamp: string | null): void {
  webhookDeliveries.inc({ outcome: state === 'pending' ? 'failed' : state });
  webhookSeconds.observe(tookMs / 1000);
  if (state !== 'delivered' || timestamp === null) return;
  eventLagSeconds.observe({ to: 'webhook' }, Math.max(0, (Date.now() - Date.parse(timestamp)) / 1000));
}
