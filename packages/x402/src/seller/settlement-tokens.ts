import { Purser, PurserError, type PurserOptions } from '@purser/sdk';
import type { FacilitatorClient } from '@x402/core/server';
import type {
  PaymentPayload,
  PaymentRequirements,
  SettleResponse,
  SupportedResponse,
  VerifyResponse,
} from '@x402/core/types';
import { SETTLEMENT_TOKEN, TOKEN_DECIMALS, TOKEN_NETWORK } from '../settlement-token.js';
import { ofUnits } from '../worth.js';

export interface SettlementTokensOptions extends Pick<PurserOptions, 'url' | 'fetch' | 'deadlineMs'> {
  /** What buyers and sellers of one Purser call it. Left out: `purser:default`. */
  readonly network?: PaymentRequirements['network'] | undefined;
}

/** What is held has to last as long as work may take, in milliseconds: a token that ends sooner is not taken. */
const LEAST_MS = 5_000;

/**
 * What facilitators are for other schemes: looks at a settlement token before the work, and takes the price after it. It has no
 * key of Purser, and needs none.
 */
export class SettlementTokens implements FacilitatorClient {
  readonly #network: PaymentRequirements['network'];

  constructor(private readonly options: SettlementTokensOptions = {}) {
    this.#network = options.network ?? TOKEN_NETWORK;
  }

  async getSupported(): Promise<SupportedResponse> {
    const kinds = [{ x402Version: 2, scheme: SETTLEMENT_TOKEN, network: this.#network }];
    return { kinds, extensions: [], signers: {} };
  }

  /** Whether the token is for this seller, and pays the price. Throws where the service does not answer. */
  async verify(payload: PaymentPayload, requirements: PaymentRequirements): Promise<VerifyResponse> {
    const invalidReason = await this.#faultOf(payload, requirements);
    return invalidReason === undefined ? { isValid: true } : { isValid: false, invalidReason };
  }

  /** Takes the price. Each time it is asked is a request of its own: a token that was taken once is not taken again. */
  async settle(payload: PaymentPayload, requirements: PaymentRequirements): Promise<SettleResponse> {
    const { network, amount } = requirements;
    try {
      const { body } = await this.#as(tokenIn(payload)).request({
        method: 'post',
        path: '/v1/settlements/self/commit',
        body: { amount: ofUnits(amount, TOKEN_DECIMALS).toString() },
      });
      return { success: true, transaction: body.reservationId, network, amount };
    } catch (error) {
      if (!(error instanceof PurserError)) throw error;
      const { code, message } = error;
      return { success: false, errorReason: code, errorMessage: message, transaction: '', network };
    }
  }

  async #faultOf(
    payload: PaymentPayload,
    { asset, amount, payTo }: PaymentRequirements,
  ): Promise<string | undefined> {
    try {
      const { body } = await this.#as(tokenIn(payload)).request({
        method: 'get',
        path: '/v1/settlements/self',
      });
      if (body.state !== 'held') return `its reservation is ${body.state}`;
      if (body.vendor !== payTo) return 'it is for somebody else';
      if (body.currency !== asset) return `it pays in ${body.currency}`;
      if (ofUnits(amount, TOKEN_DECIMALS).isMoreThan(body.held)) return `it holds ${body.held}`;
      return body.remainingTtlMs < LEAST_MS ? 'it ends too soon' : undefined;
    } catch (error) {
      if (error instanceof PurserError && error.status < 500) return error.code;
      throw error;
    }
  }

  #as(key: string): Purser {
    return new Purser({ ...this.options, key });
  }
}

const tokenIn = ({ payload }: PaymentPayload): string =>
  typeof payload.token === 'string' ? payload.token : 'none';
