import { hash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { reserveAsked } from '../../../src/api/reservations/reservation-commands.js';
import { uuidOf } from '../../../src/ids/ids.js';
import type { Answer, Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { Issuer } from '../../support/issuer.js';
import { post, repeated as repeatedOf, sendUnder, type Write } from '../../support/repeated.js';

const ASKED = {
  window: 'transaction',
  limit: '50',
  onExceed: 'approve',
  approve: { approvals: 1, withinSeconds: 3600 },
};

let fleet: Fleet;
let admin: Client;
let issuer: Issuer;
let ann: Client;
let root: string;

beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(1, issuer.environment);
  admin = fleet.client();
  ann = admin.as(await issuer.operator('ann'));
});
beforeEach(async () => (root = (await admin.root('100')).id));
afterAll(async () => {
  await expectAuditPasses(fleet.database.sql);
  await fleet.stop();
  issuer.stop();
});

const send = (write: Write, key: string) => sendUnder(admin, write, key);
const repeated = (write: Write, meanwhile: (first: Answer) => Promise<unknown>) =>
  repeatedOf(admin, write, meanwhile);
const reserve = (amount: string, more: object = {}): Write =>
  post('/v1/reservations', { budgetId: root, amount, ...more });
const stateOf = async (id: string): Promise<string> =>
  (await admin.get(`/v1/reservations/${id}`)).body.state as string;
const expired = async (id: string): Promise<void> => {
  while ((await stateOf(id)) !== 'expired') await sleep(50);
};
const approve = (id: string) => ann.post(`/v1/reservations/${id}/approve`, {});

describe('a reserve that is repeated', () => {
  it('after its hold has expired says so: nothing is held that another has taken since', async () => {
    const { first, again } = await repeated(reserve('90', { ttlSeconds: 1 }), async ({ body }) => {
      await expired(body.id as string);
      await admin.hold(root, '95');
    });
    expect(first.body).toMatchObject({ state: 'held', held: '90' });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({
      id: first.body.id,
      state: 'expired',
      held: '0',
      remainingTtlMs: 0,
      budget: { available: '5' },
      replay: { status: 201, answer: { state: 'held', held: '90', committed: '0' } },
    });
  });

  it('after its commit says what was paid, so that nobody pays again', async () => {
    const { first, again } = await repeated(reserve('1'), async ({ body }) => {
      const commit = post(`/v1/reservations/${body.id}/commit`, { amount: '0.8' });
      await send(commit, 'C');
    });
    expect(again.body).toMatchObject({ state: 'committed', held: '0', committed: '0.8', remainingTtlMs: 0 });
    const commit = await send(post(`/v1/reservations/${first.body.id}/commit`, { amount: '0.8' }), 'C');
    expect(commit.body).toMatchObject({ committed: '0.8', replay: { status: 200 } });
  });

  it.each([
    ['it is held', () => Promise.resolve(), 201, { state: 'held', held: '10', committed: '0' }],
    [
      'part of it was paid',
      (id: string) => admin.post(`/v1/reservations/${id}/commit`, { amount: '4', final: false }),
      201,
      { state: 'held', held: '6', committed: '4' },
    ],
    [
      'it was released',
      (id: string) => admin.post(`/v1/reservations/${id}/release`),
      200,
      { state: 'released', held: '0', remainingTtlMs: 0 },
    ],
    [
      'its budget was closed',
      () => admin.post(`/v1/budgets/${root}/close`),
      200,
      { state: 'released', held: '0', budget: { available: '0' } },
    ],
    [
      'it was paid and refunded',
      async (id: string) => {
        await admin.post(`/v1/reservations/${id}/commit`, { amount: '4' });
        await admin.post(`/v1/reservations/${id}/refund`, { amount: '1' });
      },
      200,
      { state: 'committed', committed: '4', refunded: '1', budget: { available: '97' } },
    ],
  ])('while %s', async (_, meanwhile, status, expected) => {
    const { again } = await repeated(reserve('10'), ({ body }) => meanwhile(body.id as string));
    expect(again.status).toBe(status);
    expect(again.body).toMatchObject(expected);
    expect(again.body.replay.answer).toMatchObject({ state: 'held', held: '10', remainingTtlMs: 600_000 });
    const { version, balances } = (await admin.get(`/v1/budgets/${root}`)).body;
    expect(again.body.budget).toEqual({ version, available: balances.available });
  });

  it.each([
    ['nobody has answered', () => Promise.resolve(), 202, 'pending_approval', '60'],
    ['it was approved', approve, 201, 'held', '60'],
    [
      'it was rejected',
      (id: string) => ann.post(`/v1/reservations/${id}/reject`, { reason: 'no' }),
      200,
      'rejected',
      '0',
    ],
  ])('and waits for people, when %s', async (_, meanwhile, status, state, held) => {
    root = (await admin.root('100', { envelopes: [ASKED] })).id;
    const { first, again } = await repeated(reserve('60', { ttlSeconds: 30 }), ({ body }) =>
      meanwhile(body.id as string),
    );
    expect([first.status, first.body.state]).toEqual([202, 'pending_approval']);
    expect([again.status, again.body.state, again.body.held]).toEqual([status, state, held]);
    expect(again.headers.get('location')).toBe(
      state === 'pending_approval' ? `/v1/reservations/${first.body.id}` : null,
    );
    expect(again.body.approval.given).toHaveLength(state === 'held' ? 1 : 0);
    expect(again.body.replay).toMatchObject({ status: 202, answer: { state: 'pending_approval' } });
    if (state === 'held') expect(again.body.remainingTtlMs).toBeLessThanOrEqual(30_000);
  });
});

describe('the same amount, written otherwise', () => {
  it.each(['1', '1.0', '1.000000'])('%s is the same request', async (amount) => {
    const key = randomUUID();
    const first = await send(reserve('1.00'), key);
    const again = await send(reserve(amount), key);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect((await send(reserve('1.01'), key)).body.code).toBe('idempotency_key_reused');
    const single = { type: 'reserve', idempotencyKey: key, budgetId: root, amount };
    const { body } = await admin.send('POST', '/v1/reservations/batch', { commands: [single] });
    expect(body.results[0]).toMatchObject({ replayed: true, body: { id: first.body.id } });
  });

  it('is still known by a key that was kept with the amount as it was written', async () => {
    const key = randomUUID();
    const { body: made } = await send(reserve('2.50'), key);
    const { fingerprint } = (await admin.get(`/v1/budgets/${root}/entries`)).body.items[0].content.request;
    const { sql } = fleet.database;
    // As it was before: the hash of the text with the amount as it stands in the request.
    const asked = reserveAsked({ budgetId: root, amount: '2.50' });
    const former = hash('sha256', JSON.stringify(asked), 'hex').slice(0, 32);
    expect(former).not.toBe(fingerprint);
    await sql.begin(async (tx) => {
      await tx`SET LOCAL session_replication_role = replica`;
      await tx`UPDATE entries SET content = replace(content, ${fingerprint as string}, ${former})
        WHERE tree_id = ${uuidOf(root)} AND kind = 'reserve'`;
    });
    expect((await send(reserve('2.50'), key)).body.id).toBe(made.id);
    expect((await send(reserve('2.51'), key)).status).toBe(422);
    await sql.begin(async (tx) => {
      await tx`SET LOCAL session_replication_role = replica`;
      await tx`UPDATE entries SET content = replace(content, ${former}, ${fingerprint as string})
        WHERE tree_id = ${uuidOf(root)} AND kind = 'reserve'`;
    });
  });
});

describe('a settlement that is repeated', () => {
  it.each([
    ['commit', { amount: '1', final: false }, { state: 'released', committed: '1', held: '0' }],
    ['extend', { ttlSeconds: 60 }, { state: 'released', held: '0', remainingTtlMs: 0 }],
  ])('%s: shows the release since', async (action, body, expected) => {
    const { id } = await admin.hold(root, '10');
    const { again } = await repeated(post(`/v1/reservations/${id}/${action}`, body), () =>
      admin.post(`/v1/reservations/${id}/release`),
    );
    expect(again.body).toMatchObject(expected);
    expect(again.body.replay.answer).toMatchObject({ state: 'held' });
  });

  it('release: shows what was paid before', async () => {
    const { id } = await admin.hold(root, '10');
    await admin.post(`/v1/reservations/${id}/commit`, { amount: '3', final: false });
    const { again } = await repeated(post(`/v1/reservations/${id}/release`), () =>
      admin.post(`/v1/reservations/${id}/refund`, { amount: '2' }),
    );
    expect(again.body).toMatchObject({ state: 'released', committed: '3', refunded: '2' });
    expect(again.body.replay.answer).toMatchObject({ refunded: '0' });
  });

  it('refund: shows all that came back', async () => {
    const { id } = await admin.hold(root, '10');
    await admin.post(`/v1/reservations/${id}/commit`, { amount: '10' });
    const { again } = await repeated(post(`/v1/reservations/${id}/refund`, { amount: '1' }), () =>
      admin.post(`/v1/reservations/${id}/refund`, { amount: '2' }),
    );
    expect(again.body).toMatchObject({ refunded: '3', replay: { answer: { refunded: '1' } } });
  });

  it('approve and reject: show what has become of it', async () => {
    root = (await admin.root('100', { envelopes: [ASKED] })).id;
    const asked = async () => (await send(reserve('60'), randomUUID())).body.id as string;
    const one = await asked();
    const approved = await repeatedOf(ann, post(`/v1/reservations/${one}/approve`, {}), () =>
      admin.post(`/v1/reservations/${one}/release`),
    );
    expect(approved.again.body).toMatchObject({ state: 'released', replay: { answer: { state: 'held' } } });
    const other = await asked();
    const rejected = await repeatedOf(ann, post(`/v1/reservations/${other}/reject`, { reason: 'no' }), () =>
      admin.post(`/v1/budgets/${root}/freeze`),
    );
    expect(rejected.again.body).toMatchObject({
      state: 'rejected',
      replay: { answer: { state: 'rejected' } },
    });
  });

  it('in a batch: each command as its own route would, and after what was before it in the batch', async () => {
    const keys = [randomUUID(), randomUUID(), randomUUID()];
    const [reserved, other] = keys.map((idempotencyKey) => ({
      type: 'reserve',
      idempotencyKey,
      budgetId: root,
      amount: '10',
    }));
    const first = await admin.send('POST', '/v1/reservations/batch', { commands: [reserved, other] });
    const id = first.body.results[0].body.id as string;
    const commit = { type: 'commit', idempotencyKey: keys[2], reservationId: id, amount: '4' };
    const { body } = await admin.send('POST', '/v1/reservations/batch', {
      commands: [reserved, commit, reserved, other, commit],
    });
    const [before, , after, untouched, again] = body.results;
    expect(before).toMatchObject({ status: 201, replayed: true, body: { state: 'held', held: '10' } });
    expect(after).toMatchObject({
      status: 200,
      replayed: true,
      body: { state: 'committed', committed: '4' },
    });
    expect(after.body.replay).toMatchObject({ status: 201, answer: { state: 'held' } });
    expect(untouched).toMatchObject({ status: 201, replayed: true, body: { state: 'held' } });
    expect(again).toMatchObject({ replayed: true, body: { committed: '4', replay: { status: 200 } } });
  });
});
