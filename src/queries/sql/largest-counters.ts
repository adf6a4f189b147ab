import type { Reader } from '../snapshot.js';

/** A window of an envelope whose counters are wanted. */
export interface WantedWindow {
  /** What the ids of its counters begin with: `<envelope>/<start>/`. */
  prefix: string;
}

export interface CounterRow {
  prefix: string;
  key: string;
  used: bigint;
}

/** Counters of one window that are looked at: more than may be made in one now, but older windows can have more. */
const LOOKED_AT = 2_000;

/**
 * The largest counters of each wanted window, at most `limit` of each. Counters are keyed by texts that begin with
 * envelope and window, so that those of one window are a range of the primary key. Of a window with very many the
 * first ones of that range are looked at: an index by use would be written with every payment.
 */
export async function largestCounters(
  reader: Reader,
  treeUuid: string,
  wanted: readonly WantedWindow[],
  limit: number,
): Promise<CounterRow[]> {
  if (wanted.length === 0) return [];
  const prefixes = wanted.map(({ prefix }) => prefix);
  // '0' is the character after '/': the range ends where the ids no longer begin with the prefix.
  return await reader.$queryRaw<CounterRow[]>`
    SELECT want.prefix, largest.key, largest.used
    FROM unnest(${prefixes}::text[]) AS want(prefix)
    CROSS JOIN LATERAL (
      SELECT looked.key, looked.used
      FROM (
        SELECT c.key, c.used
        FROM counters c
        WHERE c.tree_id = ${treeUuid}::uuid
          AND c.id >= want.prefix AND c.id < left(want.prefix, -1) || '0' AND c.metric <> 'names'
        ORDER BY c.id
        LIMIT ${LOOKED_AT}
      ) AS looked
      ORDER BY looked.used DESC, looked.key
      LIMIT ${limit}
    ) AS largest`;
}
