import type { Offer } from './offer.js';
import type { Payment } from './payment-errors.js';

/** How long it is kept as one that may be cashed after its time, in milliseconds: clocks differ. */
export const GRACE_MS = 60_000;

/** What was signed for a request: whoever has it can cash it once, until its time is over. */
export class Cheque {
  /** Whether it is known that somebody has the money. */
  isSettled = false;
  /** Whether it is known that nobody can cash it any more, and nobody has. */
  isBack = false;
  readonly payment: Payment;
  readonly #over: number;

  constructor(
    readonly reservationId: string,
    readonly offer: Offer,
    /** What hands it over. */
    readonly signed: object,
    url: string,
    /** How long it can be cashed from now on, in milliseconds. */
    readonly lastsMs: number,
  ) {
    this.payment = { reservationId, url, until: new Date(Date.now() + lastsMs) };
    this.#over = performance.now() + lastsMs + GRACE_MS;
  }

  /** Whether nobody can cash it any more. */
  get isOver(): boolean {
    return this.isBack || performance.now() > this.#over;
  }
}

/** What is out, by the request that it was signed for. It is gone with the process: then the ledger alone knows of it. */
export class Cheques {
  readonly #out = new Map<string, Cheque>();

  of(identity: string): Cheque | undefined {
    const found = this.#out.get(identity);
    return found?.isOver ? undefined : found;
  }

  add(identity: string, cheque: Cheque): void {
    for (const [old, { isOver }] of this.#out) if (isOver) this.#out.delete(old);
    this.#out.set(identity, cheque);
  }

  forget(identity: string): void {
    this.#out.delete(identity);
  }
}
