import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { openWriteClient } from '../../../src/database/connections.js';
import { ResilientClient } from '../../../src/database/resilient-client.js';
import { Feed } from '../../../src/events/feed.js';
import { MeterOutlets } from '../../../src/events/meters/meter-outlet.js';
import { Pulse } from '../../../src/events/pulse.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/costs.js';
import { TestLedger } from '../../support/ledger.js';

let database: TestDatabase;
let link: ResilientClient;
let pulse: Pulse;
let outlets: MeterOutlets;
const faults: unknown[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  link = new ResilientClient(() => openWriteClient(database.url, 2, {}));
  const onFault = (error: unknown) => void faults.push(error);
  pulse = new Pulse(link, onFault);
  const options = { url: undefined, timeoutMs: 1_000, retryMs: 1_000 };
  outlets = new MeterOutlets(link, new Feed(link, pulse), randomUUID(), options, onFault);
});
afterAll(async () => {
  await outlets.close();
  await pulse.stop();
  await link.close();
  await database.drop();
});

const sinks = async (): Promise<number> =>
  (await database.sql<{ count: number }[]>`SELECT count(*)::int AS count FROM meter_sinks`)[0]!.count;

test('meters that were deleted go with their events, a fault is reported, and nothing is asked where there are none', async () => {
  const ledger = new TestLedger(database.url);
  const tree = uuidOf(await ledger.root('1'));
  await ledger.stop();
  const use = jest.spyOn(link, 'use');
  await outlets.hold(10, 10);
  expect(use).toHaveBeenCalledTimes(1);

  const { sql } = database;
  await sql`
    INSERT INTO meter_sinks (tree_id, api_key, customer_label, customer_from, meters, state, tick, tick_tree_id, tick_budget_id,
      tick_version, created_by)
    VALUES (${tree}, '', 'customer', 'budget', '[{}]', 'deleting', 1, ${tree}, ${tree}, 0, 'tester')`;
  await sql.unsafe(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no deleting today'; END $$;
    CREATE TRIGGER refuse BEFORE DELETE ON meter_sinks FOR EACH ROW EXECUTE FUNCTION refuse()`);
  await outlets.hold(10, 10);
  await eventually(async () => faults.length > 0);
  expect(faults).toEqual([expect.objectContaining({ message: 'no deleting today' })]);
  expect(await sinks()).toBe(1);

  await sql`DROP TRIGGER refuse ON meter_sinks`;
  await outlets.hold(10, 10);
  await eventually(async () => (await sinks()) === 0);
  expect(faults).toHaveLength(1);
});
