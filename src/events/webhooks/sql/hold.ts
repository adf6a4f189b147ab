import type { WriteClient } from '../../../database/connections.js';
import { run } from '../../../database/run.js';
import { DELETED_AT_ONCE, forgetterOf, hasForgotten } from '../../deliveries/sql/forget.js';
import { isFree } from '../../deliveries/sql/workers.js';
import type { WebhookKind } from '../kinds.js';
import { forgetClicks } from './slack-clicks.js';

/** A webhook that this replica delivers, as it stands. */
export interface HeldWebhook {
  tree_id: string;
  id: string;
  /** Null where it receives events of all trees. */
  budget_id: string | null;
  kind: WebhookKind;
  /** Of one of kind `http`, as the secret is. */
  url: string | null;
  /** Of the other kinds, as JSON. */
  settings: string;
  credentials: string;
  /** Joined by commas. */
  types: string;
  secret: string | null;
  /** Null once its overlap is over. */
  previous_secret: string | null;
  /** Seconds for which people may take their time before it hears of an approval; null where it does at once. */
  escalate_after: number | null;
  tick: bigint;
  tick_tree_id: string;
  tick_budget_id: string;
  tick_version: bigint;
  /** Whether a ping or a redelivery waits, which may have been asked of another replica. */
  has_extra: boolean;
}

const claim = `
WITH claimed AS (
  UPDATE webhooks SET worker_id = $1::uuid
  WHERE (tree_id, id) IN (
    SELECT o.tree_id, o.id
    FROM webhooks o
    WHERE o.state = 'active' AND ${isFree('$2')}
    ORDER BY o.tree_id, o.id
    LIMIT $3::int
    FOR UPDATE OF o SKIP LOCKED
  )
)
SELECT ${hasForgotten('webhooks')} AS "hasForgotten"`;

const held = `
SELECT w.tree_id, w.id, w.budget_id, w.kind, w.url, w.settings::text AS settings, w.credentials::text AS credentials,
  array_to_string(w.types, ',') AS types, w.secret,
  CASE WHEN w.previous_secret_until > clock_timestamp() THEN w.previous_secret END AS previous_secret,
  w.escalate_after, w.tick, w.tick_tree_id, w.tick_budget_id, w.tick_version,
  EXISTS (
    SELECT 1 FROM webhook_deliveries d
    WHERE d.tree_id = w.tree_id AND d.webhook_id = w.id AND d.state = 'pending' AND d.extra
  ) AS has_extra
FROM webhooks w
WHERE w.worker_id = $1::uuid AND w.state = 'active'`;

/** Takes webhooks that nobody delivers, and answers all that are this replica's, and whether some were deleted whose deliveries are there. */
export async function holdWebhooks(
  sql: WriteClient,
  workerId: string,
  deadAfterSeconds: number,
  atOnce: number,
): Promise<{ webhooks: HeldWebhook[]; hasForgotten: boolean }> {
  const [row] = await run<{ hasForgotten: boolean }>(sql, claim, [workerId, deadAfterSeconds, atOnce]);
  return { webhooks: await run<HeldWebhook>(sql, held, [workerId]), hasForgotten: row!.hasForgotten };
}

/** Leaves everything to the other replicas. */
export async function letGoOfWebhooks(sql: WriteClient, workerId: string): Promise<void> {
  await run(sql, 'UPDATE webhooks SET worker_id = NULL WHERE worker_id = $1::uuid', [workerId]);
}

/** Deletes some deliveries of webhooks that were deleted, and the webhooks with the last of them; answers whether there may be more. */
export const deleteForgottenWebhooks = forgetterOf({
  outlets: 'webhooks',
  deliveries: 'webhook_deliveries',
  names: { tree_id: 'tree_id', webhook_id: 'id' },
});

const OLD = `
DELETE FROM webhook_deliveries
WHERE (tree_id, webhook_id, id) IN (
  SELECT tree_id, webhook_id, id FROM webhook_deliveries
  WHERE state <> 'pending' AND settled_at < clock_timestamp() - make_interval(days => $1::int)
  LIMIT $2::int
)`;

/** Deletes some of what nobody will ask for any more; answers whether there may be more of it. */
export async function deleteOld(sql: WriteClient, days: number): Promise<boolean> {
  await forgetClicks(sql);
  const { count } = await run(sql, OLD, [days, DELETED_AT_ONCE]);
  return count === DELETED_AT_ONCE;
}
