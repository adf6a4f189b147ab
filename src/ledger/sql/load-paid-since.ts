import { MAX_KNOWN_VENDORS } from '../../core/matches/new-vendors.js';
import type { WriteClient } from '../../database/connections.js';
import { uuidOf } from '../../ids/ids.js';
import { run } from '../../database/run.js';
import { namesMatched, namesAsked } from '../../rows/matches.js';
import type { NewEnvelope } from '../wants.js';

// The newest end of the journal, all trees of it, is what an index finds: a moment's worth.
const statement = `
WITH given AS MATERIALIZED (
  SELECT DISTINCT reservation_id AS id
  FROM entries
  WHERE tick > 0 AND tick >= $1::bigint AND tree_id = $2::uuid AND reservation_id IS NOT NULL
)
SELECT r.vendor
FROM given
JOIN reservations r ON r.id = given.id AND r.tree_id = $2::uuid
JOIN budgets b ON b.tree_id = r.tree_id AND b.id = r.budget_id
WHERE r.committed > 0 AND r.vendor IS NOT NULL
  AND (b.id = $3::uuid OR ($4::text = 'subtree' AND $3::uuid = ANY (b.path)))
  AND ${namesMatched(6)}
GROUP BY r.vendor
ORDER BY max(r.id::text) DESC
LIMIT $5::int`;

/**
 * The vendors to whom a budget that gets an envelope has paid anything in entries of a tick or later. Read under the lock of
 * the budget, which every payment below it needs: none can be missed.
 */
export async function loadPaidSince(
  sql: WriteClient,
  { treeId, budgetId, envelope }: NewEnvelope,
  tick: bigint,
): Promise<string[]> {
  const rows = await run<{ vendor: string }>(sql, statement, [
    String(tick),
    uuidOf(treeId),
    uuidOf(budgetId),
    envelope.scope,
    MAX_KNOWN_VENDORS,
    ...namesAsked(envelope.match),
  ]);
  return rows.map(({ vendor }) => vendor);
}
