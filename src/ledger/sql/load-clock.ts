import type { WriteClient } from '../../database/connections.js';
import { milliseconds } from '../../database/columns.js';
import { run } from '../../database/run.js';

const statement = `SELECT floor(${milliseconds('clock_timestamp()')}) AS now`;

/** The database's clock, in milliseconds since the epoch. */
export async function loadClock(sql: WriteClient): Promise<number> {
  const [row] = await run<{ now: number }>(sql, statement);
  return row!.now;
}
