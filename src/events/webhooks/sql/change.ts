import type { JsonObject } from '../../../core/canonical.js';
import type { WriteClient } from '../../../database/connections.js';
import { milliseconds } from '../../../database/columns.js';
import { run } from '../../../database/run.js';
import { FIRST_UUID } from '../../sql/read-entries.js';
import type { WebhookKind } from '../kinds.js';
import type { DeliveryFacts, WebhookFacts } from '../webhook-view.js';
import type { WebhookKey } from './deliveries.js';

/** Types travel as one text: none has a comma in it. */
interface WebhookRow extends Omit<WebhookFacts, 'types' | 'settings'> {
  types: string;
  settings: string;
}

const WEBHOOK = `tree_id, id, budget_id, kind, url, settings::text AS settings, escalate_after, array_to_string(types, ',') AS types, description, state, pause_reason,
  ${milliseconds('previous_secret_until')} AS previous_secret_until, created_by,
  ${milliseconds('created_at')} AS created_at, ${milliseconds('changed_at')} AS changed_at`;

/** SQL of a webhook that was not deleted. */
const IS_THERE = `state <> 'deleting'`;

const DELIVERY = `id, webhook_id, event_id, event_type, budget_id, version, state, attempts,
  ${milliseconds('due_at')} AS due_at, ${milliseconds('last_attempt_at')} AS last_attempt_at, last_status, last_error,
  ${milliseconds('created_at')} AS created_at, ${milliseconds('settled_at')} AS settled_at`;

const factsOf = (rows: readonly WebhookRow[]): WebhookFacts | null => {
  const [row] = rows;
  return row
    ? { ...row, types: row.types.split(','), settings: JSON.parse(row.settings) as JsonObject }
    : null;
};

export interface WebhookInsert extends WebhookKey {
  budgetId: string | null;
  kind: WebhookKind;
  url: string | null;
  settings: JsonObject;
  credentials: JsonObject;
  escalateAfter: number | null;
  types: readonly string[];
  description: string | null;
  secret: string | null;
  createdBy: string;
}

const insert = `
INSERT INTO webhooks (tree_id, id, budget_id, url, types, description, state, secret, tick, tick_tree_id,
  tick_budget_id, tick_version, created_by, kind, settings, credentials, escalate_after)
VALUES ($1::uuid, $2::uuid, nullif($3::text, '')::uuid, nullif($4::text, ''), string_to_array($5::text, ','), nullif($6::text, ''), 'active',
  nullif($7::text, ''), readable_tick(), '${FIRST_UUID}', '${FIRST_UUID}', 0, $8::text, $9::text, $10::text::jsonb, $11::text::jsonb, nullif($12::int, 0))
RETURNING ${WEBHOOK}`;

/** A webhook that receives what is committed from now on. */
export async function insertWebhook(sql: WriteClient, webhook: WebhookInsert): Promise<WebhookFacts> {
  const { tree_id, id, budgetId, url, types, description, secret, createdBy } = webhook;
  const parameters = [
    tree_id,
    id,
    budgetId ?? '',
    url ?? '',
    types.join(','),
    description ?? '',
    secret ?? '',
    createdBy,
    webhook.kind,
    JSON.stringify(webhook.settings),
    JSON.stringify(webhook.credentials),
    webhook.escalateAfter ?? 0,
  ];
  return factsOf(await run<WebhookRow>(sql, insert, parameters))!;
}

export async function countWebhooks(sql: WriteClient, treeId: string): Promise<number> {
  const statement = `SELECT count(*)::int AS count FROM webhooks WHERE tree_id = $1::uuid AND ${IS_THERE}`;
  return (await run<{ count: number }>(sql, statement, [treeId]))[0]!.count;
}

/** A webhook as it stands; null once it is deleted. */
export async function findWebhook(sql: WriteClient, id: string): Promise<WebhookFacts | null> {
  return factsOf(
    await run<WebhookRow>(sql, `SELECT ${WEBHOOK} FROM webhooks WHERE id = $1::uuid AND ${IS_THERE}`, [id]),
  );
}

/** A webhook and its budget. The row stays as it is until the transaction ends. */
export async function lockWebhook(sql: WriteClient, id: string): Promise<LockedWebhook | null> {
  const statement = `SELECT tree_id, id, budget_id, kind FROM webhooks WHERE id = $1::uuid AND ${IS_THERE} FOR UPDATE`;
  return (await run<LockedWebhook>(sql, statement, [id]))[0] ?? null;
}

export interface LockedWebhook extends WebhookKey {
  budget_id: string | null;
  kind: WebhookKind;
}

/** What is null stays as it is; an empty description is none, and so is no time before an approval is sent. */
export interface WebhookUpdate {
  url: string | null;
  settings: JsonObject | null;
  credentials: JsonObject | null;
  escalateAfter: number | null;
  types: readonly string[] | null;
  description: string | null;
  state: 'active' | 'paused' | null;
}

const update = `
UPDATE webhooks
SET url = coalesce(nullif($3::text, ''), url),
  types = coalesce(string_to_array(nullif($4::text, ''), ','), types),
  description = CASE WHEN $5::text = 'keep' THEN description ELSE nullif($6::text, '') END,
  state = coalesce(nullif($7::text, ''), state),
  pause_reason = CASE $7::text WHEN 'active' THEN NULL WHEN 'paused' THEN coalesce(pause_reason, 'asked') ELSE pause_reason END,
  worker_id = CASE WHEN $7::text = 'paused' THEN NULL ELSE worker_id END,
  escalate_after = CASE WHEN $10::int < 0 THEN escalate_after ELSE nullif($10::int, 0) END,
  settings = settings || $8::text::jsonb, credentials = credentials || $9::text::jsonb,
  changed_at = clock_timestamp()
WHERE tree_id = $1::uuid AND id = $2::uuid
RETURNING ${WEBHOOK}`;

/** What waits begins anew: the time that a webhook was paused is no time in which it was tried. */
const begin = `
UPDATE webhook_deliveries
SET due_at = CASE WHEN escalation AND attempts = 0 THEN due_at ELSE clock_timestamp() END, first_attempt_at = NULL
WHERE tree_id = $1::uuid AND webhook_id = $2::uuid AND state = 'pending'`;

export async function updateWebhook(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  { url, settings, credentials, escalateAfter, types, description, state }: WebhookUpdate,
): Promise<WebhookFacts> {
  const text = [description === null ? 'keep' : 'set', description ?? ''];
  const parts = [settings, credentials].map((part) => JSON.stringify(part ?? {}));
  const parameters = [
    tree_id,
    id,
    url ?? '',
    types?.join(',') ?? '',
    ...text,
    state ?? '',
    ...parts,
    escalateAfter ?? -1,
  ];
  const facts = factsOf(await run<WebhookRow>(sql, update, parameters))!;
  if (state === 'active') await run(sql, begin, [tree_id, id]);
  return facts;
}

const remove = `
UPDATE webhooks
SET state = 'deleting', pause_reason = NULL, secret = CASE WHEN kind = 'http' THEN '' END, previous_secret = NULL,
  previous_secret_until = NULL, credentials = '{}', worker_id = NULL
WHERE tree_id = $1::uuid AND id = $2::uuid
RETURNING ${WEBHOOK}`;

/** A webhook is gone from now on, with its secrets; its deliveries follow in parts. Answers it as it was otherwise. */
export async function deleteWebhook(sql: WriteClient, { tree_id, id }: WebhookKey): Promise<WebhookFacts> {
  return factsOf(await run<WebhookRow>(sql, remove, [tree_id, id]))!;
}

const rotate = `
UPDATE webhooks
SET previous_secret = secret, previous_secret_until = clock_timestamp() + make_interval(secs => $4::float8),
  secret = $3::text, changed_at = clock_timestamp()
WHERE tree_id = $1::uuid AND id = $2::uuid
RETURNING ${WEBHOOK}`;

export async function rotateSecret(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  secret: string,
  overlapSeconds: number,
): Promise<WebhookFacts> {
  return factsOf(await run<WebhookRow>(sql, rotate, [tree_id, id, secret, overlapSeconds]))!;
}

const extra = `
SELECT count(*)::int AS count FROM webhook_deliveries
WHERE tree_id = $1::uuid AND webhook_id = $2::uuid AND state = 'pending' AND extra
  AND (version IS NULL) = ($3::text = 'pings')`;

/** How many pings (or else deliveries of events out of their order) a webhook has waiting. */
export async function countExtra(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  pings: boolean,
): Promise<number> {
  return (await run<{ count: number }>(sql, extra, [tree_id, id, pings ? 'pings' : 'events']))[0]!.count;
}

const ping = `
INSERT INTO webhook_deliveries (tree_id, webhook_id, id, event_id, event_type, budget_id, extra)
SELECT tree_id, id, $3::uuid, $4::text, $5::text, budget_id, true
FROM webhooks WHERE tree_id = $1::uuid AND id = $2::uuid
RETURNING ${DELIVERY}`;

export async function insertPing(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  made: { id: string; eventId: string; type: string },
): Promise<DeliveryFacts> {
  return (await run<DeliveryRow>(sql, ping, [tree_id, id, made.id, made.eventId, made.type]))[0]!;
}

type DeliveryRow = DeliveryFacts & { [name: string]: unknown };

const delivery = `
SELECT ${DELIVERY} FROM webhook_deliveries d
WHERE webhook_id = $1::uuid AND id = $2::uuid
  AND tree_id = (SELECT tree_id FROM webhooks WHERE id = $1::uuid AND ${IS_THERE})`;

/** A delivery as it stands; null where it is not kept any more. */
export async function findDelivery(
  sql: WriteClient,
  webhookId: string,
  id: string,
): Promise<DeliveryFacts | null> {
  return (await run<DeliveryRow>(sql, delivery, [webhookId, id]))[0] ?? null;
}

const park = `
UPDATE webhook_deliveries
SET state = 'parked', settled_at = clock_timestamp()
WHERE tree_id = $1::uuid AND webhook_id = $2::uuid AND id = $3::uuid AND state = 'pending'`;

/** Gives one up that is pending; any other is left as it is. Null if there is none. */
export async function parkDelivery(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  deliveryId: string,
): Promise<DeliveryFacts | null> {
  await run(sql, park, [tree_id, id, deliveryId]);
  return await findDelivery(sql, id, deliveryId);
}

/** One that is pending is left where it is: its order is not to be changed. */
const again = `
UPDATE webhook_deliveries
SET state = 'pending', extra = extra OR state <> 'pending', due_at = clock_timestamp(), settled_at = NULL,
  attempts = CASE WHEN state = 'pending' THEN attempts ELSE 0 END,
  first_attempt_at = CASE WHEN state = 'pending' THEN first_attempt_at END
WHERE tree_id = $1::uuid AND webhook_id = $2::uuid AND id = $3::uuid
RETURNING ${DELIVERY}`;

export async function deliverAgain(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  deliveryId: string,
): Promise<DeliveryFacts | null> {
  return (await run<DeliveryRow>(sql, again, [tree_id, id, deliveryId]))[0] ?? null;
}
