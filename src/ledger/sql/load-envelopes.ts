import type { WriteClient } from '../../database/connections.js';
import { approvalRuleOf, type ApprovalRule } from '../../core/approvals.js';
import { relativeOf, storedBaseline, type Baseline, type Relative } from '../../core/baselines.js';
import type { Envelope } from '../../core/envelopes.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { milliseconds, parametersOf, rowsOf } from '../../database/columns.js';
import { KEY, WANTED_PATHS, type RowKey } from './load-budgets.js';
import { run } from '../../database/run.js';

const COLUMNS = `
  e.tree_id, e.id, e.budget_id, e.name, e."window", e.timezone, e.metric, e."limit",
  array_to_string(e.match_vendors, ',') AS match_vendors, array_to_string(e.match_categories, ',') AS match_categories,
  e.match_new_vendors, e.per, e.scope, e.on_exceed, e.approve, e.relative, e.baseline, e.from_above,
  ${milliseconds('e.deleted_at')} AS deleted_at`;

const inForce = `
WITH wanted AS MATERIALIZED (${WANTED_PATHS})
SELECT ${COLUMNS}
FROM wanted
JOIN envelopes e ON e.tree_id = wanted.tree_id AND e.budget_id = wanted.id AND e.deleted_at IS NULL
ORDER BY e.tree_id, e.id`;

const named = `
SELECT ${COLUMNS}
FROM ${rowsOf(KEY, 'want', 1)}
JOIN envelopes e ON e.tree_id = want.tree_id AND e.id = want.id`;

interface Row {
  tree_id: string;
  id: string;
  budget_id: string;
  name: string | null;
  window: Envelope['window'];
  timezone: string | null;
  metric: Envelope['metric'];
  limit: string;
  match_vendors: string | null;
  match_categories: string | null;
  match_new_vendors: boolean;
  per: Envelope['per'];
  scope: Envelope['scope'];
  on_exceed: Envelope['onExceed'];
  approve: ApprovalRule | null;
  relative: Relative | null;
  baseline: Baseline | null;
  deleted_at: number | null;
  from_above: boolean;
}

/** The envelopes in force on the wanted budgets and on all their ancestors. */
export async function loadEnvelopes(sql: WriteClient, wanted: RowKey[]): Promise<Envelope[]> {
  return (await run<Row>(sql, inForce, parametersOf(KEY, wanted))).map(envelopeOf);
}

/** The named envelopes, whether they are in force or were deleted. */
export async function loadNamedEnvelopes(sql: WriteClient, wanted: RowKey[]): Promise<Envelope[]> {
  return (await run<Row>(sql, named, parametersOf(KEY, wanted))).map(envelopeOf);
}

const envelopeOf = (row: Row): Envelope => ({
  treeId: idOf('budget', row.tree_id),
  id: idOf('envelope', row.id),
  budgetId: idOf('budget', row.budget_id),
  name: row.name,
  window: row.window,
  timezone: row.timezone,
  metric: row.metric,
  limit: BigInt(row.limit),
  matchVendors: row.match_vendors?.split(',') ?? null,
  matchCategories: row.match_categories?.split(',') ?? null,
  matchNewVendors: row.match_new_vendors,
  per: row.per,
  scope: row.scope,
  onExceed: row.on_exceed,
  approve: row.approve && approvalRuleOf(row.approve),
  relative: row.relative && relativeOf(row.relative),
  baseline: row.baseline && storedBaseline(row.baseline),
  fromAbove: row.from_above,
  deletedAt: row.deleted_at,
});

const below = `
WITH own AS MATERIALIZED (
  SELECT e.budget_id, count(*) AS envelopes FROM envelopes e
  WHERE e.tree_id = $1::uuid AND e.deleted_at IS NULL GROUP BY e.budget_id
)
SELECT coalesce(max(path.envelopes), 0)::int AS most
FROM own
JOIN budgets b ON b.tree_id = $1::uuid AND b.id = own.budget_id AND b.state <> 'closed' AND $2::uuid = ANY (b.path)
CROSS JOIN LATERAL (
  SELECT sum(above.envelopes) AS envelopes
  FROM unnest(b.path || b.id) AS step(id) JOIN own above ON above.budget_id = step.id
) AS path`;

/** The most envelopes on the way from the root to an open budget below; it is asked under the lock of the budget. */
export async function countEnvelopesBelow(sql: WriteClient, budget: RowKey): Promise<number> {
  const [row] = await run<{ most: number }>(sql, below, [uuidOf(budget.treeId), uuidOf(budget.id)]);
  return row!.most;
}
