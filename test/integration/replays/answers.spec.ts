import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';

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

describe('an answer is about now', () => {
  it('of a commit that also stops the budget: the version after the stop, which can be expected next', async () => {
    const { id: root } = await admin.root('100', {
      envelopes: [{ window: 'transaction', limit: '10', onExceed: 'pause' }],
    });
    const { id } = await admin.hold(root, '10');
    const { body } = await admin.post(`/v1/reservations/${id}/commit`, {
      amount: '15',
      overage: 'overdraft',
    });
    const now = (await admin.get(`/v1/budgets/${root}`)).body;
    expect(now).toMatchObject({ state: 'paused', version: 3 });
    expect(body.budget).toEqual({ version: 3, available: '85' });
    const refund = { amount: '1', expectedVersion: body.budget.version as number };
    expect((await admin.post(`/v1/reservations/${id}/refund`, refund)).status).toBe(200);
  });

  it.each([
    ['day', 429],
    ['lifetime', 402],
  ])('of a count that is used up for a %s: %i, with a time if there is one', async (window, status) => {
    const { id: root } = await admin.root('100', { envelopes: [{ window, metric: 'count', limit: '1' }] });
    await admin.hold(root, '1');
    const reserve = { budgetId: root, amount: '1' };
    const denied = await admin.post('/v1/reservations', reserve);
    expect([denied.status, denied.body.status, denied.body.code]).toEqual([status, status, 'count_exceeded']);
    const seconds = denied.headers.get('retry-after');
    expect(denied.body.retryAfterSeconds ?? null).toBe(seconds === null ? null : Number(seconds));
    expect(seconds === null).toBe(status === 402);
    expect(denied.body.retryAt === null).toBe(status === 402);
    const command = { type: 'reserve', idempotencyKey: 'k', ...reserve };
    const { body } = await admin.send('POST', '/v1/reservations/batch', { commands: [command] });
    expect(body.results[0]).toMatchObject({ outcome: 'problem', status, body: { code: 'count_exceeded' } });
    expect(body.results[0].body.retryAfterSeconds === undefined).toBe(status === 402);
  });
});
