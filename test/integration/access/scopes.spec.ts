import { audit } from '../../../src/audit/audit.js';
import { codeOf, type Client, made, tally, type Answer } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

// What the scopes of a key forbid is decided, journaled and counted like every rule.

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(async () => expect(await audit(fleet.database.sql)).toMatchObject({ differences: [] }));
afterAll(() => fleet.stop());

const agentOf = async (budgetId: string, scopes: object): Promise<Client> =>
  (await admin.issue(budgetId, { scopes })).client;

test('a loop of requests above the scope of a key is stopped by a breaker, and explained in the journal', async () => {
  const breaker = { window: 'hour', metric: 'denials', per: 'request', limit: '3', onExceed: 'pause' };
  const root = await admin.root('100', { envelopes: [breaker] });
  const agent = await agentOf(root.id, { largestAmount: '5' });
  const answers: Answer[] = [];
  for (let i = 0; i < 6; i += 1) answers.push(await agent.reserve(root.id, '9.8'));
  expect(answers[0]!.body).toMatchObject({ code: 'scope_amount', largestAdmissible: '5' });
  expect(tally(answers)).toEqual({ '403 scope_amount': 4, '423 budget_paused': 2 });
  type Entries = { items: { content: { kind: string; denial?: { code: string } } }[] };
  const { items } = made(await admin.get<Entries>(`/v1/budgets/${root.id}/entries?limit=100`));
  expect(items.filter(({ content }) => content.denial?.code === 'scope_amount')).toHaveLength(4);
});

test('a dry run and a batch give the answer of the call itself', async () => {
  const root = await admin.root('100');
  const agent = await agentOf(root.id, { vendors: ['openai'], largestAmount: '5' });
  const asked = { budgetId: root.id, amount: '6', vendor: 'evil' };
  const decision = made(
    await agent.post<{ admissible: boolean; code: string; violations: { rule: string }[] }>(
      '/v1/decisions',
      asked,
    ),
  );
  expect(decision).toMatchObject({ admissible: false, code: 'scope_vendor', largestAdmissible: '0' });
  expect(decision.violations.map(({ rule }) => rule)).toEqual(['scope_vendor', 'scope_amount']);
  const batch = await agent.post<{ results: { status: number; body: { code?: string } }[] }>(
    '/v1/reservations/batch',
    {
      commands: [asked, { ...asked, amount: '5', vendor: 'openai' }].map((one, i) => ({
        type: 'reserve',
        idempotencyKey: `k${i}`,
        ...one,
      })),
    },
  );
  expect(batch.body.results.map(({ status, body }) => `${status} ${body.code ?? ''}`)).toEqual([
    '403 scope_vendor',
    '201 ',
  ]);
});

test('a dry run denies a key that may not reserve, and names the other rules in the way', async () => {
  const limits = [
    { window: 'day', limit: '50' },
    { window: 'transaction', limit: '20', onExceed: 'approve', approve: { approvals: 1, withinSeconds: 60 } },
  ];
  const root = await admin.root('100', { envelopes: limits });
  const child = await admin.child(root.id, '10');
  const keyOf = async (role: string, scopes?: object): Promise<Client> =>
    (await admin.issue(root.id, { role, scopes })).client;
  interface Decision {
    admissible: boolean;
    code: string | null;
    violations: { rule: string }[];
    notices: object[];
  }
  const refused = [
    await keyOf('auditor'),
    await keyOf('approver'),
    await keyOf('operator', { actions: ['read', 'manage'] }),
    await keyOf('agent', { actions: ['read', 'delegate'] }),
  ];
  const nothing = { admissible: false, code: 'forbidden', largestAdmissible: '0', approval: null };
  for (const who of refused)
    for (const [budgetId, amount, rules] of [
      [root.id, '10', []],
      [root.id, '30', []],
      [root.id, '60', ['envelope_exceeded']],
      [child.id, '60', ['insufficient_funds', 'envelope_exceeded']],
      [root.id, '200', ['insufficient_funds', 'envelope_exceeded']],
    ] as const) {
      const { status, body } = await who.post<Decision>('/v1/decisions', { budgetId, amount });
      expect([status, body]).toEqual([200, expect.objectContaining({ ...nothing, retryAt: null })]);
      expect(body.violations.map(({ rule }) => rule)).toEqual(rules);
      expect(body.notices).toHaveLength(Number(amount) > 20 ? 1 : 0);
      expect(codeOf(await who.reserve(budgetId, amount))).toBe(`403 ${body.code}`);
    }
  const may = await keyOf('agent');
  const passing = made(await may.post<Decision>('/v1/decisions', { budgetId: root.id, amount: '30' }));
  expect(passing).toMatchObject({ admissible: true, code: null, approval: { needed: 1 } });
  expect((await may.reserve(root.id, '30')).status).toBe(202);
});

test('a narrow key settles nothing of others outside of its scopes', async () => {
  const root = await admin.root('1000');
  const other = made(await admin.reserve(root.id, '100', { vendor: 'anthropic', runId: 'run-1' }));
  const refund = { actions: ['read', 'reserve', 'refund'] };
  const byVendor = await agentOf(root.id, { ...refund, vendors: ['openai'], largestAmount: '1' });
  const byRun = await agentOf(root.id, { ...refund, runs: ['run-2'] });
  for (const [agent, denial] of [
    [byVendor, '403 scope_vendor'],
    [byRun, '403 scope_run'],
  ] as const) {
    const on = (what: string, body: object) => agent.post(`/v1/reservations/${other.id}/${what}`, body);
    expect(codeOf(await on('commit', { amount: '1' }))).toBe(denial);
    expect(codeOf(await on('extend', { ttlSeconds: 900 }))).toBe(denial);
    expect(codeOf(await on('release', {}))).toBe(denial);
    expect(codeOf(await on('refund', { amount: '0' }))).toBe(denial);
  }
  expect((await admin.budget(root.id)).balances).toMatchObject({ reserved: '100', spent: '0' });
});

test('a narrow key neither approves nor rejects requests outside its scopes', async () => {
  const approve = { approvals: 1, withinSeconds: 600 };
  const limit = { window: 'transaction', limit: '10', onExceed: 'approve', approve };
  const root = await admin.root('1000', { envelopes: [limit] });
  const asked = { vendor: 'anthropic', category: 'tokens', runId: 'run-1' };
  const waiting = await admin.reserve(root.id, '100', asked);
  expect(waiting.status).toBe(202);
  const approver = async (scopes: object): Promise<Client> =>
    (await admin.issue(root.id, { role: 'approver', scopes })).client;
  const answers = async (by: Client, reason: string): Promise<string[]> => [
    codeOf(await by.post(`/v1/reservations/${waiting.body.id}/approve`)),
    codeOf(await by.post(`/v1/reservations/${waiting.body.id}/reject`, { reason })),
  ];
  for (const [scopes, denial] of [
    [{ vendors: ['openai'] }, '403 scope_vendor'],
    [{ categories: ['food'] }, '403 scope_category'],
    [{ runs: ['run-2'] }, '403 scope_run'],
    [{ largestAmount: '99' }, '403 scope_amount'],
  ] as const)
    expect(await answers(await approver(scopes), 'no')).toEqual([denial, denial]);
  expect(made(await admin.get(`/v1/reservations/${waiting.body.id}`))).toMatchObject({
    state: 'pending_approval',
    held: '100',
    approval: { given: [], rejection: null },
  });
  const within = await approver({ vendors: ['anthropic'], runs: ['run-1'], largestAmount: '100' });
  const rejected = await within.post(`/v1/reservations/${waiting.body.id}/reject`, { reason: 'no' });
  expect(rejected).toMatchObject({ status: 200, body: { state: 'rejected', held: '0' } });
});

test('largestAmount holds for all that is paid of a reservation: real cost beyond it is claimed', async () => {
  const root = await admin.root('1000');
  const agent = await agentOf(root.id, {
    actions: ['read', 'reserve', 'overdraft'],
    largestAmount: '1',
  });
  const { id } = made(await agent.reserve(root.id, '0'));
  expect(codeOf(await agent.commit(id, '900'))).toBe('403 scope_amount');
  made(await agent.post(`/v1/reservations/${id}/commit`, { amount: '0.6', final: false }));
  const more = await agent.commit(id, '0.5');
  expect([codeOf(more), more.body.largestAdmissible]).toEqual(['403 scope_amount', '0.4']);
  const cost = { amount: '900', overage: 'overdraft' };
  const claimed = await agent.post(`/v1/reservations/${id}/commit`, cost);
  expect(claimed).toMatchObject({
    status: 202,
    body: {
      state: 'committed',
      committed: '1',
      claim: { amount: '899.6', limits: [{ rule: 'scope_amount', exceededBy: '899.6' }] },
    },
  });
  expect(codeOf(await agent.post(`/v1/reservations/${id}/claim/settle`))).toBe('403 scope_amount');
  expect(made(await admin.post(`/v1/reservations/${id}/claim/settle`))).toMatchObject({
    committed: '900.6',
    overdrawn: '0',
    claim: null,
  });
});

test('largestAmount bounds the guarantee of a child, so that it does not starve its siblings', async () => {
  const root = await admin.root('1000');
  const elastic = { ceiling: '1000' };
  const [own, sibling] = [await admin.child(root.id, '0', elastic), await admin.child(root.id, '0', elastic)];
  const agent = await agentOf(own.id, { vendors: ['openai'], largestAmount: '1' });
  const below = (guarantee: string, ceiling = guarantee) =>
    agent.post(`/v1/budgets/${own.id}/children`, { name: 'mine', guarantee, ceiling });
  const denied = await below('1000');
  expect([codeOf(denied), denied.body.largestAdmissible, denied.body.violations]).toMatchObject([
    '403 scope_amount',
    '1',
    [{ rule: 'scope_amount', budgetId: own.id, budgetName: 'child', limit: '1', requested: '1000' }],
  ]);
  made(await below('1', '1000'));
  made(await admin.reserve(sibling.id, '999'));
});
