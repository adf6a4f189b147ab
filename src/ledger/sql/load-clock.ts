import type { Sql } from 'postgres';
import { milliseconds } from './columns.js';

const statement = `SELECT floor(${milliseconds('clock_timestamp()')}) AS now`;

/** The database's clock, in milliseconds since the epoch. */
export async function loadClock(sql: Sql): Promise<number> {
  const [row] = await sql.unsafe<{ now: number }[]>(statement, [], { prepare: true });
  return row!.now;
}
