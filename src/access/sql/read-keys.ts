import type { Role } from '../../core/keys.js';
import type { WriteClient } from '../../database/connections.js';
import { idOf, isId, uuidOf } from '../../ids/ids.js';
import { milliseconds, only, selected } from '../../database/columns.js';
import {
  KEY_COLUMNS,
  lineageOfRow,
  RIGHTS,
  scopesOf,
  type LineageRow,
  type ScopesRow,
} from '../../rows/keys.js';
import type { Principal } from '../principal.js';

/** A key as it is kept in memory. */
export interface KeptKey {
  principal: Principal & { keyId: string };
  hash: Buffer;
  revoked: boolean;
}

interface Row extends ScopesRow, LineageRow {
  id: string;
  budget_id: string;
  name: string;
  role: Role;
  hash: Buffer;
  expires_at: number | null;
  revoked: boolean;
}

const COLUMNS = only(KEY_COLUMNS, ['id', 'budget_id', 'name', 'role', 'expires_at', ...RIGHTS]);

const keys = `
SELECT ${selected(COLUMNS, 'k')}, k.hash, k.revoked_at IS NOT NULL AS revoked
FROM api_keys k
WHERE k.budget_id IS NOT NULL AND k.id = ANY ($1::uuid[])`;

/** The keys with these UUIDs, revoked ones included. */
export async function readKeys(sql: WriteClient, uuids: string[]): Promise<KeptKey[]> {
  return keptOf(await sql.unsafe<Row[]>(keys, [`{${uuids.join(',')}}`], { prepare: true }));
}

const held = `
SELECT ${selected(COLUMNS, 'k')}, k.hash, k.revoked_at IS NOT NULL AS revoked
FROM api_keys k
WHERE k.tree_id = $1::uuid AND k.budget_id IS NOT NULL
  AND (k.holder = $2::text OR k.holder IS NULL AND k.id = nullif($3::text, '')::uuid)
  AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())`;

/** The keys of one holder in a tree that work now. A key from before there were holders is its own. */
export async function readKeysOf(sql: WriteClient, treeId: string, holder: string): Promise<KeptKey[]> {
  const uuid = isId('key', holder) ? uuidOf(holder) : '';
  const parameters = [uuidOf(treeId), holder, uuid];
  return keptOf(await sql.unsafe<Row[]>(held, parameters, { prepare: true }));
}

function keptOf(rows: readonly Row[]): KeptKey[] {
  return rows.map((row) => {
    const keyId = idOf('key', row.id);
    const { holder, issuedBy } = lineageOfRow(keyId, row);
    return {
      principal: {
        id: holder,
        keyId,
        issuedBy,
        name: row.name,
        role: row.role,
        budgetId: idOf('budget', row.budget_id),
        scopes: scopesOf(row),
        expiresAt: row.expires_at,
      },
      hash: row.hash,
      revoked: row.revoked,
    };
  });
}

const changed = `
SELECT id, ${milliseconds('expires_at')} AS expires_at, revoked_at IS NOT NULL AS revoked
FROM api_keys
WHERE budget_id IS NOT NULL AND changed_at >= to_timestamp($1::float8 / 1000)`;

/** What can change of a key, for all that were changed since a time by the database's clock; and what that says now. */
export async function readChanges(
  sql: WriteClient,
  since: number,
): Promise<{ now: number; changes: { id: string; expiresAt: number | null; revoked: boolean }[] }> {
  // The clock first: what is committed later is found by the next look.
  const [clock] = await sql.unsafe<{ now: number }[]>(
    `SELECT ${milliseconds('clock_timestamp()')} AS now`,
    [],
    { prepare: true },
  );
  const rows = await sql.unsafe<{ id: string; expires_at: number | null; revoked: boolean }[]>(
    changed,
    [since],
    {
      prepare: true,
    },
  );
  const changes = rows.map((row) => ({
    id: idOf('key', row.id),
    expiresAt: row.expires_at,
    revoked: row.revoked,
  }));
  return { now: clock!.now, changes };
}

/** Hashes of the keys that are bound to no budget. */
export async function readAdmins(sql: WriteClient): Promise<Buffer[]> {
  const rows = await sql.unsafe<{ hash: Buffer }[]>('SELECT hash FROM api_keys WHERE budget_id IS NULL', [], {
    prepare: true,
  });
  return rows.map(({ hash }) => hash);
}
