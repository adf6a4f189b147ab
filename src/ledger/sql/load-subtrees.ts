import type { WriteClient } from '../../database/connections.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import type { RowKey } from './load-budgets.js';
import { run } from '../../database/run.js';

/** An open budget, and about how many bytes an entry has to repeat of its settings. */
export type OpenBudget = RowKey & { bytes: number };

const BYTES = `(coalesce(octet_length(b.policy::text), 0) + coalesce(octet_length(b.metadata::text), 0))::int AS bytes`;

const subtree = `
WITH RECURSIVE open AS (
  SELECT tree_id, id FROM budgets WHERE tree_id = $1::uuid AND id = $2::uuid
  UNION
  SELECT child.tree_id, child.id
  FROM open
  JOIN budgets child ON child.tree_id = open.tree_id AND child.parent_id = open.id
  WHERE child.state <> 'closed'
)
SELECT b.tree_id, b.id, ${BYTES}
FROM (SELECT tree_id, id FROM open LIMIT $3::int) AS bounded
JOIN budgets b ON b.tree_id = bounded.tree_id AND b.id = bounded.id`;

const deepest = `
SELECT b.tree_id, b.id, ${BYTES}
FROM budgets b
WHERE b.tree_id = $1::uuid AND b.state <> 'closed' AND (b.id = $2::uuid OR $2::uuid = ANY (b.path))
ORDER BY cardinality(b.path) DESC, b.id
LIMIT $3::int`;

interface Row {
  tree_id: string;
  id: string;
  bytes: number;
}

/** A budget and its open descendants, at most `limit`. What is under a closed one is closed. */
export const loadSubtree = (sql: WriteClient, top: RowKey, limit: number): Promise<OpenBudget[]> =>
  read(sql, subtree, top, limit);

/** The deepest of them, at most `limit`: whatever is open under one of these is among them, too. */
export const loadDeepest = (sql: WriteClient, top: RowKey, limit: number): Promise<OpenBudget[]> =>
  read(sql, deepest, top, limit);

async function read(sql: WriteClient, statement: string, top: RowKey, limit: number): Promise<OpenBudget[]> {
  const rows = await run<Row>(sql, statement, [uuidOf(top.treeId), uuidOf(top.id), limit]);
  return rows.map((row) => ({
    treeId: idOf('budget', row.tree_id),
    id: idOf('budget', row.id),
    bytes: row.bytes,
  }));
}
