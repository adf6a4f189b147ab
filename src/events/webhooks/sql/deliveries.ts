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
}

const columns = `id, (CASE WHEN extra THEN id ELSE coalesce(budget_id, id) END)::text AS lane, event_id, event_type, budget_id, version, extra, attempts,
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

const EVENTS: Columns<{ id: string; event: Event }> = {
  id: ['uuid', ({ id }) => id],
  event_id: ['text', ({ event }) => event.id],
  event_type: ['text', ({ event }) => event.type],
  budget_id: ['uuid', ({ event }) => uuidOf(event.data.budgetId)],
  version: ['bigint', ({ event }) => event.data.version],
};

const insert = `
WITH moved AS (
  UPDATE webhooks SET tick = $4::bigint, tick_tree_id = $5::uuid, tick_budget_id = $6::uuid, tick_version = $7::bigint
  WHERE tree_id = $1::uuid AND id = $2::uuid AND worker_id = $3::uuid AND state = 'active'
    AND (tick, tick_tree_id, tick_budget_id, tick_version) = ($8::bigint, $9::uuid, $10::uuid, $11::bigint)
  RETURNING tree_id
),
made AS (
  INSERT INTO webhook_deliveries (tree_id, webhook_id, id, event_id, event_type, budget_id, version)
  SELECT $1::uuid, $2::uuid, x.id, x.event_id, x.event_type, x.budget_id, x.version
  FROM ${rowsOf(EVENTS, 'x', 12)}
  WHERE EXISTS (SELECT 1 FROM moved)
)
SELECT tree_id FROM moved`;

/**
 * Makes deliveries of events and moves the webhook on, in one statement: neither is there without the other. Null if
 * somebody else holds the webhook meanwhile, or has changed where it stands.
 */
export async function makeDeliveries(
  sql: WriteClient,
  workerId: string,
  webhook: WebhookKey,
  move: { from: EntryPlace; to: EntryPlace },
  events: readonly Event[],
): Promise<WebhookDelivery[] | null> {
  const rows = events.map((event) => ({ id: uuidOf(newId('delivery')), event }));
  const place = (at: EntryPlace) => [String(at.tick), at.treeId, at.budgetId, String(at.version)];
  const moved = await run(sql, insert, [
    webhook.tree_id,
    webhook.id,
    workerId,
    ...place(move.to),
    ...place(move.from),
    ...parametersOf(EVENTS, rows),
  ]);
  if (moved.length === 0) return null;
  return rows.map(({ id, event }) => ({
    id,
    lane: uuidOf(event.data.budgetId),
    event_id: event.id,
    event_type: event.type,
    budget_id: uuidOf(event.data.budgetId),
    version: BigInt(event.data.version),
    extra: false,
    attempts: 0,
    due_in: 0,
    tried_for: null,
  }));
}

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

/**
 * Writes down what an attempt came to. A webhook that has taken nothing for as long as a delivery was tried in vain is
 * paused, since its receiver is not there: everything after it waits. Answers whether it was.
 */
export async function recordResult(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  deliveryId: string,
  { state, isLate, pauseMs, tookMs, status, error }: Result,
): Promise<{ paused: boolean }> {
  const key = [tree_id, id, deliveryId];
  await run(sql, update, [...key, state, pauseMs, tookMs, status ?? 0, error ?? '']);
  if (!isLate) return { paused: false };
  return { paused: (await run(sql, pause, key)).length > 0 };
}
