import { Money } from '@purser/sdk';
import { denied } from '../denials.js';
import type { ToolResult } from '../tool-call.js';
import { askedFor, X402_META, type X402Bill, type X402Sale, type X402Seller } from '../x402.js';
import {
  WithheldError,
  type PaymentMethod,
  type PricedCall,
  type Serve,
  type Tab,
  type ToolReceipt,
} from './payment.js';
import { amountOf, costIn, type PriceBook } from './rating.js';
import type { OnTrouble } from './serve.js';

export interface X402Payment {
  readonly seller: X402Seller;
  readonly vendor: string | undefined;
  readonly currency: string;
  readonly book?: PriceBook | undefined;
  readonly onTrouble: OnTrouble;
}

/** What came of taking the money. */
interface Taken {
  settled?: object;
  asked?: object;
}

/** The caller brings a payment of x402: looked at before the work, and taken after it. */
export class ByX402 implements PaymentMethod {
  constructor(private readonly options: X402Payment) {}

  async pay(priced: PricedCall, serve: Serve): Promise<ToolResult | undefined> {
    const { call } = priced;
    const payment = call.meta[X402_META.payment];
    if (payment === undefined) return undefined;
    const { seller, onTrouble } = this.options;
    let bill: X402Bill;
    try {
      bill = await this.#billOf(priced);
    } catch (error) {
      onTrouble(error);
      return denied(call.tool, 'no_price', `Nothing was called: what ${call.tool} costs is not known.`);
    }
    let found: Awaited<ReturnType<X402Seller['enter']>>;
    try {
      found = await seller.enter(bill, payment);
    } catch (error) {
      onTrouble(error);
      const sentence =
        'Nothing was called: payments cannot be looked at now. Nothing was taken; try again later.';
      return denied(call.tool, 'unavailable', sentence);
    }
    if ('given' in found) return found.given;
    if ('asked' in found) return refused(priced, bill, 'Nothing was called', found.asked);
    return this.#sell(priced, bill, found, serve);
  }

  async ask(priced: PricedCall): Promise<Readonly<Record<string, unknown>>> {
    const { amount, currency } = await this.#billOf(priced);
    return { scheme: 'x402', key: X402_META.payment, amount, currency };
  }

  async answer(priced: PricedCall, sentence: string): Promise<object> {
    return this.options.seller.ask(await this.#billOf(priced), sentence);
  }

  async #sell(priced: PricedCall, bill: X402Bill, sale: X402Sale, serve: Serve): Promise<ToolResult> {
    const taken: Taken = {};
    let result: ToolResult | undefined;
    try {
      priced.call.signal.throwIfAborted();
      result = await serve(this.#tabOf(priced, bill, sale, taken));
      if (taken.settled)
        result = { ...result, _meta: { ...result._meta, [X402_META.settled]: taken.settled } };
      return taken.asked ? refused(priced, bill, 'The result is withheld', taken.asked) : result;
    } finally {
      sale.end(taken.settled ? result : undefined);
    }
  }

  async #billOf({ call: { tool, args }, cost }: PricedCall): Promise<X402Bill> {
    const { book, vendor, currency } = this.options;
    const amount = cost instanceof Money ? cost : await amountOf(book, vendor, cost);
    return { tool, args, amount: amount.toString(), currency };
  }

  #tabOf({ cost }: PricedCall, { amount }: X402Bill, sale: X402Sale, taken: Taken): Tab {
    const { vendor = null, currency, book, onTrouble } = this.options;
    const receipt = (state: ToolReceipt['state'], paid: string | null): ToolReceipt => ({
      reservationId: null,
      state,
      amount: paid,
      currency,
      vendor,
    });
    return {
      signal: undefined,
      forMs: sale.forMs,
      settle: async (said) => {
        const settlement = said === 'whole' ? {} : said;
        const full =
          cost instanceof Money
            ? Money.of(settlement.amount ?? amount)
            : await costIn(book, this.options.vendor, cost, settlement.usage).catch((error: unknown) => {
                onTrouble(error);
                return Money.of(amount);
              });
        if (full.isZero) return receipt('released', '0');
        // It was signed for whole: what the call has cost less is not given back.
        Object.assign(taken, await takenOf(sale, onTrouble));
        if (taken.asked) throw new WithheldError('The work was done, and its payment could not be taken.');
        const unpaid = full.subtract(amount);
        return { ...receipt('paid', amount), ...(unpaid.isMoreThan(0) && { unpaid: unpaid.toString() }) };
      },
      release: async () => receipt('released', '0'),
      keep: () => receipt('kept', null),
    };
  }
}

async function takenOf(sale: X402Sale, onTrouble: OnTrouble): Promise<Taken> {
  try {
    return await sale.take();
  } catch (error) {
    onTrouble(error);
    // Asked to pay, a caller would perhaps pay twice.
    const message =
      'The work was done, and nobody knows whether its payment was taken: its result is withheld.';
    throw new WithheldError(message, { cause: error });
  }
}

function refused(
  { call }: PricedCall,
  { amount, currency }: X402Bill,
  what: string,
  asked: object,
): ToolResult {
  const why = 'error' in asked ? String(asked.error) : 'the payment was not taken';
  const price = { amount, currency };
  return askedFor(call.tool, 'payment_refused', `${what}: ${why}.`, asked, { price });
}
