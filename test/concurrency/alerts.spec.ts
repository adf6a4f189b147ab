import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { uuidOf } from '../../src/ids/ids.js';
import { made } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await Fleet.start(2);
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

test.each([
  ['reached', { limit: '12', onExceed: 'deny' }, 'envelope.exhausted'],
  ['passed', { limit: '10', onExceed: 'notify' }, 'envelope.threshold_reached'],
])('a limit that two processes reach at once is reported once: %s', async (_, envelope, type) => {
  const { id: root } = await fleet
    .client()
    .root('1000', { envelopes: [{ window: 'lifetime', ...envelope }] });
  const stream = await EventStream.open(fleet.services[0]!.baseUrl, `?budgetId=${root}`);
  const agents = await Promise.all([1, 2, 3].map(() => fleet.client().child(root, '300')));
  for (let round = 0; round < 6; round += 1)
    await fleet.atOnce(30, async (client, i) => {
      const { status, body } = await client.reserve(agents[i % 3]!.id, '6');
      if (status === 201) made(await client.release(body.id));
    });
  const [counter] = await fleet.database.sql<{ alerts: number; used: number; charges: number }[]>`
    SELECT alerts::int, used::int, version::int AS charges FROM counters WHERE tree_id = ${uuidOf(root)}`;
  expect(counter).toMatchObject({ alerts: 1, used: 0 });
  expect(counter!.charges).toBeGreaterThan(20);
  const crossings = await fleet.database.sql<{ again: number }[]>`
    SELECT 1 FROM entries WHERE tree_id = ${uuidOf(root)} AND content LIKE '%"again":1%'`;
  expect(crossings.length).toBeGreaterThan(0);
  const { body } = await fleet.client().post(`/v1/budgets/${root}/freeze`);
  await stream.until((events) => events.some(({ data }) => data.version === body.version));
  expect(stream.events.filter((event) => event.type.startsWith('envelope.')).map((one) => one.type)).toEqual([
    type,
  ]);
  await stream.close();
});
