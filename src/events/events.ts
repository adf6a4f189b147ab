import { openWriteClient } from '../database/connections.js';
import { ResilientClient } from '../database/resilient-client.js';
import { ApprovalWaiters } from './approval-waiters.js';
import { Feed } from './feed.js';
import { Pulse } from './pulse.js';
import { Dispatcher, type DispatcherOptions } from './webhooks/dispatcher.js';
import { Webhooks } from './webhooks/webhooks.js';

export interface EventsOptions extends DispatcherOptions {
  databaseUrl: string;
  overlapSeconds: number;
  /** Receives errors that nobody else sees. */
  onFault?: (error: unknown) => void;
}

/** Its own connections: nothing here makes a decision wait. */
const CONNECTIONS = 4;

/** Without it the planner might read all there is of a tree and sort it, where the index has the order. */
const SETTINGS = { application_name: 'purser events', enable_sort: 'off' };

/** Delivers what is in the journal to those who watch: streams, and webhooks. */
export class Events {
  readonly feed: Feed;
  readonly webhooks: Webhooks;
  readonly approvals: ApprovalWaiters;
  private readonly link: ResilientClient;
  private readonly pulse: Pulse;
  private readonly dispatcher: Dispatcher;

  constructor(options: EventsOptions) {
    const onFault = options.onFault ?? (() => undefined);
    this.link = new ResilientClient(() => openWriteClient(options.databaseUrl, CONNECTIONS, SETTINGS));
    this.pulse = new Pulse(this.link, onFault);
    this.feed = new Feed(this.link, this.pulse);
    this.approvals = new ApprovalWaiters(this.link, this.pulse);
    this.dispatcher = new Dispatcher(this.link, this.feed, this.pulse, options, onFault);
    this.webhooks = new Webhooks(this.link, this.feed, options.overlapSeconds, () => this.dispatcher.nudge());
  }

  start(): void {
    this.dispatcher.start();
  }

  async stop(): Promise<void> {
    await this.dispatcher.stop();
    await this.pulse.stop();
    await this.link.close();
  }
}
