import { PurserError, type Purser, type Settlement, type Usage } from '@purser/sdk';

/** What a token pays, as the one who sells may see it. */
export type TokenState = Awaited<ReturnType<SettlementAccount['look']>>;

/** What a settlement token can do: the routes that are there for those who are paid. */
export class SettlementAccount {
  constructor(
    /** A client whose key is the token. */
    private readonly payee: Purser,
  ) {}

  async look() {
    const { body } = await this.payee.request({ method: 'get', path: '/v1/settlements/self' });
    return body;
  }

  /** Takes an amount, or what usage costs where that was reserved; at most what is held. */
  async take(amount: string, usage: Usage | undefined, { externalId, outcome }: Settlement) {
    const about = { ...(externalId !== undefined && { externalId }), ...(outcome && { outcome }) };
    try {
      return await this.#commit({ amount, ...about });
    } catch (error) {
      if (!(error instanceof PurserError)) throw error;
      if (error.code === 'usage_required' && usage) return this.#commit({ usage: { ...usage }, ...about });
      const { acceptable } = error.problem;
      if (error.code !== 'settlement_exceeds_hold' || acceptable === undefined) throw error;
      return this.#commit({ amount: acceptable, ...about });
    }
  }

  async release(reason: string): Promise<void> {
    await this.payee.request({ method: 'post', path: '/v1/settlements/self/release', body: { reason } });
  }

  async #commit(
    said: Pick<Settlement, 'externalId' | 'outcome'> & { amount?: string; usage?: Record<string, number> },
  ) {
    const { outcome, ...rest } = said;
    const path = '/v1/settlements/self/commit';
    const { body } = await this.payee.request({
      method: 'post',
      path,
      body: { ...rest, ...(outcome && { outcome }), final: true },
    });
    return body;
  }
}
