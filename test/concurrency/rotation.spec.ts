import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { isSuccess, made, tally } from '../support/client.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

type NewKey = { id: string; secret: string };

test('retries during a rotation, with the old key and the new one, pay once', async () => {
  const admin = fleet.client();
  const root = await admin.root('1000');
  let key = made(await admin.post<NewKey>(`/v1/budgets/${root.id}/keys`, { name: 'agent', role: 'agent' }));
  const rounds = 10;
  for (let round = 0; round < rounds; round += 1) {
    const request = randomUUID();
    const old = key;
    const next = { secret: '' };
    const rotating = admin
      .post<NewKey>(`/v1/keys/${old.id}/rotate`, { overlapSeconds: round % 2 ? 60 : 0 })
      .then((answer) => Object.assign(next, made(answer)));
    const tries = await fleet.atOnce(20, async (client, i) => {
      // Half of them come when the new key is there.
      if (i % 2 === 1) await rotating;
      return await client.as(next.secret || old.secret).reserve(root.id, '3', {}, { key: request });
    });
    key = await rotating;
    // A key that ends while it is used is refused at the door, or where it is decided.
    const { '201': answered = 0, ...refused } = tally(tries);
    expect(['401 unauthenticated', '403 forbidden']).toEqual(expect.arrayContaining(Object.keys(refused)));
    expect(answered).toBeGreaterThanOrEqual(10);
    expect(new Set(tries.filter(isSuccess).map(({ body }) => body.id)).size).toBe(1);
    expect((await admin.budget(root.id)).balances.reserved).toBe(String(3 * (round + 1)));
  }
});

test('two keys of one approver that answer at once are one consent', async () => {
  const admin = fleet.client();
  const approve = { approvals: 2, withinSeconds: 600 };
  const root = await admin.root('1000', {
    envelopes: [{ window: 'transaction', limit: '1', onExceed: 'approve', approve }],
  });
  const old = made(
    await admin.post<NewKey>(`/v1/budgets/${root.id}/keys`, { name: 'ann', role: 'approver' }),
  );
  const next = made(await admin.post<NewKey>(`/v1/keys/${old.id}/rotate`, { overlapSeconds: 3600 }));
  for (let round = 0; round < 10; round += 1) {
    const { id } = made(await admin.reserve(root.id, '2'));
    const answers = await fleet.atOnce(8, (client, i) =>
      client.as(i % 2 ? old.secret : next.secret).post(`/v1/reservations/${id}/approve`),
    );
    expect(tally(answers)).toEqual({ '200': 1, '409 already_approved': 7 });
  }
});
