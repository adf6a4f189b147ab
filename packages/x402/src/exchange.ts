import type { SettlementSaid } from './answered.js';
import type { Cheque } from './cheque.js';
import type { Quote } from './offer.js';

/** Something that may cost money, as it is named and recorded. */
export interface Payable {
  readonly url: string;
  /** Who is called, whatever they say about themselves. */
  readonly vendor: string;
  /** What is bought there, where that has a name. */
  readonly item: string | undefined;
  /** What the caller calls it: one purchase, for ever. */
  readonly key: string | undefined;
  /** Equal for what is the same: by its key or, without one, in all that counts of what is sent. */
  readonly identity: string;
  readonly signal: AbortSignal;
}

/**
 * How an answer ended: `done`: it is what was bought; `failed`: the seller has failed, or refused; `open`: it may be at work, or wants
 * something else first.
 */
export type AnswerKind = 'done' | 'failed' | 'open';

/** A request that can be sent again with a payment, whatever it is sent by; `A` is what comes back. */
export interface Exchange<A> extends Payable {
  /** Sends it without a payment. */
  ask(): Promise<A>;
  /** Sends it with what was signed. Throws where nobody has answered. */
  pay(cheque: Cheque): Promise<A>;
  /** Whether an answer wants money. */
  asks(answer: A): boolean;
  /** What it wants; undefined where that is none of x402. */
  quoteOf(answer: A): Promise<Quote | undefined>;
  /** What an answer says of the payment; undefined where it says nothing. */
  saidBy(answer: A): SettlementSaid | undefined;
  outcomeOf(answer: A): AnswerKind;
  /** Nobody will read it. */
  drop(answer: A): Promise<void>;
  /** The same at the place that it was led to. Throws where that is somebody else's. */
  ledTo(answer: A, quote: Quote): Exchange<A>;
}
