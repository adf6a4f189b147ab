import type { Row, RowList } from 'postgres';
import type { WriteClient } from './connections.js';

/**
 * Sends a prepared statement at once. The driver would otherwise wait for somebody to await it, and the order in
 * which a batch's statements reach Postgres would be an accident; the guard relies on it.
 */
export function run<T extends Row>(
  sql: WriteClient,
  statement: string,
  parameters: (string | number | null)[] = [],
): PromiseLike<RowList<T[]>> {
  return sql.unsafe<T[]>(statement, parameters, { prepare: true }).execute();
}
