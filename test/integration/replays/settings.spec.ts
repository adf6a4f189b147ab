import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { post, repeated as repeatedOf, sendUnder, type Write } from '../../support/repeated.js';

let fleet: Fleet;
let admin: Client;
let root: string;

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true' });
  admin = fleet.client();
});
beforeEach(async () => (root = (await admin.root('100')).id));
afterAll(async () => {
  await expectAuditPasses(fleet.database.sql);
  await fleet.stop();
});

const send = (write: Write, key: string) => sendUnder(admin, write, key);
const repeated = (write: Write, meanwhile: (first: Answer) => Promise<unknown>) =>
  repeatedOf(admin, write, meanwhile);

describe('a change of a budget that is repeated', () => {
  it('creation: the budget, its envelopes and its ETag as they are', async () => {
    const body = {
      name: 'once',
      currency: 'USD',
      allocation: '1',
      envelopes: [{ window: 'day', limit: '1' }],
    };
    const { first, again } = await repeated(
      post('/v1/budgets', body),
      async ({ body: { id, envelopes } }) => {
        await admin.post(`/v1/budgets/${id}/freeze`);
        await admin.write('DELETE', `/v1/envelopes/${envelopes[0].id}`, undefined, { revision: 2 });
      },
    );
    const { replay, ...now } = again.body;
    expect([again.status, again.headers.get('etag')]).toEqual([201, '"3"']);
    expect(now).toMatchObject({ id: first.body.id, state: 'frozen', revision: 3, version: 3, envelopes: [] });
    expect(replay.answer).toEqual(first.body);
  });

  it('delegation: the child as it is, without the secret, and whether its key still works', async () => {
    const child = { name: 'child', guarantee: '10', key: { name: 'agent' } };
    const { first, again } = await repeated(post(`/v1/budgets/${root}/children`, child), async ({ body }) => {
      await admin.hold(body.id as string, '4');
      await admin.write('DELETE', `/v1/keys/${body.key.id}`);
    });
    expect(first.body.key).toMatchObject({ works: true, secret: expect.any(String) as string });
    expect(again.body).toMatchObject({
      id: first.body.id,
      balances: { reserved: '4', available: '6' },
      key: { id: first.body.key.id, works: false, secret: null },
      replay: { status: 201, answer: { balances: { reserved: '0' }, key: { works: true, secret: null } } },
    });
  });

  it.each<[string, () => Write, object]>([
    ['fund', () => post(`/v1/budgets/${root}/fund`, { amount: '5' }), { state: 'active' }],
    ['defund', () => post(`/v1/budgets/${root}/defund`, { amount: '5' }), { state: 'active' }],
    ['freeze', () => post(`/v1/budgets/${root}/freeze`), { state: 'frozen' }],
    ['resume', () => post(`/v1/budgets/${root}/resume`), { state: 'active' }],
    ['close', () => post(`/v1/budgets/${root}/close`), { state: 'closed' }],
    ['update', () => ['PATCH', `/v1/budgets/${root}`, { name: 'new' }, { revision: 1 }], { name: 'new' }],
  ])('%s: the budget as it is', async (action, request, then) => {
    const { id } = await admin.hold(root, '10');
    await admin.post(`/v1/reservations/${id}/commit`, { amount: '10' });
    const { again } = await repeated(request(), () =>
      action === 'close'
        ? admin.post(`/v1/reservations/${id}/refund`, { amount: '1' })
        : action === 'freeze'
          ? admin.post(`/v1/budgets/${root}/resume`)
          : admin.post(`/v1/budgets/${root}/freeze`),
    );
    const {
      ancestors: _a,
      envelopes: _e,
      own: _o,
      subtree: _s,
      ...now
    } = (await admin.get(`/v1/budgets/${root}`)).body;
    const { replay, ...answer } = again.body;
    expect(answer).toEqual(now);
    expect(again.headers.get('etag')).toBe(`"${now.revision}"`);
    expect(replay.answer).toMatchObject(then);
    expect(replay.answer.version).toBeLessThan(now.version as number);
  });

  it.each(['create', 'update', 'delete'])('envelope %s: the envelope as it is', async (action) => {
    const made = await admin.write(
      'POST',
      `/v1/budgets/${root}/envelopes`,
      { window: 'day', limit: '5' },
      { revision: 1 },
    );
    const route = `/v1/envelopes/${made.body.id}`;
    const requests: Record<string, Write> = {
      create: ['POST', `/v1/budgets/${root}/envelopes`, { window: 'hour', limit: '5' }, { revision: 2 }],
      update: ['PATCH', route, { limit: '6' }, { revision: 2 }],
      delete: ['DELETE', route, undefined, { revision: 2 }],
    };
    const { first, again } = await repeated(requests[action]!, async ({ body }) => {
      if (action === 'delete') return admin.post(`/v1/budgets/${root}/freeze`);
      return admin.write('PATCH', `/v1/envelopes/${body.id}`, { limit: '7' }, { revision: 3 });
    });
    expect(again.status).toBe(first.status);
    expect(again.headers.get('etag')).toBe('"4"');
    expect(again.body.limit).toBe(action === 'delete' ? '5' : '7');
    expect(again.body.deletedAt).toEqual(action === 'delete' ? first.body.deletedAt : undefined);
    expect(again.body.replay.answer).toEqual(first.body);
  });

  it('an envelope that was deleted since says when', async () => {
    const request: Write = [
      'POST',
      `/v1/budgets/${root}/envelopes`,
      { window: 'day', limit: '5' },
      { revision: 1 },
    ];
    const { again } = await repeated(request, ({ body }) =>
      admin.write('DELETE', `/v1/envelopes/${body.id}`, undefined, { revision: 2 }),
    );
    expect(again.body).toMatchObject({ limit: '5', deletedAt: expect.any(String) as string });
    expect(again.body.replay.answer.deletedAt).toBeUndefined();
  });
});

describe('a change of a key that is repeated', () => {
  const key = (): Write => post(`/v1/budgets/${root}/keys`, { name: 'agent', role: 'agent' });

  it('issue: whether it still works, and no secret', async () => {
    const kept = await repeated(key(), () => Promise.resolve());
    expect(kept.again.body).toMatchObject({
      works: true,
      secret: null,
      replay: { answer: { secret: null } },
    });
    const revoked = await repeated(key(), ({ body }) => admin.write('DELETE', `/v1/keys/${body.id}`));
    expect(revoked.again.body).toMatchObject({ works: false, replay: { answer: { works: true } } });
  });

  it('rotate: the new key, which was rotated in turn', async () => {
    const { body: old } = await send(key(), randomUUID());
    const { again } = await repeated(post(`/v1/keys/${old.id}/rotate`), ({ body }) =>
      admin.post(`/v1/keys/${body.id}/rotate`, { overlapSeconds: 0 }),
    );
    expect(again.body).toMatchObject({ works: false, secret: null });
  });

  it('revoke, of one and of all: when they ended', async () => {
    const [{ body: one }, { body: other }] = await Promise.all([
      send(key(), randomUUID()),
      send(key(), randomUUID()),
    ]);
    const single = await repeated(['DELETE', `/v1/keys/${one.id}`], () => Promise.resolve());
    expect(single.again.body.ended).toEqual(single.first.body.ended);
    const all = await repeated(post(`/v1/budgets/${root}/keys/revoke`), () => send(key(), randomUUID()));
    expect(all.again.body.ended).toEqual([{ id: other.id, at: expect.any(String) as string }]);
  });
});

describe('a change of a webhook that is repeated', () => {
  const webhook = (): Write => post('/v1/webhooks', { url: 'http://127.0.0.1:9/', budgetId: root });

  it('shows the webhook as it is', async () => {
    const { first, again } = await repeated(webhook(), ({ body }) =>
      admin.write('PATCH', `/v1/webhooks/${body.id}`, { state: 'paused' }),
    );
    expect(again.body).toMatchObject({ state: 'paused', secret: first.body.secret });
    expect(again.body.replay).toMatchObject({ status: 201, answer: { state: 'active' } });
    const { body } = first;
    const changed = await repeated(['PATCH', `/v1/webhooks/${body.id}`, { state: 'active' }], () =>
      admin.write('DELETE', `/v1/webhooks/${body.id}`),
    );
    expect(changed.again.body).toMatchObject({ state: 'deleted', replay: { answer: { state: 'active' } } });
    const gone = await repeated(webhook(), (made) => admin.write('DELETE', `/v1/webhooks/${made.body.id}`));
    expect(gone.again.body).toMatchObject({ state: 'deleted' });
    expect(gone.again.body.secret).toBeUndefined();
  });

  it('shows its deliveries as they are', async () => {
    const { body } = await send(webhook(), randomUUID());
    const { first, again } = await repeated(post(`/v1/webhooks/${body.id}/test`), async (made) => {
      const parked = async () => (await admin.get(`/v1/webhooks/${body.id}/deliveries`)).body.items[0].state;
      while ((await parked()) !== 'parked') await sleep(50);
      expect(made.body.state).toBe('pending');
    });
    expect(again.body).toMatchObject({ id: first.body.id, state: 'parked', attempts: 1 });
    expect(again.body.replay).toMatchObject({ status: 201, answer: { state: 'pending' } });
  });
});
