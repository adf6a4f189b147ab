import { Fleet } from '../../support/fleet.js';
import { made, type Client } from '../../support/client.js';
import { untilReadable } from '../../support/readable.js';
import { Receiver } from '../../support/receiver.js';
import { ServiceProcess } from '../../support/service.js';

const ENVIRONMENT = {
  PURSER_WEBHOOK_ALLOW_PRIVATE: 'true',
  PURSER_WEBHOOK_TIMEOUT_SECONDS: '1',
  PURSER_WEBHOOK_RETRY_SECONDS: '600',
};

let fleet: Fleet;
let receiver: Receiver;
afterEach(async () => {
  receiver.stop();
  await fleet.stop();
});

interface Made {
  id: string;
  secret: string;
}
interface Deliveries {
  items: { id: string; eventId: string; state: string; attempts: number; lastError: string | null }[];
}

const subscribe = async (client: Client, budgetId: string, url = receiver.url): Promise<Made> => {
  await untilReadable(fleet.database.sql);
  return made(await client.post<Made>('/v1/webhooks', { url, budgetId }));
};

/** Takes everything but the events of one reservation. */
const choosy =
  (budgetId: string, version: number): typeof Receiver.well =>
  (response, request, got) => {
    const { data } = got.event;
    const bad = data.budgetId === budgetId && data.version === version;
    (bad ? Receiver.badly : Receiver.well)(response, request, got);
  };

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The ids of the events that a tree's journal has of these reservations. */
async function reserveMany(client: Client, budgetId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) ids.push(made(await client.reserve(budgetId, '1')).id);
  return ids;
}

const reservationsTaken = (): (string | undefined)[] =>
  receiver.taken.map(({ event }) => event.data.entry?.reservation?.id);

describe('an event that a receiver never takes', () => {
  beforeEach(async () => (receiver = await Receiver.start()));

  it('parks alone after a while, and is listed; everything else is delivered, its own budget in order', async () => {
    fleet = await Fleet.start(2, { ...ENVIRONMENT, PURSER_WEBHOOK_HOLD_SECONDS: '3' });
    const client = fleet.client();
    const root = await client.root('1000');
    const one = await client.child(root.id, '100');
    const other = await client.child(root.id, '100');
    const { id } = await subscribe(client, root.id);
    receiver.behave = choosy(one.id, 2);
    await reserveMany(client, one.id, 4);
    // Others are taken all the while: the webhook does not wait.
    while (receiver.versionsOf(one.id).length < 3) {
      const before = receiver.versionsOf(other.id).length;
      made(await client.reserve(other.id, '0'));
      await receiver.until(() => receiver.versionsOf(other.id).length > before);
    }
    expect(receiver.versionsOf(one.id)).toEqual([3, 4, 5]);
    const { body } = await client.get<Deliveries>(`/v1/webhooks/${id}/deliveries?state=parked`);
    expect(body.items.map(({ eventId }) => eventId)).toEqual([
      expect.stringContaining('_2_reservation-reserved'),
    ]);
    expect((await client.get<{ state: string }>(`/v1/webhooks/${id}`)).body.state).toBe('active');
    receiver.behave = Receiver.well;
    await client.post(`/v1/webhooks/${id}/deliveries/${body.items[0]!.id}/redeliver`);
    await receiver.until(() => receiver.versionsOf(one.id).includes(2));
  });

  it('holds up only its own budget, however much waits behind it', async () => {
    fleet = await Fleet.start(1, ENVIRONMENT);
    const client = fleet.client();
    const root = await client.root('1000');
    const one = await client.child(root.id, '500');
    await subscribe(client, root.id);
    receiver.behave = choosy(one.id, 2);
    await fleet.atOnce(300, () => client.reserve(one.id, '1'));
    const hold = made(await client.reserve(root.id, '1'));
    await receiver.until(() => reservationsTaken().includes(hold.id));
    expect(receiver.versionsOf(one.id)).toEqual([]);
  });

  it('can be parked by hand, through another replica: the next of its budget goes', async () => {
    fleet = await Fleet.start(2, ENVIRONMENT);
    const client = fleet.client();
    const root = await client.root('100');
    const { id } = await subscribe(client, root.id);
    receiver.behave = choosy(root.id, 2);
    await reserveMany(client, root.id, 2);
    await receiver.until(() => receiver.got.length >= 2);
    const route = `/v1/webhooks/${id}/deliveries`;
    const { body } = await client.get<Deliveries>(`${route}?state=pending`);
    const stuck = body.items.find(({ eventId }) => eventId.includes('_2_'))!;
    for (const [i, key] of [0, 1, 0].map((n) => [n, `park-${n}`] as const)) {
      const parked = await fleet
        .client(i)
        .post<{ state: string }>(`${route}/${stuck.id}/park`, undefined, { key });
      expect([parked.status, parked.body.state]).toEqual([200, 'parked']);
    }
    await receiver.until(() => receiver.versionsOf(root.id).includes(3));
    const unknown = stuck.id.replace(/.{4}$/, '0000');
    expect((await client.post(`${route}/${unknown}/park`)).status).toBe(404);
  });
});

describe('a receiver', () => {
  beforeEach(async () => {
    fleet = await Fleet.start(1, ENVIRONMENT);
    receiver = await Receiver.start();
  });

  it.each([
    ['hangs', () => Receiver.hanging],
    ['resets', () => Receiver.resetting],
    ['answers 500', () => Receiver.badly],
    ['redirects to itself', () => Receiver.redirecting(receiver.url)],
  ])('that %s, and comes back, gets everything in order', async (_, behaviour) => {
    const client = fleet.client();
    const root = await client.root('100');
    await subscribe(client, root.id);
    receiver.behave = behaviour();
    const ids = await reserveMany(client, root.id, 3);
    await receiver.until(() => receiver.got.length >= 2);
    expect(receiver.taken).toEqual([]);
    // One at a time is tried, and always the first.
    expect(new Set(receiver.got.map(({ id }) => id)).size).toBe(1);
    receiver.behave = Receiver.well;
    await receiver.until(() => receiver.taken.length >= 3);
    expect(reservationsTaken().filter((id) => id)).toEqual(ids);
  });

  it('that hangs delays neither decisions nor other webhooks', async () => {
    const client = fleet.client();
    const root = await client.root('1000');
    const healthy = await Receiver.start();
    await subscribe(client, root.id);
    await subscribe(client, root.id, healthy.url);
    receiver.behave = Receiver.hanging;
    await reserveMany(client, root.id, 50);
    await healthy.until(() => healthy.taken.length >= 50);
    expect(healthy.versionsOf(root.id)).toEqual([...healthy.versionsOf(root.id)].sort((a, b) => a - b));
    expect(receiver.taken).toEqual([]);
    healthy.stop();
  });
});

describe('a receiver that stays away', () => {
  beforeEach(async () => {
    fleet = await Fleet.start(1, { ...ENVIRONMENT, PURSER_WEBHOOK_RETRY_SECONDS: '8' });
    receiver = await Receiver.start();
  });

  it('has its delivery parked and its webhook paused, and gets all of it later', async () => {
    const client = fleet.client();
    const root = await client.root('100');
    const { id } = await subscribe(client, root.id);
    receiver.behave = Receiver.badly;
    const ids = await reserveMany(client, root.id, 2);
    let webhook = { state: 'active', pauseReason: null as string | null };
    while (webhook.state === 'active') {
      webhook = made(await client.get<typeof webhook>(`/v1/webhooks/${id}`));
      await sleep(50);
    }
    expect(webhook.pauseReason).toBe('failing');
    const { items: parked } = made(
      await client.get<Deliveries>(`/v1/webhooks/${id}/deliveries?state=parked`),
    );
    expect(parked).toHaveLength(1);
    expect(parked[0]).toMatchObject({ lastError: 'answered 500' });
    receiver.behave = Receiver.well;
    made(await client.patch(`/v1/webhooks/${id}`, { state: 'active' }));
    made(await client.post(`/v1/webhooks/${id}/deliveries/${parked[0]!.id}/redeliver`));
    await receiver.until(() => ids.every((one) => reservationsTaken().includes(one)));
  });

  it('that fails for one event has that one parked, and the rest goes on in order', async () => {
    const client = fleet.client();
    const root = await client.root('100');
    const other = await client.child(root.id, '50');
    const { id } = await subscribe(client, root.id);
    let poison = '';
    receiver.behave = (response, request, got) => {
      if (got.event.data.budgetId === root.id) poison ||= got.id;
      (got.id === poison ? Receiver.badly : Receiver.well)(response, request, got);
    };
    const [first, second] = await reserveMany(client, root.id, 2);
    let settled = false;
    while (!settled) {
      // Meanwhile others are taken: the receiver is there.
      await client.reserve(other.id, '0.0001');
      const { items } = made(await client.get<Deliveries>(`/v1/webhooks/${id}/deliveries?state=parked`));
      settled = items.length > 0;
      await sleep(100);
    }
    await receiver.until(() => reservationsTaken().includes(second));
    expect(reservationsTaken()).not.toContain(first);
    expect(made(await client.get<{ state: string }>(`/v1/webhooks/${id}`)).state).toBe('active');
  });
});

describe('replicas', () => {
  beforeEach(async () => {
    fleet = await Fleet.start(2, ENVIRONMENT);
    receiver = await Receiver.start();
  });

  it('deliver each event once between them', async () => {
    const root = await fleet.client(0).root('1000');
    await subscribe(fleet.client(0), root.id);
    const other = await fleet.client(1).root('1000');
    await subscribe(fleet.client(1), other.id);
    const answers = await fleet.atOnce(60, (client, i) => client.reserve(i % 2 ? root.id : other.id, '1'));
    const ids = answers.map((answer) => made(answer).id);
    await receiver.until(() => ids.every((id) => reservationsTaken().includes(id)));
    // Long enough for a second replica to have sent something, too.
    await sleep(2_500);
    expect(new Set(receiver.got.map(({ id }) => id)).size).toBe(receiver.got.length);
    for (const budget of [root.id, other.id])
      expect(receiver.versionsOf(budget)).toEqual([...receiver.versionsOf(budget)].sort((a, b) => a - b));
  });

  it('take over from one that is killed, within seconds, and lose nothing', async () => {
    const root = await fleet.client(0).root('1000');
    await subscribe(fleet.client(0), root.id);
    const before = await reserveMany(fleet.client(0), root.id, 5);
    await receiver.until(() => before.every((id) => reservationsTaken().includes(id)));
    const [row] = await fleet.database.sql<
      { n: number }[]
    >`select count(distinct worker_id)::int as n from webhooks`;
    expect(row!.n).toBe(1);
    const ids = await reserveMany(fleet.client(1), root.id, 5);
    // Whichever delivers: one of the two rounds kills it.
    await fleet.services[0]!.kill9();
    ids.push(...(await reserveMany(fleet.client(1), root.id, 5)));
    const since = Date.now();
    await receiver.until(() => ids.every((id) => reservationsTaken().includes(id)));
    expect(Date.now() - since).toBeLessThan(60_000);
    expect([...new Set(receiver.versionsOf(root.id))]).toEqual(
      [...new Set(receiver.versionsOf(root.id))].sort((a, b) => a - b),
    );
  });
});

it('a crash between decision and delivery loses no event', async () => {
  fleet = await Fleet.start(1, ENVIRONMENT);
  receiver = await Receiver.start();
  const client = fleet.client();
  const root = await client.root('1000');
  await subscribe(client, root.id);
  receiver.behave = Receiver.hanging;
  const ids = await reserveMany(client, root.id, 10);
  await fleet.services[0]!.kill9();
  receiver.behave = Receiver.well;
  fleet.services[0] = await ServiceProcess.start({ DATABASE_URL: fleet.database.url, ...ENVIRONMENT });
  await receiver.until(() => ids.every((id) => reservationsTaken().includes(id)));
  expect([...new Set(reservationsTaken().filter((id) => id))]).toEqual(ids);
  await fleet.expectAuditPasses();
});

it('nothing is sent to a private address unless that is allowed', async () => {
  fleet = await Fleet.start(1);
  receiver = await Receiver.start();
  const client = fleet.client();
  const root = await client.root('100');
  for (const url of [
    receiver.url,
    receiver.url.replace('http:', 'https:'),
    'https://[::1]/',
    'https://169.254.169.254/',
    'https://168.63.129.16/',
    'https://161.26.0.6/',
    'https://0xa83f8110/',
    'https://[::ffff:168.63.129.16]/',
  ])
    expect(await client.post('/v1/webhooks', { url, budgetId: root.id })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'url' }] },
    });
  // A name shows only when it is looked up; whether it leads inside or nowhere is not shown.
  const { port } = new URL(receiver.url);
  for (const host of ['localhost', 'nobody.invalid']) {
    const { id } = await subscribe(client, root.id, `https://${host}:${port}/`);
    await client.reserve(root.id, '1');
    let tried: Deliveries['items'] = [];
    while (!tried.some(({ attempts }) => attempts > 0)) {
      tried = made(await client.get<Deliveries>(`/v1/webhooks/${id}/deliveries`)).items;
      await sleep(50);
    }
    const errors = tried.filter(({ attempts }) => attempts > 0).map(({ lastError }) => lastError);
    expect([host, new Set(errors)]).toEqual([host, new Set(['its host has no public address'])]);
  }
  expect(receiver.got).toEqual([]);
});
