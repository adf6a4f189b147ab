import type { EntryContent } from '../../core/entries.js';
import { eventsOf, type Event } from '../../core/events.js';
import type { ResilientClient } from '../../database/resilient-client.js';
import { idOf } from '../../ids/ids.js';
import { eventLagSeconds, webhookDeliveries, webhookSeconds } from '../../runtime/metrics.js';
import type { Delivery } from '../deliveries/delivery-lanes.js';
import type {
  DeliveryAttempt,
  HeldOutlets,
  Outlet,
  OutletKind,
  Part,
  DeliveryPatience,
  Result,
} from '../deliveries/outlet.js';
import type { Feed } from '../feed.js';
import { findEntry } from '../sql/find-entry.js';
import type { EntryPlace, EventScope } from '../sql/read-entries.js';
import { PING, type Channel, type SentEvent } from './channels/channel.js';
import { channelsOf, type ChannelOptions } from './channels/channels.js';
import type { WebhookKind } from './kinds.js';
import {
  makeDeliveries,
  pendingDeliveries,
  recordResult,
  settledAmong,
  type WebhookDelivery,
} from './sql/deliveries.js';
import {
  deleteForgottenWebhooks,
  deleteOld,
  holdWebhooks,
  letGoOfWebhooks,
  type HeldWebhook,
} from './sql/hold.js';
import { waitsForPeople } from './sql/waits-for-people.js';

/** How long deliveries are kept that are made or parked. */
const KEPT_DAYS = 30;

export interface WebhookOptions extends ChannelOptions {
  /** How long a delivery is tried. */
  retryMs: number;
  /** How long one is tried that the receiver does not take, although it takes others. */
  holdMs: number;
}

/** What all webhooks of a replica share. */
interface WebhookTools {
  link: ResilientClient;
  feed: Feed;
  channels: Readonly<Record<WebhookKind, Channel>>;
  workerId: string;
  patience: DeliveryPatience;
}

/** What was sent. */
interface WebhookAttempt extends DeliveryAttempt {
  /** Of the event. */
  timestamp: string | null;
  /** Its time came, and there was nothing to be sent any more. */
  isLeftOut?: true;
}

/** For an event that cannot be made of its entry: trying again would not help. */
const GONE: WebhookAttempt = {
  delivered: false,
  status: null,
  error: 'there is no such event any more',
  hopeless: true,
  timestamp: null,
};

/** For a request that people have decided on before those were asked who come next. */
const DECIDED: WebhookAttempt = {
  delivered: false,
  status: null,
  error: null,
  hopeless: true,
  timestamp: null,
  isLeftOut: true,
};

/** The webhooks that a replica delivers. */
export class WebhookOutlets implements OutletKind {
  private readonly tools: WebhookTools;

  constructor(
    private readonly link: ResilientClient,
    feed: Feed,
    private readonly workerId: string,
    options: WebhookOptions,
  ) {
    this.tools = { link, feed, channels: channelsOf(link, options), workerId, patience: options };
  }

  async hold(deadAfterSeconds: number, atOnce: number): Promise<HeldOutlets> {
    const { webhooks, hasForgotten } = await this.link.use((sql) =>
      holdWebhooks(sql, this.workerId, deadAfterSeconds, atOnce),
    );
    return { outlets: webhooks.map((webhook) => new WebhookOutlet(webhook, this.tools)), hasForgotten };
  }

  async letGo(): Promise<void> {
    await this.link.use((sql) => letGoOfWebhooks(sql, this.workerId));
  }

  forget(): Promise<boolean> {
    return this.link.use(deleteForgottenWebhooks);
  }

  clean(): Promise<boolean> {
    return this.link.use((sql) => deleteOld(sql, KEPT_DAYS));
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.tools.channels).map((channel) => channel.close()));
  }
}

/** A webhook, as it stands. */
class WebhookOutlet implements Outlet<WebhookDelivery, Event, WebhookAttempt> {
  readonly isOrdered = true;
  private readonly channel: Channel;

  constructor(
    private readonly webhook: HeldWebhook,
    private readonly tools: WebhookTools,
  ) {
    this.channel = tools.channels[webhook.kind];
  }

  get atOnce(): number {
    return this.channel.atOnce;
  }

  get id(): string {
    return this.webhook.id;
  }

  get treeId(): string {
    return this.webhook.tree_id;
  }

  get follows(): string | null {
    return this.scope?.treeId ?? null;
  }

  get hasExtra(): boolean {
    return this.webhook.has_extra;
  }

  get place(): EntryPlace {
    const { tick, tick_tree_id: treeId, tick_budget_id: budgetId, tick_version: version } = this.webhook;
    return { tick, treeId, budgetId, version };
  }

  private get scope(): EventScope {
    const { tree_id: treeId, budget_id: budgetId } = this.webhook;
    return budgetId === null ? null : { treeId, budgetId };
  }

  patienceFor({ event_type }: WebhookDelivery): DeliveryPatience {
    return event_type === PING ? { retryMs: 0, holdMs: 0 } : this.tools.patience;
  }

  pending(): Promise<WebhookDelivery[]> {
    return this.tools.link.use((sql) => pendingDeliveries(sql, this.webhook));
  }

  async read(after: EntryPlace): Promise<Part<Event>> {
    const { events, place, last } = await this.tools.feed.read(
      this.scope,
      after,
      this.webhook.types.split(','),
    );
    const items = events.filter((event) => this.channel.wants?.(event) ?? true);
    return { items, place, last };
  }

  make(move: { from: EntryPlace; to: EntryPlace }, events: readonly Event[]) {
    const { link, workerId } = this.tools;
    return link.use((sql) => makeDeliveries(sql, workerId, this.webhook, move, events));
  }

  settledAmong(ids: readonly string[]): Promise<string[]> {
    return this.tools.link.use((sql) => settledAmong(sql, this.webhook, ids));
  }

  async attempt(delivery: Delivery<WebhookDelivery>, abort: AbortSignal): Promise<WebhookAttempt | null> {
    const event = await this.eventOf(delivery);
    if (!event) return GONE;
    if (delivery.escalation && !delivery.extra && !(await this.waits(event))) return DECIDED;
    const attempt = await this.channel.send(this.webhook, event, abort);
    return attempt && { ...attempt, timestamp: event.timestamp };
  }

  async record(
    delivery: Delivery<WebhookDelivery>,
    result: Result,
    { timestamp, isLeftOut }: WebhookAttempt,
  ): Promise<{ paused: boolean }> {
    const written = isLeftOut ? { ...result, state: 'left_out' as const } : result;
    const recorded = await this.tools.link.use((sql) =>
      recordResult(sql, this.webhook, delivery.id, written),
    );
    if (isLeftOut) return recorded;
    measure(result, delivery.attempts === 0 && !delivery.extra ? timestamp : null);
    return recorded;
  }

  /** What is sent: made from the journal each time, and the same each time; null for what is not there any more. */
  private async eventOf({ event_id: id, budget_id, version }: WebhookDelivery): Promise<SentEvent | null> {
    if (budget_id === null || version === null) return this.ping(id);
    const entry = await this.tools.link.use((sql) => findEntry(sql, budget_id, version));
    const events = entry ? eventsOf(JSON.parse(entry.content) as EntryContent) : [];
    return events.find((one) => one.id === id) ?? null;
  }

  /** Whether people have not decided yet. */
  private async waits({ data }: SentEvent): Promise<boolean> {
    const reservation = 'entry' in data ? data.entry.reservation : undefined;
    if (!reservation || !('treeId' in data)) return false;
    return await this.tools.link.use((sql) => waitsForPeople(sql, data, reservation.id));
  }

  private ping(id: string): SentEvent {
    const { id: webhookId, budget_id: budgetId } = this.webhook;
    const data = {
      webhookId: idOf('webhook', webhookId),
      budgetId: budgetId && idOf('budget', budgetId),
    };
    return { id, type: PING, timestamp: new Date().toISOString(), data };
  }
}

function measure({ state, tookMs }: Result, timestamp: string | null): void {
  webhookDeliveries.inc({ outcome: state === 'pending' ? 'failed' : state });
  webhookSeconds.observe(tookMs / 1000);
  if (state !== 'delivered' || timestamp === null) return;
  eventLagSeconds.observe({ to: 'webhook' }, Math.max(0, (Date.now() - Date.parse(timestamp)) / 1000));
}
