import { SPENDING_KINDS } from '../../core/spend.js';
import type { WriteClient } from '../../database/connections.js';
import { milliseconds } from '../../database/columns.js';
import type { SpendPlace } from './place.js';

/** The tree of what is added up. */
export interface PassedTree {
  /** UUID. */
  treeId: string;
  scale: number;
  timezone: string;
  currency: string;
}

/** An entry that may spend, or the last one of a page, which is passed all the same. */
export interface PassedEntry extends PassedTree {
  /** Which entry of its page it is, those that spend nothing counted. */
  nth: number;
  tick: bigint;
  /** UUID. */
  budgetId: string;
  version: bigint;
  /** Milliseconds since the epoch. */
  at: number;
  /** Null where it spends nothing. */
  content: string | null;
}

/** Whether an entry may spend. */
export const SPENDS = `(e.denied OR e.kind IN (${SPENDING_KINDS.map((kind) => `'${kind}'`).join(', ')}))`;

/** Which entries come next, and in which order. */
interface Passing {
  where: string;
  order: string;
}

/** What spends nothing is not answered, but for the last entry of a page: its place is where the next page begins. */
const pageOf = ({ where, order }: Passing): string => `
WITH page AS MATERIALIZED (
  SELECT e.tick, e.tree_id, e.budget_id, e.version, e.at, row_number() OVER () AS nth,
    CASE WHEN ${SPENDS} THEN e.content END AS content
  FROM (SELECT * FROM entries e WHERE ${where} ORDER BY ${order} LIMIT $5::int) e
)
SELECT p.tick, p.tree_id AS "treeId", p.budget_id AS "budgetId", p.version, p.nth::int,
  ${milliseconds('p.at')} AS at, t.scale::int AS scale, t.timezone, t.currency, p.content
FROM page p
JOIN trees t ON t.id = p.tree_id
WHERE p.content IS NOT NULL OR p.nth = (SELECT count(*) FROM page)
ORDER BY p.nth`;

/** Those that were committed, in the order of their commits. */
export const FOLLOWING: Passing = {
  where: `e.tick > 0 AND e.tick >= $1::bigint AND e.tick < (SELECT readable_tick())
    AND (e.tick, e.tree_id, e.budget_id, e.version) > ($1::bigint, $2::uuid, $3::uuid, $4::bigint)`,
  order: 'e.tick, e.tree_id, e.budget_id, e.version',
};

/** Those of before, budget by budget. */
const BUILDING: Passing = {
  where: `e.tick < $1::bigint AND (e.tree_id, e.budget_id, e.version) > ($2::uuid, $3::uuid, $4::bigint)`,
  order: 'e.tree_id, e.budget_id, e.version',
};

const following = pageOf(FOLLOWING);
const building = pageOf(BUILDING);

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
