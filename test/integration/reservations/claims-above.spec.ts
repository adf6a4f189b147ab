import { codeOf, made, type Client } from '../../support/client.js';
import { cost, dismiss, settle } from '../../support/costs.js';
import { Fleet } from '../../support/fleet.js';

// How far the right to go above limits reaches: an operator of a child against its parent, through the API.

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const day = (limit: string, more: object = {}) => ({ window: 'day', limit, ...more });
const resume = (client: Client, id: string) =>
  client.post(`/v1/budgets/${id}/resume`, { reason: 'looked at' });

/** A root of 1,000 with a child of at most 20, and an operator of each. */
async function scene(ofRoot: object[] = [], ofChild: object[] = []) {
  const limits = (envelopes: object[]) => envelopes.length > 0 && { envelopes };
  const root = await admin.root('1000', { ...limits(ofRoot) });
  const child = await admin.child(root.id, '0', { ceiling: '20', ...limits(ofChild) });
  const operator = async (id: string): Promise<Client> =>
    (await admin.issue(id, { role: 'operator' })).client;
  return { root: root.id, child: child.id, up: await operator(root.id), op: await operator(child.id) };
}

test('an operator who closes its own budget draws nothing through the closed ceiling', async () => {
  const { root, child, up, op } = await scene();
  const { id } = made(await op.reserve(child, '0'));
  made(await op.post(`/v1/budgets/${child}/close`));
  const answer = await cost(op, id, '5000');
  expect(answer).toMatchObject({ status: 202, body: { committed: '0', claim: { amount: '5000' } } });
  const whole = { state: 'active', balances: { available: '1000', overdraft: '0' } };
  expect(await admin.budget(root)).toMatchObject(whole);
  for (const amount of ['5000', '21'])
    expect(codeOf(await settle(op, id, { amount }))).toBe('403 overdraft_bound');
  expect(codeOf(await dismiss(op, id))).toBe('403 overdraft_bound');
  expect(await admin.budget(root)).toMatchObject(whole);
  // What the ceiling leaves is the child's to pay, and the rest for those above to decide about.
  expect(made(await settle(op, id, { amount: '20' }))).toMatchObject({ committed: '20' });
  expect(codeOf(await settle(op, id, { amount: '1' }))).toBe('403 overdraft_bound');
  expect(await admin.budget(root)).toMatchObject({ state: 'active', balances: { available: '980' } });
  expect(made(await dismiss(up, id))).toMatchObject({ committed: '20', claim: null });
});

test('nor does it make the parent owe what that has promised to others', async () => {
  const { root, child, up, op } = await scene();
  const { id } = made(await op.reserve(child, '0'));
  made(await op.post(`/v1/budgets/${child}/close`));
  made(await admin.reserve(root, '995'));
  expect((await cost(op, id, '15')).body).toMatchObject({ claim: { amount: '15' } });
  expect(await admin.budget(root)).toMatchObject({ state: 'active', balances: { overdraft: '0' } });
  made(await settle(up, id));
  expect(await admin.budget(root)).toMatchObject({ state: 'paused', balances: { overdraft: '10' } });
});

test.each([
  ["the root's", [day('10')], []],
  ['one that was set on it from above', [], [day('10')]],
])('a limit of those above is passed once: %s', async (_, ofRoot, ofChild) => {
  const { child, up, op } = await scene(ofRoot, ofChild);
  const held = await Promise.all(
    ['0', '0', '0'].map(async (amount) => made(await op.reserve(child, amount)).id),
  );
  made(await cost(op, held[0]!, '12'));
  expect(await admin.budget(child)).toMatchObject({ state: 'paused', stoppedFromAbove: true });
  expect(codeOf(await resume(op, child))).toBe('403 set_from_above');
  // Neither while it is stopped nor after a resume from above.
  expect((await cost(op, held[1]!, '1')).body).toMatchObject({ committed: '0', claim: { amount: '1' } });
  made(await resume(up, child));
  expect((await cost(op, held[2]!, '1')).body).toMatchObject({ committed: '0', claim: { amount: '1' } });
  expect(codeOf(await settle(op, held[2]!))).toBe('403 overdraft_bound');
  expect(await admin.budget(child)).toMatchObject({ state: 'active', balances: { spent: '12' } });
  made(await settle(up, held[2]!));
  expect(await admin.budget(child)).toMatchObject({ state: 'paused', stoppedFromAbove: true });
});

test('a child with a key of its own gives no second right', async () => {
  const { child, op } = await scene([day('10')]);
  const pay = async () => {
    const made1 = await op.child(child, '0', { ceiling: '20' });
    const key = await op.issue(made1.id, { role: 'operator' });
    const { id } = made(await key.client.reserve(made1.id, '0'));
    return cost(key.client, id, '11');
  };
  expect(await pay()).toMatchObject({ status: 200, body: { committed: '11' } });
  // The limit of the root leaves nothing.
  expect(await pay()).toMatchObject({ status: 202, body: { committed: '0', claim: { amount: '11' } } });
});

test('money of the parent is passed once as well; own limits are passed freely', async () => {
  const { child, op, up } = await scene();
  const own = await admin.budget(child);
  made(await op.post(`/v1/budgets/${child}/envelopes`, day('5'), { revision: own.revision }));
  const held = await Promise.all(
    ['0', '0', '0'].map(async (amount) => made(await op.reserve(child, amount)).id),
  );
  made(await cost(op, held[0]!, '6'));
  const stopped = await admin.budget(child);
  expect(stopped).toMatchObject({ state: 'paused' });
  expect(stopped.stoppedFromAbove).toBeUndefined();
  made(await resume(op, child));
  made(await cost(op, held[1]!, '15'));
  expect(await admin.budget(child)).toMatchObject({
    state: 'paused',
    stoppedFromAbove: true,
    pausedUntil: null,
    balances: { spent: '21', overdraft: '1' },
  });
  expect(codeOf(await resume(op, child))).toBe('403 set_from_above');
  made(await resume(up, child));
  expect((await cost(op, held[2]!, '1')).status).toBe(202);
});

test('a bound of nothing passes no freeze', async () => {
  const root = await admin.root('1000');
  const agent = await admin.issue(root.id, {
    scopes: { actions: ['read', 'reserve', 'overdraft'], largestOverdraft: '0' },
  });
  const { id } = made(await agent.client.reserve(root.id, '0'));
  made(await admin.post(`/v1/budgets/${root.id}/freeze`));
  const claimed = await cost(agent.client, id, '900');
  expect([claimed.status, claimed.body.committed, claimed.body.claim?.amount]).toEqual([202, '0', '900']);
  expect(await admin.budget(root.id)).toMatchObject({ state: 'frozen', balances: { spent: '0' } });
});

test("a stop of one's own does not keep one from above away", async () => {
  const { child, op, up } = await scene([], [day('5', { onExceed: 'pause' })]);
  const held = await Promise.all(['0', '0'].map(async (amount) => made(await op.reserve(child, amount)).id));
  made(await op.post(`/v1/budgets/${child}/freeze`));
  made(await cost(op, held[0]!, '6'));
  const stopped = { state: 'paused', stoppedFromAbove: true, pausedUntil: null };
  expect(await admin.budget(child)).toMatchObject(stopped);
  expect(codeOf(await resume(op, child))).toBe('403 set_from_above');
  made(await resume(up, child));

  // A stop for good of its own, and then one by the root's limit of a day: the stricter of both holds in each respect.
  const second = await scene([day('5')]);
  const { revision } = await admin.budget(second.child);
  const transaction = { window: 'transaction', limit: '3' };
  made(await second.op.post(`/v1/budgets/${second.child}/envelopes`, transaction, { revision }));
  const ids = await Promise.all(
    ['0', '0'].map(async (one) => made(await second.op.reserve(second.child, one)).id),
  );
  made(await cost(second.op, ids[0]!, '4'));
  expect((await admin.budget(second.child)).stoppedFromAbove).toBeUndefined();
  made(await cost(second.op, ids[1]!, '2'));
  expect(await admin.budget(second.child)).toMatchObject(stopped);
  expect(codeOf(await resume(second.op, second.child))).toBe('403 set_from_above');
});

test.each([{ largestOverdraft: '3' }, { largestAmount: '5' }])(
  'who may not pay all of a claim does not dismiss it: %j',
  async (bounds) => {
    const { root, up } = await scene([day('10')]);
    const agent = await admin.issue(root);
    const { id } = made(await agent.client.reserve(root, '0'));
    expect((await cost(agent.client, id, '40')).body).toMatchObject({ claim: { amount: '30' } });
    const scopes = { actions: ['read', 'reserve', 'overdraft'], ...bounds };
    const bounded = await admin.issue(root, { scopes });
    expect(codeOf(await dismiss(bounded.client, id))).toMatch(/^403 (overdraft_bound|scope_amount)$/);
    // Not what it claimed itself either.
    const own = made(await bounded.client.reserve(root, '0')).id;
    expect((await cost(bounded.client, own, '9')).status).toBe(202);
    expect(codeOf(await dismiss(bounded.client, own))).toMatch(/^403 (overdraft_bound|scope_amount)$/);
    expect(made(await dismiss(up, id))).toMatchObject({ claim: null });
  },
);

test('later costs are recorded beside a claim of the largest amount', async () => {
  const { root, up } = await scene([day('10')]);
  const agent = await admin.issue(root);
  const { id } = made(await agent.client.reserve(root, '4'));
  const most = '1000000000000';
  const report = (amount: string) => cost(agent.client, id, amount, { final: false });
  expect(await report(most)).toMatchObject({ status: 202, body: { committed: '10' } });
  expect(await report('25')).toMatchObject({ status: 202, body: { claim: { amount: most } } });
  expect(await report('7')).toMatchObject({ status: 202, body: { claim: { amount: most } } });
  // The journal has each of them.
  type Entries = { items: { content: { requested?: { amount: string }; claimed?: string } }[] };
  const journal = made(await admin.get<Entries>(`/v1/budgets/${root}/entries?limit=100`));
  const claims = journal.items.flatMap(({ content: { requested, claimed } }) =>
    requested ? [[requested.amount, claimed]] : [],
  );
  expect(claims.sort()).toEqual([
    ['25', '10'],
    ['7', undefined],
  ]);
  made(await dismiss(up, id));
  expect((await report('3')).body).toMatchObject({ claim: { amount: '3' } });
});
