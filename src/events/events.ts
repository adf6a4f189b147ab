import { randomUUID } from 'node:crypto';
import { openWriteClient } from '../database/connections.js';
import { ResilientClient } from '../database/resilient-client.js';
import { ApprovalWaiters } from './approval-waiters.js';
import { Dispatcher } from './deliveries/dispatcher.js';
import { Feed } from './feed.js';
import { MeterOutlets, type MeterOptions } from './meters/meter-outlet.js';
import { MeterSinks } from './meters/meter-sinks.js';
import { Pulse } from './pulse.js';
import { WebhookOutlets, type WebhookOptions } from './webhooks/webhook-outlet.js';
import { SlackButtons } from './webhooks/slack-buttons.js';
import { Webhooks } from './webhooks/webhooks.js';

export interface EventsOptions {
  databaseUrl: string;
  webhooks: WebhookOptions & { overlapSeconds: number };
  meters: MeterOptions;
  /** Requests to receivers under way at once. */
  requests: number;
  /** Receives errors that nobody else sees. */
  onFault?: (error: unknown) => void;
}

/** Its own connections: nothing here makes a decision wait. */
const CONNECTIONS = 4;

/** Without it the planner might read all there is of a tree and sort it, where the index has the order. */
const SETTINGS = { application_name: 'purser events', enable_sort: 'off' };

/** Delivers what is in the journal to those who watch: streams, webhooks, and meters of Stripe. */
export class Events {
  readonly feed: Feed;
  readonly webhooks: Webhooks;
  readonly meters: MeterSinks;
  readonly approvals: ApprovalWaiters;
  readonly slackButtons: SlackButtons;
  private readonly link: ResilientClient;
  private readonly pulse: Pulse;
  private readonly dispatcher: Dispatcher;

  constructor({ databaseUrl, webhooks, meters, requests, onFault = () => undefined }: EventsOptions) {
    this.link = new ResilientClient(() => openWriteClient(databaseUrl, CONNECTIONS, SETTINGS));
    this.pulse = new Pulse(this.link, onFault);
    this.feed = new Feed(this.link, this.pulse);
    this.approvals = new ApprovalWaiters(this.link, this.pulse);
    const workerId = randomUUID();
    const kinds = [
      new WebhookOutlets(this.link, this.feed, workerId, webhooks),
      new MeterOutlets(this.link, this.feed, workerId, meters),
    ];
    this.dispatcher = new Dispatcher(this.link, this.pulse, kinds, workerId, requests, onFault);
    const nudge = () => this.dispatcher.nudge();
    this.webhooks = new Webhooks(this.link, this.feed, webhooks.overlapSeconds, nudge);
    this.slackButtons = new SlackButtons(this.link, webhooks);
    this.meters = new MeterSinks(this.link, meters.retryMs, nudge);
  }

  start(): void {
    this.dispatcher.start();
  }

  async stop(): Promise<void> {
    await this.dispatcher.stop();
    await this.slackButtons.close();
    await this.pulse.stop();
    await this.link.close();
  }
}
