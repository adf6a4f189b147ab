import type { Query, Result, Sending } from '../calls.js';
import { itemsOf } from '../pages.js';
import type { Transport } from '../transport.js';

type Search = Query<'get', '/v1/entries'>;

/** What was decided, and where the money went. */
export class Journal {
  constructor(private readonly api: Transport) {}

  async search(query: Search, how?: Sending): Promise<Result<'get', '/v1/entries'>> {
    return this.api.body({ method: 'get', path: '/v1/entries', query, ...how });
  }

  all(query: Search, how?: Sending): AsyncGenerator<Result<'get', '/v1/entries'>['items'][number], void> {
    return itemsOf((cursor) => this.search({ ...query, ...(cursor !== undefined && { cursor }) }, how));
  }

  /** Sums of a subtree, by vendor, child, run, day and more. */
  async spend(query: Query<'get', '/v1/spend'>, how?: Sending): Promise<Result<'get', '/v1/spend'>> {
    return this.api.body({ method: 'get', path: '/v1/spend', query, ...how });
  }
}
