import type { WriteClient } from '../../database/connections.js';
import type { Budget, Tree } from '../../core/budgets.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, selected, type Columns } from '../../database/columns.js';
import { run } from '../../database/run.js';
import { BUDGET_COLUMNS, budgetOfRow, type StoredBudget } from '../../rows/budgets.js';

/** Names a row of any table that is keyed by tree and id. */
export interface RowKey {
  treeId: string;
  id: string;
}

export const KEY: Columns<RowKey> = {
  tree_id: ['uuid', (key) => uuidOf(key.treeId)],
  id: ['uuid', (key) => uuidOf(key.id)],
};

/** What {@link loadedBudget} reads of a budget `b` and its tree `t`. */
export const LOADED_BUDGET = `${selected(BUDGET_COLUMNS, 'b')}, encode(b.head, 'hex') AS head, t.currency, t.scale, t.timezone`;

/** The ids of the wanted budgets and of all their ancestors. */
export const WANTED_PATHS = `
  SELECT DISTINCT leaf.tree_id, step.id
  FROM ${rowsOf(KEY, 'want', 1)}
  JOIN budgets leaf ON leaf.tree_id = want.tree_id AND leaf.id = want.id
  CROSS JOIN LATERAL unnest(leaf.path || leaf.id) AS step(id)`;

const statement = `
WITH wanted AS MATERIALIZED (${WANTED_PATHS})
SELECT ${LOADED_BUDGET}
FROM wanted
JOIN budgets b ON b.tree_id = wanted.tree_id AND b.id = wanted.id
JOIN trees t ON t.id = b.tree_id`;

/** A budget as it is read with its tree, and the hash of its newest entry. */
export interface LoadedRow extends StoredBudget {
  head: string;
  currency: string;
  scale: number;
  timezone: string;
}

/** A budget as loaded, with the hash of its newest entry (hexadecimal). */
export interface LoadedBudget {
  tree: Tree;
  budget: Budget;
  head: string;
}

/** The wanted budgets and their ancestors. Unknown ones are missing in the answer. */
export async function loadBudgets(sql: WriteClient, wanted: RowKey[]): Promise<LoadedBudget[]> {
  const rows = await run<LoadedRow>(sql, statement, parametersOf(KEY, wanted));
  return rows.map(loadedBudget);
}

export const loadedBudget = (row: LoadedRow): LoadedBudget => ({
  tree: { id: idOf('budget', row.tree_id), currency: row.currency, scale: row.scale, timezone: row.timezone },
  budget: budgetOfRow(row),
  head: row.head,
});
