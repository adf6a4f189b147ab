import { audit } from '../../../src/audit/audit.js';
import { codeOf, Client, made, type Answer } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { Issuer } from '../../support/issuer.js';
import { ServiceProcess } from '../../support/service.js';

// The holder acts, not the key: rotated and further keys are the same hand.

type NewKey = { id: string; secret: string; holder: string; issuedBy: string[]; expiresAt: string | null };

let issuer: Issuer;
let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(1, issuer.environment);
  admin = fleet.client();
});
afterEach(async () => expect(await audit(fleet.database.sql)).toMatchObject({ differences: [] }));
afterAll(async () => {
  await fleet.stop();
  issuer.stop();
});

const issue = async (by: Client, budgetId: string, role: string, more: object = {}): Promise<NewKey> =>
  made(await by.post<NewKey>(`/v1/budgets/${budgetId}/keys`, { name: role, role, ...more }));
const rotate = async (by: Client, id: string, overlapSeconds = 0): Promise<NewKey> =>
  made(await by.post<NewKey>(`/v1/keys/${id}/rotate`, { overlapSeconds }));
const approve = (by: Client, id: string): Promise<Answer<{ state: string }>> =>
  by.post(`/v1/reservations/${id}/approve`);
const waiting = async (by: Client): Promise<string[]> =>
  made(await by.get<{ items: { id: string }[] }>('/v1/approvals')).items.map(({ id }) => id);

const asking = (approvals: number, approvers?: string[]) => ({
  envelopes: [
    {
      window: 'transaction',
      limit: '100',
      onExceed: 'approve',
      approve: { approvals, withinSeconds: 600, ...(approvers && { approvers }) },
    },
  ],
});

/** A reservation that waits, made with a key. */
const ask = async (by: Client, budgetId: string): Promise<string> => {
  const answer = await by.reserve(budgetId, '900');
  expect(answer.status).toBe(202);
  return answer.body.id;
};

test('a retry that meets a rotation is answered from the journal, whatever it asked for', async () => {
  const root = await admin.root('1000');
  const child = await admin.child(root.id, '100');
  const old = await issue(admin, root.id, 'operator');
  const requests: [string, string, object][] = [
    ['POST', '/v1/reservations', { budgetId: root.id, amount: '7' }],
    ['POST', `/v1/budgets/${root.id}/fund`, { amount: '50' }],
    ['POST', `/v1/budgets/${root.id}/children`, { name: 'c', guarantee: '5', key: { name: 'k' } }],
    ['POST', `/v1/budgets/${child.id}/keys`, { name: 'a', role: 'agent' }],
    ['POST', '/v1/webhooks', { budgetId: root.id, url: 'https://example.com/hook' }],
  ];
  const send = (client: Client) =>
    Promise.all(
      requests.map(([method, route, body], i) =>
        client.write<{ id: string }>(method, route, body, { key: `request-${i}` }),
      ),
    );
  const held = made(await admin.reserve(root.id, '20'));
  made(await admin.commit(held.id, '20'));
  const refund = (client: Client) =>
    client.post(`/v1/reservations/${held.id}/refund`, { amount: '5' }, { key: 'refund' });
  const first = [...(await send(admin.as(old.secret))), await refund(admin.as(old.secret))];
  const { balances } = await admin.budget(root.id);
  const next = admin.as((await rotate(admin, old.id)).secret);
  const again = [...(await send(next)), await refund(next)];
  expect(again.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual(again.map(() => 'true'));
  expect(again.map(({ body }) => (body as { id: string }).id)).toEqual(
    first.map(({ body }) => (body as { id: string }).id),
  );
  expect((await admin.budget(root.id)).balances).toEqual(balances);
  const who = made(await next.get<{ id: string; keyId: string }>('/v1/principal'));
  expect(who.id).toBe(old.id);
  const webhooks = made(
    await admin.get<{ items: { createdBy: string }[] }>('/v1/webhooks?budgetId=' + root.id),
  );
  expect(webhooks.items[0]!.createdBy).toBe(old.id);
  const more = made(await next.reserve(root.id, '1'));
  expect(more.state).toBe('held');
  type Entries = { items: { content: { by: string; request: { credential?: string } } }[] };
  const { items } = made(await admin.get<Entries>(`/v1/budgets/${root.id}/entries?order=desc&limit=1`));
  expect(items[0]!.content).toMatchObject({ by: old.id, request: { credential: who.keyId } });
});

test('an operator of a child cannot approve with keys that it issues', async () => {
  const root = await admin.root('1000', asking(2));
  const child = await admin.child(root.id, '0', { ceiling: '1000' });
  const op = admin.as((await issue(admin, child.id, 'operator')).secret);
  const own = await issue(op, child.id, 'approver');
  const others = await Promise.all([1, 2].map(() => issue(op, child.id, 'approver', { holder: 'other' })));
  const reservation = await ask(op, child.id);
  for (const { secret } of [own, ...others]) {
    expect(codeOf(await approve(admin.as(secret), reservation))).toBe('403 own_request');
    expect(await waiting(admin.as(secret))).toEqual([]);
  }
  expect(codeOf(await approve(op, reservation))).toBe('403 own_request');
  expect(codeOf(await op.commit(reservation, '900'))).toBe('409 reservation_state');
});

test('an envelope of the root is approved by people who reach the root, or whom it names', async () => {
  const root = await admin.root('5000');
  const child = await admin.child(root.id, '0', { ceiling: '5000' });
  const low = await issue(admin, child.id, 'approver');
  const high = await issue(admin, root.id, 'approver');
  const agent = admin.as((await issue(admin, child.id, 'agent')).secret);
  const limit = { ...asking(1).envelopes[0]! };
  const envelope = made(
    await admin.post<{ id: string }>(`/v1/budgets/${root.id}/envelopes`, limit, { revision: 1 }),
  );
  const first = await ask(agent, child.id);
  expect(await waiting(admin.as(low.secret))).toEqual([]);
  expect(await waiting(admin.as(high.secret))).toEqual([first]);
  expect(codeOf(await approve(admin.as(low.secret), first))).toBe('403 approver_out_of_reach');
  expect(made(await approve(admin.as(high.secret), first)).state).toBe('held');
  const named = { approve: { approvals: 1, withinSeconds: 600, approvers: [low.id] } };
  made(await admin.patch(`/v1/envelopes/${envelope.id}`, named, { revision: 2 }));
  const second = await ask(agent, child.id);
  expect(await waiting(admin.as(low.secret))).toEqual([second]);
  expect(made(await approve(admin.as(low.secret), second)).state).toBe('held');
});

test('an approver whose key is rotated is one person, and stays on the list', async () => {
  const ann = await issue(admin, (await admin.root('1')).id, 'approver');
  expect(ann.holder).toBe(ann.id);
  const root = await admin.root('5000');
  const old = await issue(admin, root.id, 'approver');
  const bob = await issue(admin, root.id, 'approver');
  const limit = asking(2, [old.id, bob.id]).envelopes[0]!;
  made(await admin.post(`/v1/budgets/${root.id}/envelopes`, limit, { revision: 1 }));
  const agent = admin.as((await issue(admin, root.id, 'agent')).secret);
  const reservation = await ask(agent, root.id);
  made(await approve(admin.as(old.secret), reservation));
  const next = await rotate(admin, old.id, 3600);
  expect(next.holder).toBe(old.id);
  for (const { secret } of [old, next])
    expect(codeOf(await approve(admin.as(secret), reservation))).toBe('409 already_approved');
  expect(await waiting(admin.as(next.secret))).toEqual([]);
  expect(made(await approve(admin.as(bob.secret), reservation)).state).toBe('held');
  const second = await ask(agent, root.id);
  expect(await waiting(admin.as(next.secret))).toEqual([second]);
  expect(codeOf(await approve(admin.as(next.secret), second))).toBe('200');
});

test('an asker does not approve with a rotated key', async () => {
  const root = await admin.root('5000', asking(1));
  const op = await issue(admin, root.id, 'operator');
  const reservation = await ask(admin.as(op.secret), root.id);
  const next = admin.as((await rotate(admin.as(op.secret), op.id)).secret);
  expect(codeOf(await approve(next, reservation))).toBe('403 own_request');
  const child = await admin.child(root.id, '0', { ...asking(1), ceiling: '1000' });
  const ann = await issue(admin, child.id, 'approver');
  const taken = admin.as((await rotate(next, ann.id)).secret);
  expect(codeOf(await approve(taken, await ask(next, child.id)))).toBe('403 own_request');
  expect(codeOf(await approve(admin, reservation))).toBe('200');
});

test('nobody gets the secret of a named approver from below or beside: they can only revoke the key', async () => {
  const root = await admin.root('5000');
  const middle = await admin.child(root.id, '0', { ceiling: '5000' });
  const child = await admin.child(middle.id, '0', { ceiling: '5000' });
  const top = admin.as((await issue(admin, root.id, 'operator')).secret);
  const between = admin.as((await issue(admin, middle.id, 'operator')).secret);
  const op = admin.as((await issue(admin, child.id, 'operator')).secret);
  const ann = await issue(admin, child.id, 'approver');
  const bob = await issue(top, child.id, 'operator', { holder: 'other' });
  const limit = asking(1, [ann.id, bob.id]).envelopes[0]!;
  made(await admin.post(`/v1/budgets/${root.id}/envelopes`, limit, { revision: 1 }));
  const agent = admin.as((await issue(op, child.id, 'agent')).secret);
  const reservation = await ask(agent, child.id);
  for (const by of [op, between])
    for (const { id } of [ann, bob]) {
      const answer = await by.post(`/v1/keys/${id}/rotate`, { overlapSeconds: 3600 });
      expect([codeOf(answer), answer.body.scope]).toEqual(['403 forbidden', 'budget']);
      expect(answer.body.detail).toContain(`that is for ${id}`);
    }
  // A key of one's own in somebody's name or under somebody's id cannot be had either.
  for (const holder of [ann.id, 'user:ann']) {
    const asked = { name: 'ann', role: 'approver', holder };
    expect(codeOf(await op.post(`/v1/budgets/${child.id}/keys`, asked))).toBe('400 validation_failed');
  }
  expect(codeOf(await approve(op, reservation))).toBe('403 not_an_approver');
  const theirs = await issue(op, child.id, 'approver', { holder: 'other' });
  expect(codeOf(await approve(admin.as(theirs.secret), reservation))).toBe('403 not_an_approver');
  // Their holders and those above have it.
  const bob2 = await rotate(admin.as(bob.secret), bob.id);
  const ann2 = await rotate(top, ann.id);
  expect([bob2.issuedBy, ann2.holder]).toEqual([bob.issuedBy, ann.id]);
  expect(made(await approve(admin.as(bob2.secret), reservation)).state).toBe('held');
  expect(codeOf(await op.write('DELETE', `/v1/keys/${ann2.id}`))).toBe('200');
});

test('an operator rotates the approvers’ keys that it handed out, and its own', async () => {
  const root = await admin.root('5000');
  const child = await admin.child(root.id, '1000');
  const op = await issue(admin, child.id, 'operator');
  const by = admin.as(op.secret);
  for (const holder of ['self', 'other']) {
    const key = await issue(by, child.id, 'approver', { holder });
    expect((await rotate(by, key.id)).holder).toBe(key.holder);
  }
  expect((await rotate(by, op.id)).holder).toBe(op.id);
});

test('a person does not approve with a key that they issued, for themselves or for others', async () => {
  const alice = admin.as(await issuer.operator('alice'));
  const root = await admin.root('5000', asking(1));
  const reservation = await ask(alice, root.id);
  const own = await issue(alice, root.id, 'approver');
  expect(own).toMatchObject({ holder: 'user:alice', issuedBy: [] });
  const other = await issue(alice, root.id, 'approver', { holder: 'other' });
  expect(other).toMatchObject({ holder: other.id, issuedBy: ['user:alice'] });
  for (const { secret } of [own, other]) {
    expect(codeOf(await approve(admin.as(secret), reservation))).toBe('403 own_request');
    expect(await waiting(admin.as(secret))).not.toContain(reservation);
  }
  expect(codeOf(await approve(admin.as(await issuer.operator('bob')), reservation))).toBe('200');
});

test('a revoked approver decides no more, on any replica', async () => {
  const root = await admin.root('5000', asking(1));
  const ann = await issue(admin, root.id, 'approver');
  const other = await ServiceProcess.start({ DATABASE_URL: fleet.database.url });
  try {
    const there = new Client(other.baseUrl).as(ann.secret);
    const agent = admin.as((await issue(admin, root.id, 'agent')).secret);
    for (let round = 0; round < 5; round += 1) {
      const key = await issue(admin, root.id, 'approver');
      const late = there.as(key.secret);
      made(await late.get('/v1/principal'));
      const reservation = await ask(agent, root.id);
      made(await admin.write('DELETE', `/v1/keys/${key.id}`));
      expect(['401 unauthenticated', '403 forbidden']).toContain(codeOf(await approve(late, reservation)));
      made(await agent.release(reservation));
    }
    expect(codeOf(await there.get('/v1/principal'))).toBe('200');
  } finally {
    await other.stop();
  }
});

test('no key mints one that outlives it', async () => {
  const root = await admin.root('1000');
  const soon = new Date(Date.now() + 600_000).toISOString();
  const later = '9999-12-31T00:00:00Z';
  const operator = admin.as((await issue(admin, root.id, 'operator', { expiresAt: soon })).secret);
  const agent = admin.as((await issue(admin, root.id, 'agent', { expiresAt: soon })).secret);
  const delegate = (key: object) =>
    agent.post<{ key: NewKey }>(`/v1/budgets/${root.id}/children`, { name: 'c', guarantee: '1', key });
  expect(made(await delegate({ name: 'k' })).key.expiresAt).toBe(soon);
  expect((await issue(operator, root.id, 'operator')).expiresAt).toBe(soon);
  const tooLate = [
    await delegate({ name: 'k', expiresAt: later }),
    await operator.post(`/v1/budgets/${root.id}/keys`, { name: 'x', role: 'agent', expiresAt: later }),
    await operator.post(`/v1/keys/${(await issue(admin, root.id, 'agent')).id}/rotate`),
  ];
  expect(tooLate.map((answer) => [codeOf(answer), answer.body.scope])).toEqual(
    tooLate.map(() => ['403 forbidden', 'expiresAt']),
  );
  // Of a person a token is a session: their keys last.
  const alice = admin.as(await issuer.operator('alice'));
  expect((await issue(alice, root.id, 'operator')).expiresAt).toBeNull();
});

test('a revocation ends all keys that came of a key, and no others', async () => {
  const root = await admin.root('1000');
  const op = await issue(admin, root.id, 'operator');
  const child = made(
    await admin.as(op.secret).post<{ id: string; key: NewKey }>(`/v1/budgets/${root.id}/children`, {
      name: 'c',
      guarantee: '10',
      key: { name: 'agent' },
    }),
  );
  const deep = made(
    await admin.as(child.key.secret).post<{ key: NewKey }>(`/v1/budgets/${child.id}/children`, {
      name: 'd',
      guarantee: '1',
      key: { name: 'deep' },
    }),
  ).key;
  const mine = await issue(admin.as(op.secret), root.id, 'auditor');
  const beside = await issue(admin, root.id, 'agent');
  const next = await rotate(admin, op.id);
  const works = async () =>
    await Promise.all(
      [next, child.key, deep, mine, beside].map(
        async ({ secret }) => (await admin.as(secret).get('/v1/principal')).status,
      ),
    );
  expect(await works()).toEqual([200, 200, 200, 200, 200]);
  const revoked = made(
    await admin.write<{ ended: { id: string }[] }>('DELETE', `/v1/keys/${op.id}`, { issued: true }),
  );
  const ended = revoked.ended.map(({ id }) => id).sort();
  expect(ended).toEqual([next.id, child.key.id, deep.id, mine.id].sort());
  expect(await works()).toEqual([401, 401, 401, 401, 200]);

  const other = await issue(admin, root.id, 'operator');
  const minted = await issue(admin.as(other.secret), child.id, 'agent');
  made(await admin.post(`/v1/budgets/${root.id}/keys/revoke`, { issued: true }));
  expect((await admin.as(minted.secret).get('/v1/principal')).status).toBe(401);
});

test('who may do less revokes and rotates nobody who may do more', async () => {
  const root = await admin.root('10');
  const wide = await issue(admin, root.id, 'operator');
  const narrow = admin.as(
    (await issue(admin, root.id, 'operator', { scopes: { actions: ['read', 'manage'] } })).secret,
  );
  const answers = [
    await narrow.write('DELETE', `/v1/keys/${wide.id}`),
    await narrow.post(`/v1/keys/${wide.id}/rotate`),
    await narrow.post(`/v1/budgets/${root.id}/keys/revoke`),
  ];
  expect(answers.map((answer) => [codeOf(answer), answer.body.scope])).toEqual(
    answers.map(() => ['403 forbidden', 'actions']),
  );
  expect(codeOf(await admin.as(wide.secret).get('/v1/principal'))).toBe('200');
});
