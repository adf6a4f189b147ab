import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { openWriteClient } from '../../../src/database/connections.js';
import { ResilientClient } from '../../../src/database/resilient-client.js';
import { Dispatcher } from '../../../src/events/deliveries/dispatcher.js';
import type { OutletKind } from '../../../src/events/deliveries/outlet.js';
import { Feed } from '../../../src/events/feed.js';
import { MeterOutlets } from '../../../src/events/meters/meter-outlet.js';
import { Pulse } from '../../../src/events/pulse.js';
import { WebhookOutlets } from '../../../src/events/webhooks/webhook-outlet.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/costs.js';
import { TestLedger } from '../../support/ledger.js';

let database: TestDatabase;
let link: ResilientClient;
let pulse: Pulse;
let tree: string;
let kinds: Record<'webhooks' | 'meter_sinks', OutletKind>;
const workerId = randomUUID();
const faults: Error[] = [];
const onFault = (error: unknown) => void faults.push(error as Error);

beforeAll(async () => {
  database = await createTestDatabase();
  link = new ResilientClient(() => openWriteClient(database.url, 2, {}));
  pulse = new Pulse(link, onFault);
  const feed = new Feed(link, pulse);
  const patience = { timeoutMs: 1_000, retryMs: 1_000 };
  kinds = {
    webhooks: new WebhookOutlets(link, feed, workerId, {
      ...patience,
      holdMs: 1_000,
      allowPrivate: false,
      consoleUrl: null,
      pagerDutyUrl: undefined,
      mail: null,
    }),
    meter_sinks: new MeterOutlets(link, feed, workerId, { ...patience, url: undefined }),
  };
  const ledger = new TestLedger(database.url);
  tree = uuidOf(await ledger.root('1'));
  await ledger.stop();
});
afterAll(async () => {
  await pulse.stop();
  await link.close();
  await database.drop();
});

/** What was deleted, with something that was to be delivered. */
const DELETED = {
  webhooks: (id: string) => `
    INSERT INTO webhooks (tree_id, id, budget_id, url, types, state, secret, tick, tick_tree_id, tick_budget_id, tick_version, created_by)
    VALUES ('${id}', '${id}', '${id}', 'http://127.0.0.1:9', '{budget.frozen}', 'deleting', '', 1, '${id}', '${id}', 0, 'tester');
    INSERT INTO webhook_deliveries (tree_id, webhook_id, id, event_id, event_type, extra)
    VALUES ('${id}', '${id}', gen_random_uuid(), 'evt_1', 'webhook.ping', true)`,
  meter_sinks: (id: string) => `
    INSERT INTO meter_sinks (tree_id, api_key, customer_label, customer_from, meters, state, tick, tick_tree_id, tick_budget_id,
      tick_version, created_by)
    VALUES ('${id}', '', 'customer', 'budget', '[{}]', 'deleting', 1, '${id}', '${id}', 0, 'tester');
    INSERT INTO meter_events (tree_id, id, budget_id, version, at, event_name, identifier, value, state, reason, settled_at)
    VALUES ('${id}', gen_random_uuid(), '${id}', 1, now(), 'calls', 'entry_1', '1', 'left_out', 'no_customer', now())`,
};

test.each(['webhooks', 'meter_sinks'] as const)(
  'what is left of %s that were deleted goes, a fault is reported, and nothing is asked where there are none',
  async (table) => {
    const kind = kinds[table];
    const use = jest.spyOn(link, 'use');
    expect(await kind.hold(10, 10)).toEqual({ outlets: [], hasForgotten: false });
    expect(use).toHaveBeenCalledTimes(1);
    use.mockRestore();

    const { sql } = database;
    const left = async (): Promise<number> =>
      (await sql.unsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${table}`))[0]!.count;
    await sql.unsafe(DELETED[table](tree));
    await sql.unsafe(`
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no deleting today'; END $$;
      CREATE TRIGGER refuse BEFORE DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const dispatcher = new Dispatcher(link, pulse, [kind], workerId, 4, onFault);
    dispatcher.start();
    await eventually(() => Promise.resolve(faults.length > 0));
    expect(await left()).toBe(1);

    await sql.unsafe(`DROP TRIGGER refuse ON ${table}`);
    await eventually(async () => (await left()) === 0);
    await dispatcher.stop();
    expect(new Set(faults.splice(0).map(({ message }) => message))).toEqual(new Set(['no deleting today']));
  },
);
