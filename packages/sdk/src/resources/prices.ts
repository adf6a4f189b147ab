import type { Body, Query, Result, Sending } from '../calls.js';
import type { Transport } from '../transport.js';
import type { Changing } from './budgets.js';

/** What items of vendors cost. */
export class Prices {
  constructor(private readonly api: Transport) {}

  async set(
    budgetId: string,
    body: Body<'put', '/v1/budgets/{id}/prices'>,
    how: Changing,
  ): Promise<Result<'put', '/v1/budgets/{id}/prices'>> {
    const path = '/v1/budgets/{id}/prices';
    return this.api.body({ method: 'put', path, params: { id: budgetId }, body, ...how });
  }

  /** The price by which a budget would pay for an item now. */
  async find(query: Query<'get', '/v1/prices'>, how?: Sending): Promise<Result<'get', '/v1/prices'>> {
    return this.api.body({ method: 'get', path: '/v1/prices', query, ...how });
  }

  /** What a call would cost of each candidate, and which of them the budget can afford. */
  async estimate(
    body: Body<'post', '/v1/estimates'>,
    how?: Sending,
  ): Promise<Result<'post', '/v1/estimates'>> {
    return this.api.body({ method: 'post', path: '/v1/estimates', body, ...how });
  }
}
