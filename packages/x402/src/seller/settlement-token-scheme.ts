import { Money } from '@purser/sdk';
import type { AssetAmount, PaymentRequirements, Price, SchemeNetworkServer } from '@x402/core/types';
import { SETTLEMENT_TOKEN, TOKEN_DECIMALS } from '../settlement-token.js';

const PRICE = /^\$?([0-9]+(?:\.[0-9]+)?)(?: ([A-Z]{3}))?$/;

/**
 * Prices of what is sold for settlement tokens, for an `x402ResourceServer`: `"$0.10"` and `"0.10"` are dollars, `"0.10 EUR"` is what
 * it says. `payTo` of such an offer is the host at which buyers call: a token that was made for another takes nothing here.
 */
export class SettlementTokenScheme implements SchemeNetworkServer {
  readonly scheme = SETTLEMENT_TOKEN;
  readonly defaultAssetTransferMethod = 'default';
  readonly paymentFlows = {
    default: { supported: ['authorization'], default: 'authorization' },
  } as const;

  async parsePrice(price: Price): Promise<AssetAmount> {
    if (typeof price === 'object') return price;
    const [, amount = '', currency = 'USD'] = PRICE.exec(String(price)) ?? [];
    if (amount === '') throw new TypeError(`${price} is no price: write it as "0.10 USD"`);
    const units = Money.of(amount).multiply(10n ** BigInt(TOKEN_DECIMALS));
    return { asset: currency, amount: units.round(0, 'up').toString() };
  }

  getAssetDecimals(): number {
    return TOKEN_DECIMALS;
  }

  async enhancePaymentRequirements(requirements: PaymentRequirements): Promise<PaymentRequirements> {
    return requirements;
  }
}
