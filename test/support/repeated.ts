import { randomUUID } from 'node:crypto';
import type { Answer, Client, WriteOptions } from './client.js';

/** A write as it is sent, and sent again. */
export type Write = [method: string, route: string, body?: unknown, options?: WriteOptions];

export const post = (route: string, body?: object): Write => ['POST', route, body];

export const sendUnder = (
  client: Client,
  [method, route, body, options]: Write,
  key: string,
): Promise<Answer> => client.write(method, route, body, { ...options, key });

/** Sends a write, lets something happen, and sends it again under the same key: both answers. */
export async function repeated(
  client: Client,
  write: Write,
  meanwhile: (first: Answer) => Promise<unknown>,
): Promise<{ first: Answer; again: Answer }> {
  const key = randomUUID();
  const first = await sendUnder(client, write, key);
  expect(first.status).toBeLessThan(300);
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(first.body.replay).toBeUndefined();
  await meanwhile(first);
  const again = await sendUnder(client, write, key);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body.replay.status).toBe(first.status);
  expect(again.body.replay.at).toMatch(/^\d{4}-.*Z$/);
  return { first, again };
}
