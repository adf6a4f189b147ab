import { setTimeout as sleep } from 'node:timers/promises';
import type { BaselineView } from '../../../src/baselines/baselines.js';
import type { EntryContent, EnvelopeView } from '../../../src/core/entries.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';

const BREAKER = { times: 5, of: 'average', windowDays: 30, atLeast: '2' };

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(() => fleet.stop());

/** Puts what a budget reserved so far into the past. The journal does not know: no audit of this database. */
async function age(budgetId: string, hours: number): Promise<void> {
  await fleet.database.sql`
    UPDATE reservations SET created_at = created_at - ${hours}::float8 * interval '1 hour'
    WHERE budget_id = ${uuidOf(budgetId)}`;
}

const child = async (parentId: string, guarantee: string, more: object = {}): Promise<string> => {
  const body = { name: 'agent', guarantee, ...more };
  return (await admin.post(`/v1/budgets/${parentId}/children`, body)).body.id as string;
};

const baseline = async (
  budgetId: string,
  query = '',
): Promise<BaselineView & { envelopes: EnvelopeView[] }> =>
  (await admin.get(`/v1/budgets/${budgetId}/baseline${query}`)).body as BaselineView & {
    envelopes: EnvelopeView[];
  };

const appraisals = async (budgetId: string): Promise<EntryContent[]> => {
  const { body } = await admin.get(`/v1/budgets/${budgetId}/entries?kind=appraise`);
  return (body.items as { content: EntryContent }[]).map(({ content }) => content);
};

/** As if the window had just ended. */
async function makeDue(envelopeId: string): Promise<void> {
  await fleet.database.sql`UPDATE envelopes SET appraise_at = now() WHERE id = ${uuidOf(envelopeId)}`;
}

/** Waits until no replica has anything to do with the envelope before its next window. */
async function appraised(envelopeId: string): Promise<void> {
  for (;;) {
    const [row] = await fleet.database.sql<{ done: boolean }[]>`
      SELECT appraise_at IS NULL OR appraise_at = date_trunc('minute', appraise_at) AND appraise_at > now() AS done
      FROM envelopes WHERE id = ${uuidOf(envelopeId)}`;
    if (row!.done) return;
    await sleep(20);
  }
}

describe('a relative limit', () => {
  it('of an agent without a past is the least one, and says so', async () => {
    const { id: root } = await admin.root('100', {
      envelopes: [{ window: 'hour', relative: BREAKER, onExceed: 'pause' }],
    });
    const { body } = await admin.get(`/v1/budgets/${root}`);
    expect(body.envelopes).toMatchObject([
      { limit: '2', relative: { ...BREAKER, atMost: null }, baseline: null, usage: [{ remaining: '2' }] },
    ]);
    await appraised((body.envelopes as EnvelopeView[])[0]!.id);
    expect(await appraisals(root)).toEqual([]);
    const denied = await admin.post('/v1/reservations', { budgetId: root, amount: '3' });
    expect(denied.body).toMatchObject({ status: 402, violations: [{ limit: '2' }] });
    const paused = await admin.post('/v1/reservations', { budgetId: root, amount: '1' });
    expect(paused.body).toMatchObject({ status: 423, code: 'budget_paused' });
  });

  it('follows the past from its first moment', async () => {
    const { id: root } = await admin.root('100');
    await admin.pay(root, '3');
    await age(root, 2);
    await admin.pay(root, '4.5');
    await age(root, 2);
    await admin.pay(root, '80');
    const made = await admin.post(
      `/v1/budgets/${root}/envelopes`,
      { window: 'hour', relative: BREAKER },
      { revision: 1 },
    );
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      limit: '18.75',
      relative: BREAKER,
      baseline: { total: '7.5', windows: 2, average: '3.75' },
    });
    expect(await baseline(root, '?window=hour')).toMatchObject({
      budgetId: root,
      window: 'hour',
      windowDays: 30,
      timezone: 'UTC',
      amount: { total: '7.5', windows: 2, average: '3.75' },
      count: { total: '2', windows: 2, average: '1' },
      envelopes: [{ id: made.body.id, limit: '18.75', baseline: made.body.baseline }],
    });
  });

  it('is worked out when a window has ended, with an entry that explains it', async () => {
    const { id: root } = await admin.root('100', { envelopes: [{ window: 'hour', relative: BREAKER }] });
    const [{ id }] = (await admin.get(`/v1/budgets/${root}`)).body.envelopes;
    await appraised(id);
    await admin.pay(root, '2');
    await age(root, 1);
    await makeDue(id);
    await appraised(id);
    const [entry, ...more] = await appraisals(root);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      by: 'purser',
      outcome: 'accepted',
      deltas: {},
      settings: { revision: 2 },
      envelope: { id, limit: '10', baseline: { average: '2', total: '2', windows: 1 } },
    });
    expect((await admin.get(`/v1/budgets/${root}`)).body.envelopes[0]).toMatchObject({ limit: '10' });
    // Two of the ten are used: the age of what was reserved does not change the counter.
    const denied = await admin.post('/v1/reservations', { budgetId: root, amount: '9' });
    expect(denied.body).toMatchObject({ violations: [{ limit: '10', used: '2' }], largestAdmissible: '8' });
    // The same again: nothing to say.
    await makeDue(id);
    await appraised(id);
    expect(await appraisals(root)).toHaveLength(1);
  });

  it('averages single reservations', async () => {
    const { id: root } = await admin.root('1000');
    await admin.pay(root, '10');
    await admin.pay(root, '0');
    await admin.pay(root, '20', { vendor: 'acme' });
    const made = await admin.post(
      `/v1/budgets/${root}/envelopes`,
      { window: 'transaction', relative: { times: 1.5, windowDays: 1, atLeast: '1' } },
      { revision: 1 },
    );
    expect(made.body).toMatchObject({ limit: '22.5', baseline: { windows: 2, average: '15' } });
    expect(await baseline(root, '?window=transaction')).toMatchObject({
      amount: { total: '30', windows: 2, average: '15' },
      count: null,
    });
  });

  it('sees what its envelope would: subtree or self, vendors and categories, its own zone', async () => {
    const { id: root } = await admin.root('100');
    const agent = await child(root, '50');
    await admin.pay(root, '1', { vendor: 'acme' });
    await admin.pay(agent, '6', { vendor: 'acme', category: 'llm' });
    await admin.pay(agent, '3', { vendor: 'other' });
    const { id: released } = await admin.hold(agent, '9');
    await admin.post(`/v1/reservations/${released}/release`);
    await age(root, 24);
    await age(agent, 24);
    const limits = [
      [{}, '50'],
      [{ scope: 'self' }, '5'],
      [{ match: { vendors: ['acme', 'nobody'] } }, '35'],
      [{ match: { categories: ['llm'] } }, '30'],
      [{ match: { vendors: ['acme'], categories: ['image'] } }, '2'],
      [{ metric: 'count' }, '15'],
      [{ timezone: 'Pacific/Kiritimati' }, '50'],
      [{ relative: { ...BREAKER, atMost: '12' } }, '12'],
    ] as const;
    for (const [i, [settings, limit]] of limits.entries()) {
      const body = { window: 'day', relative: BREAKER, ...settings };
      const made = await admin.post(`/v1/budgets/${root}/envelopes`, body, { revision: i + 1 });
      expect([settings, made.body.limit]).toEqual([settings, limit]);
    }
    expect(await baseline(root)).toMatchObject({ window: 'day', amount: { average: '10' } });
    expect(await baseline(root, '?scope=self')).toMatchObject({ amount: { average: '1' } });
    expect(await baseline(agent, '?windowDays=3')).toMatchObject({ amount: { average: '9' }, envelopes: [] });
  });

  it('does not rise by what only waited for approval', async () => {
    const asks = { window: 'transaction', limit: '50', onExceed: 'approve' };
    const { id: root } = await admin.root('100', {
      envelopes: [{ ...asks, approve: { approvals: 1, withinSeconds: 3_600 } }],
    });
    await admin.pay(root, '10');
    const { status } = await admin.post('/v1/reservations', { budgetId: root, amount: '60' });
    expect(status).toBe(202);
    await age(root, 24);
    expect(await baseline(root, '?window=hour&windowDays=30')).toMatchObject({
      amount: { total: '10', windows: 1 },
      count: { total: '1', windows: 1 },
    });
  });

  it('is changed like any other, and ends with a fixed one', async () => {
    const { id: root } = await admin.root('100', { envelopes: [{ window: 'hour', limit: '7' }] });
    const [{ id }] = (await admin.get(`/v1/budgets/${root}`)).body.envelopes;
    await admin.pay(root, '4');
    await age(root, 1);
    const patch = (body: object, revision: number) =>
      admin.write('PATCH', `/v1/envelopes/${id}`, body, { revision });
    const relative = await patch({ relative: { ...BREAKER, times: 2 } }, 1);
    expect(relative.body).toMatchObject({ limit: '8', relative: { times: 2 }, baseline: { average: '4' } });
    expect((await patch({ name: 'breaker' }, 2)).body).toMatchObject({ limit: '8', name: 'breaker' });
    const fixed = await patch({ limit: '3' }, 3);
    expect(fixed.body).toMatchObject({ limit: '3' });
    expect(fixed.body).not.toHaveProperty('relative');
    expect(fixed.body).not.toHaveProperty('baseline');
    await appraised(id);
    expect((await baseline(root)).envelopes).toEqual([]);
  });

  it('is not looked after any more once it or its budget has ended', async () => {
    const { id: root } = await admin.root('100', { envelopes: [{ window: 'hour', relative: BREAKER }] });
    const [{ id }] = (await admin.get(`/v1/budgets/${root}`)).body.envelopes;
    await appraised(id);
    expect((await admin.post(`/v1/budgets/${root}/close`)).status).toBe(200);
    await makeDue(id);
    await appraised(id);
    const { id: other } = await admin.root('100', { envelopes: [{ window: 'hour', relative: BREAKER }] });
    const [{ id: deleted }] = (await admin.get(`/v1/budgets/${other}`)).body.envelopes;
    await admin.write('DELETE', `/v1/envelopes/${deleted}`, undefined, { revision: 1 });
    const rows = await fleet.database.sql`
      SELECT appraise_at FROM envelopes WHERE id IN (${uuidOf(id)}, ${uuidOf(deleted)})`;
    expect(rows).toEqual([{ appraise_at: null }, { appraise_at: null }]);
  });

  it.each([
    [{ window: 'day' }, 'validation_failed', 'limit'],
    [{ window: 'day', limit: '1', relative: BREAKER }, 'invalid_envelope', 'limit'],
    [{ window: 'lifetime', relative: BREAKER }, 'invalid_envelope', 'relative'],
    [{ window: 'day', per: 'vendor', relative: BREAKER }, 'invalid_envelope', 'relative'],
    [{ window: 'month', relative: BREAKER }, 'invalid_envelope', 'relative.windowDays'],
    [{ window: 'day', relative: { ...BREAKER, atMost: '1' } }, 'invalid_envelope', 'relative.atMost'],
    [{ window: 'day', relative: { ...BREAKER, atLeast: '0.0000001' } }, 'invalid_amount', 'relative.atLeast'],
    [{ window: 'day', metric: 'count', relative: { ...BREAKER, atLeast: '1.5' } }, 'invalid_amount', ''],
    [{ window: 'day', relative: { ...BREAKER, times: 1.005 } }, 'validation_failed', 'relative.times'],
    [{ window: 'day', relative: { ...BREAKER, times: '5' } }, 'validation_failed', 'relative.times'],
    [{ window: 'day', relative: { ...BREAKER, times: 0.5 } }, 'validation_failed', 'relative.times'],
    [{ window: 'day', relative: { ...BREAKER, times: 1e300 } }, 'validation_failed', 'relative.times'],
    [
      { window: 'day', relative: { ...BREAKER, windowDays: 400 } },
      'validation_failed',
      'relative.windowDays',
    ],
    [{ window: 'day', relative: { ...BREAKER, of: 'median' } }, 'validation_failed', 'relative.of'],
    [{ window: 'day', relative: { times: 5, windowDays: 30 } }, 'validation_failed', 'relative.atLeast'],
    [{ window: 'day', relative: { ...BREAKER, more: 1 } }, 'validation_failed', 'relative.more'],
    [{ window: 'day', relative: null }, 'validation_failed', 'relative'],
    [{ window: 'day', relative: [] }, 'validation_failed', 'relative'],
  ])('%j is refused: %s', async (envelope, code, field) => {
    const { id: root } = await admin.root('100');
    const { status, body } = await admin.post(`/v1/budgets/${root}/envelopes`, envelope, { revision: 1 });
    expect([status, body.code]).toEqual([400, code]);
    const named = (body.errors as { field: string }[] | undefined)?.[0]?.field ?? (body.field as string);
    expect(named.startsWith(field)).toBe(true);
    const made = await admin.post('/v1/budgets', {
      name: 'n',
      currency: 'USD',
      allocation: '1',
      envelopes: [envelope],
    });
    expect([made.status, made.body.code]).toEqual([400, code]);
  });

  it.each([
    '?window=lifetime',
    '?window=year',
    '?windowDays=0',
    '?windowDays=367',
    '?scope=all',
    '?per=vendor',
  ])('GET /baseline%s is refused', async (query) => {
    const { status, body } = await admin.get(`/v1/budgets/${(await admin.root('100')).id}/baseline${query}`);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it('of a budget that is not there is a 404', async () => {
    const nobody = newId('budget');
    expect((await admin.get(`/v1/budgets/${nobody}/baseline`)).status).toBe(404);
    const body = { window: 'day', relative: BREAKER };
    expect((await admin.post(`/v1/budgets/${nobody}/envelopes`, body, { revision: 1 })).status).toBe(404);
    const patched = await admin.write('PATCH', `/v1/envelopes/${newId('envelope')}`, body, { revision: 1 });
    expect([400, 404]).toContain(patched.status);
  });
});

describe('what no age was made up for', () => {
  it('passes the audit', async () => {
    const elsewhere = await Fleet.start(1);
    const other = elsewhere.client();
    const { id: root } = await other.root('100');
    for (const amount of ['1', '2', '6']) await other.hold(root, amount);
    const body = { window: 'transaction', relative: BREAKER, onExceed: 'notify' };
    const made = await other.post(`/v1/budgets/${root}/envelopes`, body, { revision: 1 });
    expect(made.body.limit).toBe('15');
    await other.hold(root, '11');
    await elsewhere.database.sql`UPDATE envelopes SET appraise_at = now()`;
    for (let limit = '15'; limit !== '25'; await sleep(20))
      limit = (await other.get(`/v1/budgets/${root}`)).body.envelopes[0].limit as string;
    await expectAuditPasses(elsewhere.database.sql);
    await elsewhere.stop();
  });
});
