import type { Event } from '../../../core/events.js';
import type { DeliveryAttempt } from '../../deliveries/outlet.js';
import type { HeldWebhook } from '../sql/hold.js';

/** The type of what a test sends; it is no event of the journal. */
export const PING = 'webhook.ping';

/** What a test sends. */
interface Ping {
  id: string;
  type: typeof PING;
  timestamp: string;
  data: { webhookId: string; budgetId: string | null };
}

export type SentEvent = Event | Ping;

/** A kind of webhook: how one delivery is made and sent. What becomes of it then is the same for all. */
export interface Channel {
  /** Requests that one webhook has under way. */
  readonly atOnce: number;
  /** Whether an event is anything to it; absent where all are. */
  wants?(event: Event): boolean;
  /** Null where it was broken off by the signal. Never throws for what the receiver does. */
  send(webhook: HeldWebhook, event: SentEvent, abort: AbortSignal): Promise<DeliveryAttempt | null>;
  close(): Promise<void>;
}

/** What receivers of messages answer to one that they will never take: it parks alone. */
const REFUSALS = [400, 413, 422];

/** An attempt, which is hopeless where the receiver says that it is this message that it does not take. */
export const refusable = (attempt: DeliveryAttempt | null): DeliveryAttempt | null =>
  attempt && !attempt.delivered && REFUSALS.includes(attempt.status ?? 0)
    ? { ...attempt, hopeless: true }
    : attempt;
