import { Prisma } from '../../generated/prisma/client.js';
import type { Reader } from '../snapshot.js';

/** Reservations of a run that something can be done to. */
export interface RunRow {
  id: string;
  state: 'held' | 'pending_approval' | 'released';
  /** Whether it lies on the budget that is asked for, or below. */
  isWithin: boolean;
}

/** Where they are looked for; UUIDs, not TypeIDs. */
export interface RunPlace {
  treeId: string;
  budgetId: string;
  runId: string;
}

/**
 * Reservations of a run in one of these states, the oldest first. The states stand in the statement, since only then the
 * index of those that are not settled is found; those of other budgets are read as well, so that a piece has an end.
 */
export async function runReservations(
  reader: Reader,
  { treeId, budgetId, runId }: RunPlace,
  states: 'held' | 'live or released',
  after: string | undefined,
  limit: number,
): Promise<RunRow[]> {
  const inState =
    states === 'held'
      ? Prisma.sql`r.state = 'held'`
      : Prisma.sql`r.state IN ('held', 'pending_approval', 'released')`;
  const begin = after === undefined ? Prisma.empty : Prisma.sql`AND r.id > ${after}::uuid`;
  return await reader.$queryRaw<RunRow[]>`
    SELECT r.id, r.state, (b.id = ${budgetId}::uuid OR ${budgetId}::uuid = ANY (b.path)) AS "isWithin"
    FROM (
      SELECT r.tree_id, r.budget_id, r.id, r.state
      FROM reservations r
      WHERE r.tree_id = ${treeId}::uuid AND r.run_id = ${runId} AND ${inState} ${begin}
      ORDER BY r.id
      LIMIT ${limit}
    ) AS r
    JOIN budgets b ON b.tree_id = r.tree_id AND b.id = r.budget_id
    ORDER BY r.id`;
}

/** Which of these request keys have been answered in a tree. */
export async function answeredAmong(
  reader: Reader,
  treeId: string,
  requestKeys: readonly string[],
): Promise<Set<string>> {
  if (requestKeys.length === 0) return new Set();
  const rows = await reader.$queryRaw<{ key: string }[]>`
    SELECT e.request_key::text AS key
    FROM entries e
    WHERE e.tree_id = ${treeId}::uuid AND e.request_key = ANY (${requestKeys}::uuid[])`;
  return new Set(rows.map(({ key }) => key));
}
