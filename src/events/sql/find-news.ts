import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';

const statement = `
SELECT tree_id, max(tick) AS tick
FROM entries
WHERE tick > 0 AND tick > $1::bigint AND tick < (SELECT readable_tick())
GROUP BY tree_id`;

/** The trees that have entries after a tick, with the newest tick of each. */
export async function findNews(
  sql: WriteClient,
  after: bigint,
): Promise<{ tree_id: string; tick: bigint }[]> {
  return await run(sql, statement, [String(after)]);
}

/** The first tick that is not complete: what is written from now on is not before it. */
export async function readableTick(sql: WriteClient): Promise<bigint> {
  const [row] = await run<{ tick: bigint }>(sql, 'SELECT readable_tick() AS tick');
  return row!.tick;
}
