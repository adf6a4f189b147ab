import type { WriteClient } from '../../../database/connections.js';
import { milliseconds } from '../../../database/columns.js';
import { run } from '../../../database/run.js';
import { FIRST_UUID } from '../../sql/read-entries.js';
import type { MeterEventFacts, MetersFacts, MeterView } from '../meter-view.js';
import type { CustomerSource } from '../meters.js';

type AnyRow = { [name: string]: unknown };

/** SQL of the mode of a key, which Stripe writes into it. */
const MODE = `split_part(api_key, '_', 2)`;

const SINK = `tree_id, ${MODE} AS mode, customer_label, customer_from, meters, state, pause_reason, created_by,
  ${milliseconds('created_at')} AS created_at, ${milliseconds('changed_at')} AS changed_at`;

const EVENT = `id, budget_id, version, ${milliseconds('at')} AS at, event_name, identifier, customer, value, state, reason,
  attempts, ${milliseconds('due_at')} AS due_at, ${milliseconds('maybe_sent_at')} AS maybe_sent_at,
  ${milliseconds('last_attempt_at')} AS last_attempt_at, last_status, last_error,
  ${milliseconds('created_at')} AS created_at, ${milliseconds('settled_at')} AS settled_at`;

/** What meters are set to. */
export interface MetersAsked {
  /** Null where the one before is kept. */
  apiKey: string | null;
  customerLabel: string;
  customerFrom: CustomerSource;
  meters: readonly MeterAsked[];
  /** Null for as it is. */
  state: 'active' | 'paused' | null;
}

/** A meter that is asked for; without a scale it has that of what it measures. */
export type MeterAsked = Omit<MeterView, 'scale'> & { scale: number | null };

/** What has to be known of a tree before its meters are set. */
interface MeteredTree {
  scale: number;
  dimensions: string[] | null;
}

const tree = `
SELECT t.scale, b.dimensions FROM trees t JOIN budgets b ON b.tree_id = t.id AND b.id = t.id WHERE t.id = $1::uuid`;

export async function findTree(sql: WriteClient, treeId: string): Promise<MeteredTree> {
  return (await run<MeteredTree & AnyRow>(sql, tree, [treeId]))[0]!;
}

const lock = `SELECT ${SINK} FROM meter_sinks WHERE tree_id = $1::uuid FOR UPDATE`;

/**
 * The meters of a tree; null if it has none, or none any more: `deleting`. Their row stays as it is until the transaction
 * ends.
 */
export async function lockMeters(
  sql: WriteClient,
  treeId: string,
): Promise<{ meters: MetersFacts | null; isDeleting: boolean }> {
  const [meters] = await run<MetersFacts & AnyRow>(sql, lock, [treeId]);
  const isDeleting = meters?.state === 'deleting';
  return { meters: (!isDeleting && meters) || null, isDeleting };
}

const set = `
INSERT INTO meter_sinks AS s (tree_id, api_key, customer_label, customer_from, meters, state, pause_reason,
  tick, tick_tree_id, tick_budget_id, tick_version, created_by)
VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::text::jsonb, $6::text, CASE WHEN $6::text = 'paused' THEN 'asked' END,
  readable_tick(), '${FIRST_UUID}', '${FIRST_UUID}', 0, $7::text)
ON CONFLICT (tree_id) DO UPDATE SET
  api_key = coalesce(nullif(excluded.api_key, ''), s.api_key), customer_label = excluded.customer_label,
  customer_from = excluded.customer_from, meters = excluded.meters, state = excluded.state,
  pause_reason = CASE WHEN excluded.state = 'paused' THEN coalesce(s.pause_reason, 'asked') END,
  worker_id = CASE WHEN excluded.state = 'paused' THEN NULL ELSE s.worker_id END, changed_at = clock_timestamp(),
  revision = s.revision + 1
RETURNING ${SINK}`;

/** What waits begins anew: the time that meters were paused is no time in which it was tried. */
const begin = `
UPDATE meter_events SET due_at = clock_timestamp(), first_attempt_at = NULL
WHERE tree_id = $1::uuid AND state = 'pending'`;

/** Sets the meters of a tree. New ones begin with what is committed from now on. */
export async function setMeters(
  sql: WriteClient,
  treeId: string,
  asked: MetersAsked & { meters: readonly MeterView[]; state: 'active' | 'paused' },
  createdBy: string,
): Promise<MetersFacts> {
  const { apiKey, customerLabel, customerFrom, meters, state } = asked;
  const parameters = [treeId, apiKey ?? '', customerLabel, customerFrom, JSON.stringify(meters), state];
  const [facts] = await run<MetersFacts & AnyRow>(sql, set, [...parameters, createdBy]);
  return facts!;
}

/** Tries at once what waits. */
export async function beginAnew(sql: WriteClient, treeId: string): Promise<void> {
  await run(sql, begin, [treeId]);
}

const remove = `
UPDATE meter_sinks
SET state = 'deleting', api_key = '', pause_reason = NULL, worker_id = NULL, revision = revision + 1
WHERE tree_id = $1::uuid`;

/** Meters are gone from now on, with their key; their events follow in parts. */
export async function deleteMeters(sql: WriteClient, treeId: string): Promise<void> {
  await run(sql, remove, [treeId]);
}

export interface FoundEvent extends MeterEventFacts {
  /** Milliseconds since what it is about. */
  age: number;
  /** Milliseconds for which Stripe may have had it; null where it cannot. */
  uncertain_for: number | null;
}

const find = `
SELECT ${EVENT}, ${milliseconds('clock_timestamp() - at')} AS age,
  ${milliseconds('clock_timestamp() - maybe_sent_at')} AS uncertain_for
FROM meter_events WHERE tree_id = $1::uuid AND id = $2::uuid FOR UPDATE`;

/** A meter event; null if there is none, or it is not kept any more. */
export async function lockEvent(sql: WriteClient, treeId: string, id: string): Promise<FoundEvent | null> {
  return (await run<FoundEvent & AnyRow>(sql, find, [treeId, id]))[0] ?? null;
}

const retry = `
UPDATE meter_events
SET state = 'pending', reason = NULL, again = true, attempts = 0, due_at = clock_timestamp(), first_attempt_at = NULL,
  settled_at = NULL, attempt_id = NULL, maybe_sent_at = CASE WHEN $3::text = 'forget' THEN NULL ELSE maybe_sent_at END
WHERE tree_id = $1::uuid AND id = $2::uuid AND state = 'parked'
RETURNING ${EVENT}`;

/** Sends one again that is parked; with `forget` as if it had never been sent. */
export async function retryEvent(
  sql: WriteClient,
  treeId: string,
  id: string,
  forget: boolean,
): Promise<MeterEventFacts> {
  return (await run<MeterEventFacts & AnyRow>(sql, retry, [treeId, id, forget ? 'forget' : '']))[0]!;
}

const skip = `
WITH skipped AS (
  UPDATE meter_events SET state = 'left_out', reason = 'skipped', settled_at = clock_timestamp()
  WHERE tree_id = $1::uuid AND id = $2::uuid AND state = 'parked'
  RETURNING *
),
counted AS (
  UPDATE meter_sinks SET left_out = left_out + 1 WHERE tree_id = $1::uuid AND EXISTS (SELECT FROM skipped)
)
SELECT ${EVENT} FROM skipped`;

/** Leaves one out for good that is parked. */
export async function skipEvent(sql: WriteClient, treeId: string, id: string): Promise<MeterEventFacts> {
  return (await run<MeterEventFacts & AnyRow>(sql, skip, [treeId, id]))[0]!;
}
