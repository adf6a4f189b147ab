import type { Budget } from '../core/budgets.js';
import type { JsonObject } from '../core/canonical.js';
import type { Policy } from '../core/policy.js';
import { JSON_TEXT, NAMES, neverNull, TIME, without, type Column } from '../database/columns.js';
import { idOf, uuidOf } from '../ids/ids.js';
import { flag, json } from './values.js';

/** A budget as it is read. */
export interface StoredBudget {
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
  policy: Policy | null;
  policy_from_above: boolean;
  stopped_from_above: boolean;
  metadata: JsonObject | null;
  dimensions: string[] | null;
  created_at: number;
  changed_at: number;
}

/** All that is kept of a budget: what is read and what is written. */
export const BUDGET_COLUMNS: Readonly<Record<keyof StoredBudget, Column<Budget>>> = {
  tree_id: ['uuid', (budget) => uuidOf(budget.treeId)],
  id: ['uuid', (budget) => uuidOf(budget.id)],
  path: ['text', (budget) => budget.path.map(uuidOf).join(','), neverNull(NAMES, 'uuid')],
  ref: ['text', (budget) => budget.ref],
  name: ['text', (budget) => budget.name],
  state: ['text', (budget) => budget.state],
  paused_until: ['float8', (budget) => budget.pausedUntil, TIME],
  guarantee: ['bigint', (budget) => budget.guarantee],
  ceiling: ['bigint', (budget) => budget.ceiling],
  allocated: ['bigint', (budget) => budget.allocated],
  reserved: ['bigint', (budget) => budget.reserved],
  delegated: ['bigint', (budget) => budget.delegated],
  spent: ['bigint', (budget) => budget.spent],
  overdraft: ['bigint', (budget) => budget.overdraft],
  version: ['bigint', (budget) => budget.version],
  revision: ['bigint', (budget) => budget.revision],
  policy: ['text', (budget) => json(budget.policy), JSON_TEXT],
  policy_from_above: ['boolean', (budget) => flag(budget.policyFromAbove)],
  stopped_from_above: ['boolean', (budget) => flag(budget.stoppedFromAbove)],
  metadata: ['text', (budget) => json(budget.metadata), JSON_TEXT],
  dimensions: ['text', (budget) => json(budget.dimensions), JSON_TEXT],
  created_at: ['float8', (budget) => budget.createdAt, TIME],
  changed_at: ['float8', (budget) => budget.changedAt, TIME],
};

/** What names a budget. */
export const NAMES_BUDGET = ['tree_id', 'id'] as const;

/** What can be large of a budget, and seldom changes: it is written by itself. */
export const BUDGET_DESCRIPTION = ['name', 'policy', 'policy_from_above', 'metadata', 'dimensions'] as const;

/** What every decision may change of a budget: all but what never changes, and what is written by itself. */
export const BUDGET_STATE = without(
  BUDGET_COLUMNS,
  NAMES_BUDGET,
  ['path', 'ref', 'created_at'],
  BUDGET_DESCRIPTION,
);

/** A path of budgets as ids, from its UUIDs joined by commas. */
export const pathOf = (uuids: string): string[] =>
  uuids === '' ? [] : uuids.split(',').map((uuid) => idOf('budget', uuid));

export const budgetOfRow = (row: StoredBudget): Budget => ({
  treeId: idOf('budget', row.tree_id),
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
  dimensions: row.dimensions,
  createdAt: row.created_at,
  changedAt: row.changed_at,
});
