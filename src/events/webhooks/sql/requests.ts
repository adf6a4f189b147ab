import type { WriteClient } from '../../../database/connections.js';
import type { JsonObject } from '../../../core/canonical.js';
import { run } from '../../../ledger/sql/run.js';

/** What was answered to a request, and what the request was. */
export interface Answered {
  fingerprint: string;
  answer: JsonObject;
}

/** Keeps another request with the same key waiting until the transaction ends. */
export async function lockRequestKey(sql: WriteClient, key: string): Promise<void> {
  await run(sql, `SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0)) IS NULL AS locked`, [key]);
}

export async function findAnswer(sql: WriteClient, key: string): Promise<Answered | null> {
  const statement =
    'SELECT fingerprint, answer::text AS answer FROM webhook_requests WHERE request_key = $1::uuid';
  const [row] = await run<{ fingerprint: string; answer: string }>(sql, statement, [key]);
  return row ? { fingerprint: row.fingerprint, answer: JSON.parse(row.answer) as JsonObject } : null;
}

const keep = `
INSERT INTO webhook_requests (request_key, fingerprint, webhook_id, answer)
VALUES ($1::uuid, $2::text, $3::uuid, $4::text::jsonb)`;

export async function keepAnswer(
  sql: WriteClient,
  key: string,
  webhookId: string,
  { fingerprint, answer }: Answered,
): Promise<void> {
  await run(sql, keep, [key, fingerprint, webhookId, JSON.stringify(answer)]);
}

/** Secrets that were replaced, or whose webhook is gone, are nobody's business any more. */
export async function forgetSecrets(sql: WriteClient, webhookId: string): Promise<void> {
  const statement = `UPDATE webhook_requests SET answer = answer - 'secret' WHERE webhook_id = $1::uuid AND answer ? 'secret'`;
  await run(sql, statement, [webhookId]);
}
