import type { WriteClient } from '../../database/connections.js';
import type { JsonObject } from '../../core/canonical.js';
import { milliseconds } from '../../database/columns.js';
import { run } from '../../database/run.js';

/** What was answered to a request, and what the request was. */
export interface Answered {
  fingerprint: string;
  /** A UUID: what the request changed. */
  subjectId: string;
  answer: JsonObject;
}

/** Keeps another request with the same key waiting until the transaction ends. */
export async function lockRequestKey(sql: WriteClient, key: string): Promise<void> {
  await run(sql, `SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0)) IS NULL AS locked`, [key]);
}

const find = `
SELECT fingerprint, webhook_id, answer::text AS answer, ${milliseconds('created_at')} AS at
FROM webhook_requests WHERE request_key = $1::uuid`;

interface Row {
  fingerprint: string;
  webhook_id: string;
  answer: string;
  at: number;
}

/** What was answered under a key, and when. */
export async function findAnswer(sql: WriteClient, key: string): Promise<(Answered & { at: number }) | null> {
  const [row] = await run<Row & { [name: string]: unknown }>(sql, find, [key]);
  if (!row) return null;
  const { fingerprint, webhook_id: subjectId, at } = row;
  return { fingerprint, subjectId, answer: JSON.parse(row.answer) as JsonObject, at };
}

const keep = `
INSERT INTO webhook_requests (request_key, fingerprint, webhook_id, answer)
VALUES ($1::uuid, $2::text, $3::uuid, $4::text::jsonb)`;

export async function keepAnswer(
  sql: WriteClient,
  key: string,
  { fingerprint, subjectId, answer }: Answered,
): Promise<void> {
  await run(sql, keep, [key, fingerprint, subjectId, JSON.stringify(answer)]);
}

/** Secrets that were replaced, or whose webhook is gone, are nobody's business any more. */
export async function forgetSecrets(sql: WriteClient, webhookId: string): Promise<void> {
  const statement = `UPDATE webhook_requests SET answer = answer - 'secret' WHERE webhook_id = $1::uuid AND answer ? 'secret'`;
  await run(sql, statement, [webhookId]);
}
