import type { WriteClient } from '../../../database/connections.js';
import { milliseconds, parametersOf, rowsOf, TIME, stored, type Columns } from '../../../database/columns.js';
import { run } from '../../../database/run.js';
import { newId, uuidOf } from '../../../ids/ids.js';
import type { PendingDelivery } from '../../deliveries/delivery-lanes.js';
import type { Result } from '../../deliveries/outlet.js';
import type { EntryPlace } from '../../sql/read-entries.js';
import type { MeterEventDraft } from '../meter-events.js';

/** A meter event that is to be sent. Stripe takes one call at a time for each customer of a meter: they are a lane. */
export interface PendingEvent extends PendingDelivery {
  event_name: string;
  identifier: string;
  customer: string;
  value: string;
  /** Milliseconds since the epoch. */
  at: number;
}

const select = `
SELECT id, event_name || ' ' || customer AS lane, event_name, identifier, customer, value, ${milliseconds('at')} AS at, attempts,
  ${milliseconds('due_at - clock_timestamp()')} AS due_in, ${milliseconds('clock_timestamp() - first_attempt_at')} AS tried_for
FROM meter_events
WHERE tree_id = $1::uuid AND state = 'pending'
ORDER BY id`;

/** All that is pending, the oldest first. */
export async function pendingEvents(sql: WriteClient, treeId: string): Promise<PendingEvent[]> {
  return await run<PendingEvent & { [name: string]: unknown }>(sql, select, [treeId]);
}

type Made = MeterEventDraft & { id: string; maybeSentAt: number | null };

const EVENTS: Columns<Made> = {
  id: ['uuid', ({ id }) => id],
  budget_id: ['uuid', ({ budgetId }) => uuidOf(budgetId)],
  version: ['bigint', ({ version }) => version],
  at: ['float8', ({ at }) => at, TIME],
  event_name: ['text', ({ eventName }) => eventName],
  identifier: ['text', ({ identifier }) => identifier],
  customer: ['text', ({ customer }) => customer],
  value: ['text', ({ value }) => value],
  state: ['text', ({ state }) => state],
  reason: ['text', ({ reason }) => reason],
  maybe_sent_at: ['float8', ({ maybeSentAt }) => maybeSentAt, TIME],
};

const insert = `
WITH moved AS (
  UPDATE meter_sinks
  SET tick = $3::bigint, tick_tree_id = $4::uuid, tick_budget_id = $5::uuid, tick_version = $6::bigint,
    read_at = greatest(read_at, to_timestamp($11::float8 / 1000)), left_out = left_out + $12::int
  WHERE tree_id = $1::uuid AND worker_id = $2::uuid AND state = 'active' AND revision = $13::int
    AND (tick, tick_tree_id, tick_budget_id, tick_version) = ($7::bigint, $8::uuid, $9::uuid, $10::bigint)
  RETURNING tree_id
),
made AS (
  INSERT INTO meter_events (tree_id, ${Object.keys(EVENTS).join(', ')}, settled_at)
  SELECT $1::uuid, ${stored(EVENTS, 'x')}, CASE WHEN x.state <> 'pending' THEN clock_timestamp() END
  FROM ${rowsOf(EVENTS, 'x', 14)}
  WHERE EXISTS (SELECT FROM moved)
  ON CONFLICT (tree_id, identifier) DO NOTHING
)
SELECT tree_id FROM moved`;

interface MeterMove {
  from: EntryPlace;
  to: EntryPlace;
  /** The time of the newest entry that was passed. */
  readAt: number;
  /** What was made before was perhaps sent by another service. */
  restoredAt: number | null;
  /** Of the meters by which the events were made. */
  revision: number;
}

/**
 * Keeps events and moves the meters on, in one statement. Null if somebody else holds them meanwhile, or has changed them or
 * where they stand.
 */
export async function makeEvents(
  sql: WriteClient,
  { treeId, workerId }: { treeId: string; workerId: string },
  { from, to, readAt, restoredAt, revision }: MeterMove,
  drafts: readonly MeterEventDraft[],
): Promise<PendingEvent[] | null> {
  const rows = drafts.map((draft) => ({
    ...draft,
    id: uuidOf(newId('meterEvent')),
    maybeSentAt: restoredAt !== null && draft.at <= restoredAt ? draft.at : null,
  }));
  const place = (at: EntryPlace) => [String(at.tick), at.treeId, at.budgetId, String(at.version)];
  const leftOut = rows.filter(({ state }) => state === 'left_out').length;
  const parameters = [treeId, workerId, ...place(to), ...place(from), readAt, leftOut, revision];
  const moved = await run(sql, insert, [...parameters, ...parametersOf(EVENTS, rows)]);
  if (moved.length === 0) return null;
  return rows
    .filter(({ state }) => state === 'pending')
    .map(({ id, eventName, identifier, customer, value, at }) => ({
      id,
      lane: `${eventName} ${customer!}`,
      event_name: eventName,
      identifier,
      customer: customer!,
      value,
      at,
      attempts: 0,
      due_in: 0,
      tried_for: null,
    }));
}

const labels = `
SELECT x.id, (
  SELECT b.metadata ->> $2::text FROM budgets b
  WHERE b.tree_id = $1::uuid AND (b.id = x.id OR b.id = ANY (x.path)) AND jsonb_typeof(b.metadata -> $2::text) = 'string'
  ORDER BY cardinality(b.path) DESC LIMIT 1
) AS label
FROM budgets x
WHERE x.tree_id = $1::uuid AND x.id = ANY ($3::uuid[])`;

/** The label of each of some budgets (UUIDs), or else of the nearest budget above it, as they are now. */
export async function nearestLabels(
  sql: WriteClient,
  treeId: string,
  label: string,
  budgetIds: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await run<{ id: string; label: string | null }>(sql, labels, [
    treeId,
    label,
    `{${budgetIds.join(',')}}`,
  ]);
  return new Map(rows.map((row) => [row.id, row.label]));
}

const settled = `
SELECT id FROM meter_events WHERE tree_id = $1::uuid AND id = ANY ($2::uuid[]) AND state <> 'pending'`;

/** Those of some events that wait no more. */
export async function settledEvents(
  sql: WriteClient,
  treeId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await run<{ id: string }>(sql, settled, [treeId, `{${ids.join(',')}}`]);
  return rows.map(({ id }) => id);
}

/** How an event stands right before an attempt. */
interface Standing {
  /** Whether the meters are this replica's. */
  isHeld: boolean;
  /** Whether it waits to be sent. */
  isPending: boolean;
  /** Milliseconds for which Stripe may have had it; null where it cannot. */
  uncertainFor: number | null;
  /** Milliseconds since what it is about. */
  age: number;
}

const mark = `
WITH held AS (
  SELECT FROM meter_sinks WHERE tree_id = $1::uuid AND worker_id = $3::uuid AND state = 'active'
),
old AS (
  SELECT id, maybe_sent_at, at FROM meter_events
  WHERE tree_id = $1::uuid AND id = $2::uuid AND state = 'pending' AND EXISTS (SELECT FROM held)
  FOR UPDATE
),
marked AS (
  UPDATE meter_events e SET maybe_sent_at = coalesce(e.maybe_sent_at, clock_timestamp()), attempt_id = $4::uuid
  FROM old
  WHERE e.tree_id = $1::uuid AND e.id = old.id
)
SELECT EXISTS (SELECT FROM held) AS is_held, EXISTS (SELECT FROM old) AS is_pending,
  (SELECT ${milliseconds('clock_timestamp() - maybe_sent_at')} FROM old) AS uncertain_for,
  (SELECT ${milliseconds('clock_timestamp() - at')} FROM old) AS age`;

interface StandingRow {
  is_held: boolean;
  is_pending: boolean;
  uncertain_for: number | null;
  age: number | null;
}

/** Writes down that Stripe may have the event from now on, before it is sent: whatever ends this process then, it is known. */
export async function markEvent(
  sql: WriteClient,
  treeId: string,
  id: string,
  { workerId, attemptId }: { workerId: string; attemptId: string },
): Promise<Standing> {
  const parameters = [treeId, id, workerId, attemptId];
  const [row] = await run<StandingRow & { [name: string]: unknown }>(sql, mark, parameters);
  const { is_held, is_pending, uncertain_for, age } = row!;
  return { isHeld: is_held, isPending: is_pending, uncertainFor: uncertain_for, age: age ?? 0 };
}

const record = `
WITH done AS (
  UPDATE meter_events
  SET state = $3::text, attempts = attempts + 1, again = false,
    reason = CASE
      WHEN $3::text <> 'parked' THEN NULL
      WHEN $4::text <> '' THEN $4::text
      WHEN $9::text = 'certain' THEN 'late'
      ELSE 'uncertain'
    END,
    due_at = clock_timestamp() + make_interval(secs => $5::float8 / 1000),
    first_attempt_at = coalesce(first_attempt_at, clock_timestamp() - make_interval(secs => $6::float8 / 1000)),
    last_attempt_at = clock_timestamp() - make_interval(secs => $6::float8 / 1000),
    last_status = nullif($7::int, 0), last_error = nullif($8::text, ''),
    maybe_sent_at = CASE WHEN $9::text = 'certain' THEN NULL ELSE maybe_sent_at END,
    settled_at = CASE WHEN $3::text <> 'pending' THEN clock_timestamp() END
  WHERE tree_id = $1::uuid AND id = $2::uuid AND state = 'pending' AND ($3::text = 'delivered' OR attempt_id = $11::uuid)
  RETURNING state, first_attempt_at
)
UPDATE meter_sinks s
SET delivered = s.delivered + CASE WHEN done.state = 'delivered' THEN 1 ELSE 0 END,
  delivered_at = CASE WHEN done.state = 'delivered' THEN clock_timestamp() ELSE s.delivered_at END,
  last_error = coalesce(nullif($8::text, ''), s.last_error),
  last_error_at = CASE WHEN $8::text <> '' THEN clock_timestamp() ELSE s.last_error_at END,
  state = CASE WHEN pause.is_due AND s.state = 'active' THEN 'paused' ELSE s.state END,
  pause_reason = CASE WHEN pause.is_due AND s.state = 'active' THEN 'failing' ELSE s.pause_reason END,
  worker_id = CASE WHEN pause.is_due AND s.state = 'active' THEN NULL ELSE s.worker_id END
FROM done, LATERAL (
  SELECT $10::text = 'late' AND done.state = 'parked'
    AND coalesce((SELECT delivered_at FROM meter_sinks WHERE tree_id = $1::uuid), '-infinity') < done.first_attempt_at
) AS pause (is_due)
WHERE s.tree_id = $1::uuid
RETURNING s.state = 'paused' AS paused`;

/** What is known after an attempt. */
interface MeterRecord {
  reason: string | null;
  /** Whether it is sure that Stripe does not have the event. */
  isCertain: boolean;
  /** The attempt, as it was marked. */
  attemptId: string;
}

/**
 * Writes down what an attempt came to. Meters of which Stripe has taken nothing for as long as an event was tried in vain are
 * paused: everything waits. Answers whether they were. An attempt after which another one was marked, by the replica that took over,
 * says nothing any more of what Stripe has not: only that Stripe has the event stays true.
 */
export async function recordAttempt(
  sql: WriteClient,
  treeId: string,
  id: string,
  { state, isLate, pauseMs, tookMs, status, error }: Result,
  { reason, isCertain, attemptId }: MeterRecord,
): Promise<{ paused: boolean }> {
  const known = [isCertain ? 'certain' : 'uncertain', isLate ? 'late' : ''];
  const parameters = [
    treeId,
    id,
    state,
    reason ?? '',
    pauseMs,
    tookMs,
    status ?? 0,
    error ?? '',
    ...known,
    attemptId,
  ];
  const [row] = await run<{ paused: boolean }>(sql, record, parameters);
  return { paused: row?.paused === true };
}
