import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, Client, made, tally, type Answer } from '../../support/client.js';
import { audit } from '../../../src/audit/audit.js';
import { Fleet } from '../../support/fleet.js';
import { ServiceProcess } from '../../support/service.js';

// Keys through the API of two replicas.

type NewKey = { id: string; secret: string | null; role: string; scopes: object; expiresAt: string | null };

type NewKeyOfChild = { id: string; key: NewKey };

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(2);
  admin = fleet.client();
});
afterAll(() => fleet.stop());
afterEach(async () => expect(await audit(fleet.database.sql)).toMatchObject({ differences: [] }));

const issue = async (budgetId: string, fields: object = {}): Promise<NewKey & { secret: string }> =>
  made(
    await admin.post<NewKey & { secret: string }>(`/v1/budgets/${budgetId}/keys`, {
      name: 'agent',
      role: 'agent',
      ...fields,
    }),
  );

test('a delegation can bring the key of the child, whose secret is shown once', async () => {
  const root = await admin.root('100');
  const request = { name: 'child', guarantee: '10', key: { name: 'sub-agent' } };
  const route = `/v1/budgets/${root.id}/children`;
  const first = made(await admin.post<{ id: string; key: NewKey }>(route, request, { key: 'once' }));
  expect(first.key).toMatchObject({ name: 'sub-agent', role: 'agent', budgetId: first.id });
  expect(first.key.secret).toMatch(/^purser_agent_[0-9a-z]{26}_[\w-]{43}$/);
  type Repeated = { id: string; key: NewKey; replay: object };
  const { replay, ...again } = made(await admin.post<Repeated>(route, request, { key: 'once' }));
  expect(again).toEqual({ ...first, key: { ...first.key, secret: null } });
  expect(replay).toMatchObject({ status: 201, answer: again });

  const agent = admin.as(first.key.secret!);
  expect(made(await agent.get('/v1/principal'))).toMatchObject({
    id: first.key.id,
    budgetId: first.id,
    actions: ['read', 'reserve', 'delegate'],
  });
  made(await agent.reserve(first.id, '1'));
  const { items } = made(
    await admin.get<{ items: { content: { kind: string; by: string } }[] }>(
      `/v1/budgets/${first.id}/entries?order=desc&limit=1`,
    ),
  );
  expect(items[0]!.content).toMatchObject({ kind: 'reserve', by: first.key.id });
  // It delegates in its turn, and what it delegates to has a key that is no wider.
  const grandchild = made(
    await agent.post<{ id: string; key: NewKey }>(`/v1/budgets/${first.id}/children`, {
      ...request,
      guarantee: '5',
    }),
  );
  expect(codeOf(await admin.as(grandchild.key.secret!).get(`/v1/budgets/${first.id}`))).toBe('404 not_found');
});

test('scopes narrow what a key may reserve, and what it may give away', async () => {
  const root = await admin.root('100');
  const scopes = { vendors: ['openai', 'acme'], categories: ['tokens'], largestAmount: '5' };
  const { secret } = await issue(root.id, { scopes });
  const agent = admin.as(secret);
  const reserve = (amount: string, vendor?: string, category = 'tokens') =>
    agent.reserve(root.id, amount, { vendor, category });
  expect(codeOf(await reserve('5', 'acme'))).toBe('201');
  for (const [answer, scope] of [
    [await reserve('5.000001', 'acme'), 'scope_amount'],
    [await reserve('1', 'other'), 'scope_vendor'],
    [await reserve('1'), 'scope_vendor'],
    [await reserve('1', 'acme', 'food'), 'scope_category'],
  ] as const)
    expect(codeOf(answer)).toBe(`403 ${scope}`);
  const batch = await agent.post<{ results: { status: number }[] }>('/v1/reservations/batch', {
    commands: ['1', '6', '2'].map((amount, i) => ({
      type: 'reserve',
      idempotencyKey: `k${i}`,
      budgetId: root.id,
      amount,
      vendor: 'acme',
      category: 'tokens',
    })),
  });
  expect(batch.body.results.map(({ status }) => status)).toEqual([201, 403, 201]);

  const delegate = (key: object) =>
    agent.post(`/v1/budgets/${root.id}/children`, { name: 'c', guarantee: '1', key: { name: 'k', ...key } });
  for (const [wider, scope] of [
    [undefined, 'vendors'],
    [{ ...scopes, vendors: ['acme', 'other'] }, 'vendors'],
    [{ ...scopes, categories: null }, 'categories'],
    [{ ...scopes, largestAmount: '5.1' }, 'largestAmount'],
    [{ ...scopes, actions: ['manage'] }, 'actions'],
  ] as const) {
    const answer = await delegate({ scopes: wider });
    expect([codeOf(answer), answer.body.scope]).toEqual(['403 forbidden', scope]);
  }
  expect(codeOf(await delegate({ scopes: { ...scopes, vendors: ['acme'], largestAmount: '4' } }))).toBe(
    '201',
  );
  const operator = admin.as(
    (await issue(root.id, { role: 'operator', scopes: { actions: ['manage'] } })).secret,
  );
  const route = `/v1/budgets/${root.id}/keys`;
  expect((await operator.post(route, { name: 'x', role: 'agent' })).body.scope).toBe('actions');
  const approver = admin.as((await issue(root.id, { role: 'approver' })).secret);
  expect(codeOf(await approver.post(route, { name: 'x', role: 'auditor' }))).toBe('403 forbidden');
});

test('an agent refunds only with that action, and gives away no more than it has', async () => {
  const root = await admin.root('100');
  const { id: paid } = made(await admin.reserve(root.id, '5'));
  made(await admin.post(`/v1/reservations/${paid}/commit`, { amount: '5' }));
  const refund = async ({ secret }: { secret: string }): Promise<string> =>
    codeOf(await admin.as(secret).post(`/v1/reservations/${paid}/refund`, { amount: '1' }));
  const actions = ['read', 'reserve', 'delegate', 'refund', 'overdraft'];
  const given = await issue(root.id, { scopes: { actions, largestOverdraft: '2' } });
  expect(await refund(await issue(root.id))).toBe('403 forbidden');
  expect(await refund(await issue(root.id, { scopes: { actions: ['reserve', 'overdraft'] } }))).toBe(
    '403 forbidden',
  );
  expect(await refund(given)).toBe('200');
  expect(await refund(await issue(root.id, { role: 'operator' }))).toBe('200');
  expect(await refund(await issue(root.id, { role: 'operator', scopes: { actions: ['reserve'] } }))).toBe(
    '403 forbidden',
  );
  const agent = admin.as(given.secret);
  expect(made(await agent.get('/v1/principal'))).toMatchObject({
    actions: ['read', 'reserve', 'overdraft', 'refund', 'delegate'],
    scopes: { actions, largestOverdraft: '2' },
  });

  const delegate = (from: Client, scopes: object | null) =>
    from.post<NewKeyOfChild>(`/v1/budgets/${root.id}/children`, {
      name: 'c',
      guarantee: '1',
      key: { name: 'k', scopes },
    });
  const plain = admin.as((await issue(root.id)).secret);
  for (const [from, scopes, scope] of [
    [plain, { actions: ['overdraft'] }, 'actions'],
    [agent, { actions: ['overdraft'] }, 'largestOverdraft'],
    [agent, { actions: ['overdraft'], largestOverdraft: '2.000001' }, 'largestOverdraft'],
    [agent, { actions: ['manage'] }, 'actions'],
  ] as const) {
    const answer = await delegate(from, scopes);
    expect([codeOf(answer), answer.body.scope]).toEqual(['403 forbidden', scope]);
  }
  const child = made(await delegate(agent, { actions: ['overdraft'], largestOverdraft: '2' }));
  expect(child.key.scopes).toMatchObject({ actions: ['overdraft'], largestOverdraft: '2' });
  expect(codeOf(await delegate(agent, null))).toBe('201');
});

test('a revocation binds everywhere within a second, while requests are under way', async () => {
  const root = await admin.root('1000');
  const { id, secret } = await issue(root.id);
  const agents = [0, 1].map((i) => fleet.client(i).as(secret));
  await Promise.all(agents.map((agent) => agent.reserve(root.id, '1')));
  const answers: { sent: number; answer: Answer }[] = [];
  let going = true;
  const running = Array.from({ length: 100 }, async (_, i) => {
    while (going) {
      const sent = performance.now();
      answers.push({ sent, answer: await agents[i % 2]!.reserve(root.id, '0.001') });
    }
  });
  await sleep(200);
  expect(codeOf(await admin.write('DELETE', `/v1/keys/${id}`, { reason: 'leaked' }))).toBe('200');
  const revoked = performance.now();
  await sleep(1_300);
  going = false;
  await Promise.all(running);
  const late = answers.filter(({ sent }) => sent > revoked + 1_000).map(({ answer }) => answer);
  expect(tally(late)).toEqual({ '401 unauthenticated': late.length });
  expect(late.length).toBeGreaterThan(0);
  const { '201': passed = 0 } = tally(answers.map(({ answer }) => answer));
  const { balances } = await admin.budget(root.id);
  expect(Number(balances.reserved)).toBeCloseTo(2 + passed / 1000, 6);
});

test('keys of a subtree are revoked together', async () => {
  const root = await admin.root('100');
  const child = await admin.child(root.id, '10');
  const grandchild = await admin.child(child.id, '5');
  const keys = await Promise.all([root, child, child, grandchild].map(({ id }) => issue(id)));
  const states = async (): Promise<string[]> => {
    await sleep(1_000);
    return await Promise.all(
      keys.map(async ({ secret }) => codeOf(await fleet.client(1).as(secret).get('/v1/principal'))),
    );
  };
  const revoke = (body?: object) =>
    admin.post<{ ended: unknown[] }>(`/v1/budgets/${child.id}/keys/revoke`, body);
  expect(made(await revoke()).ended).toHaveLength(2);
  expect(await states()).toEqual(['200', '401 unauthenticated', '401 unauthenticated', '200']);
  expect(made(await revoke({ subtree: true })).ended).toHaveLength(1);
  expect(await states()).toEqual(['200', ...Array.from({ length: 3 }, () => '401 unauthenticated')]);
  const { items } = made(
    await admin.get<{ items: { id: string; revokedAt: string | null }[] }>(
      `/v1/budgets/${root.id}/keys?subtree=true`,
    ),
  );
  expect(items.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, true, true, false]);
});

test('a rotated key works on for the overlap, an expired one no longer', async () => {
  const root = await admin.root('100');
  const old = await issue(root.id, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  const rotate = (body: object) => admin.post<NewKey>(`/v1/keys/${old.id}/rotate`, body);
  const next = made(await rotate({ overlapSeconds: 2 }));
  expect(next).toMatchObject({ role: 'agent', expiresAt: old.expiresAt });
  const who = async (secret: string | null) =>
    made(await fleet.client(1).as(secret!).get<{ keyId: string }>('/v1/principal')).keyId;
  expect([await who(old.secret), await who(next.secret)]).toEqual([old.id, next.id]);
  await sleep(3_000);
  expect(codeOf(await fleet.client(1).as(old.secret).get('/v1/principal'))).toBe('401 unauthenticated');
  expect(await who(next.secret)).toBe(next.id);
  expect(codeOf(await rotate({}))).toBe('409 key_ended');
  const past = { name: 'x', role: 'agent', expiresAt: '2020-01-01T00:00:00Z' };
  expect(codeOf(await admin.post(`/v1/budgets/${root.id}/keys`, past))).toBe('400 invalid_key');
});

test('no key is in the database', async () => {
  const root = await admin.root('1');
  const { secret } = await issue(root.id);
  for (const table of ['api_keys', 'entries', 'budgets']) {
    const [row] = await fleet.database.sql.unsafe<{ text: string }[]>(
      `select string_agg(x::text, '') as text from ${table} x`,
    );
    expect(row!.text).not.toContain(secret.slice(-43));
  }
});

test('a key that asks too often is answered when to come back', async () => {
  const limited = await ServiceProcess.start({
    DATABASE_URL: fleet.database.url,
    PURSER_REQUESTS_PER_SECOND: '20',
  });
  try {
    const root = await admin.root('100');
    const owner = new Client(limited.baseUrl);
    const agent = owner.as((await issue(root.id)).secret);
    const answers = await Promise.all(Array.from({ length: 100 }, () => agent.get('/v1/principal')));
    const refused = answers.filter(({ status }) => status === 429);
    // A burst is not refused whole; on a slow machine it takes more than a second.
    expect(refused.length).toBeGreaterThanOrEqual(40);
    expect(refused.length).toBeLessThanOrEqual(80);
    expect(tally(answers)).toEqual({ '200': 100 - refused.length, '429 rate_limited': refused.length });
    const { headers } = refused[0]!;
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.get('ratelimit-policy')).toBe('"key";q=20;w=1');
    expect(headers.get('ratelimit')).toBe('"key";r=0;t=1');
    // Others are not held up by it, and it is let in again.
    expect(codeOf(await owner.get('/v1/principal'))).toBe('200');
    await sleep(1_100);
    expect(codeOf(await agent.get('/v1/principal'))).toBe('200');
  } finally {
    await limited.stop();
  }
});
