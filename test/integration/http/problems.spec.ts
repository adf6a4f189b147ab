import { uuidOf } from '../../../src/ids/ids.js';
import type { Answer, Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

/** Outcomes of the ledger as problems: one row for each code that can be provoked from outside. */
describe('problems', () => {
  let fleet: Fleet;
  let admin: Client;

  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
  });
  afterAll(async () => {
    await fleet.stop();
  });

  const reserve = (budgetId: string, amount: string, more: object = {}): Promise<Answer> =>
    admin.post('/v1/reservations', { budgetId, amount, ...more });

  const NOTHING = 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8';
  const policy = { vendors: { allow: ['openai'] }, categories: { deny: ['games'] } };

  const cases: [code: string, status: number, provoke: () => Promise<Answer>][] = [
    ['not_found', 404, () => reserve(NOTHING, '1')],
    ['not_found', 404, () => admin.get(`/v1/budgets/${NOTHING}`)],
    ['not_found', 404, () => admin.get(`/v1/budgets/${NOTHING}/entries`)],
    ['not_found', 404, () => admin.get(`/v1/budgets/${NOTHING}/verify`)],
    ['invalid_amount', 400, async () => reserve((await admin.root('100', { scale: 2 })).id, '0.001')],
    ['invalid_amount', 400, async () => reserve((await admin.root('100', { scale: 9 })).id, '1000000000.5')],
    [
      'invalid_allowance',
      400,
      async () =>
        admin.post(`/v1/budgets/${(await admin.root('100')).id}/children`, {
          name: 'a',
          guarantee: '5',
          ceiling: '4',
        }),
    ],
    [
      'revision_mismatch',
      412,
      async () => admin.post(`/v1/budgets/${(await admin.root('100')).id}/freeze`, {}, { revision: 7 }),
    ],
    ['version_mismatch', 412, async () => reserve((await admin.root('100')).id, '1', { expectedVersion: 7 })],
    [
      'reservation_state',
      409,
      async () => {
        const { id } = await admin.hold((await admin.root('100')).id, '1');
        await admin.post(`/v1/reservations/${id}/release`);
        return admin.post(`/v1/reservations/${id}/extend`, { ttlSeconds: 60 });
      },
    ],
    [
      'budget_state',
      409,
      async () => {
        const { id: root } = await admin.root('100');
        await admin.post(`/v1/budgets/${root}/close`);
        return admin.post(`/v1/budgets/${root}/freeze`);
      },
    ],
    [
      'below_used',
      409,
      async () => {
        const { id: root } = await admin.root('100');
        await admin.hold(root, '60');
        return admin.post(`/v1/budgets/${root}/defund`, { amount: '50' });
      },
    ],
    [
      'refund_exceeds_committed',
      409,
      async () => {
        const { id } = await admin.hold((await admin.root('100')).id, '1');
        await admin.post(`/v1/reservations/${id}/commit`, { amount: '1' });
        return admin.post(`/v1/reservations/${id}/refund`, { amount: '1.5' });
      },
    ],
    [
      'refund_exceeds_usage',
      409,
      async () => {
        const { id } = await admin.hold((await admin.root('100')).id, '1');
        await admin.post(`/v1/reservations/${id}/commit`, { amount: '1', usage: { call: 2 } });
        return admin.post(`/v1/reservations/${id}/refund`, { amount: '1', usage: { call: 2.5 } });
      },
    ],
    [
      'too_many_envelopes',
      409,
      async () => {
        const envelopes = Array.from({ length: 32 }, () => ({ window: 'day', limit: '1' }));
        const { id: root } = await admin.root('100', { envelopes });
        return admin.post(`/v1/budgets/${root}/envelopes`, envelopes[0], { revision: 1 });
      },
    ],
    [
      'not_a_root',
      409,
      async () => {
        const child = await admin.post(`/v1/budgets/${(await admin.root('100')).id}/children`, {
          name: 'a',
          guarantee: '5',
        });
        return admin.post(`/v1/budgets/${child.body.id}/fund`, { amount: '1' });
      },
    ],
    [
      'amount_overflow',
      409,
      async () =>
        admin.post(`/v1/budgets/${(await admin.root('100', { scale: 9 })).id}/fund`, {
          amount: '1000000000',
        }),
    ],
    [
      'budget_closed',
      423,
      async () => {
        const { id: root } = await admin.root('100');
        await admin.post(`/v1/budgets/${root}/close`);
        return reserve(root, '1');
      },
    ],
    [
      'budget_frozen',
      423,
      async () => {
        const { id: root } = await admin.root('100');
        await admin.post(`/v1/budgets/${root}/freeze`);
        return reserve(root, '1');
      },
    ],
    [
      'budget_paused',
      423,
      async () => {
        const { id: root } = await admin.root('100');
        const { id } = await admin.hold(root, '100');
        await admin.post(`/v1/reservations/${id}/commit`, { amount: '120', overage: 'overdraft' });
        return reserve(root, '1');
      },
    ],
    [
      'vendor_not_allowed',
      403,
      async () => reserve((await admin.root('100', { policy })).id, '1', { vendor: 'casino' }),
    ],
    [
      'category_not_allowed',
      403,
      async () =>
        reserve((await admin.root('100', { policy })).id, '1', { vendor: 'openai', category: 'games' }),
    ],
    [
      'too_many_names',
      429,
      async () => {
        const { id: root } = await admin.root('100', {
          envelopes: [{ window: 'day', limit: '9', per: 'vendor' }],
        });
        await admin.hold(root, '1', { vendor: 'openai' });
        await fleet.database
          .sql`UPDATE counters SET used = 100000 WHERE tree_id = ${uuidOf(root)} AND metric = 'names'`;
        return reserve(root, '1', { vendor: 'another' });
      },
    ],
    ['insufficient_funds', 402, async () => reserve((await admin.root('100')).id, '101')],
    [
      'envelope_exceeded',
      402,
      async () => reserve((await admin.root('100', { envelopes: [{ window: 'day', limit: '1' }] })).id, '2'),
    ],
    [
      'count_exceeded',
      429,
      async () => {
        const { id: root } = await admin.root('100', {
          envelopes: [{ window: 'month', metric: 'count', limit: '1' }],
        });
        await admin.hold(root, '1');
        return reserve(root, '1');
      },
    ],
    [
      'overage_rejected',
      409,
      async () => {
        const { id } = await admin.hold((await admin.root('100')).id, '1');
        return admin.post(`/v1/reservations/${id}/commit`, { amount: '2', overage: 'reject' });
      },
    ],
  ];

  it.each(cases)('%s is %d', async (code, status, provoke) => {
    const { status: answered, headers, body } = await provoke();
    expect([answered, body.code]).toEqual([status, code]);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status, type: `/docs/errors/${code}` });
    expect(body.requestId).toBe(headers.get('x-request-id'));
    const page = await admin.get(body.type as string);
    expect([page.status, page.body]).toEqual([200, expect.stringContaining(body.title as string)]);
  });

  it('a denial names every violation on the path, what would pass, and when', async () => {
    const { id: root } = await admin.root('100', {
      envelopes: [{ window: 'day', limit: '50', name: 'all' }],
    });
    const child = await admin.post(`/v1/budgets/${root}/children`, {
      name: 'agent',
      guarantee: '60',
      envelopes: [{ window: 'hour', limit: '20', per: 'vendor' }],
    });
    await admin.hold(child.body.id as string, '15', { vendor: 'openai' });
    const { status, headers, body } = await reserve(child.body.id as string, '19', { vendor: 'openai' });
    expect([status, body.code, body.largestAdmissible]).toEqual([402, 'envelope_exceeded', '5']);
    expect(body.violations).toMatchObject([
      {
        rule: 'envelope_exceeded',
        window: 'hour',
        key: 'openai',
        limit: '20',
        used: '15',
        requested: '19',
        remaining: '5',
      },
    ]);
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(3600);
    expect(Date.parse(body.retryAt as string) / 1000 - Date.now() / 1000).toBeLessThanOrEqual(seconds + 1);
    const both = await reserve(child.body.id as string, '40', { vendor: 'openai' });
    expect(both.body.violations.map((one: { budgetId: string }) => one.budgetId)).toEqual([
      child.body.id,
      root,
    ]);
    expect([both.body.retryAt, both.headers.get('retry-after')]).toEqual([null, null]);
  });

  it('a denial is a sentence for each rule, in the problem, a dry run, a batch and the journal', async () => {
    const name = 'reads: "5 of 6 left."';
    const envelopes = [{ window: 'day', limit: '20', name }];
    const { id: root } = await admin.root('100', { name: 'research', envelopes });
    const child = await admin.post(`/v1/budgets/${root}/children`, {
      name: 'coder',
      guarantee: '0',
      ceiling: '30',
      envelopes: [{ window: 'hour', metric: 'count', limit: '1' }],
    });
    const budgetId = child.body.id as string;
    await admin.hold(budgetId, '0.2814');
    const messages = [
      'coder has 29.7186 of 30 USD left; this asks for 50.',
      'Hourly limit of coder: 0 of 1 reservation left; this is 1 more.',
      'Daily limit "reads: \\"5 of 6 left.\\"" of research: 19.7186 of 20 USD left; this asks for 50.',
    ];
    const texts = ({ violations }: { violations: { message: string }[] }): string[] =>
      violations.map(({ message }) => message);
    const { status, body } = await reserve(budgetId, '50');
    const detail = `${messages.join(' ')} Nothing would pass now.`;
    expect([status, body.detail, texts(body)]).toEqual([402, detail, messages]);
    const decision = await admin.send('POST', '/v1/decisions', { budgetId, amount: '50' });
    expect(texts(decision.body)).toEqual(messages);
    const commands = [{ type: 'reserve', idempotencyKey: 'denied', budgetId, amount: '50' }];
    const batch = await admin.send('POST', '/v1/reservations/batch', { commands });
    expect(batch.body.results[0].body).toMatchObject({ detail, violations: body.violations });
    const { items } = (await admin.get(`/v1/budgets/${budgetId}/entries?outcome=denied`)).body;
    expect(items.map((one: { detail: string }) => one.detail)).toEqual(
      Array(2).fill(detail.replaceAll(' USD', '')),
    );
    expect(JSON.stringify(items[0].content)).not.toContain('left;');
  });

  it('a notice is a sentence in the answer that it comes with', async () => {
    const watched = { window: 'month', limit: '10', onExceed: 'notify' };
    const { id: root } = await admin.root('100', { name: 'research', envelopes: [watched] });
    const { body } = await reserve(root, '12');
    expect(body.notices).toMatchObject([
      { message: 'Monthly limit of research: 10 of 10 USD left; this asks for 12.' },
    ]);
  });

  it('names the value that would be accepted', async () => {
    const { id: root } = await admin.root('100');
    await admin.hold(root, '60');
    const { body } = await admin.post(`/v1/budgets/${root}/defund`, { amount: '50' });
    expect(body).toMatchObject({ field: 'amount', acceptable: '40' });
    expect((await admin.post(`/v1/budgets/${root}/defund`, { amount: body.acceptable })).status).toBe(200);
  });
});
