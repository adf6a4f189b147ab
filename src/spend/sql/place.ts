import type { WriteClient } from '../../database/connections.js';
import { run } from '../../database/run.js';

/**
 * How far the sums have come, and what is done next. They are cleared piece by piece, then made of what was in the journal
 * before a tick (`build`: `tick` is where that ends, and what was added last is named by budget and version), and then
 * follow it (`follow`: the entry named is the last one that was added).
 */
export interface SpendPlace {
  format: number;
  phase: 'clear' | 'build' | 'follow';
  tick: bigint;
  /** UUIDs. */
  treeId: string;
  budgetId: string;
  version: bigint;
  /** How often the sums were made anew. */
  generation: bigint;
}

/** Before all budgets. */
const FIRST_UUID = '00000000-0000-0000-0000-000000000000';
export const FIRST_PLACE = { treeId: FIRST_UUID, budgetId: FIRST_UUID, version: 0n };

const columns = `p.format, p.phase, p.tick, p.tree_id AS "treeId", p.budget_id AS "budgetId", p.version,
  p.generation`;

const look = `
SELECT ${columns}, EXISTS (
  SELECT FROM entries e
  WHERE e.tick > 0 AND e.tick >= p.tick AND e.tick < (SELECT readable_tick())
    AND (e.tick, e.tree_id, e.budget_id, e.version) > (p.tick, p.tree_id, p.budget_id, p.version)
) AS "isBehind", p.rests_until BETWEEN clock_timestamp() AND clock_timestamp() + interval '1 second' AS rests
FROM spend_place p`;

/** A place, whether the journal has more, and whether that is left to gather. */
export type SeenPlace = SpendPlace & { isBehind: boolean; rests: boolean };

/** The place. It locks nothing, so that looking costs little. */
export async function lookAtPlace(sql: WriteClient): Promise<SeenPlace> {
  const [place] = await run<SeenPlace>(sql, look);
  return place!;
}

const take = `SELECT ${columns} FROM spend_place p FOR UPDATE SKIP LOCKED`;

/** Takes the place until the transaction ends, so that one process at a time adds; null where another has it. */
export async function takePlace(tx: WriteClient): Promise<SpendPlace | null> {
  const [place] = await run<SpendPlace>(tx, take);
  return place ?? null;
}

const move = `
UPDATE spend_place
SET format = $1::int, phase = $2, tick = $3::bigint, tree_id = $4::uuid, budget_id = $5::uuid, version = $6::bigint,
  generation = $7::bigint, rests_until = clock_timestamp() + $8::int * interval '1 millisecond'`;

/**
 * Writes how far it has come: in the transaction that has added what lies before. For so long it rests there, whichever
 * process looks next.
 */
export async function movePlace(tx: WriteClient, place: SpendPlace, restMs = 0): Promise<void> {
  const { format, phase, tick, treeId, budgetId, version, generation } = place;
  const numbers = [String(version), String(generation), restMs];
  await run(tx, move, [format, phase, String(tick), treeId, budgetId, ...numbers]);
}

/** The first tick that is not complete: all entries before it can be seen. */
export async function firstOpenTick(tx: WriteClient): Promise<bigint> {
  const [row] = await run<{ tick: bigint }>(tx, 'SELECT readable_tick() AS tick');
  return row!.tick;
}

/** Has the sums made anew, by whichever process comes first. */
export async function forgetFormat(sql: WriteClient): Promise<void> {
  await run(sql, 'UPDATE spend_place SET format = 0');
}
