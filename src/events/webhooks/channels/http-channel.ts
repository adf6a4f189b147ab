import type { DeliveryAttempt } from '../../deliveries/outlet.js';
import type { Sender } from '../sender.js';
import { signedHeaders } from '../signature.js';
import type { HeldWebhook } from '../sql/hold.js';
import type { Channel, SentEvent } from './channel.js';

/** Requests to a URL of one's own, signed as Standard Webhooks has it. */
export class HttpChannel implements Channel {
  readonly atOnce = 4;

  constructor(private readonly sender: Sender) {}

  send(webhook: HeldWebhook, event: SentEvent, abort: AbortSignal): Promise<DeliveryAttempt | null> {
    const { url, secret, previous_secret } = webhook;
    // Made from the journal each time, and the same each time.
    const body = JSON.stringify(event);
    const secrets = [secret, previous_secret].filter((one) => one !== null);
    return this.sender.send(url!, signedHeaders(event.id, body, new Date(), secrets), body, abort);
  }

  close(): Promise<void> {
    return this.sender.close();
  }
}
