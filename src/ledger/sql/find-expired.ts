import type { WriteClient } from '../../database/connections.js';
import { milliseconds } from './columns.js';
import { run } from './run.js';

const statement = `
SELECT tree_id, budget_id, id, ${milliseconds('statement_timestamp() - expires_at')} AS late
FROM reservations
WHERE state = 'held' AND expires_at <= statement_timestamp()
ORDER BY expires_at
LIMIT $1::int`;

export interface ExpiredRow {
  tree_id: string;
  budget_id: string;
  id: string;
  /** Milliseconds since its time came. */
  late: number;
}

/** Live reservations whose time has come, the oldest first. */
export async function findExpired(sql: WriteClient, limit: number): Promise<ExpiredRow[]> {
  return await run<ExpiredRow>(sql, statement, [limit]);
}
