import { settlementInHeaders, type SettlementSaid } from './answered.js';
import type { Cheque } from './cheque.js';
import type { Exchange, AnswerKind } from './exchange.js';
import { quoteIn, type Quote } from './offer.js';
import type { PayableCall } from './payable-call.js';
import { NotPayableError } from './payment-errors.js';

/** Said by whoever stands between, or has not come to an end: the seller may be at work all the same. */
const NOBODY_KNOWS = new Set([408, 502, 503, 504]);

/** A request of HTTP, which is answered by a 402. */
export class HttpExchange implements Exchange<Response> {
  readonly item = undefined;

  constructor(
    private readonly call: PayableCall,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  get url(): string {
    return this.call.url;
  }

  get vendor(): string {
    return this.call.vendor;
  }

  get key(): string | undefined {
    return this.call.key;
  }

  get identity(): string {
    return this.call.identity;
  }

  get signal(): AbortSignal {
    return this.call.signal;
  }

  ask(): Promise<Response> {
    return this.fetch(this.call.unpaid());
  }

  pay(cheque: Cheque): Promise<Response> {
    return this.fetch(this.call.paid(cheque));
  }

  asks({ status }: Response): boolean {
    return status === 402;
  }

  quoteOf(response: Response): Promise<Quote | undefined> {
    return quoteIn(response);
  }

  saidBy(response: Response): SettlementSaid | undefined {
    return settlementInHeaders(response);
  }

  outcomeOf({ ok, status }: Response): AnswerKind {
    if (ok) return 'done';
    return status >= 400 && !NOBODY_KNOWS.has(status) ? 'failed' : 'open';
  }

  async drop(response: Response): Promise<void> {
    await response.body?.cancel();
  }

  ledTo(response: Response, quote: Quote): HttpExchange {
    const at = this.call.answeredBy(response);
    if (!at) throw new NotPayableError(this.url, `${this.url} leads elsewhere: ${response.url}`, quote);
    return at === this.call ? this : new HttpExchange(at, this.fetch);
  }
}
