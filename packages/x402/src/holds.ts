import {
  AttemptOverError,
  ConnectionError,
  NotApprovedError,
  PurserError,
  type PaymentPurpose,
  type Purser,
  type Reservation,
} from '@purser/sdk';
import { GRACE_MS } from './cheque.js';
import type { Payable } from './exchange.js';
import { digestOf } from './json.js';
import type { Offer } from './offer.js';
import { PaymentOutError } from './payment-errors.js';
import { SETTLEMENT_TOKEN } from './settlement-token.js';
import type { Currency } from './worth.js';

/** Money that is held for an offer, before anything is signed for it. */
export interface HeldForOffer {
  readonly id: string;
  readonly remainingTtlMs: number;
  /** Of the scheme that hands one over. */
  readonly token: string | undefined;
  /** Whether people had to agree: what the seller asked may be old by now. */
  readonly hasWaited: boolean;
}

/** The label by which what was reserved for a request with a key is found by another process. */
const LABEL = 'x402-request';

/** How often one request with a key is reserved for: each that came to nothing leaves one behind. */
const MOST_ATTEMPTS = 50;

const RELEASE_AGAIN_MS = 30_000;

const EXTERNAL_ID = /^[\x21-\x7e]{1,255}$/;

/** What the ledger does for payments: reserves before anything is signed, and records what was cashed. */
export class Holds {
  readonly budgetId: string;
  #currency: Promise<Currency> | undefined;

  constructor(
    private readonly purser: Purser,
    private readonly purpose: PaymentPurpose,
    /** How long what was signed is held beyond its time, in seconds. */
    private readonly beyondSeconds: number,
  ) {
    const { budget } = purpose;
    this.budgetId = typeof budget === 'string' ? budget : budget.id;
  }

  /** The money of the budget, asked for once; again where that failed. */
  currency(): Promise<Currency> {
    this.#currency ??= this.purser.budgets.get(this.budgetId).catch((error: unknown) => {
      this.#currency = undefined;
      throw error;
    });
    return this.#currency;
  }

  /** Holds the price of an offer until what is signed for it cannot be cashed any more; what nobody settles is paid then. */
  async reserve(call: Payable, offer: Offer): Promise<HeldForOffer> {
    const request = call.key === undefined ? undefined : await digestOf(this.budgetId, call.identity);
    // Of this attempt alone: with it a repeated request of our own is set apart from the same request of another process.
    const attempt = crypto.randomUUID();
    for (let n = 0; n < MOST_ATTEMPTS; n += 1) {
      const idempotencyKey = request && `x402/${request}/${n}`;
      try {
        const found = await this.purser.reservations.create(this.#bodyOf(call, offer, request, attempt), {
          idempotencyKey,
        });
        const token = 'settlementToken' in found ? (found.settlementToken ?? undefined) : undefined;
        if (found.state === 'held') return { ...found, token, hasWaited: false };
        if (found.state !== 'pending_approval') throw new AttemptOverError(found);
        return { ...(await this.#approved(found.id, call.signal)), token, hasWaited: true };
      } catch (error) {
        if (!(error instanceof PurserError && error.code === 'idempotency_key_reused')) throw error;
        await this.#mustBeOver(call, request ?? '');
      }
    }
    throw new TypeError(`This request was reserved for ${MOST_ATTEMPTS} times, and never signed`);
  }

  /** Sees to it that it is held as long as what is about to be signed lasts. */
  async cover(held: HeldForOffer, offer: Offer): Promise<void> {
    if (held.hasWaited) await this.purser.reservations.extend(held.id, { ttlSeconds: this.#ttlOf(offer) });
  }

  /** Holds it for so long from now at least. False where nothing is held any more. */
  async keep(id: string, ttlSeconds: number): Promise<boolean> {
    try {
      await this.purser.reservations.extend(id, { ttlSeconds });
      return true;
    } catch (error) {
      return error instanceof ConnectionError;
    }
  }

  /**
   * Gives back what nothing was signed for. It is a promise, which is paid when its time is over: so a release that nobody has
   * answered is sent again in the background, until then.
   */
  async release(id: string, reason: string): Promise<void> {
    try {
      await this.purser.reservations.release(id, { reason: reason.slice(0, 1_000) });
    } catch (error) {
      if (!(error instanceof ConnectionError)) return;
      const again = setTimeout(() => void this.release(id, reason), RELEASE_AGAIN_MS);
      // A process that has nothing else to do ends. In browsers timers are numbers.
      if (typeof again === 'object') again.unref();
    }
  }

  /**
   * Records what was cashed. Where nobody answers, or the service has paid the promise already, there is nothing to be done: all
   * of it is paid by what is held.
   */
  async settle(id: string, amount: string, transaction: string | undefined): Promise<void> {
    const externalId = transaction !== undefined && EXTERNAL_ID.test(transaction) ? transaction : null;
    await this.purser.reservations
      .commit(id, { total: amount, externalId }, { idempotencyKey: `x402/${id}` })
      .catch(() => undefined);
  }

  /** Takes a token back: it takes nothing any more, and what was held is free. False where it has taken it, or nobody knows. */
  async takeBack(id: string): Promise<boolean> {
    try {
      await this.purser.request({
        method: 'delete',
        path: '/v1/reservations/{id}/settlement-token',
        params: { id },
      });
      await this.purser.reservations.release(id, { reason: 'the seller has not taken the token' });
      return true;
    } catch {
      return false;
    }
  }

  #bodyOf(call: Payable, offer: Offer, request: string | undefined, attempt: string) {
    const { category = 'x402', item, run, task, reason, labels } = this.purpose;
    const { scheme, network, asset, units, payTo, price } = offer;
    return {
      budgetId: this.budgetId,
      amount: price.toString(),
      vendor: call.vendor,
      category,
      item: item ?? call.item ?? null,
      runId: run ?? null,
      taskId: task ?? null,
      reason: reason ?? null,
      metadata: { ...labels, ...(request !== undefined && { [LABEL]: request }) },
      context: {
        url: call.url.slice(0, 1_000),
        x402: { scheme, network, asset, units, payTo: payTo.slice(0, 1_000) },
        attempt,
      },
      ttlSeconds: this.#ttlOf(offer),
      onExpiry: 'commit' as const,
      settleable: scheme === SETTLEMENT_TOKEN,
    };
  }

  /** What a token takes is in the ledger itself: nobody looks. */
  #ttlOf({ scheme, maxTimeoutSeconds }: Offer): number {
    const beyondSeconds = scheme === SETTLEMENT_TOKEN ? 0 : this.beyondSeconds;
    return maxTimeoutSeconds + GRACE_MS / 1_000 + beyondSeconds;
  }

  async #approved(id: string, signal: AbortSignal): Promise<Reservation> {
    try {
      const found = await this.purser.reservations.decided(id, { signal });
      if (found.state === 'held') return found;
      throw new NotApprovedError(found);
    } catch (error) {
      if (!(error instanceof NotApprovedError)) await this.release(id, 'given up while it waited for people');
      throw error;
    }
  }

  /** Another process has reserved for the same request: it may have signed, unless all of it was given back. */
  async #mustBeOver(call: Payable, request: string): Promise<void> {
    const metadata = [`${LABEL}:${request}`];
    for await (const { id, state } of this.purser.reservations.all({ budgetId: this.budgetId, metadata })) {
      if (state === 'released' || state === 'rejected' || state === 'expired') continue;
      const payment = { reservationId: id, url: call.url, until: undefined };
      throw new PaymentOutError(
        `This request was paid for before: its reservation ${id} is ${state}`,
        payment,
      );
    }
  }
}
