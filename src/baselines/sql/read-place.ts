import type { WriteClient } from '../../database/connections.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { milliseconds } from '../../database/columns.js';
import { run } from '../../database/run.js';

const statement = `
SELECT b.tree_id, t.timezone, t.scale, floor(${milliseconds('clock_timestamp()')}) AS now, readable_tick() AS tick
FROM budgets b
JOIN trees t ON t.id = b.tree_id
WHERE b.id = $1::uuid`;

/** The tree of a budget, and the database's clock in milliseconds since the epoch. */
export interface BudgetPlace {
  treeId: string;
  timezone: string;
  scale: number;
  now: number;
  /** What is written from now on has this tick of the journal, or a later one. */
  tick: bigint;
}

/** Null if there is no such budget. */
export async function readPlace(sql: WriteClient, budgetId: string): Promise<BudgetPlace | null> {
  const [row] = await run<Omit<BudgetPlace, 'treeId'> & { tree_id: string }>(sql, statement, [
    uuidOf(budgetId),
  ]);
  if (!row) return null;
  const { tree_id, ...place } = row;
  return { treeId: idOf('budget', tree_id), ...place };
}
