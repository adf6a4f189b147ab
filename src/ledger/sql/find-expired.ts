import type { Sql } from 'postgres';
import { milliseconds } from './columns.js';

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
export async function findExpired(sql: Sql, limit: number): Promise<ExpiredRow[]> {
  return await sql.unsafe<ExpiredRow[]>(statement, [limit], { prepare: true });
}
