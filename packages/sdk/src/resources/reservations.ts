import type { Body, Query, Result, Sending, Writing } from '../calls.js';
import { itemsOf } from '../pages.js';
import type { Transport } from '../transport.js';
import type { CommitBody, Reservation, ReserveBody } from '../types.js';

type List = Query<'get', '/v1/reservations'>;
type Extend = Body<'post', '/v1/reservations/{id}/extend'>;
type Release = Body<'post', '/v1/reservations/{id}/release'>;
type Refund = Body<'post', '/v1/reservations/{id}/refund'>;

const PATH = '/v1/reservations';

/** How long one request waits for people, in seconds: the most that the service allows. */
const LONGEST_WAIT = 60;

/** Money that is set aside for a call, and what becomes of it. `purser.paid` does all of this around a function. */
export class Reservations {
  constructor(private readonly api: Transport) {}

  /**
   * Sets aside the most that a call can cost. The answer's `state` says what to do: `held`, make the call;
   * `pending_approval`, wait for people; any other, a repeated request whose reservation is over.
   */
  async create(body: ReserveBody, how?: Writing): Promise<Result<'post', typeof PATH>> {
    return this.api.body({ method: 'post', path: PATH, body, ...how });
  }

  /** The reservation; with `waitSeconds`, one that waits for people is answered when they have decided. */
  async get(id: string, query?: Query<'get', '/v1/reservations/{id}'>, how?: Sending): Promise<Reservation> {
    const patienceMs = (query?.waitSeconds ?? 0) * 1_000;
    const path = '/v1/reservations/{id}';
    return this.api.body({ method: 'get', path, params: { id }, query, patienceMs, ...how });
  }

  /** Waits until people have decided, or nobody has in time: until the reservation no longer waits. */
  async decided(id: string, how?: Sending): Promise<Reservation> {
    for (;;) {
      const found = await this.get(id, { waitSeconds: LONGEST_WAIT }, how);
      if (found.state !== 'pending_approval') return found;
    }
  }

  /** Pays what the call did cost. With a claim in the answer, part of it waits for somebody who may record it. */
  async commit(
    id: string,
    body: CommitBody,
    how?: Writing,
  ): Promise<Result<'post', '/v1/reservations/{id}/commit'>> {
    const path = '/v1/reservations/{id}/commit';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  /** Gives back what is held: the call was not made. */
  async release(
    id: string,
    body?: Release,
    how?: Writing,
  ): Promise<Result<'post', '/v1/reservations/{id}/release'>> {
    const path = '/v1/reservations/{id}/release';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  /** Holds it for so many seconds from now at least. */
  async extend(
    id: string,
    body: Extend,
    how?: Writing,
  ): Promise<Result<'post', '/v1/reservations/{id}/extend'>> {
    const path = '/v1/reservations/{id}/extend';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  /** The one who was paid has given something back. */
  async refund(
    id: string,
    body: Refund,
    how?: Writing,
  ): Promise<Result<'post', '/v1/reservations/{id}/refund'>> {
    const path = '/v1/reservations/{id}/refund';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  /** Many commands in one request, each under a key of its own; the results are in their order. */
  async batch(
    body: Body<'post', '/v1/reservations/batch'>,
    how?: Sending,
  ): Promise<Result<'post', '/v1/reservations/batch'>> {
    return this.api.body({ method: 'post', path: '/v1/reservations/batch', body, ...how });
  }

  async list(query: List = {}, how?: Sending): Promise<Result<'get', typeof PATH>> {
    return this.api.body({ method: 'get', path: PATH, query, ...how });
  }

  all(query: List = {}, how?: Sending): AsyncGenerator<Result<'get', typeof PATH>['items'][number], void> {
    return itemsOf((cursor) => this.list({ ...query, ...(cursor !== undefined && { cursor }) }, how));
  }
}
