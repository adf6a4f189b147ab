import { TestApi } from '../../support/api.js';
import { expectAuditPasses } from '../../support/audited.js';

let api: TestApi;
beforeAll(async () => (api = await TestApi.start()));
afterAll(async () => {
  await expectAuditPasses(api.database.sql);
  await api.stop();
});

describe('an answer is about now', () => {
  it('of a commit that also stops the budget: the version after the stop, which can be expected next', async () => {
    const root = await api.root({
      envelopes: [{ window: 'transaction', limit: '10', onExceed: 'pause' }],
    });
    const id = await api.hold(root, '10');
    const { body } = await api.post(`/v1/reservations/${id}/commit`, { amount: '15', overage: 'overdraft' });
    const now = (await api.get(`/v1/budgets/${root}`)).body;
    expect(now).toMatchObject({ state: 'paused', version: 3 });
    expect(body.budget).toEqual({ version: 3, available: '85' });
    const refund = { amount: '1', expectedVersion: body.budget.version as number };
    expect((await api.post(`/v1/reservations/${id}/refund`, refund)).status).toBe(200);
  });

  it.each([
    ['day', 429],
    ['lifetime', 402],
  ])('of a count that is used up for a %s: %i, with a time if there is one', async (window, status) => {
    const root = await api.root({ envelopes: [{ window, metric: 'count', limit: '1' }] });
    await api.hold(root, '1');
    const reserve = { budgetId: root, amount: '1' };
    const denied = await api.post('/v1/reservations', reserve);
    expect([denied.status, denied.body.status, denied.body.code]).toEqual([status, status, 'count_exceeded']);
    const seconds = denied.headers.get('retry-after');
    expect(denied.body.retryAfterSeconds ?? null).toBe(seconds === null ? null : Number(seconds));
    expect(seconds === null).toBe(status === 402);
    expect(denied.body.retryAt === null).toBe(status === 402);
    const command = { type: 'reserve', idempotencyKey: 'k', ...reserve };
    const { body } = await api.send('POST', '/v1/reservations/batch', { commands: [command] });
    expect(body.results[0]).toMatchObject({ outcome: 'problem', status, body: { code: 'count_exceeded' } });
    expect(body.results[0].body.retryAfterSeconds === undefined).toBe(status === 402);
  });
});
