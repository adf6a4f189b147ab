import type { WriteClient } from '../../database/connections.js';
import { parametersOf, rowsOf } from './columns.js';
import {
  BUDGET_COLUMNS,
  KEY,
  loadedBudget,
  type BudgetRow,
  type Key,
  type LoadedBudget,
} from './load-budgets.js';
import { run } from './run.js';

const statement = `
WITH RECURSIVE open AS (
  SELECT b.tree_id, b.id
  FROM ${rowsOf(KEY, 'want', 1)}
  JOIN budgets b ON b.tree_id = want.tree_id AND b.id = want.id
  UNION
  SELECT child.tree_id, child.id
  FROM open
  JOIN budgets child ON child.tree_id = open.tree_id AND child.parent_id = open.id
  WHERE child.state <> 'closed'
)
SELECT ${BUDGET_COLUMNS}
FROM (SELECT tree_id, id FROM open LIMIT $3::int) AS bounded
JOIN budgets b ON b.tree_id = bounded.tree_id AND b.id = bounded.id
JOIN trees t ON t.id = b.tree_id`;

/** A budget and its open descendants, in one snapshot; at most `limit` rows. What is under a closed one is closed. */
export async function loadSubtree(sql: WriteClient, top: Key, limit: number): Promise<LoadedBudget[]> {
  const rows = await run<BudgetRow>(sql, statement, [...parametersOf(KEY, [top]), limit]);
  return rows.map(loadedBudget);
}
