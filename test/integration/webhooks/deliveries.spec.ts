import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { made, type Answer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { untilReadable } from '../../support/readable.js';
import { Receiver } from '../../support/receiver.js';

let fleet: Fleet;
let admin: Client;
let receiver: Receiver;
let root: string;

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true', PURSER_WEBHOOK_OVERLAP_SECONDS: '3' });
  admin = fleet.client();
});
afterAll(() => fleet.stop());

beforeEach(async () => {
  receiver = await Receiver.start();
  root = (await admin.root('100')).id;
});
afterEach(() => receiver.stop());

const subscribe = async (fields: object = {}): Promise<{ id: string; secret: string }> => {
  await untilReadable(fleet.database.sql);
  const { status, body } = await admin.post('/v1/webhooks', { url: receiver.url, budgetId: root, ...fields });
  expect(status).toBe(201);
  return body;
};

const idsTaken = (): string[] => receiver.taken.map(({ id }) => id);

/** What a receiver does first of all. */
const verifies = (
  { body, headers }: { body: string; headers: Record<string, string> },
  secret: string,
): boolean => {
  try {
    return new Webhook(secret).verify(body, headers) !== null;
  } catch {
    return false;
  }
};

describe('a webhook', () => {
  it('receives the events of its subtree, in order, signed, as the journal has them', async () => {
    const { id: other } = await admin.root('100');
    const { id, secret } = await subscribe({ description: 'mine' });
    expect(id).toMatch(/^wh_/);
    expect(secret).toMatch(/^whsec_/);
    const { body: child } = await admin.post(`/v1/budgets/${root}/children`, {
      name: 'child',
      guarantee: '10',
    });
    await admin.hold(other, '1');
    const { id: hold } = await admin.hold(child.id, '2');
    await admin.post(`/v1/reservations/${hold}/commit`, { amount: '1' });
    await admin.post('/v1/reservations', { budgetId: root, amount: '1000' });
    await receiver.until(() => receiver.taken.length >= 4);
    const ofChild = receiver.taken.filter(({ event }) => event.data.budgetId === child.id);
    expect(ofChild.map(({ type }) => type)).toEqual([
      'budget.delegated',
      'reservation.reserved',
      'reservation.committed',
    ]);
    expect(receiver.taken.map(({ type }) => type)).toContain('reservation.denied');
    expect(receiver.taken.every(({ event }) => event.data.treeId === root)).toBe(true);
    const { body: journal } = await admin.get(`/v1/budgets/${child.id}/entries`);
    expect(ofChild.map(({ event }) => event.data.entry)).toEqual(
      journal.items.map(({ content }: { content: object }) => content),
    );
    for (const got of receiver.taken) {
      expect(verifies(got, secret)).toBe(true);
      expect(verifies(got, `whsec_${Buffer.alloc(32, 1).toString('base64')}`)).toBe(false);
      expect(got.headers['content-type']).toBe('application/json');
      expect(got.event.id).toBe(got.id);
    }
    const { body } = await admin.get(`/v1/webhooks/${id}/deliveries`);
    expect(body.items).toHaveLength(4);
    expect(body.items.every(({ state }: { state: string }) => state === 'delivered')).toBe(true);
  });

  it('receives the types that it asked for', async () => {
    await subscribe({ types: ['reservation.released', 'budget.*'] });
    const { id: hold } = await admin.hold(root, '1');
    await admin.post(`/v1/reservations/${hold}/release`);
    await admin.post(`/v1/budgets/${root}/freeze`);
    await receiver.until(() => receiver.taken.length >= 2);
    expect(receiver.taken.map(({ type }) => type)).toEqual(['reservation.released', 'budget.frozen']);
  });

  it('shows its secret once, and again only to a repetition of the request', async () => {
    const key = { key: randomUUID() };
    const body = { url: receiver.url, budgetId: root };
    const first = await admin.post('/v1/webhooks', body, key);
    const again = await admin.post('/v1/webhooks', body, key);
    const { replay, ...shownAgain } = again.body;
    expect(shownAgain).toEqual(first.body);
    expect(replay.answer).toEqual(first.body);
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(await admin.post('/v1/webhooks', { ...body, types: ['budget.*'] }, key)).toMatchObject({
      status: 422,
    });
    const { id, secret, ...shown } = first.body;
    expect((await admin.get(`/v1/webhooks/${id}`)).body).toEqual({ id, ...shown });
    expect(JSON.stringify((await admin.get('/v1/webhooks')).body)).not.toContain(secret);
    await admin.post(`/v1/webhooks/${id}/rotate`);
    expect((await admin.post('/v1/webhooks', body, key)).body.secret).toBeUndefined();
  });

  it('signs with the old secret, too, until its overlap is over', async () => {
    const { id, secret } = await subscribe();
    const { body: rotated } = await admin.post(`/v1/webhooks/${id}/rotate`);
    expect(rotated.secret).not.toBe(secret);
    expect(Date.parse(rotated.previousSecretUntil)).toBeGreaterThan(0);
    await admin.hold(root, '1');
    await receiver.until(() => receiver.taken.length >= 1);
    const got = receiver.taken[0]!;
    expect(got.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect([verifies(got, secret), verifies(got, rotated.secret as string)]).toEqual([true, true]);
    for (;;) {
      await admin.hold(root, '1');
      const before = receiver.taken.length;
      await receiver.until(() => receiver.taken.length > before);
      const last = receiver.taken.at(-1)!;
      expect(verifies(last, rotated.secret as string)).toBe(true);
      if (!verifies(last, secret)) break;
    }
  });

  it('can be pinged, and sent an event again', async () => {
    const { id, secret } = await subscribe();
    const { status, body: ping } = await admin.post(`/v1/webhooks/${id}/test`);
    expect([status, ping.eventType, ping.state]).toEqual([201, 'webhook.ping', 'pending']);
    await receiver.until(() => receiver.taken.length >= 1);
    expect(receiver.taken[0]).toMatchObject({ id: ping.eventId, type: 'webhook.ping' });
    expect(verifies(receiver.taken[0]!, secret)).toBe(true);
    await admin.hold(root, '1');
    await receiver.until(() => receiver.taken.length >= 2);
    const first = await settled(id, receiver.taken[1]!.id);
    const before = receiver.got.length;
    const again = await admin.post(`/v1/webhooks/${id}/deliveries/${first.id}/redeliver`);
    expect([again.status, again.body.state]).toEqual([200, 'pending']);
    await receiver.until(() => receiver.got.length > before);
    expect(receiver.got.at(-1)!.id).toBe(receiver.taken[1]!.id);
    expect(receiver.got.at(-1)!.body).toBe(receiver.taken[1]!.body);
  });

  it('a ping that fails is parked at once, with the reason', async () => {
    receiver.behave = Receiver.badly;
    const { id } = await subscribe();
    const { body: ping } = await admin.post(`/v1/webhooks/${id}/test`);
    const delivery = await settled(id, ping.eventId as string);
    expect(delivery).toMatchObject({
      state: 'parked',
      attempts: 1,
      lastStatus: 500,
      lastError: 'answered 500',
    });
    // Events would be tried again for a day: one ping says nothing about the receiver.
    expect((await admin.get(`/v1/webhooks/${id}`)).body.state).toBe('active');
  });

  it('that is paused gets nothing, and everything when it goes on', async () => {
    const { id } = await subscribe();
    const paused = await admin.write('PATCH', `/v1/webhooks/${id}`, { state: 'paused' });
    expect(paused.body).toMatchObject({ state: 'paused', pauseReason: 'asked' });
    const holds = [(await admin.hold(root, '1')).id, (await admin.hold(root, '2')).id];
    const other = await subscribe();
    await admin.hold(root, '3');
    // The other one shows that time has passed in which this one could have been sent.
    await receiver.until(() => receiver.taken.length >= 1);
    expect((await admin.get(`/v1/webhooks/${id}/deliveries`)).body.items).toEqual([]);
    await admin.write('DELETE', `/v1/webhooks/${other.id}`);
    receiver.taken.length = 0;
    await admin.write('PATCH', `/v1/webhooks/${id}`, { state: 'active' });
    const received = () => receiver.taken.map(({ event }) => event.data.entry.reservation?.id);
    await receiver.until(() => holds.every((hold) => received().includes(hold)));
  });

  it('has its address kept as it was understood', async () => {
    const odd = 'HTTPS://exa\tmple.com:443/a/../b c\n?q=\u00e9';
    const url = 'https://example.com/b%20c?q=%C3%A9';
    const { body: made } = await admin.write('POST', '/v1/webhooks', { url: odd, budgetId: root });
    expect(made.url).toBe(url);
    expect((await admin.get(`/v1/webhooks/${made.id}`)).body.url).toBe(url);
    const { body: changed } = await admin.write('PATCH', `/v1/webhooks/${made.id}`, {
      url: 'https://example.com',
    });
    expect(changed.url).toBe('https://example.com/');
    await admin.write('DELETE', `/v1/webhooks/${made.id}`);
  });

  it('receives at its new address, and the new types, after a change', async () => {
    const elsewhere = await Receiver.start();
    const { id } = await subscribe();
    const changed = await admin.write('PATCH', `/v1/webhooks/${id}`, {
      url: elsewhere.url,
      types: ['budget.frozen'],
      description: null,
    });
    expect(changed.body).toMatchObject({ url: elsewhere.url, types: ['budget.frozen'], description: null });
    await admin.post(`/v1/budgets/${root}/freeze`);
    await elsewhere.until(() => elsewhere.taken.some(({ type }) => type === 'budget.frozen'));
    elsewhere.stop();
  });

  it('that is deleted is gone', async () => {
    const { id } = await subscribe();
    const key = { key: randomUUID() };
    const deleted = await admin.write('DELETE', `/v1/webhooks/${id}`, undefined, key);
    expect([deleted.status, deleted.body.id]).toEqual([200, id]);
    expect(deleted.body.state).toBe('deleted');
    const again = await admin.write('DELETE', `/v1/webhooks/${id}`, undefined, key);
    expect(again.body).toMatchObject(deleted.body as object);
    for (const { status } of [
      await admin.get(`/v1/webhooks/${id}`),
      await admin.write('DELETE', `/v1/webhooks/${id}`),
      await admin.post(`/v1/webhooks/${id}/test`),
    ])
      expect(status).toBe(404);
  });

  it('is listed by its budget, page by page', async () => {
    const made = [await subscribe(), await subscribe(), await subscribe()].map(({ id }) => id);
    const one = await admin.get(`/v1/webhooks?budgetId=${root}&limit=2`);
    const two = await admin.get(
      `/v1/webhooks?budgetId=${root}&limit=2&cursor=${one.body.nextCursor as string}`,
    );
    const ids = [...one.body.items, ...two.body.items].map(({ id }: { id: string }) => id);
    expect(ids).toEqual(made.reverse());
    expect(two.body.nextCursor).toBeNull();
  });
});

describe('a webhook without a budget', () => {
  it('of an operator of all trees receives events of all trees, later ones included', async () => {
    const hook = await subscribe({ budgetId: undefined, types: ['reservation.reserved'] });
    expect(hook).toMatchObject({ treeId: null, budgetId: null });
    const { id: later } = await admin.root('100');
    const made = [await admin.hold(root, '1'), await admin.hold(later, '1'), await admin.hold(root, '2')];
    const holds = made.map(({ id }) => id);
    const received = () => receiver.taken.map(({ event }) => event.data.entry.reservation?.id);
    await receiver.until(() => holds.every((id) => received().includes(id)));
    expect(receiver.versionsOf(root)).toEqual([2, 3]);
    const { body: ping } = await admin.post(`/v1/webhooks/${hook.id}/test`);
    expect(ping.budgetId).toBeNull();
    expect(await settled(hook.id, ping.eventId as string)).toMatchObject({ state: 'delivered' });
    await admin.write('DELETE', `/v1/webhooks/${hook.id}`);
  });

  it('of an operator of a budget receives that budget, and is all that this operator sees', async () => {
    const { body: child } = await admin.post(`/v1/budgets/${root}/children`, { name: 'c', guarantee: '10' });
    const { client: bound } = await admin.issue(child.id as string, { role: 'operator' });
    const everywhere = await subscribe({ budgetId: undefined, types: ['budget.created'] });
    const above = await subscribe();
    const mine = made(
      await bound.post<{ id: string; budgetId: string }>('/v1/webhooks', { url: receiver.url }),
    );
    expect(mine.budgetId).toBe(child.id);
    const { items } = made(await bound.get<{ items: { id: string }[] }>('/v1/webhooks'));
    expect(items.map(({ id }) => id)).toEqual([mine.id]);
    for (const { id } of [everywhere, above]) {
      expect((await bound.get(`/v1/webhooks/${id}`)).status).toBe(404);
      expect((await bound.write('DELETE', `/v1/webhooks/${id}`)).status).toBe(404);
    }
    for (const { id } of [everywhere, above]) await admin.write('DELETE', `/v1/webhooks/${id}`);
  });
});

it('a key that may not manage webhooks sees the host, and not the path', async () => {
  const { id } = await subscribe({ url: `${receiver.url}/secret-path` });
  const { client: auditor } = await admin.issue(root, { role: 'auditor' });
  const one = made(await auditor.get<{ url: string }>(`/v1/webhooks/${id}`));
  const all = made(await auditor.get<{ items: { url: string }[] }>('/v1/webhooks?limit=5'));
  for (const { url } of [one, ...all.items]) expect(url).toBe(new URL(receiver.url).origin);
});

describe('what a webhook cannot be', () => {
  const refused = async (body: object): Promise<Answer> =>
    admin.post('/v1/webhooks', { budgetId: root, ...body });

  it.each([
    [{ url: 'nonsense' }, 'url', 'url'],
    [{ url: 'ftp://example.com' }, 'url', 'url'],
    [{ url: 'https://user:secret@example.com' }, 'url', 'url'],
    [{ url: `https://example.com/${'x'.repeat(2_100)}` }, 'url', 'url'],
    [{ url: 7 }, 'url', 'url'],
    [{ url: 'https://example.com', types: [] }, 'types', 'array'],
    [{ url: 'https://example.com', types: ['reservation'] }, 'types.0', 'type'],
    [{ url: 'https://example.com', types: ['*', 'x.*'] }, 'types.1', 'type'],
    [{ url: 'https://example.com', secret: 'whsec_x' }, 'secret', 'unknown_field'],
    [{ url: 'https://example.com', description: '' }, 'description', 'text'],
  ])('%j', async (body, field, rule) => {
    const { status, body: problem } = await refused(body);
    expect([status, problem.errors?.[0]]).toEqual([400, expect.objectContaining({ field, rule })]);
  });

  it('on a budget that is not there, or without a key', async () => {
    const url = 'https://example.com';
    expect(await refused({ url, budgetId: 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8' })).toMatchObject({
      status: 404,
    });
    expect(await admin.send('POST', '/v1/webhooks', { url, budgetId: root })).toMatchObject({ status: 428 });
    for (const route of ['wh_x/test', `${root}/rotate`])
      expect(await admin.post(`/v1/webhooks/${route}`)).toMatchObject({ status: 400 });
    const none = 'wh_01k9v3n8h2f0g9x7m4q5r6s7t8';
    const delivery = 'dlv_01k9v3n8h2f0g9x7m4q5r6s7t8';
    for (const answer of [
      await admin.get(`/v1/webhooks/${none}`),
      await admin.get(`/v1/webhooks/${none}/deliveries`),
      await admin.post(`/v1/webhooks/${none}/rotate`),
      await admin.write('PATCH', `/v1/webhooks/${none}`, { state: 'paused' }),
      await admin.post(`/v1/webhooks/${(await subscribe()).id}/deliveries/${delivery}/redeliver`),
    ])
      expect(answer.status).toBe(404);
  });

  it('one of more than a hundred in a tree', async () => {
    await fleet.database.sql`
      insert into webhooks (tree_id, id, budget_id, url, types, state, pause_reason, secret, tick, tick_tree_id, tick_budget_id, tick_version, created_by)
      select tree_id, gen_random_uuid(), budget_id, url, types, 'paused', 'asked', secret, tick, tick_tree_id, tick_budget_id, tick_version, 'x'
      from webhooks, generate_series(1, 100)
      where id = (select id from webhooks where budget_id is not null order by id limit 1)`;
    const [row] = await fleet.database.sql<
      { id: string }[]
    >`select tree_id as id from webhooks group by 1 having count(*) > 100`;
    expect(row).toBeDefined();
    const { items } = (await admin.get('/v1/webhooks?limit=200')).body as {
      items: { treeId: string; createdBy: string }[];
    };
    const { treeId } = items.find(({ createdBy }) => createdBy === 'x')!;
    const answer = await refused({ url: receiver.url, budgetId: treeId });
    expect([answer.status, answer.body.code]).toEqual([409, 'too_many_webhooks']);
  });
});

it('metrics show deliveries and lag', async () => {
  await subscribe();
  await admin.hold(root, '1');
  await receiver.until(() => idsTaken().length >= 1);
  const text = async () => (await admin.get<string>('/metrics')).body;
  while (!/purser_webhook_deliveries_total\{outcome="delivered"\} [1-9]/.test(await text()))
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await text()).toMatch(/purser_event_lag_seconds_count\{to="webhook"\} [1-9]/);
});

/** A delivery once it is no longer pending. */
async function settled(webhookId: string, eventId: string): Promise<{ id: string; state: string }> {
  for (;;) {
    const { body } = await admin.get(`/v1/webhooks/${webhookId}/deliveries?limit=200`);
    const found = (body.items as { id: string; eventId: string; state: string }[]).find(
      (one) => one.eventId === eventId,
    );
    if (found && found.state !== 'pending') return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
