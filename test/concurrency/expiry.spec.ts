import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidOf } from '../../src/ids/ids.js';
import { made, tally } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { chain, holds, meanwhile, residentMiB } from '../support/weight.js';

const HOLDS = 1_500;

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(1)));
afterAll(() => fleet.stop());

test('1,500 holds at depth 32 that expire together hold up nobody', async () => {
  const client = fleet.client();
  const { sql } = fleet.database;
  const root = await client.root('100');
  const leaf = (await chain(client, root.id, 32)).at(-1)!;
  await holds(client, leaf, HOLDS);
  const other = await client.root('100');
  const short = made(await client.reserve(other.id, '1')).id;

  const state = async (): Promise<{ deep: number; short: string }> => {
    const [row] = await sql<{ deep: number; short: string }[]>`
      SELECT (SELECT count(*)::int FROM reservations WHERE budget_id = ${uuidOf(leaf)} AND state = 'held') AS deep,
        (SELECT state FROM reservations WHERE id = ${uuidOf(short)}) AS short`;
    return row!;
  };
  const rss = meanwhile(() => residentMiB(fleet.services[0]!.pid));
  const work = meanwhile(() => client.reserve(other.id, '0.000001'));
  // That of the other tree comes last.
  await sql`UPDATE reservations SET expires_at = now() - interval '1 second' WHERE budget_id = ${uuidOf(leaf)}`;
  await sql`UPDATE reservations SET expires_at = now() - interval '1 millisecond' WHERE id = ${uuidOf(short)}`;
  let now = await state();
  while (now.short === 'held') {
    await sleep(20);
    now = await state();
  }
  expect(now.deep).toBeGreaterThan(HOLDS / 2);
  while ((await state()).deep > 0) await sleep(20);
  const [reserved, memory] = await Promise.all([work.stop(), rss.stop()]);

  expect(Object.keys(tally(reserved))).toEqual(['201']);
  // How long others wait is not asked, but that they got on meanwhile.
  expect(reserved.length).toBeGreaterThan(10);
  expect(Math.max(...memory)).toBeLessThan(600);
  const [journal] = await sql<{ entries: number }[]>`
    SELECT count(*)::int AS entries FROM entries WHERE budget_id = ${uuidOf(leaf)} AND kind = 'expire'`;
  expect(journal).toEqual({ entries: HOLDS });
  expect(await client.budget(root.id)).toMatchObject({ balances: { available: '100', delegated: '0' } });
}, 300_000);
