import type { WriteClient } from '../../database/connections.js';
import { idOf } from '../../ids/ids.js';
import type { RowKey } from './load-budgets.js';
import { run } from '../../database/run.js';

// What is being closed as a part of something larger is closed with that.
const statement = `
SELECT b.tree_id, b.id
FROM budgets b
WHERE b.state = 'closing' AND NOT EXISTS (
  SELECT 1 FROM budgets above
  WHERE above.tree_id = b.tree_id AND above.id = ANY (b.path) AND above.state = 'closing')
ORDER BY b.changed_at, b.id
LIMIT $1::int`;

/** Budgets whose close is under way, at most `limit`: those first that were settled least recently. */
export async function findClosing(sql: WriteClient, limit: number): Promise<RowKey[]> {
  const rows = await run<{ tree_id: string; id: string }>(sql, statement, [limit]);
  return rows.map((row) => ({ treeId: idOf('budget', row.tree_id), id: idOf('budget', row.id) }));
}
