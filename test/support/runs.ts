import { randomUUID } from 'node:crypto';
import { made, type Answer, type Client, type WriteOptions } from './client.js';

/** What a request about a whole run is answered. */
export interface RunResult {
  done: number;
  replayed: number;
  refused: { reservationId: string; status: number; code: string; detail: string }[];
  nextCursor: string | null;
}

export const ofRun = (
  client: Client,
  verb: 'extend' | 'release',
  runId: string,
  body: object,
  options?: WriteOptions,
): Promise<Answer<RunResult>> =>
  client.post<RunResult>(`/v1/runs/${encodeURIComponent(runId)}/${verb}`, body, options);

/** Reserves many times for a run, in bulk; answers the ids. */
export async function reserveRun(
  client: Client,
  budgetId: string,
  runId: string,
  count: number,
  ttlSeconds = 600,
): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const commands = Array.from({ length: Math.min(1_000, count - ids.length) }, () => ({
      type: 'reserve',
      idempotencyKey: randomUUID(),
      budgetId,
      amount: '1',
      runId,
      ttlSeconds,
    }));
    const { results } = made(
      await client.post<{ results: { body: { id: string } }[] }>('/v1/reservations/batch', { commands }),
    );
    ids.push(...results.map(({ body }) => body.id));
  }
  return ids;
}

/** Asks for one part after the other; answers all of them. */
export async function wholeRun(
  client: Client,
  verb: 'extend' | 'release',
  runId: string,
  body: object,
  options?: WriteOptions,
): Promise<RunResult[]> {
  const parts: RunResult[] = [];
  let cursor: string | null = null;
  do {
    const part: RunResult = made(
      await ofRun(client, verb, runId, { ...body, ...(cursor && { cursor }) }, options),
    );
    parts.push(part);
    cursor = part.nextCursor;
  } while (cursor !== null);
  return parts;
}
