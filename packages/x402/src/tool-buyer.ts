import type { Purser } from '@purser/sdk';
import { Buyer, type BuyerOptions } from './buyer.js';
import type { Unread } from './json.js';
import { NotPayableError, PaymentOutError } from './payment-errors.js';
import { ToolExchange, type SendTool, type ToolAsked } from './tool-exchange.js';

/** Why a call was not paid, or not again, in words for a model. */
export interface ToolRefusal {
  /** `not_payable`: nothing was handed over. `payment_out`: a payment for this call may be cashed, and nothing else is signed. */
  readonly code: 'not_payable' | 'payment_out';
  readonly message: string;
  /** What is held for the payment that is out. */
  readonly reservationId?: string | undefined;
  /** The last moment at which that can be cashed, as far as this process knows. */
  readonly until?: Date | undefined;
}

export type ToolBought = { readonly answer: Unread } | { readonly refused: ToolRefusal };

/** Pays for calls of tools of MCP that ask for x402, within a budget. */
export interface ToolBuyer {
  /** Throws what the budget has against it: a `DeniedError`, a `NotApprovedError`. */
  call(asked: ToolAsked, send: SendTool): Promise<ToolBought>;
}

/**
 * What `payingFetch` is for HTTP, for tools of MCP: `guardTransport(transport, { …, x402: toolBuyer(purser, { … }) })`. It remembers what
 * it has signed: make one for a budget, and not for each connection.
 */
export function toolBuyer(purser: Purser, options: BuyerOptions): ToolBuyer {
  const buyer = new Buyer<Unread>(purser, options);
  return {
    call: async (asked, send) => {
      try {
        return { answer: await buyer.buy(await ToolExchange.of(asked, send)) };
      } catch (error) {
        if (error instanceof NotPayableError)
          return { refused: { code: 'not_payable', message: error.message } };
        if (!(error instanceof PaymentOutError)) throw error;
        const { message, payment } = error;
        return { refused: { code: 'payment_out', message, ...payment } };
      }
    },
  };
}
