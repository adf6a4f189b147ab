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
    return (await this.api.request({ method: 'post', path: '/v1/budgets', body, ...how })).body;
  }

  /** Gives a part of a budget to a child. With a `ref`, a repeated request finds the child that it made. */
  async delegate(
    id: string,
    body: Body<'post', '/v1/budgets/{id}/children'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/budgets/{id}/children'>> {
    const path = '/v1/budgets/{id}/children';
    return (await this.api.request({ method: 'post', path, params: { id }, body, ...how })).body;
  }

  /** With its balances, its envelopes, and what they have counted. */
  async get(id: string, how?: Sending): Promise<Budget> {
    return (await this.api.request({ method: 'get', path: '/v1/budgets/{id}', params: { id }, ...how })).body;
  }

  async balance(
    id: string,
    query?: Query<'get', '/v1/budgets/{id}/balance'>,
    how?: Sending,
  ): Promise<Result<'get', '/v1/budgets/{id}/balance'>> {
    const path = '/v1/budgets/{id}/balance';
    return (await this.api.request({ method: 'get', path, params: { id }, query, ...how })).body;
  }

  async tree(
    id: string,
    query?: Query<'get', '/v1/budgets/{id}/tree'>,
    how?: Sending,
  ): Promise<Result<'get', '/v1/budgets/{id}/tree'>> {
    const path = '/v1/budgets/{id}/tree';
    return (await this.api.request({ method: 'get', path, params: { id }, query, ...how })).body;
  }

  async list(query: List = {}, how?: Sending): Promise<Result<'get', '/v1/budgets'>> {
    return (await this.api.request({ method: 'get', path: '/v1/budgets', query, ...how })).body;
  }

  all(query: List = {}, how?: Sending): AsyncGenerator<Result<'get', '/v1/budgets'>['items'][number], void> {
    return itemsOf((cursor) => this.list({ ...query, ...(cursor !== undefined && { cursor }) }, how));
  }

  async update(id: string, body: Body<'patch', '/v1/budgets/{id}'>, how: Changing): Promise<Written> {
    const path = '/v1/budgets/{id}';
    return (await this.api.request({ method: 'patch', path, params: { id }, body, ...how })).body;
  }

  async fund(id: string, body: Body<'post', '/v1/budgets/{id}/fund'>, how?: Writing): Promise<Written> {
    const path = '/v1/budgets/{id}/fund';
    return (await this.api.request({ method: 'post', path, params: { id }, body, ...how })).body;
  }

  async defund(id: string, body: Body<'post', '/v1/budgets/{id}/defund'>, how?: Writing): Promise<Written> {
    const path = '/v1/budgets/{id}/defund';
    return (await this.api.request({ method: 'post', path, params: { id }, body, ...how })).body;
  }

  /** Nothing new begins in it and below it, until it is resumed. */
  async freeze(id: string, body?: Body<'post', '/v1/budgets/{id}/freeze'>, how?: Writing): Promise<Written> {
    const path = '/v1/budgets/{id}/freeze';
    return (await this.api.request({ method: 'post', path, params: { id }, body, ...how })).body;
  }

  async resume(id: string, body?: Body<'post', '/v1/budgets/{id}/resume'>, how?: Writing): Promise<Written> {
    const path = '/v1/budgets/{id}/resume';
    return (await this.api.request({ method: 'post', path, params: { id }, body, ...how })).body;
  }

  /** For good, with everything below it. A large one is `closing` in the answer, and closed a little later. */
  async close(
    id: string,
    body?: Body<'post', '/v1/budgets/{id}/close'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/budgets/{id}/close'>> {
    const path = '/v1/budgets/{id}/close';
    return (await this.api.request({ method: 'post', path, params: { id }, body, ...how })).body;
  }

  /** Records what somebody paid without a reservation. */
  async charge(
    id: string,
    body: Body<'post', '/v1/budgets/{id}/charges'>,
    how?: Writing,
  ): Promise<Result<'post', '/v1/budgets/{id}/charges'>> {
    const path = '/v1/budgets/{id}/charges';
    return (await this.api.request({ method: 'post', path, params: { id }, body, ...how })).body;
  }

  async entries(
    id: string,
    query?: Query<'get', '/v1/budgets/{id}/entries'>,
    how?: Sending,
  ): Promise<Result<'get', '/v1/budgets/{id}/entries'>> {
    const path = '/v1/budgets/{id}/entries';
    return (await this.api.request({ method: 'get', path, params: { id }, query, ...how })).body;
  }
}
