import type { DeliveryAttempt } from '../../deliveries/outlet.js';
import type { TeamsCredentials } from '../kinds.js';
import type { Notices } from '../notices/notices.js';
import type { Sender } from '../sender.js';
import type { HeldWebhook } from '../sql/hold.js';
import { refusable, type Channel, type SentEvent } from './channel.js';
import { teamsMessage } from './teams-message.js';

/** Adaptive Cards in a channel or chat of Microsoft Teams, by a workflow that begins with a webhook request. */
export class TeamsChannel implements Channel {
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
    const { url } = JSON.parse(credentials) as TeamsCredentials;
    const message = teamsMessage(await this.notices.of(event));
    return refusable(await this.sender.send(url, {}, JSON.stringify(message), abort));
  }

  close(): Promise<void> {
    return this.sender.close();
  }
}
