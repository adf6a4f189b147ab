import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { LostKeyError, Purser, PurserError, type DelegateOptions } from '@purser/sdk';
import { codeOf, type Client } from '../../../test/support/client.js';
import { Fleet } from '../../../test/support/fleet.js';

let fleet: Fleet;
let admin: Client;
let parent: string;
beforeAll(async () => {
  fleet = await Fleet.start(2);
  admin = fleet.client();
});
beforeEach(async () => (parent = (await admin.root('100')).id));
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

/** As a process would that knows nothing but its own key; with the child as the tests' client. */
async function spawn(options: Partial<DelegateOptions> = {}, by = admin) {
  const purser = new Purser({ url: by.baseUrl, key: by.key });
  const delegation = await purser.delegate({ parent, name: 'coder', guarantee: 5, ...options });
  return { ...delegation, agent: by.as(delegation.key) };
}

const available = async (): Promise<string | undefined> => (await admin.budget(parent)).balances.available;
const keysOf = async (id: string): Promise<number> =>
  (await admin.get<{ items: object[] }>(`/v1/budgets/${id}/keys`)).body.items.length;

test('a child has its part, and a client with a key of its own', async () => {
  const envelopes = [{ window: 'transaction' as const, limit: '2' }];
  const key = { name: 'the coder', scopes: { vendors: ['openai'] } };
  const { budget, agent, client, existed } = await spawn({
    ceiling: '7.5',
    envelopes,
    key,
    metadata: { team: 'a' },
  });
  expect(budget).toMatchObject({ name: 'coder', guarantee: '5', ceiling: '7.5', metadata: { team: 'a' } });
  expect(existed).toBe(false);
  expect(await available()).toBe('95');
  expect(await client.principal()).toMatchObject({ name: 'the coder', budgetId: budget.id });
  expect(codeOf(await agent.reserve(budget.id, '1', { vendor: 'openai' }))).toBe('201');
  expect(codeOf(await agent.reserve(budget.id, '3', { vendor: 'openai' }))).toBe('402 envelope_exceeded');
  expect(codeOf(await agent.reserve(budget.id, '1', { vendor: 'other' }))).toBe('403 scope_vendor');
  expect(codeOf(await agent.get(`/v1/budgets/${parent}`))).toBe('404 not_found');
  expect((await spawn()).budget.id).not.toBe(budget.id);
});

test('ten processes that delegate one ref have one child with one key, which works for all', async () => {
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, i) => spawn({ ref: 'run-17/coder' }, fleet.client(i))),
  );
  expect(new Set(all.map(({ budget }) => budget.id)).size).toBe(1);
  expect(new Set(all.map(({ key }) => key)).size).toBe(1);
  expect(all.filter(({ existed }) => !existed)).toHaveLength(1);
  expect(await available()).toBe('95');
  expect(await keysOf(all[0]!.budget.id)).toBe(1);
  const held = await Promise.all(all.map(({ agent, budget }) => agent.reserve(budget.id, '0.1')));
  expect(held.map(codeOf)).toEqual(Array.from({ length: 10 }, () => '201'));
});

test('an agent gives on what it has, and finds it again', async () => {
  const { agent, budget } = await spawn();
  const [one, two] = [1, 2].map(() => spawn({ parent: budget.id, ref: 'a', guarantee: '1' }, agent));
  expect((await two!).key).toBe((await one!).key);
  // Siblings of another name, and the same name under another parent, share nothing.
  const other = await spawn({ parent: budget.id, ref: 'b', guarantee: '1' }, agent);
  const above = await spawn({ ref: 'a', guarantee: '1' });
  expect(new Set([(await one!).key, other.key, above.key]).size).toBe(3);
});

test('close gives back what is left, and is no error when it is done', async () => {
  const { budget, agent, close } = await spawn({ ref: 'a' });
  const held = await agent.hold(budget.id, '2');
  await agent.commit(held.id, '0.5');
  await agent.hold(budget.id, '1');
  await expect(close({ holds: 'refuse' })).rejects.toMatchObject({ code: 'holds_live' });
  await Promise.all([close({ reason: 'done' }), close()]);
  await close();
  expect((await admin.budget(parent)).balances).toMatchObject({ available: '99.5', delegated: '0.5' });
});

test('after a close the same ref is a new child, whose key nobody has who had the last', async () => {
  const last = await spawn({ ref: 'a' });
  await last.close();
  const next = await spawn({ ref: 'a' });
  expect(next.budget.id).not.toBe(last.budget.id);
  expect(next.existed).toBe(false);
  // The secret of the last behind the beginning of the next.
  const secret = last.key.slice(-43);
  expect(codeOf(await admin.as(next.key.slice(0, -43) + secret).get('/v1/principal'))).toBe(
    '401 unauthenticated',
  );
});

test('a seed keeps the key through a rotation of the client’s own', async () => {
  const seed = 'a seed of thirty-two characters!';
  const { client: operator } = await admin.issue(parent, { role: 'operator' });
  const { client: another } = await admin.issue(parent, { role: 'operator' });
  const first = await spawn({ ref: 'a', seed }, operator);
  expect((await spawn({ ref: 'a', seed }, another)).key).toBe(first.key);
  await expect(spawn({ ref: 'a' }, another)).rejects.toThrow(LostKeyError);
  await expect(spawn({ ref: 'a', seed: 'short' })).rejects.toThrow(TypeError);
});

test('a key that nobody can know any more is an error that names the child', async () => {
  const { budget } = await spawn({ ref: 'revoked' });
  await admin.post(`/v1/budgets/${budget.id}/keys/revoke`, {});
  await expect(spawn({ ref: 'revoked' })).rejects.toMatchObject({ budgetId: budget.id });
  await admin.child(parent, '1', { ref: 'keyless' });
  await expect(spawn({ ref: 'keyless' })).rejects.toThrow(LostKeyError);
  await admin.child(parent, '1', { ref: 'by-hand', key: { name: 'x' } });
  await expect(spawn({ ref: 'by-hand' })).rejects.toThrow(LostKeyError);
});

test('what cannot be given is refused', async () => {
  await expect(spawn({ guarantee: '1000' })).rejects.toThrow(PurserError);
  await expect(spawn({ guarantee: 0.5 })).rejects.toThrow(TypeError);
  expect(await available()).toBe('100');
});
