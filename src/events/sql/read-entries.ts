import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';

/** A place in the journal as a whole: between the entry that it names and the next one. */
export interface EntryPlace {
  tick: bigint;
  /** UUIDs. */
  treeId: string;
  budgetId: string;
  version: bigint;
}

/** Before all others; and the tree of what belongs to none. */
export const FIRST_UUID = '00000000-0000-0000-0000-000000000000';

/** Before everything that a tick and those after it hold. */
export const startOfTick = (tick: bigint): EntryPlace => ({
  tick,
  treeId: FIRST_UUID,
  budgetId: FIRST_UUID,
  version: 0n,
});

/** An entry that was passed on the way, with its content if it lies in a subtree asked for. */
export interface EntryRow {
  /** Entries that could have been read, up to the limit: more than the rows where these would have too many bytes. */
  found: number;
  tick: bigint;
  tree_id: string;
  budget_id: string;
  version: bigint;
  /** The UUIDs of the budget's ancestors, joined by commas; empty where all trees are read. */
  path: string;
  content: string | null;
}

/** The budgets asked for: one with everything under it, or (null) all there are. UUIDs. */
export type EventScope = { treeId: string; budgetId: string } | null;

const inSubtrees = `array_to_string(b.path, ',') AS path,
  CASE WHEN e.budget_id = ANY ($8::uuid[]) OR b.path && $8::uuid[] THEN e.content END`;

/**
 * A page of the journal in the order of ticks. Ticks that a running transaction could still write into are not read
 * yet: what was read once has nothing added before it. It ends early where its entries have more bytes than wanted. How far the page goes does not depend on what is asked for,
 * so that a reader whom little concerns gets on, too.
 */
const statement = (oneTree: boolean): string => `
SELECT e.found, e.tick, e.tree_id, e.budget_id, e.version,
  ${oneTree ? inSubtrees : `'' AS path, e.content`} AS content
FROM (
  SELECT tick, tree_id, budget_id, version, content, count(*) OVER ()::int AS found,
    sum(octet_length(content)) OVER (ORDER BY tick, tree_id, budget_id, version) - octet_length(content) AS before
  FROM (
    SELECT tick, tree_id, budget_id, version, content
    FROM entries
    WHERE tick > 0 AND tick >= $1::bigint AND tick < (SELECT readable_tick())
      AND (tick, tree_id, budget_id, version) > ($1::bigint, $2::uuid, $3::uuid, $4::bigint)
      ${oneTree ? 'AND tree_id = $7::uuid' : ''}
    ORDER BY tick, tree_id, budget_id, version
    LIMIT $5::int
  ) page
) e
${oneTree ? 'JOIN budgets b ON b.tree_id = e.tree_id AND b.id = e.budget_id' : ''}
WHERE e.before < $6::bigint
ORDER BY e.tick, e.tree_id, e.budget_id, e.version`;

const STATEMENTS = { oneTree: statement(true), all: statement(false) };

/** At most `limit` entries after a place, of so many bytes and at least one: of one tree, with the content of those in some subtrees of it, or of all. */
export async function readEntries(
  sql: WriteClient,
  within: { treeId: string; budgetIds: readonly string[] } | null,
  after: EntryPlace,
  limit: number,
  bytes: number,
): Promise<EntryRow[]> {
  const place = [String(after.tick), after.treeId, after.budgetId, String(after.version), limit, bytes];
  if (!within) return await run<EntryRow>(sql, STATEMENTS.all, place);
  const subtrees = `{${within.budgetIds.join(',')}}`;
  return await run<EntryRow>(sql, STATEMENTS.oneTree, [...place, within.treeId, subtrees]);
}

export const entryPlaceOf = (row: EntryRow): EntryPlace => ({
  tick: row.tick,
  treeId: row.tree_id,
  budgetId: row.budget_id,
  version: row.version,
});
