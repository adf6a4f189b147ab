import type { PaymentPurpose, Purser } from '@purser/sdk';
import type { Cashed } from './cashed.js';
import { Cheques, type Cheque } from './cheque.js';
import { Choice, type ChoiceOptions } from './choice.js';
import type { Exchange, Payable } from './exchange.js';
import { Holds, type HeldForOffer } from './holds.js';
import { Looking, LOOK_SECONDS, type LookingTimes } from './looking.js';
import { isSameOffer, termsOf, type Offer, type Quote } from './offer.js';
import { AnswerLostError, AskedAgainError, NotPayableError, type Refused } from './payment-errors.js';
import { sign, type PaymentSigner } from './signing.js';
import { SETTLEMENT_TOKEN } from './settlement-token.js';
import { Turns } from './turns.js';

export interface BuyerOptions extends PaymentPurpose, ChoiceOptions {
  /** Who signs, such as an `x402Client` of `@x402/core`. Left out: nothing is signed, and settlement tokens alone are handed over. */
  readonly client?: PaymentSigner | undefined;
  /**
   * Whether what was signed was cashed, as {@link cashedByNonce} finds out. It is asked when nobody can cash it any more: what never was
   * is given back then. Left out: nobody looks, and what the seller does not say is paid.
   */
  readonly cashed?: Cashed | undefined;
  /** When that is asked. */
  readonly looking?: LookingTimes | undefined;
}

/** What is about to be signed for. */
interface Deal {
  readonly quote: Quote;
  readonly offer: Offer;
  readonly held: HeldForOffer;
}

/** Buys within a budget whatever asks for money by x402, over HTTP or MCP. */
export class Buyer<A> {
  readonly #holds: Holds;
  readonly #choice: Choice;
  readonly #cheques = new Cheques();
  readonly #turns = new Turns();
  readonly #client: PaymentSigner | undefined;
  readonly #looking: Looking | undefined;

  constructor(purser: Purser, options: BuyerOptions) {
    const { cashed, looking } = options;
    this.#holds = new Holds(purser, options, cashed ? LOOK_SECONDS : 0);
    this.#looking =
      cashed &&
      new Looking(this.#holds, cashed, looking, (cheque) => this.#settle(cheque, undefined, undefined));
    this.#choice = new Choice(options);
    this.#client = options.client;
  }

  /** Sends a request, and pays for it where that is asked. */
  async buy(call: Exchange<A>): Promise<A> {
    // What is free needs no turn. Of what was paid for before, the payment is sent again, and nothing is asked.
    const asked = this.#cheques.of(call.identity) ? undefined : await call.ask();
    if (asked !== undefined && !call.asks(asked)) return asked;
    // Requests that are the same pay one after another: the second has to see what became of the first.
    return await this.#turns.take(call.identity, call.signal, async (hasWaited) => {
      const out = this.#cheques.of(call.identity);
      if (out) return await this.#handOver(call, out);
      // What was asked before others had their turn may have changed.
      const answer = asked !== undefined && !hasWaited ? asked : await call.ask();
      return call.asks(answer) ? await this.#pay(call, answer) : answer;
    });
  }

  async #pay(call: Exchange<A>, answer: A): Promise<A> {
    const quote = await call.quoteOf(answer);
    if (!quote) return answer;
    const at = call.ledTo(answer, quote);
    const { offers, refused } = await this.#choice.of(quote, at, await this.#holds.currency());
    await at.drop(answer);
    for (const offer of offers) {
      const held = await this.#holds.reserve(at, offer);
      const found = held.hasWaited
        ? await this.#stillOffered(at, { quote, offer, held })
        : { deal: { quote, offer, held } };
      if ('instead' in found)
        return call.asks(found.instead) ? await this.#pay(call, found.instead) : found.instead;
      const cheque = await this.#signed(at, found.deal, refused);
      if (cheque) return await this.#handOver(at, cheque);
    }
    throw NotPayableError.of(call.url, quote, refused);
  }

  /**
   * People have taken their time: asks again what the seller wants, before anything is signed. Where it is something else, what was
   * held is given back, and the answer is what counts.
   */
  async #stillOffered(call: Exchange<A>, { offer, held }: Deal): Promise<{ deal: Deal } | { instead: A }> {
    try {
      const answer = await call.ask();
      const quote = call.asks(answer) ? await call.quoteOf(answer) : undefined;
      for (const accept of quote?.accepts ?? []) {
        const terms = quote && termsOf(quote.version, accept);
        if (!terms || typeof terms === 'string' || !isSameOffer(terms, offer)) continue;
        await call.drop(answer);
        return { deal: { quote, offer: { ...offer, raw: terms.raw }, held } };
      }
      await this.#holds.release(held.id, 'the seller asks for something else by now');
      return { instead: answer };
    } catch (error) {
      await this.#holds.release(held.id, 'the seller could not be asked again');
      throw error;
    }
  }

  /** Signs; where that fails nobody has anything to cash, what was held is given back, and another offer may do. */
  async #signed(
    { url, signal, identity, vendor }: Payable,
    { quote, offer, held }: Deal,
    refused: Refused[],
  ): Promise<Cheque | undefined> {
    try {
      await this.#holds.cover(held, offer);
      const signing = { quote, offer, reservationId: held.id, token: held.token, url };
      const cheque = await sign(signing, this.#client);
      signal.throwIfAborted();
      this.#cheques.add(identity, cheque);
      if (offer.scheme !== SETTLEMENT_TOKEN) this.#looking?.watch(cheque);
      this.#choice.paid(vendor, offer);
      return cheque;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      await this.#holds.release(held.id, `nothing was handed over: ${why}`);
      signal.throwIfAborted();
      refused.push({ offer: offer.raw, why });
      return undefined;
    }
  }

  async #handOver(call: Exchange<A>, cheque: Cheque): Promise<A> {
    const answer = await this.#answerTo(call, cheque);
    const [said, outcome] = [call.saidBy(answer), call.outcomeOf(answer)];
    if (said?.success) await this.#settle(cheque, said.units, said.transaction);
    const isBack = !said?.success && outcome === 'failed' && (await this.#takenBack(cheque));
    // It was answered: the same request once more is another purchase, unless its key says that it is this one.
    if (isBack || ((said?.success || outcome === 'done') && call.key === undefined))
      this.#cheques.forget(call.identity);
    if (!call.asks(answer)) return answer;
    const quote = await call.quoteOf(answer);
    await call.drop(answer);
    const why = said?.reason ?? quote?.error ?? 'it does not say why';
    if (!isBack) throw new AskedAgainError(cheque.payment, why, quote);
    throw NotPayableError.of(call.url, quote, [{ offer: cheque.offer.raw, why }]);
  }

  async #answerTo(call: Exchange<A>, cheque: Cheque): Promise<A> {
    const { payment } = cheque;
    try {
      return await call.pay(cheque);
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
  async #takenBack({ offer, reservationId }: Cheque): Promise<boolean> {
    return offer.scheme === SETTLEMENT_TOKEN && (await this.#holds.takeBack(reservationId));
  }
}
