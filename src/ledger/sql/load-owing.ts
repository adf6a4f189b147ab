import type { WriteClient } from '../../database/connections.js';
import { uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, type Columns } from '../../database/columns.js';
import { LOADED_BUDGET, loadedBudget, type LoadedRow, type LoadedBudget } from './load-budgets.js';
import { run } from '../../database/run.js';

const TREE: Columns<string> = { tree_id: ['uuid', uuidOf] };

// Nearly always there are none, and then nothing but the end of an index is looked at.
const statement = `
WITH owing AS MATERIALIZED (
  SELECT first.tree_id, first.id, first.path
  FROM ${rowsOf(TREE, 'want', 1)}
  CROSS JOIN LATERAL (
    SELECT b.tree_id, b.id, b.path
    FROM budgets b
    WHERE b.tree_id = want.tree_id AND b.owes
    ORDER BY cardinality(b.path), b.id
    LIMIT $2::int
  ) AS first
),
steps AS MATERIALIZED (
  SELECT DISTINCT owing.tree_id, step.id
  FROM owing
  CROSS JOIN LATERAL unnest(owing.path || owing.id) AS step(id)
)
SELECT ${LOADED_BUDGET}, b.owes
FROM steps
JOIN budgets b ON b.tree_id = steps.tree_id AND b.id = steps.id
JOIN trees t ON t.id = b.tree_id`;

/** A budget that owes what it could draw, or an ancestor of one. */
export interface OnOwingPath extends LoadedBudget {
  owes: boolean;
}

/** The budgets of trees that owe what they could draw, at most `limit` of each tree, with all their ancestors. */
export async function loadOwing(sql: WriteClient, treeIds: string[], limit: number): Promise<OnOwingPath[]> {
  const rows = await run<LoadedRow & { owes: boolean }>(sql, statement, [
    ...parametersOf(TREE, treeIds),
    limit,
  ]);
  return rows.map((row) => ({ ...loadedBudget(row), owes: row.owes }));
}
