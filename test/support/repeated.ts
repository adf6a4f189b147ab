import { randomUUID } from 'node:crypto';
import type { Answer, TestApi } from './api.js';

/** A write as it is sent, and sent again. */
export type Write = [method: string, route: string, body?: unknown, headers?: Record<string, string>];

export const post = (route: string, body?: object, headers: Record<string, string> = {}): Write => [
  'POST',
  route,
  body,
  headers,
];

export const sendUnder = (
  api: TestApi,
  [method, route, body, headers = {}]: Write,
  key: string,
): Promise<Answer> => api.send(method, route, body, { 'idempotency-key': key, ...headers });

/** Sends a write, lets something happen, and sends it again under the same key: both answers. */
export async function repeated(
  api: TestApi,
  write: Write,
  meanwhile: (first: Answer) => Promise<unknown>,
): Promise<{ first: Answer; again: Answer }> {
  const key = randomUUID();
  const first = await sendUnder(api, write, key);
  expect(first.status).toBeLessThan(300);
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(first.body.replay).toBeUndefined();
  await meanwhile(first);
  const again = await sendUnder(api, write, key);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body.replay.status).toBe(first.status);
  expect(again.body.replay.at).toMatch(/^\d{4}-.*Z$/);
  return { first, again };
}
