import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { codeOf, made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

const MAX_DEPTH = 32;

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.expectAuditPasses();
  await fleet.stop();
});

test('a budget has at most 32 ancestors: a deeper one is refused without a trace', async () => {
  const path = [await admin.root('100')];
  while (path.length <= MAX_DEPTH)
    path.push(await admin.child(path.at(-1)!.id, '0', { ceiling: '50', key: { name: 'agent' } }));
  const deepest = path.at(-1) as (typeof path)[number] & { key: { secret: string } };
  const agent = admin.as(deepest.key.secret);
  const asked = { name: 'too deep', guarantee: '0', ceiling: '1', key: { name: 'deeper' } };
  const envelopes = [{ window: 'day', limit: '1' }];
  const before = await admin.budget(deepest.id);
  for (const who of [admin, agent])
    for (const body of [asked, { ...asked, guarantee: '1' }, { ...asked, envelopes }]) {
      const answer = await who.post(`/v1/budgets/${deepest.id}/children`, body, { key: 'one-too-many' });
      expect(codeOf(answer)).toBe('409 depth_exceeded');
      expect(answer.body.detail).toBe(`A budget can have at most ${MAX_DEPTH} ancestors.`);
      expect(answer.headers.get('retry-after')).toBeNull();
    }
  // Nothing was made of it, nothing is journaled, and its Idempotency-Key is free.
  expect(await admin.budget(deepest.id)).toEqual(before);
  const below = await admin.get<{ childrenCount: number }>(`/v1/budgets/${deepest.id}/tree`);
  expect(made(below).childrenCount).toBe(0);
  const parent = path.at(-2)!.id;
  expect(codeOf(await admin.post(`/v1/budgets/${parent}/children`, asked, { key: 'one-too-many' }))).toBe(
    '201',
  );
  // The deepest one spends what it draws from all of them, and so do several at once.
  expect(made(await agent.reserve(deepest.id, '50')).state).toBe('held');
  const one = { type: 'reserve', budgetId: deepest.id, amount: '1' };
  const commands = ['a', 'b'].map((idempotencyKey) => ({ ...one, idempotencyKey }));
  type Results = { results: { status: number; body: { code?: string } }[] };
  const { results } = made(await agent.post<Results>('/v1/reservations/batch', { commands }));
  expect(results.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
    commands.map(() => '402 insufficient_funds'),
  );
});
