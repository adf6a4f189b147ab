import type { Body, Query, Result, Sending, Writing } from '../calls.js';
import { itemsOf } from '../pages.js';
import type { Transport } from '../transport.js';
import type { Budget } from '../types.js';

type List = Query<'get', '/v1/budgets'>;
type Written = Result<'post', '/v1/budgets/{id}/fund'>;

/** A write under a revision: nobody overwrites what they have not seen. */
export type Changing = Writing & { ifMatch: number };

/** The tree of budgets: who has how much, and under which limits. */
export class Budgets {
  constructor(private readonly api: Transport) {}

  /** Opens a tree with a root. */
  async create(body: Body<'post', '/v1/budgets'>, how?: Writing): Promise<Result<'post', '/v1/budgets'>> {
    return this.api.body({ method: 'post', path: '/v1/budgets', body, ...how });
  }

  /** Gives a part of a budget to a child. With a `ref`, a repeated request finds the child that it made. */
  async delegate(
    id: string,
    body: Body<'post', '/v1/budgets/{id}/children'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/budgets/{id}/children'>> {
    const path = '/v1/budgets/{id}/children';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  /** With its balances, its envelopes, and what they have counted. */
  async get(id: string, how?: Sending): Promise<Budget> {
    return this.api.body({ method: 'get', path: '/v1/budgets/{id}', params: { id }, ...how });
  }

  async balance(
    id: string,
    query?: Query<'get', '/v1/budgets/{id}/balance'>,
    how?: Sending,
  ): Promise<Result<'get', '/v1/budgets/{id}/balance'>> {
    const path = '/v1/budgets/{id}/balance';
    return this.api.body({ method: 'get', path, params: { id }, query, ...how });
  }

  async tree(
    id: string,
    query?: Query<'get', '/v1/budgets/{id}/tree'>,
    how?: Sending,
  ): Promise<Result<'get', '/v1/budgets/{id}/tree'>> {
    const path = '/v1/budgets/{id}/tree';
    return this.api.body({ method: 'get', path, params: { id }, query, ...how });
  }

  async list(query: List = {}, how?: Sending): Promise<Result<'get', '/v1/budgets'>> {
    return this.api.body({ method: 'get', path: '/v1/budgets', query, ...how });
  }

  all(query: List = {}, how?: Sending): AsyncGenerator<Result<'get', '/v1/budgets'>['items'][number], void> {
    return itemsOf((cursor) => this.list({ ...query, ...(cursor !== undefined && { cursor }) }, how));
  }

  async update(id: string, body: Body<'patch', '/v1/budgets/{id}'>, how: Changing): Promise<Written> {
    const path = '/v1/budgets/{id}';
    return this.api.body({ method: 'patch', path, params: { id }, body, ...how });
  }

  async fund(id: string, body: Body<'post', '/v1/budgets/{id}/fund'>, how?: Writing): Promise<Written> {
    const path = '/v1/budgets/{id}/fund';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  async defund(id: string, body: Body<'post', '/v1/budgets/{id}/defund'>, how?: Writing): Promise<Written> {
    const path = '/v1/budgets/{id}/defund';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  /** Nothing new begins in it and below it, until it is resumed. */
  async freeze(id: string, body?: Body<'post', '/v1/budgets/{id}/freeze'>, how?: Writing): Promise<Written> {
    const path = '/v1/budgets/{id}/freeze';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  async resume(id: string, body?: Body<'post', '/v1/budgets/{id}/resume'>, how?: Writing): Promise<Written> {
    const path = '/v1/budgets/{id}/resume';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  /** For good, with everything below it. A large one is `closing` in the answer, and closed a little later. */
  async close(
    id: string,
    body?: Body<'post', '/v1/budgets/{id}/close'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/budgets/{id}/close'>> {
    const path = '/v1/budgets/{id}/close';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  /** Records what somebody paid without a reservation. */
  async charge(
    id: string,
    body: Body<'post', '/v1/budgets/{id}/charges'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/budgets/{id}/charges'>> {
    const path = '/v1/budgets/{id}/charges';
    return this.api.body({ method: 'post', path, params: { id }, body, ...how });
  }

  async entries(
    id: string,
    query?: Query<'get', '/v1/budgets/{id}/entries'>,
    how?: Sending,
  ): Promise<Result<'get', '/v1/budgets/{id}/entries'>> {
    const path = '/v1/budgets/{id}/entries';
    return this.api.body({ method: 'get', path, params: { id }, query, ...how });
  }
}
