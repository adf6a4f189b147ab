import type { WriteClient } from '../../database/connections.js';
import { milliseconds } from '../../database/columns.js';
import { run } from '../../database/run.js';

const statement = `
SELECT tree_id, id, ${milliseconds('paused_until')} AS paused_until
FROM budgets
WHERE paused_until <= statement_timestamp() AND (paused_until, id) > (to_timestamp($1::float8 / 1000), $2::uuid)
ORDER BY paused_until, id
LIMIT $3::int`;

export interface PausedRow {
  tree_id: string;
  id: string;
  paused_until: number;
}

/** Before all of them. */
export const FIRST_PAUSED: Pick<PausedRow, 'paused_until' | 'id'> = {
  paused_until: 0,
  id: '00000000-0000-0000-0000-000000000000',
};

/** Paused budgets whose pause is over and that come after `after`, the longest over first. */
export async function findPaused(
  sql: WriteClient,
  after: Pick<PausedRow, 'paused_until' | 'id'>,
  limit: number,
): Promise<PausedRow[]> {
  return await run<PausedRow>(sql, statement, [after.paused_until, after.id, limit]);
}
