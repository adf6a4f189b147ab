import { randomUUID } from 'node:crypto';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

describe('reservations over HTTP', () => {
  let fleet: Fleet;
  let admin: Client;
  let root: string;

  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
    root = (await admin.root('1000000')).id;
  });
  afterAll(async () => {
    await fleet.stop();
  });

  it('answers a reservation with its budget', async () => {
    const { status, headers, body } = await admin.post('/v1/reservations', {
      budgetId: root,
      amount: '0.0035',
      vendor: 'openai',
      category: 'llm',
      ttlSeconds: 60,
      runId: 'Run-1',
      taskId: 'task/1',
      reason: 'line one\nline two',
      metadata: { team: 'research' },
      overage: 'reject',
    });
    expect(status).toBe(201);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(body).toMatchObject({
      budgetId: root,
      treeId: root,
      state: 'held',
      amount: '0.0035',
      held: '0.0035',
      committed: '0',
      vendor: 'openai',
      runId: 'Run-1',
      reason: 'line one\nline two',
      overage: 'reject',
      remainingTtlMs: 60_000,
      budget: { version: 2, available: '999999.9965' },
    });
    expect(Date.parse(body.expiresAt as string) - Date.parse(body.createdAt as string)).toBe(60_000);
  });

  it('settles: partial commits, the final one, a refund', async () => {
    const { id } = await admin.hold(root, '10');
    const route = `/v1/reservations/${id}`;
    const partial = await admin.post(`${route}/commit`, { amount: '4', final: false });
    expect(partial.body).toMatchObject({ state: 'held', held: '6', committed: '4' });
    const extended = await admin.post(`${route}/extend`, { ttlSeconds: 3600 });
    expect(extended.body.remainingTtlMs).toBe(3_600_000);
    const final = await admin.post(`${route}/commit`, { amount: '7', reason: 'more than thought' });
    expect(final.body).toMatchObject({ state: 'committed', held: '0', committed: '11', remainingTtlMs: 0 });
    const refunded = await admin.post(`${route}/refund`, { amount: '1' });
    expect(refunded.body).toMatchObject({ committed: '11', refunded: '1' });
    const read = await admin.get(route);
    expect(read.body).toMatchObject({ id, state: 'committed', refunded: '1', context: null, charges: [] });
  });

  it('answers the same key and request with the same reservation', async () => {
    const key = { key: `same ${randomUUID()}`.replace(' ', '-') };
    const first = await admin.post(
      '/v1/reservations',
      { budgetId: root, amount: '1', metadata: { a: '1', b: '2' } },
      key,
    );
    const second = await admin.post(
      '/v1/reservations',
      { metadata: { b: '2', a: '1' }, ttlSeconds: 600, vendor: null, amount: '1', budgetId: root },
      key,
    );
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.status).toBe(201);
    const {
      remainingTtlMs: left,
      replay,
      ...rest
    } = second.body as { remainingTtlMs: number; replay: object };
    const { remainingTtlMs: had, ...same } = first.body as { remainingTtlMs: number };
    expect(rest).toEqual(same);
    expect(replay).toEqual({ at: first.body.createdAt, status: 201, answer: first.body });
    expect(left).toBeLessThanOrEqual(had);
    const other = await admin.post('/v1/reservations', { budgetId: root, amount: '2' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    const elsewhere = await admin.post(`/v1/reservations/${second.body.id}/release`, undefined, key);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('does not burn the key of what was denied', async () => {
    const { id: small } = await admin.root('1');
    const key = { key: randomUUID() };
    const denied = await admin.post('/v1/reservations', { budgetId: small, amount: '2' }, key);
    expect(denied.status).toBe(402);
    await admin.post(`/v1/budgets/${small}/fund`, { amount: '5' });
    const passed = await admin.post('/v1/reservations', { budgetId: small, amount: '2' }, key);
    expect([passed.status, passed.headers.get('idempotency-replayed')]).toEqual([201, null]);
  });

  it('takes a batch, in which each command stands for itself', async () => {
    const { id } = await admin.hold(root, '3');
    const key = randomUUID();
    const commands = [
      { type: 'reserve', idempotencyKey: key, budgetId: root, amount: '1' },
      { type: 'reserve', idempotencyKey: key, budgetId: root, amount: '1' },
      { type: 'reserve', idempotencyKey: key, budgetId: root, amount: '2' },
      { type: 'reserve', idempotencyKey: randomUUID(), budgetId: root, amount: '2000000' },
      { type: 'commit', idempotencyKey: randomUUID(), reservationId: id, amount: '2' },
      { type: 'release', idempotencyKey: randomUUID(), reservationId: id },
    ];
    const { status, body } = await admin.send('POST', '/v1/reservations/batch', { commands });
    expect(status).toBe(200);
    const [first, replayed, reused, denied, committed, released] = body.results;
    expect(first).toMatchObject({ outcome: 'accepted', status: 201, replayed: false, body: { held: '1' } });
    expect(replayed).toMatchObject({
      outcome: 'accepted',
      status: 201,
      replayed: true,
      body: { id: first.body.id },
    });
    expect(reused).toMatchObject({
      outcome: 'problem',
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(denied).toMatchObject({ outcome: 'problem', status: 402, body: { code: 'insufficient_funds' } });
    expect(committed).toMatchObject({ outcome: 'accepted', status: 200, body: { committed: '2' } });
    expect(released).toMatchObject({ outcome: 'problem', status: 409, body: { code: 'reservation_state' } });
    // The single route knows the key of a batch.
    const single = await admin.post('/v1/reservations', { budgetId: root, amount: '1' }, { key });
    expect([single.status, single.headers.get('idempotency-replayed'), single.body.id]).toEqual([
      201,
      'true',
      first.body.id,
    ]);
  });

  it('takes every command that settles in a batch, each as its single route does', async () => {
    const { id: budgetId } = await admin.root('10');
    const hold = async (amount: string) => (await admin.hold(budgetId, amount, { ttlSeconds: 60 })).id;
    const [paid, kept, free] = [await hold('1'), await hold('2'), await hold('3')];
    const batch = async (commands: object[]) => {
      const keyed = commands.map((command) => ({ idempotencyKey: randomUUID(), ...command }));
      const answer = await admin.send('POST', '/v1/reservations/batch', { commands: keyed });
      return answer.body.results as { status: number; body: { code?: string } }[];
    };
    const key = randomUUID();
    const results = await batch([
      { type: 'commit', reservationId: paid, amount: '1' },
      { type: 'refund', idempotencyKey: key, reservationId: paid, amount: '0.25' },
      { type: 'refund', reservationId: paid, amount: '1' },
      { type: 'extend', reservationId: kept, ttlSeconds: 3600 },
      { type: 'release', reservationId: free },
      { type: 'extend', reservationId: free, ttlSeconds: 3600 },
      { type: 'claim_settle', reservationId: kept },
      { type: 'claim_dismiss', reservationId: kept, reason: 'none' },
    ]);
    expect(results.map(({ status, body }) => `${status} ${body.code ?? ''}`.trim())).toEqual([
      '200',
      '200',
      '409 refund_exceeds_committed',
      '200',
      '200',
      '409 reservation_state',
      '409 reservation_state',
      '409 reservation_state',
    ]);
    const extended = await admin.get(`/v1/reservations/${kept}`);
    expect(extended.body.remainingTtlMs).toBeGreaterThan(60_000);
    const left = await admin.get(`/v1/budgets/${budgetId}`);
    expect(left.body.balances).toMatchObject({ spent: '0.75', reserved: '2' });
    // The single route knows the key of a batch.
    const again = await admin.post(`/v1/reservations/${paid}/refund`, { amount: '0.25' }, { key });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    const unknown = await admin.send('POST', '/v1/reservations/batch', {
      commands: [{ type: 'approve', idempotencyKey: key, reservationId: paid }],
    });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ rule: 'kind' }] } });
  });

  it('takes a thousand commands and not one more', async () => {
    const command = () => ({
      type: 'reserve',
      idempotencyKey: randomUUID(),
      budgetId: root,
      amount: '0.001',
    });
    const commands = Array.from({ length: 1000 }, command);
    const { status, body } = await admin.send('POST', '/v1/reservations/batch', { commands });
    expect([status, body.results.length]).toEqual([200, 1000]);
    const more = await admin.send('POST', '/v1/reservations/batch', { commands: [...commands, command()] });
    expect([more.status, more.body.errors[0]]).toMatchObject([400, { field: 'commands', rule: 'array' }]);
  });

  it('answers a dry run', async () => {
    const before = await admin.get(`/v1/budgets/${root}`);
    const passing = await admin.send('POST', '/v1/decisions', {
      budgetId: root,
      amount: '1',
      vendor: 'openai',
    });
    expect([passing.status, passing.body.admissible, passing.body.code]).toEqual([200, true, null]);
    const failing = await admin.send('POST', '/v1/decisions', { budgetId: root, amount: '2000000' });
    expect(failing.body).toMatchObject({ admissible: false, code: 'insufficient_funds', retryAt: null });
    const after = await admin.get(`/v1/budgets/${root}`);
    expect(after.body.version).toBe(before.body.version);
  });

  it('lists by budget, state, run, vendor and label', async () => {
    const { id: budgetId } = await admin.root('100');
    const { id: a } = await admin.hold(budgetId, '1', {
      vendor: 'openai',
      runId: 'r1',
      metadata: { team: 'x' },
    });
    const { id: b } = await admin.hold(budgetId, '1', { vendor: 'anthropic', runId: 'r1' });
    await admin.post(`/v1/reservations/${b}/release`);
    const ids = async (query: string) =>
      (await admin.get(`/v1/reservations?budgetId=${budgetId}&${query}`)).body.items.map(
        (one: { id: string }) => one.id,
      );
    expect(await ids('')).toEqual([b, a]);
    expect(await ids('state=held')).toEqual([a]);
    expect(await ids('runId=r1&vendor=anthropic')).toEqual([b]);
    expect(await ids('metadata=team:x')).toEqual([a]);
    const first = await admin.get(`/v1/reservations?budgetId=${budgetId}&limit=1`);
    expect(await ids(`limit=1&cursor=${first.body.nextCursor}`)).toEqual([a]);
  });

  it('keeps the caller’s request id, in answers and in the journal', async () => {
    const { id: budgetId } = await admin.root('100');
    const id = `trace-${randomUUID()}`;
    const denied = await admin.post(
      '/v1/reservations',
      { budgetId, amount: '101' },
      { headers: { 'x-request-id': id } },
    );
    expect([denied.headers.get('x-request-id'), denied.body.requestId]).toEqual([id, id]);
    const { body } = await admin.get(`/v1/budgets/${budgetId}/entries?outcome=denied`);
    // It says whatever the caller wished: the journal says so.
    expect(body.items[0].content.request.id).toBe(`caller:${id}`);
    await admin.post(
      '/v1/reservations',
      { budgetId, amount: '101' },
      { headers: { 'x-request-id': 'not one {' } },
    );
    const { body: more } = await admin.get(
      `/v1/budgets/${budgetId}/entries?outcome=denied&order=desc&limit=1`,
    );
    expect(more.items[0].content.request.id).toMatch(/^[0-9a-f-]{36}$/);
    const odd = await admin.get('/livez');
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
