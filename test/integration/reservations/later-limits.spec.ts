import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, made, tally, type Client } from '../../support/client.js';
import { cost } from '../../support/costs.js';
import { Fleet } from '../../support/fleet.js';

// Limits and policies that are made after a reservation, and what it may still pay.

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(2);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const withRevision = async (budgetId: string) => ({ revision: (await admin.budget(budgetId)).revision });
const limit = async (budgetId: string, body: object): Promise<void> =>
  void made(await admin.post(`/v1/budgets/${budgetId}/envelopes`, body, await withRevision(budgetId)));
const change = async (budgetId: string, body: object): Promise<void> =>
  void made(await admin.patch(`/v1/budgets/${budgetId}`, body, await withRevision(budgetId)));
/** What each counter of a budget has used, over all its envelopes. */
const usedOf = async (budgetId: string): Promise<string[]> => {
  const { envelopes } = made(
    await admin.get<{ envelopes: { usage: { used: string }[] }[] }>(`/v1/budgets/${budgetId}`),
  );
  return envelopes.flatMap(({ usage }) => usage.map(({ used }) => used));
};

test('an expired empty reservation passes no later limit or policy', async () => {
  const root = await admin.root('1000');
  const agent = await admin.issue(root.id);
  const { id } = made(await agent.client.reserve(root.id, '0', { vendor: 'evil', ttlSeconds: 1 }));
  while (made(await admin.get<{ state: string }>(`/v1/reservations/${id}`)).state !== 'expired')
    await sleep(100);
  await limit(root.id, { window: 'day', limit: '5' });
  await limit(root.id, { window: 'lifetime', limit: '7', per: 'vendor' });
  await change(root.id, { policy: { vendors: { allow: ['good'] } } });

  const denied = await agent.client.commit(id, '900');
  expect(codeOf(denied)).toBe('403 vendor_not_allowed');
  expect(denied.body.violations?.map(({ rule }) => rule)).toEqual([
    'vendor_not_allowed',
    'envelope_exceeded',
    'envelope_exceeded',
  ]);
  expect(await usedOf(root.id)).not.toContain('900');

  await change(root.id, { policy: null });
  const exceeded = await agent.client.commit(id, '900');
  expect([codeOf(exceeded), exceeded.body.largestAdmissible]).toEqual(['402 envelope_exceeded', '5']);
  const claimed = await cost(agent.client, id, '900');
  expect([claimed.status, claimed.body.committed, claimed.body.claim?.amount]).toEqual([202, '5', '895']);
  expect(await usedOf(root.id)).toEqual(['5', '5']);
});

test('an older hold may be paid; a later limit counts it once more is paid', async () => {
  const root = await admin.root('1000');
  const ids = await Promise.all([1, 2].map(async () => made(await admin.reserve(root.id, '10')).id));
  await limit(root.id, { window: 'day', limit: '12', per: 'run' });
  await limit(root.id, { window: 'day', limit: '0', metric: 'count' });
  expect(made(await admin.commit(ids[0]!, '10')).committed).toBe('10');
  expect(await usedOf(root.id)).toEqual(['0']);
  expect(codeOf(await admin.commit(ids[1]!, '13'))).toBe('402 envelope_exceeded');
  expect(made(await admin.commit(ids[1]!, '12')).committed).toBe('12');
  expect(await usedOf(root.id)).toContain('12');
});

test('late payments on two processes at once never pass a new limit together', async () => {
  const root = await admin.root('1000');
  const runs = ['a', 'b'];
  const ids = await Promise.all(
    Array.from(
      { length: 40 },
      async (_, i) => made(await fleet.client(i).reserve(root.id, '0', { runId: runs[i % 2] })).id,
    ),
  );
  await Promise.all(ids.map(async (id) => made(await admin.release(id))));
  await limit(root.id, { window: 'lifetime', limit: '7', per: 'run' });
  await limit(root.id, { window: 'lifetime', limit: '12' });
  const answers = await fleet.atOnce(ids.length, (client, i) => client.commit(ids[i]!, '1'));
  expect(tally(answers)).toEqual({ 200: 12, '402 envelope_exceeded': 28 });
  const { balances } = await admin.budget(root.id);
  expect(balances).toMatchObject({ spent: '12', reserved: '0' });
});
