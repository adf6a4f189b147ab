import type { WriteClient } from '../../../database/connections.js';
import type { Event } from '../../../core/events.js';
import { newId, uuidOf } from '../../../ids/ids.js';
import { milliseconds, parametersOf, rowsOf, type Columns } from '../../../database/columns.js';
import { run } from '../../../database/run.js';
import type { PendingDelivery } from '../../deliveries/delivery-lanes.js';
import type { Result } from '../../deliveries/outlet.js';
import type { EntryPlace } from '../../sql/read-entries.js';

/** Which webhook is meant, by UUIDs. */
export interface WebhookKey {
  tree_id: string;
  id: string;
}

/** A delivery that is to be made. */
export interface WebhookDelivery extends PendingDelivery {
  event_id: string;
  event_type: string;
  /** Null, as the version is, where it comes from no entry. */
  budget_id: string | null;
  version: bigint | null;
  extra: boolean;
  /** It is sent when its time has come, if people have not decided by then. */
  escalation: boolean;
}

const columns = `id, (CASE WHEN extra OR escalation THEN id ELSE coalesce(budget_id, id) END)::text AS lane, event_id, event_type, budget_id, version, extra, escalation, attempts,
  ${milliseconds('due_at - clock_timestamp()')} AS due_in, ${milliseconds('clock_timestamp() - first_attempt_at')} AS tried_for`;

const select = `
SELECT ${columns} FROM webhook_deliveries
WHERE tree_id = $1::uuid AND webhook_id = $2::uuid AND state = 'pending'
ORDER BY budget_id, version, id`;

/** All that is pending, in the order of each budget. */
export async function pendingDeliveries(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
): Promise<WebhookDelivery[]> {
  return await run<WebhookDelivery & { [name: string]: unknown }>(sql, select, [tree_id, id]);
}

/** An event, and when it is sent: in milliseconds since the epoch, 0 for at once. */
interface MadeDelivery {
  id: string;
  event: Event;
  dueAt: number;
}

const EVENTS: Columns<MadeDelivery> = {
  id: ['uuid', ({ id }) => id],
  event_id: ['text', ({ event }) => event.id],
  event_type: ['text', ({ event }) => event.type],
  budget_id: ['uuid', ({ event }) => uuidOf(event.data.budgetId)],
  version: ['bigint', ({ event }) => event.data.version],
  due_at: ['float8', ({ dueAt }) => dueAt],
};

const insert = `
WITH moved AS (
  UPDATE webhooks SET tick = $4::bigint, tick_tree_id = $5::uuid, tick_budget_id = $6::uuid, tick_version = $7::bigint
  WHERE tree_id = $1::uuid AND id = $2::uuid AND worker_id = $3::uuid AND state = 'active'
    AND (tick, tick_tree_id, tick_budget_id, tick_version) = ($8::bigint, $9::uuid, $10::uuid, $11::bigint)
  RETURNING tree_id
),
made AS (
  INSERT INTO webhook_deliveries (tree_id, webhook_id, id, event_id, event_type, budget_id, version, escalation, due_at)
  SELECT $1::uuid, $2::uuid, x.id, x.event_id, x.event_type, x.budget_id, x.version, x.due_at > 0,
    CASE WHEN x.due_at > 0 THEN to_timestamp(x.due_at / 1000) ELSE now() END
  FROM ${rowsOf(EVENTS, 'x', 12)}
  WHERE EXISTS (SELECT 1 FROM moved)
)
SELECT ${milliseconds('clock_timestamp()')} AS now FROM moved`;

/**
 * Makes deliveries of events and moves the webhook on, in one statement: neither is there without the other. Null if
 * somebody else holds the webhook meanwhile, or has changed where it stands.
 */
export async function makeDeliveries(
  sql: WriteClient,
  workerId: string,
  webhook: WebhookKey & { escalate_after: number | null },
  move: { from: EntryPlace; to: EntryPlace },
  events: readonly Event[],
): Promise<WebhookDelivery[] | null> {
  const rows = events.map((event) => ({
    id: uuidOf(newId('delivery')),
    event,
    dueAt: dueAtOf(event, webhook.escalate_after),
  }));
  const place = (at: EntryPlace) => [String(at.tick), at.treeId, at.budgetId, String(at.version)];
  const [moved] = await run<{ now: number }>(sql, insert, [
    webhook.tree_id,
    webhook.id,
    workerId,
    ...place(move.to),
    ...place(move.from),
    ...parametersOf(EVENTS, rows),
  ]);
  if (!moved) return null;
  return rows.map(({ id, event, dueAt }) => ({
    id,
    lane: dueAt > 0 ? id : uuidOf(event.data.budgetId),
    event_id: event.id,
    event_type: event.type,
    budget_id: uuidOf(event.data.budgetId),
    version: BigInt(event.data.version),
    extra: false,
    escalation: dueAt > 0,
    attempts: 0,
    due_in: dueAt > 0 ? dueAt - moved.now : 0,
    tried_for: null,
  }));
}

/** Of a request for approval, where the webhook is for those that wait too long. */
const dueAtOf = ({ type, timestamp }: Event, escalateAfter: number | null): number =>
  type === 'reservation.pending_approval' && escalateAfter !== null
    ? Date.parse(timestamp) + escalateAfter * 1000
    : 0;

const settled = `
SELECT id FROM webhook_deliveries
WHERE tree_id = $1::uuid AND webhook_id = $2::uuid AND id = ANY ($3::uuid[]) AND state <> 'pending'`;

/** Those of some deliveries that wait no more. */
export async function settledAmong(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  deliveryIds: readonly string[],
): Promise<string[]> {
  const rows = await run<{ id: string }>(sql, settled, [tree_id, id, `{${deliveryIds.join(',')}}`]);
  return rows.map((row) => row.id);
}

const update = `
UPDATE webhook_deliveries
SET state = $4::text, attempts = attempts + 1,
  due_at = clock_timestamp() + make_interval(secs => $5::float8 / 1000),
  first_attempt_at = coalesce(first_attempt_at, clock_timestamp() - make_interval(secs => $6::float8 / 1000)),
  last_attempt_at = clock_timestamp() - make_interval(secs => $6::float8 / 1000),
  last_status = nullif($7::int, 0), last_error = nullif($8::text, ''),
  settled_at = CASE WHEN $4::text <> 'pending' THEN clock_timestamp() END
WHERE tree_id = $1::uuid AND webhook_id = $2::uuid AND id = $3::uuid AND state = 'pending'`;

const pause = `
UPDATE webhooks w
SET state = 'paused', pause_reason = 'failing', worker_id = NULL, changed_at = clock_timestamp()
FROM webhook_deliveries p
WHERE w.tree_id = $1::uuid AND w.id = $2::uuid AND w.state = 'active'
  AND p.tree_id = w.tree_id AND p.webhook_id = w.id AND p.id = $3::uuid
  AND NOT EXISTS (
    SELECT 1 FROM webhook_deliveries d
    WHERE d.tree_id = w.tree_id AND d.webhook_id = w.id AND d.state = 'delivered'
      AND d.settled_at > p.first_attempt_at
  )
RETURNING w.id`;

/** What an attempt came to, or that there was nothing to be sent any more. */
type WrittenResult = Omit<Result, 'state'> & { state: Result['state'] | 'left_out' };

/**
 * Writes down what an attempt came to. A webhook that has taken nothing for as long as a delivery was tried in vain is
 * paused, since its receiver is not there: everything after it waits. Answers whether it was.
 */
export async function recordResult(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  deliveryId: string,
  { state, isLate, pauseMs, tookMs, status, error }: WrittenResult,
): Promise<{ paused: boolean }> {
  const key = [tree_id, id, deliveryId];
  await run(sql, update, [...key, state, pauseMs, tookMs, status ?? 0, error ?? '']);
  if (!isLate) return { paused: false };
  return { paused: (await run(sql, pause, key)).length > 0 };
}
