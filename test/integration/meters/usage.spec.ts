import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import {
  customerOf,
  eventsOf,
  meteredTree,
  METERS,
  metersOf,
  setMeters,
  STRIPE_KEY,
  untilOf,
} from '../../support/meters.js';
import { addedUp } from '../../support/spend.js';
import { StripeStandIn } from '../../support/stripe.js';

let stripe: StripeStandIn;
let fleet: Fleet;
let client: Client;
beforeAll(async () => {
  stripe = await StripeStandIn.start();
  fleet = await Fleet.start(1, { PURSER_STRIPE_URL: stripe.origin });
  client = fleet.client();
});
afterAll(() => fleet.stop());

const charge = (budgetId: string, body: object) =>
  client.post<{ id: string }>(`/v1/budgets/${budgetId}/charges`, { vendor: 'acme', ...body });

describe('usage of a tree', () => {
  it('goes to the customer that its budget names, as much as spend says', async () => {
    const root = await meteredTree(client);
    const [one, other] = [
      await customerOf(client, root, 'cus_one'),
      await customerOf(client, root, 'cus_other'),
    ];
    await setMeters(fleet, root.id);
    const usage = { input_tokens: 1_000, output_tokens: 250 };
    made(await charge(one.id, { item: 'model', usage }));
    made(await charge(other.id, { amount: '0.000007' }));
    const held = made(await client.reserve(one.id, '3', { vendor: 'acme' }));
    made(await client.post(`/v1/reservations/${held.id}/commit`, { amount: '1', final: false }));
    made(await client.commit(held.id, '1.5'));
    await stripe.until(() => stripe.sumOf('spent', 'cus_one') >= 4_000_000);
    await stripe.until(() => stripe.sumOf('calls', 'cus_one') >= 2);
    await stripe.until(() => stripe.sumOf('tokens', 'cus_one') >= 1_250);
    await stripe.until(
      () => stripe.sumOf('calls', 'cus_other') >= 1 && stripe.sumOf('spent', 'cus_other') >= 7,
    );
    expect({
      one: ['calls', 'spent', 'tokens'].map((name) => stripe.sumOf(name, 'cus_one')),
      other: ['calls', 'spent', 'tokens'].map((name) => stripe.sumOf(name, 'cus_other')),
    }).toEqual({ one: [2, 4_000_000, 1_250], other: [1, 7, 0] });
    await addedUp(fleet.database.sql);
    const spend = made(
      await client.get(`/v1/spend?budgetId=${root.id}&groupBy=labels.customer&from=2020-01-01T00:00:00Z`),
    );
    expect(spend.items).toContainEqual(expect.objectContaining({ spent: '4', calls: 2 }));
    expect(new Set(stripe.got.map(({ key }) => key))).toEqual(new Set([STRIPE_KEY]));
    const status = await untilOf(
      async () => (await metersOf(client, root.id)).status,
      ({ pending, behindSeconds }) => pending === 0 && behindSeconds === 0,
    );
    expect(status).toMatchObject({ parked: 0, leftOut: 0, lastError: null });
    expect(status.delivered).toBe((await eventsOf(client, root.id, 'delivered')).length);
  });

  it('has an identifier and the time of its entry', async () => {
    const root = await meteredTree(client);
    const child = await customerOf(client, root, 'cus_ids');
    await setMeters(fleet, root.id);
    made(await charge(child.id, { amount: '1' }));
    await stripe.until(() => stripe.taken.filter(({ customer }) => customer === 'cus_ids').length >= 2);
    const sent = stripe.taken.filter(({ customer }) => customer === 'cus_ids');
    const events = await untilOf(
      () => eventsOf(client, root.id, 'delivered'),
      (items) => items.length >= 2,
    );
    expect(new Set(sent.map(({ identifier }) => identifier)).size).toBe(2);
    for (const event of events) {
      const found = sent.find(({ identifier }) => identifier === event.identifier)!;
      expect(event).toMatchObject({ budgetId: child.id, value: found.value, customer: 'cus_ids' });
      expect(found.timestamp).toBe(Math.floor(Date.parse(event.at) / 1000));
      expect(event.identifier).toContain(`${child.id.replace('budget_', 'entry_')}_${event.version}_`);
    }
  });

  it('is not sent to nobody, and refunds are not sent: both are listed', async () => {
    const root = await meteredTree(client);
    const named = await customerOf(client, root, 'cus_refunded');
    const nameless = await client.child(root.id, '10');
    await setMeters(fleet, root.id);
    made(await charge(nameless.id, { amount: '1' }));
    const paid = made(await charge(named.id, { amount: '2' }));
    made(await client.post(`/v1/reservations/${paid.id}/refund`, { amount: '0.5' }));
    const left = await untilOf(
      () => eventsOf(client, root.id, 'left_out'),
      (items) => items.length >= 3,
    );
    expect(
      left.map(({ reason, eventName, value, customer }) => [reason, eventName, value, customer]).sort(),
    ).toEqual([
      ['no_customer', 'calls', '1', null],
      ['no_customer', 'spent', '1000000', null],
      ['refund', 'spent', '-500000', 'cus_refunded'],
    ]);
    await stripe.until(() => stripe.sumOf('spent', 'cus_refunded') >= 2_000_000);
    expect((await metersOf(client, root.id)).status.leftOut).toBe(3);
    expect(stripe.got.filter(({ customer }) => customer === '')).toEqual([]);
  });

  it('is never another customer because a caller says so, unless callers may say it', async () => {
    const root = await meteredTree(client);
    const child = await customerOf(client, root, 'cus_payer');
    const agent = (await client.issue(child.id)).client;
    // Labels beyond the first KiB are not in later entries: an agent may hide its own behind others.
    const hidden = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`a${i}`, 'x'.repeat(100)]));
    await setMeters(fleet, root.id);
    const pay = async (metadata: object) => {
      const held = made(await agent.reserve(child.id, '1', { vendor: 'acme', metadata }));
      made(await agent.commit(held.id, '1'));
    };
    await pay({ customer: 'cus_victim' });
    await pay({ ...hidden, customer: 'cus_victim' });
    await stripe.until(() => stripe.sumOf('calls', 'cus_payer') >= 2);
    await setMeters(fleet, root.id, { ...METERS, apiKey: undefined, customerFrom: 'reservation' });
    await pay({ customer: 'cus_own' });
    await stripe.until(() => stripe.sumOf('calls', 'cus_own') >= 1);
    expect(stripe.sumOf('calls', 'cus_payer')).toBe(2);
    expect(stripe.sumOf('calls', 'cus_victim')).toBe(0);
  });

  it('is counted by vendor, item and decimals; what is finer than a unit is parked', async () => {
    const root = await meteredTree(client);
    const child = await customerOf(client, root, 'cus_fine');
    const seconds = { measure: 'usage', units: ['input_tokens'] };
    await setMeters(fleet, root.id, {
      ...METERS,
      meters: [
        { eventName: 'whole', ...seconds },
        { eventName: 'hundredths', ...seconds, scale: 2, vendors: ['acme'], items: ['model'] },
        { eventName: 'others', measure: 'calls', vendors: ['globex'] },
        { eventName: 'nano', measure: 'spent', scale: 9 },
      ],
    });
    made(await charge(child.id, { item: 'model', usage: { input_tokens: 1.25 } }));
    await stripe.until(() => stripe.sumOf('nano', 'cus_fine') > 0);
    await stripe.until(() => stripe.sumOf('hundredths', 'cus_fine') > 0);
    expect(['whole', 'hundredths', 'others', 'nano'].map((name) => stripe.sumOf(name, 'cus_fine'))).toEqual([
      0, 125, 0, 1_250_000,
    ]);
    const [parked] = await eventsOf(client, root.id, 'parked');
    expect(parked).toMatchObject({ eventName: 'whole', value: '1.25', reason: 'not_whole' });
    const route = `/v1/budgets/${root.id}/meters/events/${parked!.id}`;
    expect((await client.post(`${route}/retry`)).body.code).toBe('meter_event_state');
    const skipped = made(await client.post(`${route}/skip`));
    expect([skipped.state, skipped.reason]).toEqual(['left_out', 'skipped']);
    expect((await metersOf(client, root.id)).status).toMatchObject({ parked: 0, leftOut: 1 });
  });
});
