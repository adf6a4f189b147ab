import type { WriteClient } from '../../database/connections.js';
import type { Action, Key, Role, Scopes } from '../../core/keys.js';
import { idOf, uuidOf } from '../../ids.js';
import { milliseconds, parametersOf, rowsOf } from './columns.js';
import { KEY, pathOf, type Key as RowKey } from './load-budgets.js';
import { run } from './run.js';

/** What {@link scopesOf} reads of a key `k`. */
export const SCOPE_COLUMNS = `
  array_to_string(k.actions, ',') AS actions, array_to_string(k.vendors, ',') AS vendors,
  array_to_string(k.categories, ',') AS categories, k.largest_amount, k.largest_overdraft`;

const COLUMNS = `
  k.tree_id, k.id, k.budget_id, array_to_string(b.path, ',') AS path, k.name, k.role,
  ${SCOPE_COLUMNS}, encode(k.hash, 'hex') AS hash,
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

/** All keys of a budget, and of its descendants if `subtree`. */
export interface Keyring extends RowKey {
  subtree: boolean;
}

export interface ScopesRow {
  actions: string | null;
  vendors: string | null;
  categories: string | null;
  largest_amount: string | null;
  largest_overdraft: string | null;
}

interface Row extends ScopesRow {
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
  const rows = rings.map(({ treeId, id, subtree }) =>
    run<Row>(sql, ring, [uuidOf(treeId), uuidOf(id), subtree ? 1 : 0, limit]),
  );
  return (await Promise.all(rows)).map((some) => some.map(keyOf));
}

const listOf = (text: string | null): string[] | null => text?.split(',') ?? null;

export const scopesOf = (row: ScopesRow): Scopes => ({
  actions: listOf(row.actions) as Action[] | null,
  vendors: listOf(row.vendors),
  categories: listOf(row.categories),
  largestAmount: row.largest_amount,
  largestOverdraft: row.largest_overdraft,
});

const keyOf = (row: Row): Key => ({
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
