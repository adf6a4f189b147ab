import type { Body, Result, Writing } from '../calls.js';
import type { Transport } from '../transport.js';

/** The keys of budgets. */
export class Keys {
  constructor(private readonly api: Transport) {}

  /** A new key of a budget. Its `secret` is in this answer alone. */
  async issue(
    budgetId: string,
    body: Body<'post', '/v1/budgets/{id}/keys'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/budgets/{id}/keys'>> {
    const path = '/v1/budgets/{id}/keys';
    return this.api.body({ method: 'post', path, params: { id: budgetId }, body, ...how });
  }

  async rotate(
    id: string,
    body?: Body<'post', '/v1/keys/{id}/rotate'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/keys/{id}/rotate'>> {
    const path = '/v1/keys/{id}/rotate';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  /** Nothing is answered under it any more, nor under those that it handed out, if the body says so. */
  async revoke(
    id: string,
    body?: Body<'delete', '/v1/keys/{id}'>,
    how?: Writing,
  ): Promise<Result<'delete', '/v1/keys/{id}'>> {
    return this.api.body({ method: 'delete', path: '/v1/keys/{id}', params: { id }, body, ...how });
  }
}
