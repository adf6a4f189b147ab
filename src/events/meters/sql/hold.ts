import type { WriteClient } from '../../../database/connections.js';
import { milliseconds } from '../../../database/columns.js';
import { run } from '../../../database/run.js';
import { DELETED_AT_ONCE, forgetterOf, hasForgotten } from '../../deliveries/sql/forget.js';
import { isFree } from '../../deliveries/sql/workers.js';
import type { CustomerSource, StripeMeter } from '../meters.js';

/** The meters of a tree that this replica delivers, as they stand. */
export interface HeldMeters {
  tree_id: string;
  api_key: string;
  customer_label: string;
  customer_from: CustomerSource;
  meters: StripeMeter[];
  /** Of the tree. */
  scale: number;
  revision: number;
  /** Milliseconds since the epoch. */
  restored_at: number | null;
  tick: bigint;
  tick_tree_id: string;
  tick_budget_id: string;
  tick_version: bigint;
  /** Whether something waits that was retried by hand. */
  has_again: boolean;
}

const claim = `
WITH claimed AS (
  UPDATE meter_sinks SET worker_id = $1::uuid
  WHERE tree_id IN (
    SELECT o.tree_id FROM meter_sinks o
    WHERE o.state = 'active' AND ${isFree('$2')}
    ORDER BY o.tree_id
    LIMIT $3::int
    FOR UPDATE OF o SKIP LOCKED
  )
)
SELECT ${hasForgotten('meter_sinks')} AS "hasForgotten"`;

const held = `
SELECT s.tree_id, s.api_key, s.customer_label, s.customer_from, s.meters, s.revision, t.scale,
  ${milliseconds('s.restored_at')} AS restored_at, s.tick, s.tick_tree_id, s.tick_budget_id, s.tick_version,
  EXISTS (SELECT FROM meter_events e WHERE e.tree_id = s.tree_id AND e.state = 'pending' AND e.again) AS has_again
FROM meter_sinks s
JOIN trees t ON t.id = s.tree_id
WHERE s.worker_id = $1::uuid AND s.state = 'active'`;

/** Takes meters that nobody delivers, and answers all that are this replica's, and whether some were deleted whose events are there. */
export async function holdMeters(
  sql: WriteClient,
  workerId: string,
  deadAfterSeconds: number,
  atOnce: number,
): Promise<{ meters: HeldMeters[]; hasForgotten: boolean }> {
  const [row] = await run<{ hasForgotten: boolean }>(sql, claim, [workerId, deadAfterSeconds, atOnce]);
  const meters = await run<HeldMeters & { [name: string]: unknown }>(sql, held, [workerId]);
  return { meters, hasForgotten: row!.hasForgotten };
}

/** Leaves everything to the other replicas. */
export async function letGoOfMeters(sql: WriteClient, workerId: string): Promise<void> {
  await run(sql, 'UPDATE meter_sinks SET worker_id = NULL WHERE worker_id = $1::uuid', [workerId]);
}

/** Deletes some events of meters that were deleted, and the meters with the last of them; answers whether there may be more. */
export const deleteForgottenMeters = forgetterOf({
  outlets: 'meter_sinks',
  deliveries: 'meter_events',
  names: { tree_id: 'tree_id' },
});

const OLD = `
DELETE FROM meter_events
WHERE (tree_id, id) IN (
  SELECT tree_id, id FROM meter_events
  WHERE state <> 'pending' AND settled_at < clock_timestamp() - make_interval(days => $1::int)
    AND (state <> 'parked' OR settled_at < clock_timestamp() - make_interval(days => $2::int))
  LIMIT $3::int
)`;

/** Deletes some of what nobody will ask for any more; answers whether there may be more of it. */
export async function deleteOldEvents(
  sql: WriteClient,
  { days, parkedDays }: { days: number; parkedDays: number },
): Promise<boolean> {
  const { count } = await run(sql, OLD, [days, parkedDays, DELETED_AT_ONCE]);
  return count === DELETED_AT_ONCE;
}
