import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Answer, type WriteOptions } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { Issuer } from '../../support/issuer.js';
import { ServiceProcess } from '../../support/service.js';

const TIERS = [
  {
    name: 'one',
    window: 'transaction',
    limit: '500',
    onExceed: 'approve',
    approve: { approvals: 1, withinSeconds: 3600 },
  },
  {
    name: 'two',
    window: 'transaction',
    limit: '5000',
    onExceed: 'approve',
    approve: { approvals: 2, withinSeconds: 900, approvers: ['user:ann', 'user:bob'] },
  },
];

describe('approvals over HTTP', () => {
  let fleet: Fleet;
  let admin: Client;
  let root: string;
  let issuer: Issuer;
  const people: Record<string, Client> = {};

  beforeAll(async () => {
    issuer = await Issuer.start();
    fleet = await Fleet.start(1, issuer.environment);
    admin = fleet.client();
    for (const name of ['ann', 'bob', 'cyd']) people[name] = admin.as(await issuer.operator(name));
    root = (await admin.root('1000000', { envelopes: TIERS })).id;
  });
  afterAll(async () => {
    await expectAuditPasses(fleet.database.sql);
    await fleet.stop();
    issuer.stop();
  });

  const as = (name: string): Client => people[name]!;
  const reserve = (amount: string, more: object = {}, options: WriteOptions = {}): Promise<Answer> =>
    admin.post('/v1/reservations', { budgetId: root, amount, ...more }, options);
  const approve = (id: string, name: string, body: object = {}, options: WriteOptions = {}) =>
    as(name).post(`/v1/reservations/${id}/approve`, body, options);
  const reject = (id: string, name: string, body: object): Promise<Answer> =>
    as(name).post(`/v1/reservations/${id}/reject`, body);
  const code = ({ status, body }: Answer): string => `${status} ${String(body.code)}`;
  const waitingFor = async (name: string, query = ''): Promise<string[]> => {
    const { body } = await as(name).get(`/v1/approvals${query}`);
    return (body.items as { id: string }[]).map(({ id }) => id);
  };

  it('lets a reservation within the limits be', async () => {
    const { status, body } = await reserve('500');
    expect([status, body.state, body.approval]).toEqual([201, 'held', null]);
  });

  it('answers 202 with where to wait, and holds the money', async () => {
    const available = async (): Promise<number> =>
      Number((await admin.get(`/v1/budgets/${root}`)).body.balances.available);
    const before = await available();
    const key = { key: 'pending-1' };
    const asked = await reserve('501', { ttlSeconds: 60, vendor: 'acme' }, key);
    expect(asked.status).toBe(202);
    expect(asked.headers.get('location')).toBe(`/v1/reservations/${asked.body.id}`);
    expect(asked.body).toMatchObject({
      state: 'pending_approval',
      held: '501',
      approval: { needed: 1, given: [], approvers: null, askedBy: 'admin', rejection: null, ttlSeconds: 60 },
      notices: [{ limit: '500', requested: '501' }],
    });
    expect(asked.body.remainingTtlMs).toBeGreaterThan(3_599_000);
    expect(await available()).toBe(before - 501);

    const { fingerprint } = asked.body.approval as { fingerprint: string };
    expect(code(await approve(asked.body.id, 'ann', { fingerprint: fingerprint.replace(/./g, '0') }))).toBe(
      '412 fingerprint_mismatch',
    );
    const approved = await approve(asked.body.id, 'ann', { comment: 'fine', fingerprint });
    expect(approved.status).toBe(200);
    expect(approved.body).toMatchObject({
      state: 'held',
      approval: { given: [{ by: 'user:ann', comment: 'fine', fingerprint }] },
    });
    expect(approved.body.remainingTtlMs).toBe(60_000);

    // A replay shows what has become of it: it waits no longer.
    const again = await reserve('501', { ttlSeconds: 60, vendor: 'acme' }, key);
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('location')).toBeNull();
    expect(again.body).toMatchObject({
      id: asked.body.id,
      state: 'held',
      replay: { status: 202, answer: { state: 'pending_approval' } },
    });
    expect((await admin.post(`/v1/reservations/${asked.body.id}/commit`, { amount: '400' })).status).toBe(
      200,
    );
    const read = await admin.get(`/v1/reservations/${asked.body.id}`);
    expect(read.body).toMatchObject({ state: 'committed', approval: { given: [{ by: 'user:ann' }] } });
  });

  it('asks two people of the list above the second tier, and neither the asker nor others', async () => {
    const { body } = await reserve('5001');
    expect(body.approval).toMatchObject({ needed: 2, approvers: ['user:ann', 'user:bob'] });
    const { id } = body as { id: string };
    expect(code(await admin.post(`/v1/reservations/${id}/approve`))).toBe('403 own_request');
    expect(code(await approve(id, 'cyd'))).toBe('403 not_an_approver');
    const key = { key: 'ann-1' };
    expect((await approve(id, 'ann', {}, key)).body.state).toBe('pending_approval');
    expect((await approve(id, 'ann', {}, key)).headers.get('idempotency-replayed')).toBe('true');
    expect(code(await approve(id, 'ann'))).toBe('409 already_approved');
    for (const [action, settlement] of Object.entries({
      commit: { amount: '1' },
      extend: { ttlSeconds: 60 },
    }))
      expect(code(await admin.post(`/v1/reservations/${id}/${action}`, settlement))).toBe(
        '409 reservation_state',
      );
    expect((await approve(id, 'bob')).body.state).toBe('held');
    expect(code(await approve(id, 'bob'))).toBe('409 reservation_state');
    const kinds = (await admin.get(`/v1/budgets/${root}/entries?reservationId=${id}&order=asc`)).body
      .items as {
      content: { kind: string; by: string };
    }[];
    expect(kinds.map(({ content }) => `${content.kind} ${content.by}`)).toEqual([
      'reserve admin',
      'approve user:ann',
      'approve user:bob',
    ]);
    expect((await admin.post(`/v1/reservations/${id}/release`)).status).toBe(200);
  });

  it('lists what waits for somebody, the earliest deadline first', async () => {
    const later = (await reserve('600')).body.id as string;
    const sooner = (await reserve('6000')).body.id as string;
    expect(await waitingFor('ann')).toEqual([sooner, later]);
    expect(await waitingFor('cyd')).toEqual([later]);
    expect((await admin.get('/v1/approvals')).body.items).toEqual([]);
    const own = await as('ann').post('/v1/reservations', { budgetId: root, amount: '601' });
    expect(await waitingFor('ann')).not.toContain(own.body.id);
    await approve(sooner, 'ann');
    expect(await waitingFor('ann')).toEqual([later]);
    expect(await waitingFor('bob', '?limit=2')).toEqual([sooner, later]);
    const first = await as('bob').get('/v1/approvals?limit=2');
    const cursor = first.body.nextCursor as string;
    expect(await waitingFor('bob', `?cursor=${cursor}`)).toEqual([own.body.id]);
    const bad = await as('bob').get('/v1/approvals?cursor=abc');
    expect(code(bad)).toBe('400 validation_failed');

    const child = await admin.post(`/v1/budgets/${root}/children`, { name: 'child', guarantee: '1000' });
    const below = (await admin.post('/v1/reservations', { budgetId: child.body.id, amount: '700' })).body.id;
    expect(await waitingFor('bob', `?budgetId=${child.body.id}`)).toEqual([below]);
    expect(await waitingFor('bob', `?budgetId=${root}`)).not.toContain(below);
    expect(await waitingFor('bob', `?budgetId=${root}&subtree=true`)).toContain(below);
    for (const id of [later, sooner, own.body.id, below])
      expect((await reject(id, 'bob', { reason: 'enough' })).status).toBe(200);
    expect(await waitingFor('bob')).toEqual([]);
  });

  it('keeps the reason of a rejection, and gives the money back', async () => {
    const { id } = (await reserve('501')).body as { id: string };
    expect(code(await reject(id, 'ann', {}))).toBe('400 validation_failed');
    expect(code(await reject(id, 'ann', { reason: ' ' }))).toBe('400 reason_required');
    const { body } = await reject(id, 'ann', { reason: 'too dear' });
    expect(body).toMatchObject({
      state: 'rejected',
      held: '0',
      remainingTtlMs: 0,
      approval: { given: [], rejection: { by: 'user:ann', reason: 'too dear' } },
    });
    expect(code(await admin.post(`/v1/reservations/${id}/commit`, { amount: '1' }))).toBe(
      '409 reservation_state',
    );
    const listed = await admin.get(`/v1/reservations?state=rejected&budgetId=${root}`);
    expect((listed.body.items as { id: string }[]).map((one) => one.id)).toContain(id);
  });

  it('expires what nobody answers, which can then never be committed', async () => {
    const rule = { approvals: 1, withinSeconds: 1 };
    const envelopes = [{ window: 'day', limit: '10', onExceed: 'approve', approve: rule }];
    const { id: budgetId } = await admin.root('100', { envelopes });
    const { id } = (await reserve('20', { budgetId, overage: 'overdraft' })).body as { id: string };
    const waited = await admin.get(`/v1/reservations/${id}?waitSeconds=10`);
    expect(waited.body).toMatchObject({ state: 'expired', held: '0' });
    expect(code(await admin.post(`/v1/reservations/${id}/commit`, { amount: '1' }))).toBe(
      '409 reservation_state',
    );
    const budget = await admin.get(`/v1/budgets/${budgetId}`);
    expect(budget.body.balances).toMatchObject({ reserved: '0', available: '100' });
    expect(budget.body.envelopes[0].usage[0].used).toBe('0');
  });

  it('decides anew when the last approval arrives', async () => {
    const { id } = (await reserve('501')).body as { id: string };
    await admin.post(`/v1/budgets/${root}/freeze`);
    const key = { key: 'anew-1' };
    const denied = await approve(id, 'ann', {}, key);
    expect(code(denied)).toBe('423 budget_frozen');
    expect(denied.body).toMatchObject({ largestAdmissible: '0', retryAt: null });
    expect((await admin.get(`/v1/reservations/${id}`)).body).toMatchObject({
      state: 'pending_approval',
      approval: { given: [] },
    });
    await admin.post(`/v1/budgets/${root}/resume`);
    expect((await approve(id, 'ann', {}, key)).body.state).toBe('held');
  });

  it('shows in a dry run what a reservation would need, and answers 202 in bulk', async () => {
    const decide = (amount: string) => admin.post('/v1/decisions', { budgetId: root, amount });
    expect((await decide('500')).body).toMatchObject({ admissible: true, approval: null });
    expect((await decide('5001')).body).toMatchObject({
      admissible: true,
      approval: { needed: 2, withinSeconds: 900, approvers: ['user:ann', 'user:bob'] },
    });
    expect((await decide('2000000')).body).toMatchObject({ admissible: false, approval: null });
    const commands = ['1', '501'].map((amount, i) => ({
      type: 'reserve',
      idempotencyKey: `bulk-${i}`,
      budgetId: root,
      amount,
    }));
    const { body } = await admin.send('POST', '/v1/reservations/batch', { commands });
    expect((body.results as Answer[]).map(({ status }) => status)).toEqual([201, 202]);
  });

  it('lets callers wait until people have decided', async () => {
    const pending = (await reserve('501')).body.id as string;
    const started = Date.now();
    const soon = admin.get(`/v1/reservations/${pending}?waitSeconds=1`);
    const others = Array.from({ length: 20 }, () => admin.get(`/v1/reservations/${pending}?waitSeconds=30`));
    expect((await soon).body.state).toBe('pending_approval');
    expect(Date.now() - started).toBeGreaterThan(900);
    await approve(pending, 'bob');
    for (const { body } of await Promise.all(others)) expect(body.state).toBe('held');
    expect(Date.now() - started).toBeLessThan(10_000);
    expect((await admin.get(`/v1/reservations/${pending}?waitSeconds=30`)).body.state).toBe('held');
    expect(code(await admin.get(`/v1/reservations/${pending}?waitSeconds=61`))).toBe('400 validation_failed');
  });

  it('answers those who wait when the service stops', async () => {
    const other = await ServiceProcess.start({
      DATABASE_URL: fleet.database.url,
      PURSER_DRAIN_SECONDS: '600',
    });
    const pending = (await reserve('501')).body.id as string;
    const waiting = new Client(other.baseUrl).get(`/v1/reservations/${pending}?waitSeconds=60`);
    await sleep(500);
    const ended = other.stop();
    const answer = await waiting;
    expect([answer.status, answer.body.state]).toEqual([200, 'pending_approval']);
    expect(await ended).toEqual({ code: 0, signal: null });
  });

  it('changes whom an envelope asks', async () => {
    const { id: budgetId } = await admin.root('100');
    const route = `/v1/budgets/${budgetId}/envelopes`;
    const rule = { approvals: 1, withinSeconds: 60 };
    const missing = await admin.post(
      route,
      { window: 'day', limit: '1', onExceed: 'approve' },
      { revision: 1 },
    );
    expect(missing.body).toMatchObject({ status: 400, code: 'invalid_envelope', field: 'approve' });
    const made = await admin.post(
      route,
      { window: 'day', limit: '1', onExceed: 'approve', approve: rule },
      { revision: 1 },
    );
    expect(made.body.approve).toEqual({ ...rule, approvers: null });
    const envelope = `/v1/envelopes/${made.body.id}`;
    const approve = { ...rule, approvals: 2, approvers: ['user:ann', 'user:bob', 'user:cyd'] };
    const changed = await admin.write('PATCH', envelope, { approve }, { revision: 2 });
    expect(changed.body).toMatchObject({ onExceed: 'approve', approve });
    const denies = await admin.write('PATCH', envelope, { onExceed: 'deny' }, { revision: 3 });
    expect(denies.body).not.toHaveProperty('approve');
    expect((await admin.get(`/v1/budgets/${budgetId}`)).body.envelopes[0]).not.toHaveProperty('approve');
  });
});

describe('a budget that stops by itself', () => {
  let fleet: Fleet;
  let admin: Client;
  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
  });
  afterAll(async () => {
    await expectAuditPasses(fleet.database.sql);
    await fleet.stop();
  });

  it('is paused by the request that would pass its limit, until it is resumed with a reason', async () => {
    const { id: root } = await admin.root('100', {
      envelopes: [{ window: 'day', limit: '10', onExceed: 'pause' }],
    });
    const child = (await admin.post(`/v1/budgets/${root}/children`, { name: 'agent', guarantee: '50' })).body
      .id;
    const reserve = (amount: string) => admin.post('/v1/reservations', { budgetId: child, amount });
    const held = await reserve('10');
    const denied = await reserve('1');
    expect([denied.status, denied.body.code]).toEqual([402, 'envelope_exceeded']);
    expect(denied.body).toMatchObject({ largestAdmissible: '0', retryAt: null });
    expect((await reserve('1')).status).toBe(423);
    const budget = await admin.get(`/v1/budgets/${root}`);
    expect(budget.body).toMatchObject({ state: 'paused', revision: 2 });
    const { items } = (await admin.get(`/v1/budgets/${root}/entries?kind=pause`)).body;
    expect(items).toMatchObject([
      { content: { kind: 'pause', cause: { budgetId: child }, settings: { state: 'paused', revision: 2 } } },
    ]);
    expect(items[0].content.cause.envelopeId).toBe(budget.body.envelopes[0].id);

    expect((await admin.post(`/v1/reservations/${held.body.id}/commit`, { amount: '2' })).status).toBe(200);
    const silent = await admin.post(`/v1/budgets/${root}/resume`);
    expect(silent.body).toMatchObject({ status: 400, code: 'reason_required', field: 'reason' });
    const resumed = await admin.post(`/v1/budgets/${root}/resume`, { reason: 'looked at it' });
    expect(resumed.body).toMatchObject({ state: 'active', revision: 3 });
    expect((await reserve('8')).status).toBe(201);
    expect((await reserve('1')).status).toBe(402);
    expect((await reserve('1')).status).toBe(423);
    expect((await admin.get(`/v1/budgets/${root}/verify`)).body).toMatchObject({ valid: true });
  });
});
