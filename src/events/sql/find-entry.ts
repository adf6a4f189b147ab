import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';

export interface FoundEntry {
  tree_id: string;
  tick: bigint;
  path: string[];
  content: string;
}

const statement = `
SELECT e.tree_id, e.tick, array_to_string(b.path, ',') AS path, e.content
FROM budgets b
JOIN entries e ON e.tree_id = b.tree_id AND e.budget_id = b.id
WHERE b.id = $1::uuid AND e.version = $2::bigint`;

/** One entry by its budget (a UUID) and version, with the budget's ancestors. */
export async function findEntry(
  sql: WriteClient,
  budgetId: string,
  version: bigint,
): Promise<FoundEntry | null> {
  const [row] = await run<Omit<FoundEntry, 'path'> & { path: string }>(sql, statement, [
    budgetId,
    String(version),
  ]);
  return row ? { ...row, path: pathOf(row.path) } : null;
}

const budget = `
SELECT tree_id, array_to_string(path, ',') AS path FROM budgets WHERE id = $1::uuid`;

/** The tree and the ancestors of a budget; all are UUIDs. */
export async function findBudget(
  sql: WriteClient,
  budgetId: string,
): Promise<{ tree_id: string; path: string[] } | null> {
  const [row] = await run<{ tree_id: string; path: string }>(sql, budget, [budgetId]);
  return row ? { tree_id: row.tree_id, path: pathOf(row.path) } : null;
}

const pathOf = (text: string): string[] => (text === '' ? [] : text.split(','));
