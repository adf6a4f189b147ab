import type { Body, Result } from '../calls.js';
import type { Transport } from '../transport.js';
import type { Changing } from './budgets.js';

/** The limits of budgets. They are changed under the revision of their budget. */
export class Envelopes {
  constructor(private readonly api: Transport) {}

  async create(
    budgetId: string,
    body: Body<'post', '/v1/budgets/{id}/envelopes'>,
    how: Changing,
  ): Promise<Result<'post', '/v1/budgets/{id}/envelopes'>> {
    const path = '/v1/budgets/{id}/envelopes';
    return this.api.body({ method: 'post', path, params: { id: budgetId }, body, ...how });
  }

  async update(
    id: string,
    body: Body<'patch', '/v1/envelopes/{id}'>,
    how: Changing,
  ): Promise<Result<'patch', '/v1/envelopes/{id}'>> {
    const path = '/v1/envelopes/{id}';
    return this.api.body({ method: 'patch', path, params: { id }, body, ...how });
  }

  async delete(id: string, how: Changing): Promise<Result<'delete', '/v1/envelopes/{id}'>> {
    return this.api.body({ method: 'delete', path: '/v1/envelopes/{id}', params: { id }, ...how });
  }
}
