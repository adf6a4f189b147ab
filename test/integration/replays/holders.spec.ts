import { made, type Answer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { Issuer } from '../../support/issuer.js';

// A key of idempotency belongs to a holder, and a repetition is answered to a holder that may still make the request.

let issuer: Issuer;
let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(1, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true', ...issuer.environment });
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.expectAuditPasses();
  await fleet.stop();
  issuer.stop();
});

type Item = { status: number; replayed: boolean; body: { id?: string; code?: string; secret?: string } };
type Request = (client: Client) => Promise<Item>;

const outcome = ({ status, body }: Item): string => `${status} ${body.code ?? ''}`.trim();

const itemOf = ({ status, headers, body }: Answer<object>): Item => ({
  status,
  replayed: headers.get('idempotency-replayed') === 'true',
  body,
});

/** The same for all who make a request, and another for each: who asks is the only difference. */
const keyOf = (route: string): string => route.replaceAll('/', '-');

const write =
  (method: string, route: string, body: object, revision?: number): Request =>
  async (client) =>
    itemOf(await client.write<object>(method, route, body, { key: keyOf(route), revision }));

/** The same as a command of a bulk request. */
const inBulk =
  (command: { type: string; [field: string]: unknown }): Request =>
  async (client) => {
    const commands = [{ idempotencyKey: `bulk-${command.type}`, ...command }];
    const answer = await client.send<{ results: Item[] }>('POST', '/v1/reservations/batch', { commands });
    return answer.body.results?.[0] ?? itemOf(answer);
  };

/** One request of each kind that has an answer to give away, on a new budget of a new tree. */
async function requestsOn(budgetId: string): Promise<Record<string, Request>> {
  const asked = { budgetId, amount: '1' };
  const held = made(await admin.reserve(budgetId, '5')).id;
  return {
    reserve: write('POST', '/v1/reservations', asked),
    'reserve in bulk': inBulk({ type: 'reserve', ...asked }),
    commit: write('POST', `/v1/reservations/${held}/commit`, { amount: '1', final: false }),
    'commit in bulk': inBulk({ type: 'commit', reservationId: held, amount: '1', final: false }),
    delegate: write('POST', `/v1/budgets/${budgetId}/children`, {
      name: 'c',
      guarantee: '1',
      key: { name: 'k' },
    }),
    update: write('PATCH', `/v1/budgets/${budgetId}`, { name: 'n' }, 1),
    'issue a key': write('POST', `/v1/budgets/${budgetId}/keys`, { name: 'k', role: 'agent' }),
    'create a webhook': write('POST', '/v1/webhooks', { budgetId, url: 'https://example.com/hook' }),
  };
}

const person = async (name: string, role: string, budgetId?: string): Promise<Client> => {
  const claims = { purser_role: role, ...(budgetId !== undefined && { purser_budget: budgetId }) };
  return admin.as(await issuer.token(claims, { subject: name }));
};

test('two holders with one Idempotency-Key make two requests, each with its own answer and secret', async () => {
  const root = await admin.root('1000');
  const requests = await requestsOn(root.id);
  const [one, two] = await Promise.all(['ann', 'bob'].map((name) => person(name, 'operator', root.id)));
  for (const [what, request] of Object.entries(requests)) {
    if (what === 'update') continue;
    const first = await request(one!);
    const other = await request(two!);
    expect([what, first.replayed, other.replayed]).toEqual([what, false, false]);
    expect([first.status, other.status]).toEqual([first.status, first.status]);
    if (!what.startsWith('commit')) expect(other.body.id).not.toBe(first.body.id);
    expect(await request(one!)).toMatchObject({ replayed: true, body: { id: first.body.id } });
    if (what === 'create a webhook') expect(other.body.secret).not.toBe(first.body.secret);
  }
});

test('a person who was moved to another tree gets no replay from the one before', async () => {
  const [root, elsewhere] = [await admin.root('1000'), await admin.root('1000')];
  const requests = await requestsOn(root.id);
  const before = await person('cyd', 'operator', root.id);
  const after = await person('cyd', 'operator', elsewhere.id);
  for (const [what, request] of Object.entries(requests)) {
    const first = await request(before);
    expect([what, first.status < 300]).toEqual([what, true]);
    expect([what, outcome(await request(after))]).toEqual([what, '404 not_found']);
    expect(await request(before)).toMatchObject({ replayed: true, body: { id: first.body.id } });
  }
});

test('a person who may do less repeats nothing that they may no longer do', async () => {
  const root = await admin.root('1000');
  const requests = await requestsOn(root.id);
  const before = await person('dan', 'operator', root.id);
  const after = await person('dan', 'auditor', root.id);
  for (const [what, request] of Object.entries(requests)) {
    expect((await request(before)).status).toBeLessThan(300);
    expect([what, outcome(await request(after))]).toEqual([what, '403 forbidden']);
  }
});

test('a person who was bound to a budget gets no replay of opening another tree', async () => {
  const opening = write('POST', '/v1/budgets', { name: 'r', currency: 'USD', allocation: '7' });
  const free = await person('eve', 'operator');
  const first = await opening(free);
  expect(first.status).toBe(201);
  const own = await admin.root('1');
  const answer = await opening(await person('eve', 'operator', own.id));
  expect(outcome(answer)).toBe('403 forbidden');
  expect(answer.body.id).toBeUndefined();
  expect(await opening(free)).toMatchObject({ status: 201, replayed: true, body: { id: first.body.id } });
});

test('a holder with a narrower key gets replays only in its reach', async () => {
  const root = await admin.root('1000');
  const child = await admin.child(root.id, '10');
  const issue = async (by: Client, budgetId: string): Promise<Client> =>
    (await by.issue(budgetId, { role: 'operator' })).client;
  const wide = await issue(admin, root.id);
  const narrow = await issue(wide, child.id);
  const holder = async (client: Client) => made(await client.get<{ id: string }>('/v1/principal')).id;
  expect(await holder(narrow)).toBe(await holder(wide));
  for (const [what, request] of Object.entries(await requestsOn(root.id))) {
    expect((await request(wide)).status).toBeLessThan(300);
    expect([what, outcome(await request(narrow))]).toEqual([what, '404 not_found']);
  }
});
