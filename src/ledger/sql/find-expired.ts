import type { WriteClient } from '../../database/connections.js';
import { milliseconds } from '../../database/columns.js';
import { run } from '../../database/run.js';

// What it may come to: an entry on its budget and on each that it drew from; ten charges or 2 KiB weigh as much as one.
const statement = `
SELECT r.tree_id, r.budget_id, r.id, ${milliseconds('r.expires_at')} AS expires_at, ${milliseconds('statement_timestamp() - r.expires_at')} AS late,
  1 + cardinality(b.path) + coalesce(cardinality(r.charges), 0) / 10
    + coalesce(octet_length(r.approval::text), 0) / 2048 AS weight
FROM (
  SELECT tree_id, budget_id, id, expires_at, charges, approval
  FROM reservations
  WHERE state IN ('held', 'pending_approval') AND expires_at <= statement_timestamp()
    AND (expires_at, id) > (to_timestamp($1::float8 / 1000), $2::uuid) AND tree_id <> ALL ($3::uuid[])
  ORDER BY expires_at, id
  LIMIT $4::int
) AS r
JOIN budgets b ON b.tree_id = r.tree_id AND b.id = r.budget_id
ORDER BY r.expires_at, r.id`;

export interface ExpiredRow {
  tree_id: string;
  budget_id: string;
  id: string;
  expires_at: number;
  /** Milliseconds since its time came. */
  late: number;
  /** How much its expiry writes at most: 1 for an entry of ordinary length. */
  weight: number;
}

/** Before all of them. */
export const FIRST_EXPIRED = { expires_at: 0, id: '00000000-0000-0000-0000-000000000000' };

/** Live reservations whose time has come and that come after `after`, the oldest first; none of the trees left out. */
export async function findExpired(
  sql: WriteClient,
  after: Pick<ExpiredRow, 'expires_at' | 'id'>,
  without: readonly string[],
  limit: number,
): Promise<ExpiredRow[]> {
  return await run<ExpiredRow>(sql, statement, [after.expires_at, after.id, `{${without.join(',')}}`, limit]);
}
