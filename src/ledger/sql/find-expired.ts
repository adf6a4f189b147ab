import type { WriteClient } from '../../database/connections.js';
import { milliseconds } from './columns.js';
import { run } from './run.js';

const statement = `
SELECT tree_id, budget_id, id, ${milliseconds('expires_at')} AS expires_at, ${milliseconds('statement_timestamp() - expires_at')} AS late
FROM reservations
WHERE state IN ('held', 'pending_approval') AND expires_at <= statement_timestamp()
  AND (expires_at, id) > (to_timestamp($1::float8 / 1000), $2::uuid)
ORDER BY expires_at, id
LIMIT $3::int`;

export interface ExpiredRow {
  tree_id: string;
  budget_id: string;
  id: string;
  expires_at: number;
  /** Milliseconds since its time came. */
  late: number;
}

/** Before all of them. */
export const FIRST = { expires_at: 0, id: '00000000-0000-0000-0000-000000000000' };

/** Live reservations whose time has come and that come after `after`, the oldest first. */
export async function findExpired(
  sql: WriteClient,
  after: Pick<ExpiredRow, 'expires_at' | 'id'>,
  limit: number,
): Promise<ExpiredRow[]> {
  return await run<ExpiredRow>(sql, statement, [after.expires_at, after.id, limit]);
}
