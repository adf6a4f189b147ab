import type { Quote } from './offer.js';

/** An offer that is not paid, as the seller sent it, and why. */
export interface Refused {
  readonly offer: unknown;
  readonly why: string;
}

/** A seller wants money, and none of its offers may be paid, or can be signed for: nothing was handed over. */
export class NotPayableError extends Error {
  override readonly name = 'NotPayableError';

  constructor(
    readonly url: string,
    message: string,
    /** What the seller asks. */
    readonly quote: Quote | undefined,
    /** Why each of its offers is not paid. */
    readonly refused: readonly Refused[] = [],
  ) {
    super(message);
  }

  static of(url: string, quote: Quote | undefined, refused: readonly Refused[]): NotPayableError {
    const reasons = [...new Set(refused.map(({ why }) => why))].slice(0, 3).join('; ');
    const message = `None of the offers of ${url} can be paid: ${reasons || 'there are none'}`;
    return new NotPayableError(url, message, quote, refused);
  }
}

/** A payment that was handed over: what is signed, and what is held for it. */
export interface Payment {
  readonly reservationId: string;
  readonly url: string;
  /** The last moment at which it can be cashed, by the clock of this machine. Undefined where another process has signed it. */
  readonly until: Date | undefined;
}

/**
 * A payment for this request is out, and may be cashed. Nothing else is signed for it before `payment.until`; what is held for
 * it is paid then, unless it was settled.
 */
export class PaymentOutError extends Error {
  override readonly name: string = 'PaymentOutError';

  constructor(
    message: string,
    readonly payment: Payment,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The payment was handed over, and nobody has answered. Who repeats the request sends the same payment. */
export class AnswerLostError extends PaymentOutError {
  override readonly name = 'AnswerLostError';
}

/** The seller has a payment, and asks for another: it is not paid again while the first may be cashed. */
export class AskedAgainError extends PaymentOutError {
  override readonly name = 'AskedAgainError';

  constructor(
    payment: Payment,
    /** Why, as the seller says it. */
    readonly reason: string,
    /** What the seller asks now. */
    readonly quote: Quote | undefined,
  ) {
    super(`Asked to pay again while a payment may be cashed: ${reason}`, payment);
  }
}
