import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { StandIn } from './stand-in.js';

/** A meter event as it came, whatever was made of it. */
interface SentEvent {
  key: string;
  eventName: string;
  identifier: string;
  customer: string;
  value: string;
  timestamp: number;
}

/**
 * What the stand-in does with an event: `take` it, `lose` the answer after it was taken, `fail` before or `crash` after it was
 * taken, be `busy`, not accept the `key`, or `refuse` it.
 */
export type Deed = 'take' | 'lose' | 'fail' | 'crash' | 'busy' | 'key' | 'refuse';

interface StripeAnswer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

const error = (status: number, message: string, headers?: Record<string, string>): StripeAnswer => ({
  status,
  body: { error: { type: 'invalid_request_error', message } },
  headers,
});

const DAY_SECONDS = 86_400;

/**
 * Stripe's meter events on this machine. As Stripe does, it refuses an identifier that it knows, with the message and without
 * a code, and times that are too long ago; and it repeats its answer to the same Idempotency-Key.
 */
export class StripeStandIn extends StandIn {
  /** All requests. */
  readonly got: SentEvent[] = [];
  /** What counts, each as often as it was taken. */
  readonly taken: SentEvent[] = [];
  /** Identifiers that were refused since they are known. */
  readonly refusedAgain: string[] = [];
  behave: (event: SentEvent, seen: number) => Deed = () => 'take';
  retryAfter: string | null = null;
  /** How long it takes to answer. */
  answerAfterMs = 0;
  /** Events that came while another of the same customer and meter was not answered. */
  readonly crowded: string[] = [];
  private readonly underWay = new Set<string>();
  private readonly known = new Set<string>();
  private readonly answers = new Map<string, StripeAnswer>();

  private constructor() {
    super(createServer((request, response) => this.receive(request, response)));
  }

  static start(): Promise<StripeStandIn> {
    return new StripeStandIn().started();
  }

  /** A day has passed: identifiers can be taken once more. */
  forget(): void {
    this.known.clear();
    this.answers.clear();
  }

  /** What a customer is billed for. */
  sumOf(eventName: string, customer: string): number {
    return this.taken
      .filter((event) => event.eventName === eventName && event.customer === customer)
      .reduce((sum, { value }) => sum + Number(value), 0);
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('error', () => undefined);
    request.on('end', () => {
      if (request.method !== 'POST' || request.url !== '/v1/billing/meter_events')
        return void response.writeHead(404).end();
      const fields = new URLSearchParams(body);
      const event = {
        key: (request.headers.authorization ?? '').replace('Bearer ', ''),
        eventName: fields.get('event_name') ?? '',
        identifier: fields.get('identifier') ?? '',
        customer: fields.get('payload[stripe_customer_id]') ?? '',
        value: fields.get('payload[value]') ?? '',
        timestamp: Number(fields.get('timestamp')),
      };
      const seen = this.got.filter(({ identifier }) => identifier === event.identifier).length;
      this.got.push(event);
      const deed = this.behave(event, seen);
      const answer = this.answerTo(event, deed, String(request.headers['idempotency-key']));
      const pair = `${event.eventName} ${event.customer}`;
      if (this.underWay.has(pair)) this.crowded.push(event.identifier);
      this.underWay.add(pair);
      setTimeout(() => {
        this.underWay.delete(pair);
        if (deed === 'lose') return request.socket.resetAndDestroy();
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        response.end(JSON.stringify(answer.body));
      }, this.answerAfterMs);
    });
  }

  private answerTo(event: SentEvent, deed: Deed, idempotencyKey: string): StripeAnswer {
    if (deed === 'busy')
      return error(
        429,
        'Too many requests',
        this.retryAfter === null ? {} : { 'retry-after': this.retryAfter },
      );
    if (deed === 'key') return error(401, `Invalid API Key provided: ${event.key.slice(0, 12)}****1234`);
    if (deed === 'fail') return error(500, 'An unknown error occurred');
    if (deed === 'refuse') return error(400, `No such customer: '${event.customer}'`);
    const before = this.answers.get(idempotencyKey);
    if (before) return before;
    const answer = deed === 'crash' ? this.crashed(event) : this.take(event);
    this.answers.set(idempotencyKey, answer);
    return answer;
  }

  private crashed(event: SentEvent): StripeAnswer {
    this.take(event);
    return error(500, 'An unknown error occurred');
  }

  private take(event: SentEvent): StripeAnswer {
    const { key, eventName, identifier, customer, value, timestamp } = event;
    if (timestamp < Date.now() / 1000 - 35 * DAY_SECONDS)
      return error(400, 'The timestamp is too far in the past');
    const account = `${key} ${identifier}`;
    if (this.known.has(account)) {
      this.refusedAgain.push(identifier);
      return error(400, `An event already exists with identifier ${identifier}.`);
    }
    this.known.add(account);
    this.taken.push(event);
    const payload = { stripe_customer_id: customer, value };
    return {
      status: 200,
      body: { object: 'billing.meter_event', event_name: eventName, identifier, payload, timestamp },
    };
  }
}
