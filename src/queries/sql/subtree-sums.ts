import type { Tree } from '../../core/budgets.js';
import { formatAmount } from '../../core/money.js';
import { SPEND_FORMAT } from '../../core/spend.js';
import { uuidOf } from '../../ids/ids.js';
import type { Reader } from '../snapshot.js';

/** What a budget and all that lies under it spent, and hold now. */
export type SubtreeSums = {
  spent: string;
  reserved: string;
  /** Null while the sums of spend are made anew. */
  calls: number | null;
  denied: number | null;
};

interface SumsRow {
  id: string;
  spent: string;
  reserved: string;
  calls: number | null;
  denied: number | null;
}

/**
 * The sums of some budgets of a tree, by their UUIDs. Amounts are those of the balances in the same snapshot; calls and
 * denials are as fresh as spend. What lies under one of them is read once, however many of them lie above each other.
 */
export async function subtreeSums(
  reader: Reader,
  tree: Tree,
  uuids: readonly string[],
): Promise<Map<string, SubtreeSums>> {
  const treeUuid = uuidOf(tree.id);
  const rows = await reader.$queryRaw<SumsRow[]>`
    WITH RECURSIVE below AS (
      SELECT id, path, spent, reserved FROM budgets
      WHERE tree_id = ${treeUuid}::uuid AND id = ANY (${uuids}::uuid[]) AND NOT path && ${uuids}::uuid[]
      UNION ALL
      SELECT b.id, b.path, b.spent, b.reserved
      FROM below JOIN budgets b ON b.tree_id = ${treeUuid}::uuid AND b.parent_id = below.id
    )
    SELECT a.id::text AS id, sum(b.spent)::text AS spent, sum(b.reserved)::text AS reserved,
      CASE WHEN bool_and(p.is_made) THEN coalesce(sum(s.calls), 0)::float8 END AS calls,
      CASE WHEN bool_and(p.is_made) THEN coalesce(sum(s.denied), 0)::float8 END AS denied
    FROM below b
    CROSS JOIN LATERAL unnest(b.path || b.id) AS a (id)
    CROSS JOIN (SELECT phase = 'follow' AND format = ${SPEND_FORMAT} AS is_made FROM spend_place) p
    LEFT JOIN spend_budgets s ON s.tree_id = ${treeUuid}::uuid AND s.budget_id = b.id
    WHERE a.id = ANY (${uuids}::uuid[])
    GROUP BY a.id`;
  const text = (units: string): string => formatAmount(BigInt(units), tree.scale);
  return new Map(
    rows.map(({ id, spent, reserved, calls, denied }) => [
      id,
      { spent: text(spent), reserved: text(reserved), calls, denied },
    ]),
  );
}

/** How often a budget itself paid, and was denied. Null while the sums of spend are made anew. */
export type OwnCounts = Pick<SubtreeSums, 'calls' | 'denied'>;

/** Of a budget by its UUID, without what lies under it: as fresh as spend. */
export async function ownCounts(reader: Reader, tree: Tree, uuid: string): Promise<OwnCounts> {
  const [row] = await reader.$queryRaw<OwnCounts[]>`
    SELECT CASE WHEN bool_and(p.is_made) THEN coalesce(sum(s.calls), 0)::float8 END AS calls,
      CASE WHEN bool_and(p.is_made) THEN coalesce(sum(s.denied), 0)::float8 END AS denied
    FROM (SELECT phase = 'follow' AND format = ${SPEND_FORMAT} AS is_made FROM spend_place) p
    LEFT JOIN spend_budgets s ON s.tree_id = ${uuidOf(tree.id)}::uuid AND s.budget_id = ${uuid}::uuid`;
  return row!;
}
