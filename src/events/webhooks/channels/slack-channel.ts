import type { DeliveryAttempt } from '../../deliveries/outlet.js';
import type { SlackCredentials } from '../kinds.js';
import type { Notices } from '../notices/notices.js';
import type { Sender } from '../sender.js';
import type { HeldWebhook } from '../sql/hold.js';
import { refusable, type Channel, type SentEvent } from './channel.js';
import { slackMessage } from './slack-message.js';

/** Messages in a channel of Slack, by an incoming webhook. */
export class SlackChannel implements Channel {
  /** Slack takes about one message a second. */
  readonly atOnce = 1;

  constructor(
    private readonly sender: Sender,
    private readonly notices: Notices,
  ) {}

  async send(
    { credentials }: HeldWebhook,
    event: SentEvent,
    abort: AbortSignal,
  ): Promise<DeliveryAttempt | null> {
    const { url } = JSON.parse(credentials) as SlackCredentials;
    const message = slackMessage(await this.notices.of(event));
    return refusable(await this.sender.send(url, {}, JSON.stringify(message), abort));
  }

  close(): Promise<void> {
    return this.sender.close();
  }
}
