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
import { Sender, type SenderOptions } from './sender.js';
import { signedHeaders } from './signature.js';
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

/** The type of what a test sends; it is no event of the journal. */
export const PING = 'webhook.ping';

/** Requests that one webhook has under way. */
const AT_ONCE = 4;

/** How long deliveries are kept that are made or parked. */
const KEPT_DAYS = 30;

export interface WebhookOptions extends SenderOptions {
  /** How long a delivery is tried. */
  retryMs: number;
  /** How long one is tried that the receiver does not take, although it takes others. */
  holdMs: number;
}

/** What all webhooks of a replica share. */
interface WebhookTools {
  link: ResilientClient;
  feed: Feed;
  sender: Sender;
  workerId: string;
  patience: DeliveryPatience;
}

/** What was sent. */
interface WebhookAttempt extends DeliveryAttempt {
  /** Of the event. */
  timestamp: string | null;
}

/** For an event that cannot be made of its entry: trying again would not help. */
const GONE: WebhookAttempt = {
  delivered: false,
  status: null,
  error: 'there is no such event any more',
  hopeless: true,
  timestamp: null,
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
    this.tools = { link, feed, sender: new Sender(options), workerId, patience: options };
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

  close(): Promise<void> {
    return this.tools.sender.close();
  }
}

/** A webhook, as it stands. */
class WebhookOutlet implements Outlet<WebhookDelivery, Event, WebhookAttempt> {
  readonly atOnce = AT_ONCE;
  readonly isOrdered = true;

  constructor(
    private readonly webhook: HeldWebhook,
    private readonly tools: WebhookTools,
  ) {}

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
    return { items: events, place, last };
  }

  make(move: { from: EntryPlace; to: EntryPlace }, events: readonly Event[]) {
    const { link, workerId } = this.tools;
    return link.use((sql) => makeDeliveries(sql, workerId, this.webhook, move, events));
  }

  settledAmong(ids: readonly string[]): Promise<string[]> {
    return this.tools.link.use((sql) => settledAmong(sql, this.webhook, ids));
  }

  async attempt(delivery: Delivery<WebhookDelivery>, abort: AbortSignal): Promise<WebhookAttempt | null> {
    const { url, secret, previous_secret } = this.webhook;
    const payload = await this.payloadOf(delivery);
    if (!payload) return GONE;
    const secrets = [secret, ...(previous_secret ? [previous_secret] : [])];
    const headers = signedHeaders(delivery.event_id, payload.body, new Date(), secrets);
    const attempt = await this.tools.sender.send(url, headers, payload.body, abort);
    return attempt && { ...attempt, timestamp: payload.timestamp };
  }

  async record(
    delivery: Delivery<WebhookDelivery>,
    result: Result,
    { timestamp }: WebhookAttempt,
  ): Promise<{ paused: boolean }> {
    const recorded = await this.tools.link.use((sql) => recordResult(sql, this.webhook, delivery.id, result));
    measure(result, delivery.attempts === 0 && !delivery.extra ? timestamp : null);
    return recorded;
  }

  /** What is sent: made from the journal each time, and the same each time; null for what is not there any more. */
  private async payloadOf({
    event_id: id,
    event_type: type,
    budget_id,
    version,
  }: WebhookDelivery): Promise<{ body: string; timestamp: string } | null> {
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
}

function measure({ state, tookMs }: Result, timestamp: string | null): void {
  webhookDeliveries.inc({ outcome: state === 'pending' ? 'failed' : state });
  webhookSeconds.observe(tookMs / 1000);
  if (state !== 'delivered' || timestamp === null) return;
  eventLagSeconds.observe({ to: 'webhook' }, Math.max(0, (Date.now() - Date.parse(timestamp)) / 1000));
}
