import type Stripe from 'stripe';
import type { DeliveryAttempt } from '../deliveries/outlet.js';

/** A meter event as it goes out. */
interface StripeMeterEvent {
  eventName: string;
  identifier: string;
  customer: string;
  value: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** What became of one attempt. */
export interface MeterAttempt extends DeliveryAttempt {
  /** Stripe may have the event. */
  isUncertain: boolean;
  /** Why it is not tried again, where that is known at once. */
  reason?: 'refused' | 'uncertain' | 'too_old';
}

export interface StripeOptions {
  /** Where Stripe is, if somewhere else. */
  url: string | undefined;
  timeoutMs: number;
}

/** Clients that are kept. Their connections are shared. */
const MOST_CLIENTS = 100;

/** The longest wait that a busy Stripe is believed to want. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** Sends meter events with the official client, which is loaded when there is something to send. */
export class StripeSender {
  private readonly clients = new Map<string, Stripe>();

  constructor(private readonly options: StripeOptions) {}

  /** Never throws, whatever Stripe does. An attempt that was broken off by the signal is null. */
  async send(apiKey: string, event: StripeMeterEvent, abort: AbortSignal): Promise<MeterAttempt | null> {
    const client = await this.clientOf(apiKey);
    const { eventName, identifier, customer, value, at } = event;
    let leave: () => void = () => undefined;
    const left = new Promise<null>((resolve) => (leave = () => resolve(null)));
    abort.addEventListener('abort', leave, { once: true });
    if (abort.aborted) leave();
    try {
      const sent = client.billing.meterEvents
        .create({
          event_name: eventName,
          identifier,
          timestamp: Math.floor(at / 1000),
          payload: { stripe_customer_id: customer, value },
        })
        .then(answered, attemptOf);
      return await Promise.race([sent, left]);
    } finally {
      abort.removeEventListener('abort', leave);
    }
  }

  private async clientOf(apiKey: string): Promise<Stripe> {
    const known = this.clients.get(apiKey);
    if (known) return known;
    const { default: StripeClient } = await import('stripe');
    if (this.clients.size >= MOST_CLIENTS) this.clients.clear();
    const client = new StripeClient(apiKey, {
      ...placeOf(this.options.url),
      timeout: this.options.timeoutMs,
      // Each attempt is written down, and has an Idempotency-Key of its own: Stripe would repeat a failure under the same.
      maxNetworkRetries: 0,
      httpClient: oneRequest(StripeClient.createNodeHttpClient()),
      telemetry: false,
      appInfo: { name: 'Purser' },
    });
    this.clients.set(apiKey, client);
    return client;
  }
}

function placeOf(url: string | undefined): Stripe.StripeConfig {
  if (url === undefined) return {};
  const { hostname, port, protocol } = new URL(url);
  const isPlain = protocol === 'http:';
  return { host: hostname, port: Number(port) || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https' };
}

/**
 * A client of which an attempt is one request: after a connection that was reset, Stripe's own asks again, and would
 * say of both what became of the second. And what answers without an object is not Stripe.
 */
function oneRequest(client: Stripe.HttpClient): Stripe.HttpClient {
  const makeRequest: Stripe.HttpClient['makeRequest'] = async (...request) => {
    const response = await client.makeRequest(...request).catch((error: unknown) => {
      const { code } = error as { code?: string };
      throw code !== undefined && RESET.test(code) ? new Error('the connection was reset') : error;
    });
    const toJSON = response.toJSON.bind(response);
    response.toJSON = async () => {
      const body: unknown = await toJSON();
      if (typeof body !== 'object' || body === null) throw new Error('the answer is no object');
      return body;
    };
    return response;
  };
  return { getClientName: () => client.getClientName(), makeRequest };
}

/** Stripe says what it took. Who else answers (a proxy, for one) may have passed the event on, or not. */
function answered(body: Stripe.Response<Stripe.Billing.MeterEvent>): MeterAttempt {
  const status = body.lastResponse.statusCode;
  if (status < 300 && (body.object as unknown) === 'billing.meter_event') return delivered(status);
  return {
    delivered: false,
    status,
    error: `Stripe answered ${status}, and not with a meter event`,
    isUncertain: true,
  };
}

const delivered = (status: number): MeterAttempt => ({
  delivered: true,
  status,
  error: null,
  isUncertain: false,
});

/** As much of Stripe's error as is looked at: what was thrown may be anything. */
interface StripeFault {
  statusCode?: number;
  code?: string;
  message?: string;
  headers?: Record<string, string>;
  detail?: { code?: string };
}

/** It has no code of its own in this version of Stripe's API. */
const HAS_IT = /event already exists with identifier/i;

const RESET = /^(?:ECONNRESET|EPIPE)$/;

/** Answers that say of an event what is wrong with it. */
const REFUSALS = [400, 402, 422];

/** Answers of who may have passed an event on. */
const UNCERTAIN = [408, 409, 424, 425];

/** Errors of connections that were never there: nothing was sent. */
const NOT_REACHED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** What an error says of the event. */
function attemptOf(error: unknown): MeterAttempt {
  const fault = error as StripeFault;
  const { statusCode: status = null, code, message = '' } = fault;
  if (status === null) {
    const isUncertain = !NOT_REACHED.test(fault.detail?.code ?? '');
    return { delivered: false, status, error: 'Stripe cannot be reached, or has not answered', isUncertain };
  }
  // The same event under the same identifier: an attempt whose answer was lost.
  if (status === 400 && (code === 'duplicate_meter_event' || HAS_IT.test(message))) return delivered(status);
  const failed = { delivered: false, status, error: `Stripe answered ${status}: ${cleaned(message)}` };
  // Too many requests, or a key that is not accepted: of all events, not of this one.
  if (status === 429) return { ...failed, isUncertain: false, retryAfterMs: retryAfterOf(fault) };
  if (status === 401 || status === 403) return { ...failed, isUncertain: false };
  if (REFUSALS.includes(status)) return { ...failed, isUncertain: false, hopeless: true, reason: 'refused' };
  return { ...failed, isUncertain: status >= 500 || UNCERTAIN.includes(status) };
}

function retryAfterOf({ headers = {} }: StripeFault): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS) : 0;
}

const LONGEST_MESSAGE = 300;

/** What is kept of what Stripe says: no keys, which it may repeat in part, and no control characters. */
const cleaned = (message: string): string =>
  message
    .replace(/\b(?:sk|rk|pk)_\S+/g, '(a key)')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, LONGEST_MESSAGE)
    .toWellFormed();
