import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { EntryContent } from '../../src/core/entries.js';
import { uuidOf } from '../../src/ids/ids.js';
import { isSuccess, made, tally } from '../support/client.js';
import { cost, dismiss, settle } from '../support/costs.js';
import { Fleet } from '../support/fleet.js';

let fleet: Fleet;
beforeAll(async () => (fleet = await Fleet.start(2)));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const ROUNDS = 20;

test('a claim is settled or dismissed once, whatever closes or expires at the same time', async () => {
  const admin = fleet.client();
  for (let round = 0; round < ROUNDS; round += 1) {
    const root = await admin.root('1000');
    const child = await admin.child(root.id, '10');
    const { client } = await admin.issue(child.id);
    const { id } = made(await client.reserve(child.id, '10', { ttlSeconds: 1 }));
    expect((await cost(client, id, '12', { final: false })).status).toBe(202);
    const racers = [
      () => settle(fleet.client(0), id),
      () => dismiss(fleet.client(1), id),
      () => settle(fleet.client(1), id),
    ];
    // The one that is sent first would mostly win; and the hold may have expired by then.
    const [closed, ...answers] = await Promise.all([
      fleet.client(round).post(`/v1/budgets/${child.id}/close`),
      ...racers.map((_, i) => racers[(i + round) % 3]!()),
    ]);
    expect(closed.status).toBe(200);
    expect(tally(answers)).toEqual({ '200': 1, '409 reservation_state': 2 });
    const { committed, claim } = made(await admin.get<(typeof answers)[0]['body']>(`/v1/reservations/${id}`));
    const wasPaid = (await fleet.historyOf(id)).includes('claim_settle');
    expect([committed, claim]).toEqual([wasPaid ? '12' : '10', null]);
  }
});

test('claims during settlements and dismissals: nothing is lost or paid twice', async () => {
  const admin = fleet.client();
  const root = await admin.root('1000', { envelopes: [{ window: 'lifetime', limit: '5' }] });
  const { client } = await admin.issue(root.id);
  const { id } = made(await client.reserve(root.id, '0'));
  const answers = await fleet.atOnce(80, (one, i) => {
    if (i % 4 === 3) return i % 8 === 3 ? settle(one, id, { amount: '1' }) : dismiss(one, id);
    return cost(one.as(client.key), id, '1', { final: false });
  });
  const costs = answers.filter((_, i) => i % 4 !== 3);
  expect(costs.every(isSuccess)).toBe(true);
  const rows = await fleet.database.sql<{ content: string }[]>`
    SELECT content FROM entries WHERE reservation_id = ${uuidOf(id)} AND NOT denied ORDER BY version`;
  let waiting = 0;
  let dismissed = 0;
  for (const { content } of rows) {
    const { kind, reservation } = JSON.parse(content) as EntryContent;
    if (kind === 'claim_dismiss') dismissed += waiting;
    waiting = Number(reservation!.claim?.amount ?? 0);
  }
  const now = made(await admin.get<(typeof costs)[0]['body']>(`/v1/reservations/${id}`));
  expect(Number(now.claim?.amount ?? 0)).toBe(waiting);
  expect(Number(now.committed) + waiting + dismissed).toBe(costs.length);
  expect((await admin.budget(root.id)).balances.spent).toBe(now.committed);
});
