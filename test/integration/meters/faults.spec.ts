import { uuidOf } from '../../../src/ids/ids.js';
import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { customerOf, eventsOf, meteredTree, metersOf, setMeters, untilOf } from '../../support/meters.js';
import { StripeStandIn, type Deed } from '../../support/stripe.js';

const CALLS = {
  apiKey: 'rk_test_51ForTheTestsOfOneRunOnly',
  customerLabel: 'customer',
  meters: [{ eventName: 'calls', measure: 'calls' }],
};

let stripe: StripeStandIn;
let fleet: Fleet;
let client: Client;
let rootId: string;
let childId: string;
beforeEach(async () => {
  stripe = await StripeStandIn.start();
});
afterEach(async () => {
  stripe.stop();
  await fleet.stop();
});

/** A tree with a meter of calls, and one customer. */
async function start(environment: Record<string, string> = {}): Promise<void> {
  fleet = await Fleet.start(1, { PURSER_STRIPE_URL: stripe.origin, ...environment });
  client = fleet.client();
  const root = await meteredTree(client);
  rootId = root.id;
  childId = (await customerOf(client, root, 'cus_one')).id;
  await setMeters(fleet, rootId, CALLS);
}

async function charges(count: number, budgetId = childId): Promise<void> {
  for (let i = 0; i < count; i += 1)
    made(await client.post(`/v1/budgets/${budgetId}/charges`, { vendor: 'acme', amount: '0.01' }));
}

const events = (state: string) => eventsOf(client, rootId, state);
const delivered = (count: number) =>
  untilOf(
    () => events('delivered'),
    (items) => items.length >= count,
  );

/** Misbehaves the first time that it sees an identifier. */
const first = (deed: Deed) => (_: unknown, seen: number) => (seen === 0 ? deed : 'take');

describe('Stripe', () => {
  it.each<Deed>(['lose', 'crash', 'fail', 'busy', 'key'])(
    'that does "%s" with every event at first gets each once',
    async (deed) => {
      await start();
      stripe.behave = first(deed);
      stripe.retryAfter = '1';
      await charges(2);
      const items = await delivered(2);
      expect(items.map(({ reason, maybeSentAt }) => [reason, maybeSentAt])).toEqual(
        Array(2).fill([null, null]),
      );
      expect(stripe.sumOf('calls', 'cus_one')).toBe(2);
      expect(stripe.refusedAgain.length).toBe(['lose', 'crash'].includes(deed) ? 2 : 0);
      const { lastError, parked } = (await metersOf(client, rootId)).status;
      expect([parked, lastError]).toEqual([0, expect.stringMatching(/^Stripe (answered \d+: |cannot)/)]);
      expect(JSON.stringify(await metersOf(client, rootId))).not.toMatch(/rk_|ForTheTests/);
    },
  );

  it('that refuses an event parks it alone, with its reason; it can be retried when that is gone', async () => {
    await start();
    const root = await client.budget(rootId);
    const other = await customerOf(client, root, 'cus_unknown');
    stripe.behave = ({ customer }) => (customer === 'cus_unknown' ? 'refuse' : 'take');
    await charges(1, other.id);
    await charges(2);
    await delivered(2);
    const [parked] = await untilOf(
      () => events('parked'),
      (items) => items.length >= 1,
    );
    expect(parked).toMatchObject({
      customer: 'cus_unknown',
      reason: 'refused',
      lastStatus: 400,
      lastError: "Stripe answered 400: No such customer: 'cus_unknown'",
      attempts: 1,
      maybeSentAt: null,
    });
    stripe.behave = () => 'take';
    const route = `/v1/budgets/${rootId}/meters/events/${parked!.id}/retry`;
    expect(made(await client.post(route, undefined, { key: 'again' })).state).toBe('pending');
    await delivered(3);
    const repeated = made(await client.post(route, undefined, { key: 'again' }));
    expect([repeated.state, repeated.replay.answer.state]).toEqual(['delivered', 'pending']);
    expect((await client.post(route)).body.code).toBe('meter_event_state');
    expect(stripe.sumOf('calls', 'cus_unknown')).toBe(1);
  });

  it('that may have an event, and may not know it again, does not get it blindly', async () => {
    await start();
    stripe.behave = () => 'crash';
    await charges(2);
    await untilOf(
      () => events('pending'),
      (items) =>
        items.length === 2 && items.every(({ attempts, maybeSentAt }) => attempts > 0 && maybeSentAt),
    );
    // A day passes.
    const treeId = uuidOf(rootId);
    await fleet.database.sql`
      UPDATE meter_events SET maybe_sent_at = maybe_sent_at - interval '1 day' WHERE tree_id = ${treeId}`;
    const parked = await untilOf(
      () => events('parked'),
      (items) => items.length >= 2,
    );
    expect(parked.map(({ reason }) => reason)).toEqual(['uncertain', 'uncertain']);
    stripe.behave = () => 'take';
    stripe.forget();
    const taken = stripe.taken.length;
    const route = (i: number) => `/v1/budgets/${rootId}/meters/events/${parked[i]!.id}/retry`;
    const refused = await client.post(route(0));
    expect([refused.status, refused.body.code]).toEqual([409, 'meter_event_state']);
    expect(stripe.taken.length).toBe(taken);
    // Somebody has looked, and one of them is not there.
    made(await client.post(route(1), { isNotAtStripe: true }));
    await delivered(1);
    expect(stripe.taken.slice(taken).map(({ identifier }) => identifier)).toEqual([parked[1]!.identifier]);
  });

  it('never gets what is older than it takes', async () => {
    await start();
    stripe.behave = () => 'key';
    await charges(1);
    await untilOf(
      () => events('pending'),
      (items) => items.length === 1 && items[0]!.attempts > 0,
    );
    await fleet.database.sql`
      UPDATE meter_events SET at = at - interval '35 days' WHERE tree_id = ${uuidOf(rootId)}`;
    const [parked] = await untilOf(
      () => events('parked'),
      (items) => items.length >= 1,
    );
    expect(parked).toMatchObject({ reason: 'too_old', maybeSentAt: null });
    stripe.behave = () => 'take';
    const route = `/v1/budgets/${rootId}/meters/events/${parked!.id}/retry`;
    expect((await client.post(route, { isNotAtStripe: true })).body.code).toBe('meter_event_state');
    expect(stripe.taken).toEqual([]);
  });

  it('that takes nothing for as long as an event is tried has the meters paused, and loses nothing', async () => {
    await start({ PURSER_METER_RETRY_SECONDS: '3' });
    stripe.behave = () => 'key';
    await charges(2);
    const paused = await untilOf(
      () => metersOf(client, rootId),
      ({ state }) => state === 'paused',
    );
    expect(paused.pauseReason).toBe('failing');
    const [parked] = await events('parked');
    // Stripe said that it has it not: it can be sent again whenever somebody likes.
    expect(parked).toMatchObject({ reason: 'late', maybeSentAt: null, lastStatus: 401 });
    stripe.behave = () => 'take';
    const put = (more: object) =>
      client.write<{ state: string }>('PUT', `/v1/budgets/${rootId}/meters`, { ...CALLS, ...more });
    expect(made(await put({})).state).toBe('paused');
    expect(made(await put({ apiKey: undefined, state: 'active' })).state).toBe('active');
    for (const { id } of await events('parked'))
      made(await client.post(`/v1/budgets/${rootId}/meters/events/${id}/retry`));
    await delivered(2);
    expect(stripe.sumOf('calls', 'cus_one')).toBe(2);
  });

  it('that does not answer for as long as an event is tried has the meters paused as well', async () => {
    await start({ PURSER_METER_RETRY_SECONDS: '3' });
    stripe.behave = () => 'crash';
    await charges(2);
    const paused = await untilOf(
      () => metersOf(client, rootId),
      ({ state }) => state === 'paused',
    );
    expect(paused.pauseReason).toBe('failing');
    const [parked] = await events('parked');
    expect(parked).toMatchObject({ reason: 'uncertain', maybeSentAt: expect.any(String) as string });
  });

  it('gets one call at a time for each customer of a meter', async () => {
    await start();
    const other = await customerOf(client, await client.budget(rootId), 'cus_two');
    stripe.answerAfterMs = 20;
    for (let i = 0; i < 5; i += 1) for (const id of [childId, other.id]) await charges(1, id);
    await delivered(10);
    expect(stripe.crowded).toEqual([]);
    expect([stripe.sumOf('calls', 'cus_one'), stripe.sumOf('calls', 'cus_two')]).toEqual([5, 5]);
  });

  it('hears of others where a label is empty: that is nobody', async () => {
    await start();
    const nobody = await client.child(rootId, '100', { metadata: { customer: '' } });
    await charges(1, nobody.id);
    await charges(1);
    await delivered(1);
    expect(await events('left_out')).toMatchObject([{ customer: null, reason: 'no_customer' }]);
  });

  it('hears of a customer by its budget where spend is not kept by the label any more', async () => {
    await start();
    const { revision } = await client.budget(rootId);
    made(await client.write('PATCH', `/v1/budgets/${rootId}`, { dimensions: ['team'] }, { revision }));
    await charges(1);
    expect(await delivered(1)).toMatchObject([{ customer: 'cus_one' }]);
  });

  it('may have what another replica has sent meanwhile, whatever a late answer says', async () => {
    await start();
    stripe.behave = () => 'key';
    stripe.answerAfterMs = 1_000;
    await charges(1);
    await untilOf(
      () => Promise.resolve(stripe.got.length),
      (count) => count === 1,
    );
    // Another replica has taken over, and marked an attempt of its own.
    await fleet.database.sql`
      UPDATE meter_events SET attempt_id = gen_random_uuid() WHERE tree_id = ${uuidOf(rootId)}`;
    stripe.answerAfterMs = 0;
    const [event] = await untilOf(
      () => events('pending'),
      (items) => items[0]!.attempts > 0,
    );
    expect([stripe.got.length > 1, event!.maybeSentAt]).toEqual([true, expect.any(String)]);
  });

  it('that is busy is left in peace for as long as it says', async () => {
    await start();
    stripe.behave = first('busy');
    stripe.retryAfter = '3600';
    await charges(1);
    const [event] = await untilOf(
      () => events('pending'),
      (items) => items.length === 1 && items[0]!.attempts > 0,
    );
    const wait = Date.parse(event!.nextAttemptAt!) - Date.parse(event!.lastAttemptAt!);
    expect(wait).toBeGreaterThan(3_500_000);
    await charges(3);
    await untilOf(
      () => events('pending'),
      (items) => items.length === 4,
    );
    expect(stripe.got.length).toBe(1);
  });

  it('gets nothing while the meters are paused, and all of it when they go on', async () => {
    await start();
    const put = (state: string) =>
      client.write('PUT', `/v1/budgets/${rootId}/meters`, { ...CALLS, apiKey: undefined, state });
    await charges(1);
    await delivered(1);
    made(await put('paused'));
    await charges(3);
    expect(stripe.sumOf('calls', 'cus_one')).toBe(1);
    made(await put('active'));
    await delivered(4);
    expect(stripe.sumOf('calls', 'cus_one')).toBe(4);
  });
});
