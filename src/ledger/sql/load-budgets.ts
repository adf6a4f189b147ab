import type { WriteClient } from '../../database/connections.js';
import type { Budget, Tree } from '../../core/budgets.js';
import type { JsonObject } from '../../core/canonical.js';
import type { Policy } from '../../core/policy.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { milliseconds, parametersOf, rowsOf, type Columns } from '../../database/columns.js';
import { run } from '../../database/run.js';

/** Names a row of any table that is keyed by tree and id. */
export interface RowKey {
  treeId: string;
  id: string;
}

export const KEY: Columns<RowKey> = {
  tree_id: ['uuid', (key) => uuidOf(key.treeId)],
  id: ['uuid', (key) => uuidOf(key.id)],
};

export const BUDGET_COLUMNS = `
  b.tree_id, b.id, array_to_string(b.path, ',') AS path, b.ref, b.name, b.state, ${milliseconds('b.paused_until')} AS paused_until, b.guarantee, b.ceiling, b.allocated,
  b.reserved, b.delegated, b.spent, b.overdraft, b.version, b.revision, encode(b.head, 'hex') AS head, b.policy,
  b.policy_from_above, b.stopped_from_above, b.metadata, ${milliseconds('b.created_at')} AS created_at, ${milliseconds('b.changed_at')} AS changed_at,
  t.currency, t.scale, t.timezone`;

/** The ids of the wanted budgets and of all their ancestors. */
export const WANTED_PATHS = `
  SELECT DISTINCT leaf.tree_id, step.id
  FROM ${rowsOf(KEY, 'want', 1)}
  JOIN budgets leaf ON leaf.tree_id = want.tree_id AND leaf.id = want.id
  CROSS JOIN LATERAL unnest(leaf.path || leaf.id) AS step(id)`;

const statement = `
WITH wanted AS MATERIALIZED (${WANTED_PATHS})
SELECT ${BUDGET_COLUMNS}
FROM wanted
JOIN budgets b ON b.tree_id = wanted.tree_id AND b.id = wanted.id
JOIN trees t ON t.id = b.tree_id`;

export interface BudgetRow {
  tree_id: string;
  id: string;
  path: string;
  ref: string | null;
  name: string;
  state: Budget['state'];
  paused_until: number | null;
  guarantee: string;
  ceiling: string;
  allocated: string;
  reserved: string;
  delegated: string;
  spent: string;
  overdraft: string;
  version: string;
  revision: string;
  head: string;
  policy: Policy | null;
  policy_from_above: boolean;
  stopped_from_above: boolean;
  metadata: JsonObject | null;
  created_at: number;
  changed_at: number;
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
  const rows = await run<BudgetRow>(sql, statement, parametersOf(KEY, wanted));
  return rows.map(loadedBudget);
}

/** A path of budgets as ids, from its UUIDs joined by commas. */
export const pathOf = (uuids: string): string[] =>
  uuids === '' ? [] : uuids.split(',').map((uuid) => idOf('budget', uuid));

export function loadedBudget(row: BudgetRow): LoadedBudget {
  const treeId = idOf('budget', row.tree_id);
  return {
    tree: { id: treeId, currency: row.currency, scale: row.scale, timezone: row.timezone },
    head: row.head,
    budget: {
      treeId,
      id: idOf('budget', row.id),
      path: pathOf(row.path),
      ref: row.ref,
      name: row.name,
      state: row.state,
      pausedUntil: row.paused_until,
      guarantee: BigInt(row.guarantee),
      ceiling: BigInt(row.ceiling),
      allocated: BigInt(row.allocated),
      reserved: BigInt(row.reserved),
      delegated: BigInt(row.delegated),
      spent: BigInt(row.spent),
      overdraft: BigInt(row.overdraft),
      version: Number(row.version),
      revision: Number(row.revision),
      policy: row.policy,
      policyFromAbove: row.policy_from_above,
      stoppedFromAbove: row.stopped_from_above,
      metadata: row.metadata,
      createdAt: row.created_at,
      changedAt: row.changed_at,
    },
  };
}
