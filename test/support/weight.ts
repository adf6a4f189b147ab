import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { made, type Answer, type Client } from './client.js';

/** A chain of elastic budgets, each the child of the one before; answers their ids, the outermost first. */
export async function chain(
  client: Client,
  rootId: string,
  length: number,
  fields: object = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < length; i += 1)
    ids.push((await client.child(ids.at(-1) ?? rootId, '0', { ceiling: '1000', ...fields })).id);
  return ids;
}

/** Makes reservations in bulk requests of 1,000; answers their ids. */
export async function holds(
  client: Client,
  budgetId: string,
  count: number,
  fields: object = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let left = count; left > 0; left -= 1_000) {
    const commands = Array.from({ length: Math.min(left, 1_000) }, () => ({
      type: 'reserve',
      idempotencyKey: randomUUID(),
      budgetId,
      amount: '0.000001',
      ttlSeconds: 86_400,
      ...fields,
    }));
    const { results } = made(await client.send<Batch>('POST', '/v1/reservations/batch', { commands }));
    for (const one of results) ids.push((made(one as Answer) as { id: string }).id);
  }
  return ids;
}

/** What a bulk request answers. */
interface Batch {
  results: { status: number; body: unknown }[];
}

/** The memory that a process has, in MiB. */
export async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
}

/** Does something over and over, one after the other, until it is stopped; answers what it came to. */
export function meanwhile<T>(act: () => Promise<T>): { stop: () => Promise<T[]> } {
  const results: T[] = [];
  let going = true;
  const done = (async () => {
    while (going) {
      results.push(await act());
      await sleep(5);
    }
  })();
  return {
    stop: async () => {
      going = false;
      await done;
      return results;
    },
  };
}

/** Waits until a budget is in a state. */
export async function becomes(client: Client, budgetId: string, state: string): Promise<void> {
  while ((await client.budget(budgetId)).state !== state) await sleep(20);
}
