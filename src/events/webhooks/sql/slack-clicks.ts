import type { WriteClient } from '../../../database/connections.js';
import { run } from '../../../database/run.js';
import type { SlackCredentials, SlackSettings } from '../kinds.js';
import type { WebhookKey } from './deliveries.js';

/** A webhook whose messages have buttons. */
export interface ButtonedWebhook extends WebhookKey {
  /** Null where it receives events of all trees. */
  budget_id: string | null;
  url: string;
  signingSecret: string;
  /** The holders of keys by the ids of Slack's users. */
  people: Readonly<Record<string, string>>;
}

const find = `
SELECT tree_id, id, budget_id, settings::text AS settings, credentials::text AS credentials
FROM webhooks WHERE id = $1::uuid AND kind = 'slack' AND state = 'active'`;

interface SlackRow extends WebhookKey {
  budget_id: string | null;
  settings: string;
  credentials: string;
}

/** Null for one that is not there, is paused, or has no buttons. */
export async function findButtons(sql: WriteClient, id: string): Promise<ButtonedWebhook | null> {
  const [row] = await run<SlackRow & { [name: string]: unknown }>(sql, find, [id]);
  if (!row) return null;
  const { buttons } = JSON.parse(row.settings) as SlackSettings;
  const { url, signingSecret } = JSON.parse(row.credentials) as SlackCredentials;
  if (!buttons || !signingSecret) return null;
  const { tree_id, budget_id } = row;
  return { tree_id, id: row.id, budget_id, url, signingSecret, people: buttons.people };
}

const remember = `
INSERT INTO slack_clicks (tree_id, webhook_id, digest) VALUES ($1::uuid, $2::uuid, $3::text)
ON CONFLICT DO NOTHING
RETURNING digest`;

/** Whether a click is new: of several that are the same only one is, on whatever replica. */
export async function rememberClick(
  sql: WriteClient,
  { tree_id, id }: WebhookKey,
  digest: string,
): Promise<boolean> {
  return (await run(sql, remember, [tree_id, id, digest])).length > 0;
}

/** Twice as long as a signature holds. */
const FORGOTTEN = `DELETE FROM slack_clicks WHERE at < clock_timestamp() - interval '20 minutes'`;

export async function forgetClicks(sql: WriteClient): Promise<void> {
  await run(sql, FORGOTTEN);
}
