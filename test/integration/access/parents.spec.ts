import { audit } from '../../../src/audit/audit.js';
import { codeOf, type Client, made } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// What belongs to the parent is not changed from below.

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(async () => expect(await audit(fleet.database.sql)).toMatchObject({ differences: [] }));
afterAll(() => fleet.stop());

const keyOf = async (budgetId: string, role: string, scopes?: object): Promise<Client> =>
  (await admin.issue(budgetId, { role, scopes })).client;

/** A root of 1,000 with a child of 10 to 20, a limit of 5 a day and one vendor. */
async function scene() {
  const root = await admin.root('1000');
  const child = await admin.child(root.id, '10', {
    ceiling: '20',
    envelopes: [{ window: 'day', limit: '5' }],
    policy: { vendors: { allow: ['openai'] } },
  });
  return { root, child, envelope: child.envelopes![0]!.id };
}

const revisionOf = async (id: string): Promise<number> => (await admin.budget(id)).revision;

test.each([
  ['an operator', undefined] as const,
  ['one narrowed to manage', { actions: ['read', 'manage'] }] as const,
])('%s of a child raises neither its allowance nor its limits', async (_, scopes) => {
  const { root, child, envelope } = await scene();
  const op = await keyOf(child.id, 'operator', scopes);
  const patch = (body: object) => op.patch(`/v1/budgets/${child.id}`, body, { revision: 1 });
  const answers = [
    await patch({ ceiling: '1000' }),
    await patch({ guarantee: '900', ceiling: '1000' }),
    await patch({ guarantee: '1' }),
    await patch({ policy: null }),
    await patch({ policy: { vendors: { allow: ['openai', 'evil'] } } }),
    await op.patch(`/v1/envelopes/${envelope}`, { limit: '1000' }, { revision: 1 }),
    await op.patch(`/v1/envelopes/${envelope}`, { onExceed: 'notify' }, { revision: 1 }),
    await op.write('DELETE', `/v1/envelopes/${envelope}`, undefined, { revision: 1 }),
  ];
  expect(answers.map(codeOf)).toEqual(answers.map(() => '403 set_from_above'));
  expect(codeOf(await admin.reserve(child.id, '1000', { vendor: 'evil' }))).toBe('403 vendor_not_allowed');
  expect((await admin.budget(root.id)).balances.available).toBe('990');
  expect(await admin.budget(child.id)).toMatchObject({ revision: 1, policyFromAbove: true });
  // What is its own it changes, and limits of its own it adds and takes away.
  made(await patch({ name: 'mine' }));
  const own = made(
    await op.post<{ id: string; fromAbove?: true }>(
      `/v1/budgets/${child.id}/envelopes`,
      { window: 'hour', limit: '2' },
      { revision: 2 },
    ),
  );
  expect(own.fromAbove).toBeUndefined();
  made(await op.patch(`/v1/envelopes/${own.id}`, { limit: '3' }, { revision: 3 }));
  made(await op.write('DELETE', `/v1/envelopes/${own.id}`, undefined, { revision: 4 }));
});

test('those who reach the parent change all of it', async () => {
  const { root, child, envelope } = await scene();
  const up = await keyOf(root.id, 'operator');
  made(await up.patch(`/v1/budgets/${child.id}`, { ceiling: '40', policy: null }, { revision: 1 }));
  made(await up.patch(`/v1/envelopes/${envelope}`, { limit: '6' }, { revision: 2 }));
  made(await up.write('DELETE', `/v1/envelopes/${envelope}`, undefined, { revision: 3 }));
  const op = await keyOf(child.id, 'operator');
  made(
    await op.patch(`/v1/budgets/${child.id}`, { policy: { vendors: { deny: ['evil'] } } }, { revision: 4 }),
  );
  expect(await admin.budget(child.id)).toMatchObject({ policyFromAbove: false });
});

test('a freeze from above is not undone by an operator or an approver of the frozen budget', async () => {
  const { root, child } = await scene();
  const low = await Promise.all([keyOf(child.id, 'operator'), keyOf(child.id, 'approver')]);
  const up = await keyOf(root.id, 'approver');
  for (const above of [admin, up]) {
    expect(made(await above.post(`/v1/budgets/${child.id}/freeze`))).toMatchObject({
      state: 'frozen',
      stoppedFromAbove: true,
    });
    for (const one of low) {
      const resume = () => one.post(`/v1/budgets/${child.id}/resume`, { reason: 'mine' });
      expect(codeOf(await resume())).toBe('403 set_from_above');
      made(await one.post(`/v1/budgets/${child.id}/freeze`));
      expect(codeOf(await resume())).toBe('403 set_from_above');
    }
    made(await up.post(`/v1/budgets/${child.id}/resume`));
    expect((await admin.budget(child.id)).state).toBe('active');
  }
  made(await low[1].post(`/v1/budgets/${child.id}/freeze`));
  made(await low[0].post(`/v1/budgets/${child.id}/resume`));
});

test('a pause by a limit from above waits for somebody from above', async () => {
  const { root, child } = await scene();
  const op = await keyOf(child.id, 'operator');
  const agent = await keyOf(child.id, 'agent');
  const pausing = (limit: string) => ({ window: 'day', limit, onExceed: 'pause' });
  const add = async (client: Client, limit: string) =>
    made(
      await client.post(`/v1/budgets/${child.id}/envelopes`, pausing(limit), {
        revision: await revisionOf(child.id),
      }),
    );
  const ask = (amount: string) => agent.reserve(child.id, amount, { vendor: 'openai' });
  const resume = (client: Client) => client.post(`/v1/budgets/${child.id}/resume`, { reason: 'seen' });
  await add(op, '3');
  expect(codeOf(await ask('4'))).toBe('402 envelope_exceeded');
  expect(await admin.budget(child.id)).toMatchObject({ state: 'paused' });
  made(await resume(op));
  await add(await keyOf(root.id, 'operator'), '2');
  expect(codeOf(await ask('3'))).toBe('402 envelope_exceeded');
  expect(await admin.budget(child.id)).toMatchObject({ state: 'paused', stoppedFromAbove: true });
  expect(codeOf(await resume(op))).toBe('403 set_from_above');
  made(await resume(admin));
});
