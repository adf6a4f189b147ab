import type { Purser } from '@purser/sdk';
import { settlementSaidBy } from './answered.js';
import { PayableCall, type FetchArguments } from './payable-call.js';
import { Cheques, type Cheque } from './cheque.js';
import { Choice, type ChoiceOptions } from './choice.js';
import { Holds, type HeldForOffer, type PaymentPurpose } from './holds.js';
import { isSameOffer, quoteOf, termsOf, type Offer, type Quote } from './offer.js';
import { AnswerLostError, AskedAgainError, NotPayableError, type Refused } from './payment-errors.js';
import { sign, type PaymentSigner } from './signing.js';
import { SETTLEMENT_TOKEN } from './settlement-token.js';
import { Turns } from './turns.js';

export interface PayingOptions extends PaymentPurpose, ChoiceOptions {
  /** Who signs, such as an `x402Client` of `@x402/core`. Left out: nothing is signed, and settlement tokens alone are handed over. */
  readonly client?: PaymentSigner | undefined;
  /** Instead of that of the runtime. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * A `fetch` that answers a 402 of x402 within a budget: it reserves before it signs, and what it has signed is paid in the ledger
 * when the seller says so, or when its time is over. See the README for what it throws, and for what happens where anything is lost.
 */
export function payingFetch(purser: Purser, options: PayingOptions): typeof globalThis.fetch {
  const buyer = new Buyer(purser, options);
  return (...called) => buyer.fetch(...called);
}

/** Said by whoever stands between, or has not come to an end: the seller may be at work all the same. */
const NOBODY_KNOWS = new Set([408, 502, 503, 504]);

/** What is about to be signed for. */
interface Deal {
  readonly quote: Quote;
  readonly offer: Offer;
  readonly held: HeldForOffer;
}

class Buyer {
  readonly #fetch: typeof globalThis.fetch;
  readonly #holds: Holds;
  readonly #choice: Choice;
  readonly #cheques = new Cheques();
  readonly #turns = new Turns();
  readonly #client: PaymentSigner | undefined;

  constructor(purser: Purser, options: PayingOptions) {
    this.#fetch = options.fetch ?? ((...called) => globalThis.fetch(...called));
    this.#holds = new Holds(purser, options);
    this.#choice = new Choice(options);
    this.#client = options.client;
  }

  async fetch(...called: FetchArguments): Promise<Response> {
    const call = await PayableCall.of(...called);
    // What is free needs no turn. Of what was paid for before, the payment is sent again, and nothing is asked.
    const asked = this.#cheques.of(call.identity) ? undefined : await this.#fetch(call.unpaid());
    if (asked && asked.status !== 402) return asked;
    // Requests that are the same pay one after another: the second has to see what became of the first.
    return await this.#turns.take(call.identity, call.signal, async (hasWaited) => {
      const out = this.#cheques.of(call.identity);
      if (out) return await this.#handOver(call, out);
      // What was asked before others had their turn may have changed.
      const response = asked && !hasWaited ? asked : await this.#fetch(call.unpaid());
      return response.status === 402 ? await this.#buy(call, response) : response;
    });
  }

  async #buy(call: PayableCall, response: Response): Promise<Response> {
    const quote = await quoteOf(response);
    if (!quote) return response;
    const at = call.answeredBy(response);
    if (!at) throw new NotPayableError(call.url, `${call.url} leads elsewhere: ${response.url}`, quote);
    const { offers, refused } = await this.#choice.of(quote, at, await this.#holds.currency());
    await response.body?.cancel();
    for (const offer of offers) {
      const held = await this.#holds.reserve(at, offer);
      const deal = held.hasWaited
        ? await this.#stillOffered(at, { quote, offer, held })
        : { quote, offer, held };
      if (deal instanceof Response) return deal.status === 402 ? await this.#buy(call, deal) : deal;
      const cheque = await this.#signed(at, deal, refused);
      if (cheque) return await this.#handOver(at, cheque);
    }
    throw NotPayableError.of(call.url, quote, refused);
  }

  /**
   * People have taken their time: asks again what the seller wants, before anything is signed. Where it is something else, what was
   * held is given back, and the answer is what counts.
   */
  async #stillOffered(call: PayableCall, { offer, held }: Deal): Promise<Deal | Response> {
    try {
      const response = await this.#fetch(call.unpaid());
      const quote = response.status === 402 ? await quoteOf(response) : undefined;
      for (const accept of quote?.accepts ?? []) {
        const terms = quote && termsOf(quote.version, accept);
        if (!terms || typeof terms === 'string' || !isSameOffer(terms, offer)) continue;
        await response.body?.cancel();
        return { quote, offer: { ...offer, raw: terms.raw }, held };
      }
      await this.#holds.release(held.id, 'the seller asks for something else by now');
      return response;
    } catch (error) {
      await this.#holds.release(held.id, 'the seller could not be asked again');
      throw error;
    }
  }

  /** Signs; where that fails nobody has anything to cash, what was held is given back, and another offer may do. */
  async #signed(
    call: PayableCall,
    { quote, offer, held }: Deal,
    refused: Refused[],
  ): Promise<Cheque | undefined> {
    const { url, signal } = call;
    try {
      await this.#holds.cover(held, offer);
      const signing = { quote, offer, reservationId: held.id, token: held.token, url };
      const cheque = await sign(signing, this.#client);
      signal.throwIfAborted();
      this.#cheques.add(call.identity, cheque);
      this.#choice.paid(call, offer);
      return cheque;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      await this.#holds.release(held.id, `nothing was handed over: ${why}`);
      signal.throwIfAborted();
      refused.push({ offer: offer.raw, why });
      return undefined;
    }
  }

  async #handOver(call: PayableCall, cheque: Cheque): Promise<Response> {
    const response = await this.#answerTo(call, cheque);
    const said = settlementSaidBy(response);
    if (said?.success) await this.#settle(cheque, said.units, said.transaction);
    const isBack = !said?.success && (await this.#takenBack(cheque, response.status));
    // It was answered: the same request once more is another purchase, unless its key says that it is this one.
    if (isBack || ((said?.success || response.ok) && call.key === undefined))
      this.#cheques.forget(call.identity);
    if (response.status !== 402) return response;
    const quote = await quoteOf(response);
    await response.body?.cancel();
    const why = said?.reason ?? quote?.error ?? 'it does not say why';
    if (!isBack) throw new AskedAgainError(cheque.payment, why, quote);
    throw NotPayableError.of(call.url, quote, [{ offer: cheque.offer.raw, why }]);
  }

  async #answerTo(call: PayableCall, cheque: Cheque): Promise<Response> {
    const { payment, header } = cheque;
    try {
      return await this.#fetch(call.paid(payment.url, header));
    } catch (error) {
      call.signal.throwIfAborted();
      const message = `${payment.url} was paid, and has not answered: send it again, and the same payment is`;
      throw new AnswerLostError(message, payment, { cause: error });
    }
  }

  async #settle(cheque: Cheque, units: string | undefined, transaction: string | undefined): Promise<void> {
    const { offer, reservationId } = cheque;
    if (cheque.isSettled) return;
    cheque.isSettled = true;
    // What a token takes is recorded by whoever has it.
    if (offer.scheme === SETTLEMENT_TOKEN) return;
    const amount = this.#choice.amountPaid(offer, units, await this.#holds.currency());
    await this.#holds.settle(reservationId, amount.toString(), transaction);
  }

  /**
   * What was signed can be cashed, whatever the seller answers. A token can be taken back from a seller that has failed or refused
   * it, if it has not taken its money by then.
   */
  async #takenBack({ offer, reservationId }: Cheque, status: number): Promise<boolean> {
    const hasFailed = status >= 400 && !NOBODY_KNOWS.has(status);
    return offer.scheme === SETTLEMENT_TOKEN && hasFailed && (await this.#holds.takeBack(reservationId));
  }
}
