import type { Purser } from '@purser/sdk';
import { Buyer, type BuyerOptions } from './buyer.js';
import { HttpExchange } from './http-exchange.js';
import { PayableCall } from './payable-call.js';

export interface PayingOptions extends BuyerOptions {
  /** Instead of that of the runtime. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * A `fetch` that answers a 402 of x402 within a budget: it reserves before it signs, and what it has signed is paid in the ledger
 * when the seller says so, or when its time is over. See the README for what it throws, and for what happens where anything is lost.
 */
export function payingFetch(purser: Purser, options: PayingOptions): typeof globalThis.fetch {
  const buyer = new Buyer<Response>(purser, options);
  const fetch = options.fetch ?? ((...called) => globalThis.fetch(...called));
  return async (...called) => buyer.buy(new HttpExchange(await PayableCall.of(...called), fetch));
}
