import { REVIVED } from '../../core/envelopes.js';
import { COUNTER_RULES } from '../../core/metrics/rules.js';
import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';

/** A place among all counters: the one that was looked at last. */
export interface CounterPlace {
  tree_id: string;
  id: string;
}

/** Before all of them. */
export const FIRST_COUNTER: CounterPlace = { tree_id: '00000000-0000-0000-0000-000000000000', id: '' };

/** The metrics whose counters are of no use once their window is over. */
const ENDING = Object.entries(COUNTER_RULES)
  .flatMap(([metric, { endsWithWindow }]) => (endsWithWindow ? `'${metric}'` : []))
  .join(', ');

// Somebody may be about to write one that is empty: it is theirs then, or they find it gone and decide again.
const statement = `
WITH looked AS MATERIALIZED (
  SELECT tree_id, id FROM counters
  WHERE (tree_id, id) > ($1::uuid, $2::text) ORDER BY tree_id, id LIMIT $3::int
), free AS MATERIALIZED (
  SELECT c.tree_id, c.id FROM looked JOIN counters c ON c.tree_id = looked.tree_id AND c.id = looked.id
  WHERE c.window_end < statement_timestamp() - $4::int * interval '1 second' AND c.version < ${REVIVED}
    AND (c.metric IN (${ENDING}) OR (c.used = 0 AND c.alerts = 0))
  FOR UPDATE OF c SKIP LOCKED
), freed AS (
  DELETE FROM counters c USING free WHERE c.tree_id = free.tree_id AND c.id = free.id RETURNING 1
)
SELECT last.tree_id, last.id, (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM freed) AS freed
FROM (SELECT tree_id, id FROM looked ORDER BY tree_id DESC, id DESC LIMIT 1) AS last`;

/**
 * Looks at the counters behind a place, and frees those whose window was over so many seconds ago with nothing left in
 * it. What counts denials and names is of no use once its window is over. Answers null where there are no more.
 */
export async function freeCounters(
  sql: WriteClient,
  after: CounterPlace,
  limit: number,
  seconds: number,
): Promise<(CounterPlace & { looked: number; freed: number }) | null> {
  const [row] = await run<CounterPlace & { looked: number; freed: number }>(sql, statement, [
    after.tree_id,
    after.id,
    limit,
    seconds,
  ]);
  return row ?? null;
}
