import { randomUUID } from 'node:crypto';
import type { EntryContent } from '../../core/entries.js';
import type { ResilientClient } from '../../database/resilient-client.js';
import { uuidOf } from '../../ids/ids.js';
import { eventLagSeconds, meterAttempts } from '../../runtime/metrics.js';
import type { Delivery } from '../deliveries/delivery-lanes.js';
import type {
  DeliveryPatience,
  HeldOutlets,
  Outlet,
  OutletKind,
  Part,
  Result,
} from '../deliveries/outlet.js';
import type { Feed } from '../feed.js';
import type { EntryPlace, EventScope } from '../sql/read-entries.js';
import {
  customerIn,
  meterEventsOf,
  OLDEST_MS,
  type MeterEventDraft,
  type MeterRules,
} from './meter-events.js';
import {
  makeEvents,
  markEvent,
  nearestLabels,
  pendingEvents,
  recordAttempt,
  settledEvents,
} from './sql/events.js';
import type { PendingEvent } from './sql/events.js';
import {
  deleteForgottenMeters,
  deleteOldEvents,
  holdMeters,
  letGoOfMeters,
  type HeldMeters,
} from './sql/hold.js';
import { StripeSender, type MeterAttempt, type StripeOptions } from './stripe-sender.js';

/** Requests that the meters of one tree have under way. */
const AT_ONCE = 8;

/** How long events are kept that are settled, and those that are parked: Stripe takes neither after 35 days. */
const KEPT = { days: 30, parkedDays: 90 };

export interface MeterOptions extends StripeOptions {
  /** How long an event is tried, and how long after a lost answer it is sent again. */
  retryMs: number;
}

/** What the meters of all trees share in a replica. */
interface MeterTools {
  link: ResilientClient;
  feed: Feed;
  sender: StripeSender;
  workerId: string;
  retryMs: number;
}

/** An attempt by the id with which it was marked. */
type MarkedAttempt = MeterAttempt & { attemptId: string };

/** Why nothing was sent. */
const NOT_SENT = { delivered: false, status: null, hopeless: true } as const;

/** It was settled by somebody else, or its meters are gone. */
const SETTLED: MarkedAttempt = { ...NOT_SENT, attemptId: '', error: null, isUncertain: true };

/** The meters that a replica delivers. */
export class MeterOutlets implements OutletKind {
  private readonly tools: MeterTools;

  constructor(
    private readonly link: ResilientClient,
    feed: Feed,
    private readonly workerId: string,
    options: MeterOptions,
  ) {
    this.tools = { link, feed, sender: new StripeSender(options), workerId, retryMs: options.retryMs };
  }

  async hold(deadAfterSeconds: number, atOnce: number): Promise<HeldOutlets> {
    const { meters, hasForgotten } = await this.link.use((sql) =>
      holdMeters(sql, this.workerId, deadAfterSeconds, atOnce),
    );
    return { outlets: meters.map((one) => new MeterOutlet(one, this.tools)), hasForgotten };
  }

  async letGo(): Promise<void> {
    await this.link.use((sql) => letGoOfMeters(sql, this.workerId));
  }

  forget(): Promise<boolean> {
    return this.link.use(deleteForgottenMeters);
  }

  clean(): Promise<boolean> {
    return this.link.use((sql) => deleteOldEvents(sql, KEPT));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The meters of a tree, as they stand. */
class MeterOutlet implements Outlet<PendingEvent, EntryContent, MarkedAttempt> {
  readonly atOnce = AT_ONCE;
  readonly isOrdered = false;

  constructor(
    private readonly held: HeldMeters,
    private readonly tools: MeterTools,
  ) {}

  get id(): string {
    return this.held.tree_id;
  }

  get treeId(): string {
    return this.held.tree_id;
  }

  get follows(): string {
    return this.held.tree_id;
  }

  get hasExtra(): boolean {
    return this.held.has_again;
  }

  get place(): EntryPlace {
    const { tick, tick_tree_id: treeId, tick_budget_id: budgetId, tick_version: version } = this.held;
    return { tick, treeId, budgetId, version };
  }

  private get rules(): MeterRules {
    const { meters, customer_label: customerLabel, customer_from: customerFrom, scale } = this.held;
    return { meters, customerLabel, customerFrom, scale };
  }

  /** An event that Stripe has trouble with holds up no other. */
  patienceFor(): DeliveryPatience {
    return { retryMs: this.tools.retryMs, holdMs: Infinity };
  }

  pending(): Promise<PendingEvent[]> {
    return this.tools.link.use((sql) => pendingEvents(sql, this.treeId));
  }

  async read(after: EntryPlace): Promise<Part<EntryContent>> {
    const scope: EventScope = { treeId: this.treeId, budgetId: this.treeId };
    const { entries, place, last } = await this.tools.feed.entries(scope, after);
    return { items: entries, place, last };
  }

  async make(move: { from: EntryPlace; to: EntryPlace }, entries: readonly EntryContent[]) {
    const { link, workerId } = this.tools;
    const { treeId } = this;
    const drafts = await this.draftsOf(entries);
    const readAt = Math.max(0, ...entries.map(({ at }) => Date.parse(at)));
    const { restored_at: restoredAt, revision } = this.held;
    const moved = { ...move, readAt, restoredAt, revision };
    return await link.use((sql) => makeEvents(sql, { treeId, workerId }, moved, drafts));
  }

  private async draftsOf(entries: readonly EntryContent[]): Promise<MeterEventDraft[]> {
    const { rules } = this;
    const now = Date.now();
    const found = entries
      .filter((entry) => meterEventsOf(entry, rules, null, now).length > 0)
      .map((entry) => ({ entry, customer: customerIn(entry, rules) }));
    const unknown = new Set(
      found.filter(({ customer }) => customer === undefined).map(({ entry }) => entry.budgetId),
    );
    const labels = await this.labelsOf([...unknown]);
    return found.flatMap(({ entry, customer }) =>
      meterEventsOf(entry, rules, customer === undefined ? labels(entry.budgetId) : customer, now),
    );
  }

  private async labelsOf(budgetIds: readonly string[]): Promise<(budgetId: string) => string | null> {
    if (budgetIds.length === 0) return () => null;
    const { customerLabel } = this.rules;
    const found = await this.tools.link.use((sql) =>
      nearestLabels(sql, this.treeId, customerLabel, budgetIds.map(uuidOf)),
    );
    return (budgetId) => found.get(uuidOf(budgetId)) ?? null;
  }

  settledAmong(ids: readonly string[]): Promise<string[]> {
    return this.tools.link.use((sql) => settledEvents(sql, this.treeId, ids));
  }

  async attempt(event: Delivery<PendingEvent>, abort: AbortSignal): Promise<MarkedAttempt | null> {
    const { link, sender, workerId, retryMs } = this.tools;
    const { id, event_name: eventName, identifier, customer, value, at } = event;
    const attemptId = randomUUID();
    const standing = await link.use((sql) => markEvent(sql, this.treeId, id, { workerId, attemptId }));
    if (!standing.isHeld) return null;
    if (!standing.isPending) return SETTLED;
    const { uncertainFor, age } = standing;
    const wasUncertain = uncertainFor !== null;
    if (age > OLDEST_MS) {
      const error = 'it is older than Stripe takes';
      return { ...NOT_SENT, attemptId, error, reason: 'too_old', isUncertain: wasUncertain };
    }
    if (wasUncertain && uncertainFor >= retryMs) {
      const error = 'Stripe may have it, and may not know its identifier any more';
      return {
        ...NOT_SENT,
        attemptId,
        error,
        reason: 'uncertain',
        isUncertain: true,
        isInVain: event.firstTriedAt !== null,
      };
    }
    const attempt = await sender.send(
      this.held.api_key,
      { eventName, identifier, customer, value, at },
      abort,
    );
    // What was sent before may be there, whatever became of this attempt.
    return attempt && { ...attempt, attemptId, isUncertain: attempt.isUncertain || wasUncertain };
  }

  async record(
    event: Delivery<PendingEvent>,
    result: Result,
    attempt: MarkedAttempt,
  ): Promise<{ paused: boolean }> {
    if (attempt === SETTLED) return { paused: false };
    const { link } = this.tools;
    const { attemptId, reason = null, isUncertain } = attempt;
    const known = { reason, isCertain: !isUncertain, attemptId };
    const recorded = await link.use((sql) => recordAttempt(sql, this.treeId, event.id, result, known));
    meterAttempts.inc({ outcome: result.state === 'pending' ? 'failed' : result.state });
    if (result.state === 'delivered' && event.attempts === 0)
      eventLagSeconds.observe({ to: 'stripe' }, Math.max(0, (Date.now() - event.at) / 1000));
    return recorded;
  }
}
