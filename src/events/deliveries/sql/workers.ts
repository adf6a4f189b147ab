import type { WriteClient } from '../../../database/connections.js';
import { run } from '../../../database/run.js';

const sign = `
INSERT INTO event_workers (id, seen_at)
SELECT $1::uuid, clock_timestamp()
WHERE EXISTS (SELECT FROM webhooks WHERE state = 'active') OR EXISTS (SELECT FROM meter_sinks WHERE state = 'active')
ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`;

/** Says that this replica lives, unless there is nothing to deliver. */
export async function signWorker(sql: WriteClient, workerId: string): Promise<void> {
  await run(sql, sign, [workerId]);
}

export async function forgetWorker(sql: WriteClient, workerId: string): Promise<void> {
  await run(sql, 'DELETE FROM event_workers WHERE id = $1::uuid', [workerId]);
}

const FORGOTTEN = `DELETE FROM event_workers WHERE seen_at < clock_timestamp() - interval '1 hour'`;

/** Replicas that ended without a word. */
export async function forgetDeadWorkers(sql: WriteClient): Promise<void> {
  await run(sql, FORGOTTEN);
}

/** SQL of an outlet `o` whose replica was not seen for so many seconds, or that has none. */
export const isFree = (seconds: string): string => `NOT EXISTS (
  SELECT FROM event_workers x
  WHERE x.id = o.worker_id AND x.seen_at > clock_timestamp() - make_interval(secs => ${seconds}::float8)
)`;
