import { Prisma } from '../../generated/prisma/client.js';
import type { Reader } from '../snapshot.js';

/** Where limits are looked for: a budget with all under it. UUIDs. */
export interface LimitPlace {
  treeId: string;
  budgetId: string;
}

/** Shares of limits are whole ten thousandths. */
export const SHARE_DECIMALS = 4;
const WHOLE_SHARE = 10 ** SHARE_DECIMALS;

/** More is not counted, and a limit of nothing is as full as can be. */
const MOST_SHARE = 99_999_999;

/** Budgets, limits and counters that are looked at: so many of each at most. */
const LOOKED_AT = 20_000;

/** Counters of one limit that are looked at, so that one with very many leaves room for the others. */
const LOOKED_AT_OF_ONE = 2_000;

/** Where a counter stands among the fullest. Ids are UUIDs. */
export interface FullestPosition {
  share: number;
  envelopeId: string;
  key: string;
}

/** A counter of the window that is now, with what part of its limit is used. */
export interface FullestCounter extends FullestPosition {
  used: bigint;
  /** Milliseconds since the epoch; null for a lifetime. */
  start: number | null;
  end: number | null;
}

/** Those that were found, and whether there is more than was looked at. */
export interface FullestCounters {
  rows: FullestCounter[];
  isCut: boolean;
}

/**
 * The counters of open budgets that are nearest to their limits, or furthest beyond. No index has them in this order: it would
 * be written with every payment. So they are looked at, from the top of each tree down, and no more of them than is bounded.
 */
export async function fullestCounters(
  reader: Reader,
  place: LimitPlace | null,
  from: number,
  after: FullestPosition | null,
  limit: number,
): Promise<FullestCounters> {
  const [row] = await reader.$queryRaw<[FullestCounters]>`
    WITH RECURSIVE clock AS MATERIALIZED (SELECT clock_timestamp() AS now),
    ${openBelow(place)},
    looked AS MATERIALIZED (SELECT tree_id, id FROM open LIMIT ${LOOKED_AT}),
    limits AS MATERIALIZED (
      SELECT e.tree_id, e.id, e.per, e.most
      FROM looked CROSS JOIN LATERAL (
        SELECT tree_id, id, per, "limit" AS most FROM envelopes
        WHERE tree_id = looked.tree_id AND budget_id = looked.id AND deleted_at IS NULL AND "window" <> 'transaction'
        OFFSET 0
      ) e
      LIMIT ${LOOKED_AT}
    ),
    counted AS MATERIALIZED (
      SELECT l.id, l.most, c.key, c.used, c.window_start, c.window_end, c.nth
      FROM clock CROSS JOIN limits l CROSS JOIN LATERAL (${currentCounters}) c
      LIMIT ${LOOKED_AT}
    ),
    shares AS (
      SELECT *, CASE WHEN most = 0 THEN ${MOST_SHARE}
        ELSE least(${MOST_SHARE}, trunc(used::numeric * ${WHOLE_SHARE} / most)) END::int AS share
      FROM counted
      WHERE used > 0
    )
    SELECT
      (SELECT count(*) = ${LOOKED_AT} FROM looked) OR (SELECT count(*) = ${LOOKED_AT} FROM limits)
        OR (SELECT count(*) = ${LOOKED_AT} OR coalesce(max(nth), 0) = ${LOOKED_AT_OF_ONE} FROM counted) AS "isCut",
      (SELECT coalesce(json_agg(f), '[]') FROM (
        SELECT share, id AS "envelopeId", key, used::text AS used, ${instant('window_start')} AS start,
          ${instant('window_end')} AS end
        FROM shares
        WHERE share >= ${from} AND ${isBehind(after)}
        ORDER BY share DESC, id, key
        LIMIT ${limit}
      ) f) AS rows`;
  return { ...row, rows: row.rows.map((one) => ({ ...one, used: BigInt(one.used) })) };
}

/** The common table expression `open`: open budgets of a place from the top down, as far as it is read. Under a closed one all are. */
function openBelow(place: LimitPlace | null): Prisma.Sql {
  const tops = place
    ? Prisma.sql`SELECT ${place.treeId}::uuid AS tree_id, ${place.budgetId}::uuid AS id`
    : Prisma.sql`SELECT id AS tree_id, id FROM trees`;
  return Prisma.sql`open AS (
      SELECT b.tree_id, b.id
      FROM (${tops}) top CROSS JOIN LATERAL (
        SELECT tree_id, id FROM budgets WHERE tree_id = top.tree_id AND id = top.id AND state <> 'closed' OFFSET 0
      ) b
      UNION ALL
      SELECT b.tree_id, b.id
      FROM open CROSS JOIN LATERAL (
        SELECT tree_id, id FROM budgets WHERE tree_id = open.tree_id AND parent_id = open.id AND state <> 'closed' OFFSET 0
      ) b
    )`;
}

/**
 * Of a limit `l`: the counter of what has no name, which of requests only says how many are followed, and those of names. Each
 * is found by an index with the end of the window.
 */
const currentCounters = Prisma.sql`
        (
          SELECT key, used, window_start, window_end, 0 AS nth FROM counters
          WHERE tree_id = l.tree_id AND envelope_id = l.id AND key = '' AND window_end > clock.now
            AND window_start <= clock.now AND l.per IS DISTINCT FROM 'request'
          ORDER BY window_end
          LIMIT 1
        )
        UNION ALL
        (
          SELECT key, used, window_start, window_end, row_number() OVER () AS nth FROM counters
          WHERE tree_id = l.tree_id AND envelope_id = l.id AND key <> '' AND window_end > clock.now
            AND window_start <= clock.now AND metric <> 'names' AND l.per IS NOT NULL
          LIMIT ${LOOKED_AT_OF_ONE}
        )`;

const instant = (column: string): Prisma.Sql =>
  Prisma.raw(`CASE WHEN isfinite(${column}) THEN (extract(epoch FROM ${column}) * 1000)::float8 END`);

const isBehind = (after: FullestPosition | null): Prisma.Sql =>
  after === null
    ? Prisma.sql`true`
    : Prisma.sql`(share < ${after.share}
          OR share = ${after.share} AND (id, key) > (${after.envelopeId}::uuid, ${after.key} COLLATE "C"))`;
