import { SPENDING_KINDS } from '../../core/spend.js';
import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';
import type { SpendPlace } from './place.js';

/** An entry that may spend, or the last one of a page, which is passed all the same. */
export interface PassedEntry {
  /** Entries that could have been read, up to the limit; and which of them this is. Those after the last had no room. */
  found: number;
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

const pageOf = (where: string, order: string): string => `
SELECT e.found, e.nth, e.tick, e.tree_id AS "treeId", e.budget_id AS "budgetId", e.version,
  (extract(epoch FROM e.at) * 1000)::float8 AS at, t.scale::int AS scale, t.timezone, t.currency, e.content
FROM (
  SELECT page.*, count(*) OVER ()::int AS found, row_number() OVER (ORDER BY ${order})::int AS nth,
    sum(octet_length(content)) OVER (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM (
    SELECT tick, tree_id, budget_id, version, at,
      CASE WHEN denied OR kind IN (${kinds}) THEN content END AS content
    FROM entries
    WHERE ${where}
    ORDER BY ${order}
    LIMIT $5::int
  ) page
) e
JOIN trees t ON t.id = e.tree_id
WHERE coalesce(e.before, 0) < $6::int AND (e.content IS NOT NULL OR e.nth = e.found)
ORDER BY e.nth`;

const following = pageOf(
  `tick > 0 AND tick >= $1::bigint AND tick < (SELECT readable_tick())
      AND (tick, tree_id, budget_id, version) > ($1::bigint, $2::uuid, $3::uuid, $4::bigint)`,
  'tick, tree_id, budget_id, version',
);

const building = pageOf(
  `tick < $1::bigint AND (tree_id, budget_id, version) > ($2::uuid, $3::uuid, $4::bigint)`,
  'tree_id, budget_id, version',
);

/**
 * The next entries after a place, at most `limit` and about so many bytes: in the order of their ticks, below all that can still be written, or
 * (while the sums are made) budget by budget.
 */
export async function readPassed(
  tx: WriteClient,
  { phase, tick, treeId, budgetId, version }: SpendPlace,
  limit: number,
  bytes: number,
): Promise<PassedEntry[]> {
  const statement = phase === 'build' ? building : following;
  const place = [String(tick), treeId, budgetId, String(version)];
  return await run<PassedEntry>(tx, statement, [...place, limit, bytes]);
}
