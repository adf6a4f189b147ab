import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { made } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

let fleet: Fleet;

beforeAll(async () => void (fleet = await Fleet.start(1)));
afterAll(() => fleet.stop());

test('a resume that pays a debt is not read as two resumes', async () => {
  const client = fleet.client();
  const root = await client.root('20', {
    scale: 2,
    envelopes: [{ window: 'transaction', limit: '1', scope: 'self', onExceed: 'pause' }],
  });
  const child = await client.child(root.id, '0', { ceiling: '100' });
  const { id } = made(await client.reserve(child.id, '10'));
  expect(await client.reserve(root.id, '2')).toMatchObject({ status: 402 });
  made(await client.post(`/v1/reservations/${id}/commit`, { amount: '25', overage: 'overdraft' }));
  made(await client.post(`/v1/budgets/${root.id}/fund`, { amount: '10' }));
  made(await client.post(`/v1/budgets/${child.id}/resume`, { reason: 'looked at' }));
  expect(await client.budget(root.id)).toMatchObject({ state: 'paused' });
  expect(await client.budget(child.id)).toMatchObject({ balances: { overdraft: '5' } });
  made(await client.post(`/v1/budgets/${root.id}/resume`, { reason: 'looked at' }));
  expect(await client.budget(child.id)).toMatchObject({ balances: { overdraft: '0', allocated: '25' } });
  expect(await client.get(`/v1/budgets/${root.id}/verify`)).toMatchObject({ body: { valid: true } });
  await fleet.expectAuditPasses();
});
