import type { WriteClient } from '../../database/connections.js';
import type { Envelope } from '../../core/envelopes.js';
import { uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, selected } from '../../database/columns.js';
import { KEY, WANTED_PATHS, type RowKey } from './load-budgets.js';
import { run } from '../../database/run.js';
import { ENVELOPE_COLUMNS, envelopeOfRow, type StoredEnvelope } from '../../rows/envelopes.js';

const COLUMNS = selected(ENVELOPE_COLUMNS, 'e');

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

/** The envelopes in force on the wanted budgets and on all their ancestors. */
export async function loadEnvelopes(sql: WriteClient, wanted: RowKey[]): Promise<Envelope[]> {
  return (await run<StoredEnvelope>(sql, inForce, parametersOf(KEY, wanted))).map(envelopeOfRow);
}

/** The named envelopes, whether they are in force or were deleted. */
export async function loadNamedEnvelopes(sql: WriteClient, wanted: RowKey[]): Promise<Envelope[]> {
  return (await run<StoredEnvelope>(sql, named, parametersOf(KEY, wanted))).map(envelopeOfRow);
}

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
