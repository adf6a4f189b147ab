import type { Body, Query, Result, Sending, Writing } from '../calls.js';
import type { Transport } from '../transport.js';

/** What waits for people, for those who decide. */
export class Approvals {
  constructor(private readonly api: Transport) {}

  async list(query?: Query<'get', '/v1/approvals'>, how?: Sending): Promise<Result<'get', '/v1/approvals'>> {
    return this.api.body({ method: 'get', path: '/v1/approvals', query, ...how });
  }

  /** With the `fingerprint` of what was looked at, it approves that and nothing else. */
  async approve(
    id: string,
    body?: Body<'post', '/v1/reservations/{id}/approve'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/reservations/{id}/approve'>> {
    const path = '/v1/reservations/{id}/approve';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  async reject(
    id: string,
    body: Body<'post', '/v1/reservations/{id}/reject'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/reservations/{id}/reject'>> {
    const path = '/v1/reservations/{id}/reject';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }
}
