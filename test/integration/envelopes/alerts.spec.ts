import type { Event } from '../../../src/core/events.js';
import { uuidOf } from '../../../src/ids/ids.js';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { expectAuditPasses } from '../../support/audited.js';
import { EventStream } from '../../support/event-stream.js';
import { Receiver } from '../../support/receiver.js';

let fleet: Fleet;
let admin: Client;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await Receiver.start();
  fleet = await Fleet.start(1, { PURSER_WEBHOOK_ALLOW_PRIVATE: 'true' });
  admin = fleet.client();
});
afterAll(async () => {
  await expectAuditPasses(fleet.database.sql);
  receiver.stop();
  await fleet.stop();
});

/** A root with one envelope, and a stream of what happens on it. */
async function watched(envelope: object): Promise<{ root: string; stream: EventStream }> {
  const { id: root } = await admin.root('100', { envelopes: [{ name: 'limit', ...envelope }] });
  return { root, stream: await EventStream.open(admin.baseUrl, `?budgetId=${root}`) };
}

async function swing(budgetId: string, amount: string, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const { id: hold } = await admin.hold(budgetId, amount);
    expect((await admin.post(`/v1/reservations/${hold}/release`)).status).toBe(200);
  }
}

/** The events of limits up to now: everything that happens later is sent later. */
async function alertsOf(root: string, stream: EventStream): Promise<Event[]> {
  const resumes = (events: Event[]) => events.filter(({ type }) => type === 'budget.resumed').length;
  const seen = resumes(stream.events);
  await admin.post(`/v1/budgets/${root}/freeze`);
  expect((await admin.post(`/v1/budgets/${root}/resume`, { reason: 'seen' })).status).toBe(200);
  await stream.until((events) => resumes(events) > seen);
  return stream.events.filter(({ type }) => type.startsWith('envelope.'));
}

const changeLimit = async (budgetId: string, limit: string): Promise<void> => {
  const { body, headers } = await admin.get(`/v1/budgets/${budgetId}`);
  const route = `/v1/envelopes/${body.envelopes[0].id}`;
  const revision = Number(headers.get('etag')!.replaceAll('"', ''));
  expect((await admin.write('PATCH', route, { limit }, { revision })).status).toBe(200);
};

describe('a limit that holds swing about', () => {
  it('is reported once, to a stream and a webhook, and once more when it was raised', async () => {
    const { root, stream } = await watched({ window: 'lifetime', limit: '10', onExceed: 'notify' });
    const hook = { url: receiver.url, budgetId: root, types: ['envelope.*', 'budget.frozen'] };
    expect((await admin.post('/v1/webhooks', hook)).status).toBe(201);
    await swing(root, '11', 100);
    expect(await alertsOf(root, stream)).toHaveLength(1);
    await changeLimit(root, '20');
    await swing(root, '11', 3);
    await swing(root, '21', 100);
    const alerts = await alertsOf(root, stream);
    expect(alerts.map(({ type, data }) => [type, data.limits?.map(({ limit }) => limit)])).toEqual([
      ['envelope.threshold_reached', ['10']],
      ['envelope.threshold_reached', ['20']],
    ]);
    await receiver.until(() => receiver.taken.filter(({ type }) => type === 'budget.frozen').length === 2);
    const sent = receiver.taken.filter(({ event }) => event.type.startsWith('envelope.'));
    expect(sent.map(({ id }) => id)).toEqual(alerts.map(({ id }) => id));
    await stream.close();
  });

  it('is reported once more in the next window', async () => {
    const { root, stream } = await watched({ window: 'minute', limit: '10' });
    const windows = async (): Promise<number> =>
      (await fleet.database.sql`SELECT 1 FROM counters WHERE tree_id = ${uuidOf(root)} AND alerts > 0`)
        .length;
    while ((await windows()) < 2) await swing(root, '10', 5);
    await swing(root, '10', 5);
    const alerts = await alertsOf(root, stream);
    expect(alerts.map(({ type }) => type)).toEqual(Array(await windows()).fill('envelope.exhausted'));
    await stream.close();
  });

  it('is not reported by what it denies: each denial has its own event, with the limits in its way', async () => {
    const { root, stream } = await watched({ window: 'day', limit: '10' });
    for (let n = 0; n < 25; n += 1)
      expect((await admin.post('/v1/reservations', { budgetId: root, amount: '11' })).status).toBe(402);
    await admin.hold(root, '10');
    for (let n = 0; n < 25; n += 1)
      expect((await admin.post('/v1/reservations', { budgetId: root, amount: '1' })).status).toBe(402);
    const alerts = await alertsOf(root, stream);
    expect(alerts.map(({ type }) => type)).toEqual(['envelope.exhausted']);
    const denials = stream.events.filter(({ type }) => type === 'reservation.denied');
    expect(denials).toHaveLength(50);
    const { envelopeId } = alerts[0]!.data.limits![0]!;
    for (const { data } of denials)
      expect(data.entry.denial?.violations).toEqual([expect.objectContaining({ envelopeId })]);
    await stream.close();
  });

  it('is reported by real cost above it, though people were asked before', async () => {
    const approve = { approvals: 1, withinSeconds: 600 };
    const { root, stream } = await watched({ window: 'day', limit: '10', onExceed: 'approve', approve });
    const [first, second] = [(await admin.hold(root, '1')).id, (await admin.hold(root, '1')).id];
    expect((await admin.post('/v1/reservations', { budgetId: root, amount: '11' })).status).toBe(202);
    expect(await alertsOf(root, stream)).toEqual([]);
    const pay = (id: string) =>
      admin.post(`/v1/reservations/${id}/commit`, { amount: '12', overage: 'overdraft' });
    expect((await pay(first)).status).toBe(200);
    const [alert, ...more] = await alertsOf(root, stream);
    expect(more).toEqual([]);
    expect([alert!.type, alert!.data.limits]).toMatchObject([
      'envelope.threshold_reached',
      [{ limit: '10', used: '13' }],
    ]);
    expect((await pay(second)).status).toBe(200);
    expect(await alertsOf(root, stream)).toHaveLength(1);
    await stream.close();
  });

  it('is reported once more when it was lowered below what is used', async () => {
    const { root, stream } = await watched({ window: 'day', limit: '10', onExceed: 'notify' });
    await admin.hold(root, '8');
    await changeLimit(root, '5');
    await swing(root, '1', 5);
    expect((await alertsOf(root, stream)).map(({ type }) => type)).toEqual(['envelope.threshold_reached']);
    await stream.close();
  });

  it('is reported once by a batch that reaches it many times', async () => {
    const { root, stream } = await watched({ window: 'day', limit: '3', metric: 'count' });
    const batch = async (commands: object[]) =>
      (await admin.send('POST', '/v1/reservations/batch', { commands })).body.results as {
        body: { id: string };
      }[];
    const reserves = (round: number, n: number) =>
      Array.from({ length: n }, (_, i) => ({
        type: 'reserve',
        idempotencyKey: `${root}-${round}-${i}`,
        budgetId: root,
        amount: '1',
      }));
    let held = await batch(reserves(0, 3));
    for (let round = 1; round <= 5; round += 1) {
      const releases = held.map(({ body }) => ({
        type: 'release',
        idempotencyKey: `${root}-release-${body.id}`,
        reservationId: body.id,
      }));
      const results = await batch([...releases, ...reserves(round, 3)]);
      held = results.slice(releases.length);
    }
    expect((await alertsOf(root, stream)).map(({ type }) => type)).toEqual(['envelope.exhausted']);
    await stream.close();
  });
});

it('a stream goes on behind an event that only an earlier version sent', async () => {
  const { root, stream } = await watched({ window: 'day', limit: '10' });
  await admin.post('/v1/reservations', { budgetId: root, amount: '11' });
  await stream.until((events) => events.some(({ type }) => type === 'reservation.denied'));
  const denied = stream.events.find(({ type }) => type === 'reservation.denied')!;
  await stream.close();
  const { id: hold } = await admin.hold(root, '1');
  const formerly = denied.id.replace('reservation-denied', 'envelope-exhausted');
  const later = await EventStream.open(admin.baseUrl, `?budgetId=${root}`, formerly);
  await later.until((events) => events.length > 0);
  expect(later.events.map(({ data }) => data.entry.reservation?.id)).toEqual([hold]);
  await later.close();
});
