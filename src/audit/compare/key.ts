import { canonicalText, type Json } from '../../core/canonical.js';
import { timeText } from '../../core/entries.js';
import { idOf } from '../../ids/ids.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import type { Keys } from '../replay/keys.js';
import type { KeyRow } from '../sql/rows.js';

/** Holds the keys of a tree against its journal, which was replayed to its end. */
export function compareKeys(
  tree: DifferencePlace,
  replayed: Keys,
  rows: readonly KeyRow[],
  differences: Differences,
): void {
  const missing = new Map(replayed.replayed);
  for (const row of rows) {
    const keyId = idOf('key', row.id);
    const key = missing.get(keyId);
    missing.delete(keyId);
    if (!key) {
      const at = { ...tree, budgetId: idOf('budget', row.budgetId), keyId };
      differences.add(different(at, 'key', 'no entry records it', 'there is a row').difference);
      continue;
    }
    const { place, view } = key;
    const same = (what: string, journal: string | null, table: string | null): unknown =>
      differences.check(() => expectSame(place, `${what} of the key`, journal, table));
    same('budget', view.budgetId, idOf('budget', row.budgetId));
    same('name', view.name, row.name);
    same('role', view.role, row.role);
    for (const scope of ['actions', 'vendors', 'categories', 'runs'] as const)
      same(scope, canonicalText(view.scopes[scope] ?? null), jsonOf(row[scope]));
    same('holder', key.holder, row.holder ?? keyId);
    same('issued_by', canonicalText(view.issuedBy ?? []), jsonOf(row.issuedBy));
    same('made_from', view.madeFrom ?? null, row.madeFrom === null ? null : idOf('key', row.madeFrom));
    same('largest_amount', view.scopes.largestAmount, row.largestAmount);
    // Keys that are older than this scope were issued without it.
    same('largest_overdraft', view.scopes.largestOverdraft ?? null, row.largestOverdraft);
    same('hash', view.hash, row.hash);
    same('created_at', key.createdAt, timeText(row.createdAt));
    same('expires_at', key.expiresAt, row.expiresAt === null ? null : timeText(row.expiresAt));
    same('revoked_at', key.revokedAt, row.revokedAt === null ? null : timeText(row.revokedAt));
  }
  for (const { place, view } of missing.values())
    differences.add(different(place, 'key', view.id, 'there is no row').difference);
}

const jsonOf = (column: string | null): string => canonicalText(JSON.parse(column ?? 'null') as Json);
