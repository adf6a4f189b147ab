import { Money, type MoneyLike } from '@purser/sdk';
import type { Payable } from './exchange.js';
import { termsOf, type Offer, type Quote } from './offer.js';
import { NotPayableError, type Refused } from './payment-errors.js';
import { SETTLEMENT_TOKEN, TOKEN_NETWORK } from './settlement-token.js';
import { ofUnits, worthOf, type Asset, type Currency } from './worth.js';

/** Who asks, and what was paid there before. */
export interface Asking {
  readonly url: string;
  /** The host that was called. */
  readonly vendor: string;
  /** What this vendor was last paid by: to compare `payTo` with. Undefined where this process has not paid it yet. */
  readonly last: Offer | undefined;
}

export interface ChoiceOptions {
  /** What may be paid in, and what it is worth. An asset that is not here is never paid in. */
  readonly assets?: readonly Asset[] | undefined;
  /** Left out: `exact` alone, of which is known what it costs whatever the seller says. */
  readonly schemes?: readonly string[] | undefined;
  /** Whether sellers on the same Purser are paid with settlement tokens: `true`, or the name of its network. */
  readonly settlementTokens?: boolean | string | undefined;
  /** The most that one request may cost, whatever the budget has. */
  readonly max?: MoneyLike | undefined;
  /** The longest time for which what is signed may be cashed, and money is held. Left out: an hour. */
  readonly longestSeconds?: number | undefined;
  /** The last word on an offer, such as whether it goes to the same `payTo` as before. */
  readonly allow?: ((offer: Offer, asking: Asking) => boolean | Promise<boolean>) | undefined;
}

const LONGEST_SECONDS = 3_600;

/** The most units that the service counts: no budget has more. */
const MOST = 10n ** 18n;

/** Vendors of which is remembered what they were paid by. */
const MOST_VENDORS = 1_000;

/** Chooses among what a seller offers: by what may be paid, and by price. */
export class Choice {
  readonly #assets: readonly Asset[];
  readonly #last = new Map<string, Offer>();

  constructor(private readonly options: ChoiceOptions) {
    this.#assets = options.assets ?? [];
    for (const { asset, decimals } of this.#assets)
      if (!Number.isInteger(decimals) || decimals < 0 || decimals > 77)
        throw new TypeError(`${asset} has no ${decimals} decimals`);
  }

  /** What may be paid of what is offered, the cheapest first; throws a {@link NotPayableError} where that is nothing. */
  async of(
    quote: Quote,
    call: Payable,
    currency: Currency,
  ): Promise<{ offers: Offer[]; refused: Refused[] }> {
    const [offers, refused]: [Offer[], Refused[]] = [[], []];
    const asking = { url: call.url, vendor: call.vendor, last: this.#last.get(call.vendor) };
    for (const accept of quote.accepts) {
      const found = this.#read(quote, accept, currency, call.vendor);
      if (typeof found === 'string') refused.push({ offer: accept, why: found });
      else if (this.options.allow && !(await this.options.allow(found, asking)))
        refused.push({ offer: accept, why: 'it is not allowed here' });
      else offers.push(found);
    }
    if (offers.length === 0) throw NotPayableError.of(call.url, quote, refused);
    return { offers: offers.sort((a, b) => a.price.compare(b.price)), refused };
  }

  /** Remembers what a vendor was paid by. */
  paid(vendor: string, offer: Offer): void {
    this.#last.delete(vendor);
    this.#last.set(vendor, offer);
    for (const [oldest] of this.#last) {
      if (this.#last.size <= MOST_VENDORS) return;
      this.#last.delete(oldest);
    }
  }

  /** What was paid of an offer, by what the seller says; never more than was signed. */
  amountPaid(offer: Offer, units: string | undefined, currency: Currency): Money {
    // A payment of this scheme is cashed whole or not at all, whatever the seller says.
    if (offer.scheme === 'exact' || units === undefined || !/^[0-9]{1,78}$/.test(units)) return offer.price;
    const said = worthOf({ ...offer, units }, this.#assets, currency) ?? offer.price;
    return said.isLessThan(offer.price) ? said : offer.price;
  }

  #read(quote: Quote, accept: unknown, currency: Currency, vendor: string): Offer | string {
    const { longestSeconds = LONGEST_SECONDS, max } = this.options;
    const terms = termsOf(quote.version, accept);
    if (typeof terms === 'string') return terms;
    if (!this.#mayPayBy(terms.scheme, terms.network))
      return `${terms.scheme} on ${terms.network} is not paid by here`;
    // Somebody else could take a token there that was meant for this seller.
    if (terms.scheme === SETTLEMENT_TOKEN && terms.payTo !== vendor) return `it is paid to ${terms.payTo}`;
    if (terms.maxTimeoutSeconds > longestSeconds)
      return `it can be cashed for ${terms.maxTimeoutSeconds} seconds`;
    const price = worthOf(terms, this.#assets, currency);
    if (!price)
      return `what ${terms.asset} on ${terms.network} is worth in ${currency.currency} is not known`;
    const most = max ?? ofUnits(MOST, currency.scale);
    if (price.isMoreThan(most))
      return `it costs ${price.toString()} ${currency.currency}, and at most ${Money.of(most).toString()} is paid`;
    return { ...terms, price };
  }

  #mayPayBy(scheme: string, network: string): boolean {
    const { schemes = ['exact'], settlementTokens = false } = this.options;
    if (scheme !== SETTLEMENT_TOKEN) return schemes.includes(scheme);
    return network === (settlementTokens === true ? TOKEN_NETWORK : settlementTokens);
  }
}
