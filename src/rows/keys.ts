import type { Action, Key, Lineage, Role, Scopes } from '../core/keys.js';
import {
  HEXADECIMAL,
  ITEMS,
  ITEMS_LIST,
  NAMES,
  neverNull,
  only,
  TIME,
  type Column,
} from '../database/columns.js';
import { idOf, uuidOf } from '../ids/ids.js';
import { pathOf } from './budgets.js';
import { listOf, joined } from './values.js';

/** What a key may do other than its role does, as it is read. */
export interface ScopesRow {
  actions: string | null;
  vendors: string | null;
  categories: string | null;
  runs: string | null;
  largest_amount: string | null;
  largest_overdraft: string | null;
}

/** Where a key comes from, as it is read. */
export interface LineageRow {
  holder: string | null;
  issued_by: string;
  made_from: string | null;
}

/** A key as it is read, but for the path of its budget. */
export interface StoredKey extends ScopesRow, LineageRow {
  id: string;
  tree_id: string;
  budget_id: string;
  name: string;
  role: Role;
  hash: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
}

/** All that is kept of a key: what is read and what is written. */
export const KEY_COLUMNS: Readonly<Record<keyof StoredKey, Column<Key>>> = {
  id: ['uuid', (key) => uuidOf(key.id)],
  tree_id: ['uuid', (key) => uuidOf(key.treeId)],
  budget_id: ['uuid', (key) => uuidOf(key.budgetId)],
  name: ['text', (key) => key.name],
  role: ['text', (key) => key.role],
  actions: ['text', ({ scopes }) => joined(scopes.actions), NAMES],
  vendors: ['text', ({ scopes }) => joined(scopes.vendors), NAMES],
  categories: ['text', ({ scopes }) => joined(scopes.categories), NAMES],
  runs: ['text', ({ scopes }) => joined(scopes.runs), NAMES],
  largest_amount: ['text', ({ scopes }) => scopes.largestAmount],
  largest_overdraft: ['text', ({ scopes }) => scopes.largestOverdraft],
  holder: ['text', (key) => key.holder],
  // Names of people may have any character but those of control.
  issued_by: ['text', (key) => key.issuedBy.join(ITEMS), neverNull(ITEMS_LIST)],
  made_from: ['uuid', (key) => (key.madeFrom === null ? null : uuidOf(key.madeFrom))],
  hash: ['text', (key) => key.hash, HEXADECIMAL],
  created_at: ['float8', (key) => key.createdAt, TIME],
  expires_at: ['float8', (key) => key.expiresAt, TIME],
  revoked_at: ['float8', (key) => key.revokedAt, TIME],
};

/** What {@link scopesOf} and {@link lineageOfRow} read. */
export const RIGHTS = [
  'actions',
  'vendors',
  'categories',
  'runs',
  'largest_amount',
  'largest_overdraft',
  'holder',
  'issued_by',
  'made_from',
] as const;

/** What can change of a key: when it ends. */
export const KEY_ENDS = only(KEY_COLUMNS, ['expires_at', 'revoked_at']);

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
  issuedBy: row.issued_by === '' ? [] : row.issued_by.split(ITEMS),
  madeFrom: row.made_from === null ? null : idOf('key', row.made_from),
});

/** A key, with the path of its budget as UUIDs joined by commas. */
export const keyOfRow = (row: StoredKey & { path: string }): Key => ({
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
