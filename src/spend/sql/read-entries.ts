import { SPENDING_KINDS } from '../../core/spend.js';
import type { WriteClient } from '../../database/connections.js';
import { milliseconds } from '../../database/columns.js';
import type { SpendPlace } from './place.js';

/** An entry that may spend, or the last one of a page, which is passed all the same. */
export interface PassedEntry {
  /** Which entry of its page it is, those that spend nothing counted. */
  nth: number;
  tick: bigint;
  /** UUIDs. */
  treeId: string;
  budgetId: string;
  version: bigint;
  /** Milliseconds since the epoch. */
  at: number;
  scale: number;
  timezone: string;
  currency: string;
  /** Null where it spends nothing. */
  content: string | null;
}

const kinds = SPENDING_KINDS.map((kind) => `'${kind}'`).join(', ');

/** What spends nothing is not answered, but for the last entry of a page: its place is where the next page begins. */
const pageOf = (where: string, order: string): string => `
WITH page AS MATERIALIZED (
  SELECT e.tick, e.tree_id, e.budget_id, e.version, e.at, row_number() OVER () AS nth,
    CASE WHEN e.denied OR e.kind IN (${kinds}) THEN e.content END AS content
  FROM (SELECT * FROM entries WHERE ${where} ORDER BY ${order} LIMIT $5::int) e
)
SELECT p.tick, p.tree_id AS "treeId", p.budget_id AS "budgetId", p.version, p.nth::int,
  ${milliseconds('p.at')} AS at, t.scale::int AS scale, t.timezone, t.currency, p.content
FROM page p
JOIN trees t ON t.id = p.tree_id
WHERE p.content IS NOT NULL OR p.nth = (SELECT count(*) FROM page)
ORDER BY p.nth`;

const following = pageOf(
  `tick > 0 AND tick >= $1::bigint AND tick < (SELECT readable_tick())
    AND (tick, tree_id, budget_id, version) > ($1::bigint, $2::uuid, $3::uuid, $4::bigint)`,
  'tick, tree_id, budget_id, version',
);

const building = pageOf(
  `tick < $1::bigint AND (tree_id, budget_id, version) > ($2::uuid, $3::uuid, $4::bigint)`,
  'tree_id, budget_id, version',
);

/** Entries that come at once. */
const AT_ONCE = 250;

/**
 * The next entries after a place, some at a time, of at most `limit`: in the order of their ticks, below all that can still be
 * written, or (while the sums are made) budget by budget.
 */
export function readPassed(
  tx: WriteClient,
  { phase, tick, treeId, budgetId, version }: SpendPlace,
  limit: number,
): AsyncIterable<PassedEntry[]> {
  const statement = phase === 'build' ? building : following;
  const place = [String(tick), treeId, budgetId, String(version), limit];
  return tx.unsafe<PassedEntry[]>(statement, place, { prepare: true }).cursor(AT_ONCE);
}
