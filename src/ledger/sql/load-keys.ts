import type { WriteClient } from '../../database/connections.js';
import type { Action, Key, Lineage, Role, Scopes } from '../../core/keys.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { milliseconds, parametersOf, rowsOf } from '../../database/columns.js';
import { KEY, pathOf, type RowKey } from './load-budgets.js';
import { run } from '../../database/run.js';

/** What {@link scopesOf} reads of a key `k`. */
export const SCOPE_COLUMNS = `
  array_to_string(k.actions, ',') AS actions, array_to_string(k.vendors, ',') AS vendors,
  array_to_string(k.categories, ',') AS categories, array_to_string(k.runs, ',') AS runs, k.largest_amount,
  k.largest_overdraft`;

/** What {@link lineageOfRow} reads of a key `k`. Names of people may have any character but those of control. */
export const LINEAGE_COLUMNS = `k.holder, array_to_string(k.issued_by, E'\\x1f') AS issued_by, k.made_from`;

const COLUMNS = `
  k.tree_id, k.id, k.budget_id, array_to_string(b.path, ',') AS path, k.name, k.role,
  ${SCOPE_COLUMNS}, ${LINEAGE_COLUMNS}, encode(k.hash, 'hex') AS hash,
  ${milliseconds('k.created_at')} AS created_at, ${milliseconds('k.expires_at')} AS expires_at,
  ${milliseconds('k.revoked_at')} AS revoked_at`;

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

export interface ScopesRow {
  actions: string | null;
  vendors: string | null;
  categories: string | null;
  runs: string | null;
  largest_amount: string | null;
  largest_overdraft: string | null;
}

export interface LineageRow {
  holder: string | null;
  issued_by: string;
  made_from: string | null;
}

interface Row extends ScopesRow, LineageRow {
  tree_id: string;
  id: string;
  budget_id: string;
  path: string;
  name: string;
  role: Role;
  hash: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
}

/** The named keys. Unknown ones are missing. */
export async function loadKeys(sql: WriteClient, keys: RowKey[]): Promise<Key[]> {
  return (await run<Row>(sql, named, parametersOf(KEY, keys))).map(keyOf);
}

/** The keys on each ring that were not revoked, at most `limit` of each. */
export async function loadKeyrings(sql: WriteClient, rings: Keyring[], limit: number): Promise<Key[][]> {
  const rows = rings.map(({ treeId, id, subtree, issued }) =>
    run<Row>(sql, issued ? ringWithIssued : ring, [uuidOf(treeId), uuidOf(id), subtree ? 1 : 0, limit]),
  );
  return (await Promise.all(rows)).map((some) => some.map(keyOf));
}

/** Of each of these keys and all that came of it those that were not revoked, at most `limit` of each. */
export async function loadIssued(sql: WriteClient, keys: RowKey[], limit: number): Promise<Key[][]> {
  const rows = keys.map(({ treeId, id }) => run<Row>(sql, issuedFrom, [uuidOf(treeId), uuidOf(id), limit]));
  return (await Promise.all(rows)).map((some) => some.map(keyOf));
}

const listOf = (text: string | null): string[] | null => text?.split(',') ?? null;

export const scopesOf = (row: ScopesRow): Scopes => ({
  actions: listOf(row.actions) as Action[] | null,
  vendors: listOf(row.vendors),
  categories: listOf(row.categories),
  runs: listOf(row.runs),
  largestAmount: row.largest_amount,
  largestOverdraft: row.largest_overdraft,
});

export const lineageOfRow = (id: string, row: LineageRow): Lineage => ({
  holder: row.holder ?? id,
  issuedBy: row.issued_by === '' ? [] : row.issued_by.split('\u001f'),
  madeFrom: row.made_from === null ? null : idOf('key', row.made_from),
});

const keyOf = (row: Row): Key => ({
  ...lineageOfRow(idOf('key', row.id), row),
  treeId: idOf('budget', row.tree_id),
  id: idOf('key', row.id),
  budgetId: idOf('budget', row.budget_id),
  path: pathOf(row.path),
  name: row.name,
  role: row.role,
  scopes: scopesOf(row),
  hash: row.hash,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});
