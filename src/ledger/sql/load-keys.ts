import type { WriteClient } from '../../database/connections.js';
import type { Key } from '../../core/keys.js';
import { uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, selected } from '../../database/columns.js';
import { KEY, type RowKey } from './load-budgets.js';
import { run } from '../../database/run.js';
import { KEY_COLUMNS, keyOfRow, type StoredKey } from '../../rows/keys.js';

const COLUMNS = `${selected(KEY_COLUMNS, 'k')}, array_to_string(b.path, ',') AS path`;

const named = `
SELECT ${COLUMNS}
FROM ${rowsOf(KEY, 'want', 1)}
JOIN api_keys k ON k.id = want.id AND k.tree_id = want.tree_id
JOIN budgets b ON b.tree_id = k.tree_id AND b.id = k.budget_id`;

const ring = `
SELECT ${COLUMNS}
FROM api_keys k
JOIN budgets b ON b.tree_id = k.tree_id AND b.id = k.budget_id
WHERE k.tree_id = $1::uuid AND (k.budget_id = $2::uuid OR $3::int = 1 AND $2::uuid = ANY (b.path))
  AND k.revoked_at IS NULL
LIMIT $4::int`;

const CAME_OF = `
came AS (
  SELECT id FROM top
  UNION
  SELECT k.id FROM came JOIN api_keys k ON k.tree_id = $1::uuid AND k.made_from = came.id
)
SELECT ${COLUMNS}
FROM came
JOIN api_keys k ON k.id = came.id AND k.revoked_at IS NULL
JOIN budgets b ON b.tree_id = k.tree_id AND b.id = k.budget_id`;

// Those that were revoked are walked over: what came of them works on.
const ringWithIssued = `
WITH RECURSIVE top AS (
  SELECT k.id
  FROM api_keys k
  JOIN budgets b ON b.tree_id = k.tree_id AND b.id = k.budget_id
  WHERE k.tree_id = $1::uuid AND (k.budget_id = $2::uuid OR $3::int = 1 AND $2::uuid = ANY (b.path))
),
${CAME_OF}
LIMIT $4::int`;

const issuedFrom = `
WITH RECURSIVE top AS (SELECT $2::uuid AS id),
${CAME_OF}
LIMIT $3::int`;

/** All keys of a budget; of its descendants too if `subtree`, and all that came of them if `issued`. */
export interface Keyring extends RowKey {
  subtree: boolean;
  issued: boolean;
}

type Row = StoredKey & { path: string };

/** The named keys. Unknown ones are missing. */
export async function loadKeys(sql: WriteClient, keys: RowKey[]): Promise<Key[]> {
  return (await run<Row>(sql, named, parametersOf(KEY, keys))).map(keyOfRow);
}

/** The keys on each ring that were not revoked, at most `limit` of each. */
export async function loadKeyrings(sql: WriteClient, rings: Keyring[], limit: number): Promise<Key[][]> {
  const rows = rings.map(({ treeId, id, subtree, issued }) =>
    run<Row>(sql, issued ? ringWithIssued : ring, [uuidOf(treeId), uuidOf(id), subtree ? 1 : 0, limit]),
  );
  return (await Promise.all(rows)).map((some) => some.map(keyOfRow));
}

/** Of each of these keys and all that came of it those that were not revoked, at most `limit` of each. */
export async function loadIssued(sql: WriteClient, keys: RowKey[], limit: number): Promise<Key[][]> {
  const rows = keys.map(({ treeId, id }) => run<Row>(sql, issuedFrom, [uuidOf(treeId), uuidOf(id), limit]));
  return (await Promise.all(rows)).map((some) => some.map(keyOfRow));
}
