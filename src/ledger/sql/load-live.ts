import type { WriteClient } from '../../database/connections.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { parametersOf, rowsOf } from '../../database/columns.js';
import { KEY, type RowKey } from './load-budgets.js';
import type { ReservationKey } from './load-reservations.js';
import { run } from '../../database/run.js';

/** A live reservation, and about how many bytes an entry has to repeat of it. */
export type LiveReservation = ReservationKey & { bytes: number };

const live = `
SELECT r.tree_id, r.budget_id, r.id,
  (least(coalesce(octet_length(r.metadata::text), 0), 1024)
    + least(coalesce(octet_length(r.settlement_metadata::text), 0), 1024) + coalesce(octet_length(r.approval::text), 0)
    + coalesce(octet_length(r.outcome::text), 0)
    + 200 * coalesce(cardinality(r.charges), 0))::int AS bytes
FROM ${rowsOf(KEY, 'want', 1)}
JOIN reservations r ON r.tree_id = want.tree_id AND r.budget_id = want.id
  AND r.state IN ('held', 'pending_approval')
ORDER BY r.tree_id, r.budget_id, r.id
LIMIT $3::int`;

interface Row {
  tree_id: string;
  budget_id: string;
  id: string;
  bytes: number;
}

/** The live reservations on these budgets, at most `limit`, in the order of budgets and ids as Postgres has it. */
export async function loadLive(
  sql: WriteClient,
  budgets: RowKey[],
  limit: number,
): Promise<LiveReservation[]> {
  const rows = await run<Row>(sql, live, [...parametersOf(KEY, budgets), limit]);
  return rows.map((row) => ({
    treeId: idOf('budget', row.tree_id),
    budgetId: idOf('budget', row.budget_id),
    id: idOf('reservation', row.id),
    bytes: row.bytes,
  }));
}

const below = `
SELECT count(*)::int AS live
FROM (
  SELECT 1
  FROM budgets b
  JOIN reservations r ON r.tree_id = b.tree_id AND r.budget_id = b.id AND r.state IN ('held', 'pending_approval')
  WHERE b.tree_id = $1::uuid AND b.state <> 'closed' AND (b.id = $2::uuid OR $2::uuid = ANY (b.path))
  LIMIT $3::int
) AS found`;

/** How many live reservations there are on a budget and below, as far as `limit`. */
export async function countLive(sql: WriteClient, top: RowKey, limit: number): Promise<number> {
  const [row] = await run<{ live: number }>(sql, below, [uuidOf(top.treeId), uuidOf(top.id), limit]);
  return row!.live;
}
