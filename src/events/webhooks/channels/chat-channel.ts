import type { DeliveryAttempt } from '../../deliveries/outlet.js';
import type { ChatCredentials, SlackSettings } from '../kinds.js';
import type { Notice } from '../notices/notice.js';
import type { Notices } from '../notices/notices.js';
import type { Sender } from '../sender.js';
import type { HeldWebhook } from '../sql/hold.js';
import { refusable, type Channel, type SentEvent } from './channel.js';

/** Messages in a channel of Slack, by an incoming webhook, or of Microsoft Teams, by a workflow that begins with a request. */
export class ChatChannel implements Channel {
  /** Slack takes about one message a second. */
  readonly atOnce = 1;

  constructor(
    private readonly sender: Sender,
    private readonly notices: Notices,
    private readonly messageOf: (notice: Notice, settings: Partial<SlackSettings>) => object,
  ) {}

  async send(webhook: HeldWebhook, event: SentEvent, abort: AbortSignal): Promise<DeliveryAttempt | null> {
    const { url } = JSON.parse(webhook.credentials) as ChatCredentials;
    const settings = JSON.parse(webhook.settings) as Partial<SlackSettings>;
    const message = this.messageOf(await this.notices.of(webhook, event), settings);
    return refusable(await this.sender.send(url, {}, JSON.stringify(message), abort));
  }

  close(): Promise<void> {
    return this.sender.close();
  }
}
