import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';
import { FOLLOWING, SPENDS, type PassedTree } from './read-entries.js';
import type { SpendPlace } from './place.js';

/** Entries of a budget that were written together. */
export interface PassedSpan extends PassedTree {
  tick: bigint;
  /** UUID. */
  budgetId: string;
  /** The versions of the first and of the last one. */
  first: bigint;
  version: bigint;
  /** Of the last one, in hexadecimal: it covers all before it. */
  hash: string;
  /** How many they are, and how many of them may spend. */
  entries: number;
  spending: number;
}

const spans = `
WITH page AS MATERIALIZED (
  SELECT e.tick, e.tree_id, e.budget_id, e.version, e.hash, ${SPENDS} AS spends
  FROM entries e WHERE ${FOLLOWING.where} ORDER BY ${FOLLOWING.order} LIMIT $5::int
), spans AS MATERIALIZED (
  SELECT tick, tree_id, budget_id, min(version) AS first, max(version) AS version, count(*)::int AS entries,
    (count(*) FILTER (WHERE spends))::int AS spending, (array_agg(hash ORDER BY version DESC))[1] AS hash
  FROM page
  GROUP BY tick, tree_id, budget_id
)
SELECT s.tick, s.tree_id AS "treeId", s.budget_id AS "budgetId", s.first, s.version, s.entries, s.spending,
  encode(s.hash, 'hex') AS hash, t.scale::int AS scale, t.timezone, t.currency
FROM spans s
JOIN trees t ON t.id = s.tree_id
ORDER BY s.tick, s.tree_id, s.budget_id`;

/** What `readPassed` would read next while it follows the journal, without its contents. */
export const readSpans = async (
  tx: WriteClient,
  { tick, treeId, budgetId, version }: SpendPlace,
  limit: number,
): Promise<PassedSpan[]> =>
  run<PassedSpan>(tx, spans, [String(tick), treeId, budgetId, String(version), limit]);
