import { uuidOf } from '../../../src/ids/ids.js';
import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { customerOf, meteredTree, setMeters } from '../../support/meters.js';
import { Receiver } from '../../support/receiver.js';
import { scrape, scrapeUntil } from '../../support/scrape.js';
import { ServiceProcess } from '../../support/service.js';
import { TcpProxy } from '../../support/tcp-proxy.js';

/** What the metrics say of budgets as they are. */
let fleet: Fleet;
let admin: Client;
let url: string;

beforeAll(async () => {
  fleet = await Fleet.start(1, {
    PURSER_METRICS_PORT: '0',
    PURSER_WEBHOOK_ALLOW_PRIVATE: 'true',
    PURSER_STRIPE_URL: 'http://127.0.0.1:9',
  });
  admin = fleet.client();
  url = fleet.services[0]!.metricsUrl;
});
afterAll(() => fleet.stop());

const ASKS = {
  window: 'transaction',
  limit: '5',
  onExceed: 'approve',
  approve: { approvals: 1, withinSeconds: 86_400 },
};

it('approvals that wait are counted, and how long the oldest has', async () => {
  const { id: root } = await admin.root('1000', { envelopes: [ASKS] });
  const none = await scrapeUntil(url, (series) => series.has('purser_pending_approvals'));
  expect(none.get('purser_pending_approvals')).toBe(0);
  expect(none.get('purser_oldest_approval_seconds')).toBe(0);
  const waiting = made(await admin.reserve(root, '6')).id;
  made(await admin.reserve(root, '7'));
  await fleet.database.sql`
    update reservations set created_at = created_at - interval '2 hours' where id = ${uuidOf(waiting)}`;
  const some = await scrapeUntil(url, (series) => series.get('purser_pending_approvals') === 2);
  expect(some.get('purser_oldest_approval_seconds')).toBeGreaterThanOrEqual(7_200);
  made(await admin.release(waiting));
  await scrapeUntil(url, (series) => series.get('purser_pending_approvals') === 1);
});

it('budgets that are frozen or paused are counted, until they are resumed or closed', async () => {
  const { id: root } = await admin.root('1000');
  const children = await Promise.all([1, 2, 3].map(() => admin.child(root, '10')));
  for (const { id, revision } of children)
    made(await admin.post(`/v1/budgets/${id}/freeze`, undefined, { revision }));
  const pauses = { window: 'day', limit: '5', onExceed: 'pause' };
  const { id: paused } = await admin.child(root, '10', { envelopes: [pauses] });
  made(await admin.commit((await admin.hold(paused, '5')).id, '5'));
  await admin.reserve(paused, '1');
  await scrapeUntil(
    url,
    (series) =>
      series.get('purser_stopped_budgets{state="frozen"}') === 3 &&
      series.get('purser_stopped_budgets{state="paused"}') === 1,
  );
  const [first] = children;
  const { revision } = await admin.budget(first!.id);
  made(await admin.post(`/v1/budgets/${first!.id}/resume`, { reason: 'looked at' }, { revision }));
  await scrapeUntil(url, (series) => series.get('purser_stopped_budgets{state="frozen"}') === 2);
});

it('overdrafts are added up by currency', async () => {
  for (const [currency, allocation] of [
    ['USD', '10'],
    ['USD', '20'],
    ['EUR', '30'],
  ] as const) {
    const { id: root } = await admin.root(allocation, { currency });
    const { id } = await admin.hold(root, allocation);
    made(await admin.post(`/v1/reservations/${id}/commit`, { amount: '42.5', overage: 'overdraft' }));
  }
  const series = await scrapeUntil(url, (read) => read.get('purser_indebted_budgets') === 3);
  expect(series.get('purser_overdraft{currency="USD"}')).toBe(55);
  expect(series.get('purser_overdraft{currency="EUR"}')).toBe(12.5);
});

it('trees that spent are named by what they are called', async () => {
  const { id: root } = await admin.root('10', { name: 'a "fleet"\nof two' });
  made(await admin.commit((await admin.hold(root, '1')).id, '1'));
  await scrapeUntil(
    url,
    (series) =>
      series.get(`purser_tree_info{tree="${root}",name="a \\"fleet\\"\\nof two",currency="USD"}`) === 1,
  );
});

it('what follows the journal is behind while a transaction holds it back, and not when it has ended', async () => {
  const { id: root } = await admin.root('10');
  // A look of another service counts for some seconds: this one has not looked yet.
  const fresh = await ServiceProcess.start({
    DATABASE_URL: fleet.database.url,
    PURSER_METRICS_PORT: '0',
  });
  const held = await fleet.database.sql.begin(async (tx) => {
    await tx`select pg_current_xact_id()`;
    await admin.hold(root, '1');
    return await scrape(fresh.metricsUrl);
  });
  for (const sink of ['events', 'spend'])
    expect(held.get(`purser_sink_behind_seconds{sink="${sink}"}`)).toBeGreaterThan(0);
  await scrapeUntil(fresh.metricsUrl, (series) =>
    ['events', 'spend'].every((sink) => series.get(`purser_sink_behind_seconds{sink="${sink}"}`) === 0),
  );
  await fresh.stop();
});

it('deliveries that wait are counted, and how long the oldest has', async () => {
  const { id: root } = await admin.root('10');
  const receiver = await Receiver.start();
  receiver.behave = Receiver.badly;
  made(await admin.post('/v1/webhooks', { url: receiver.url, budgetId: root }));
  await admin.hold(root, '1');
  const behind = 'purser_sink_behind_seconds{sink="webhooks"}';
  await scrapeUntil(url, (series) => series.get('purser_pending_deliveries')! > 0 && series.get(behind)! > 0);
  receiver.behave = Receiver.well;
  await scrapeUntil(
    url,
    (series) => series.get('purser_pending_deliveries') === 0 && series.get(behind) === 0,
  );
  receiver.stop();
});

it('meter events that wait or were given up are counted, and how far meters are behind', async () => {
  const root = await meteredTree(admin);
  const { id } = await customerOf(admin, root, 'cus_one');
  await setMeters(fleet, root.id);
  // The root has no customer.
  for (const budget of [id, root.id])
    made(await admin.post(`/v1/budgets/${budget}/charges`, { vendor: 'acme', amount: '0.01' }));
  const behind = 'purser_sink_behind_seconds{sink="meters"}';
  const unsent = (state: string) => `purser_unsent_meter_events{state="${state}"}`;
  await scrapeUntil(url, (series) => series.get(unsent('pending')) === 2 && series.get(behind)! > 0);
  const treeId = uuidOf(root.id);
  await fleet.database.sql`
    UPDATE meter_events SET state = 'parked', reason = 'late', settled_at = now()
    WHERE tree_id = ${treeId} AND state = 'pending'`;
  await fleet.database.sql`
    UPDATE meter_sinks SET state = 'paused', pause_reason = 'failing' WHERE tree_id = ${treeId}`;
  await scrapeUntil(
    url,
    (series) =>
      series.get(unsent('pending')) === 0 &&
      series.get(unsent('parked')) === 2 &&
      series.get(unsent('no_customer')) === 2 &&
      series.get('purser_stopped_meters') === 1,
  );
});

describe('while the database is away', () => {
  const LEAVES: [string, (proxy: TcpProxy) => Promise<void>][] = [
    ['refuses connections', (proxy) => proxy.stop()],
    ['does not answer', async (proxy) => proxy.goSilent()],
  ];

  it.each(LEAVES)('and %s, a scrape says so and has all of the process', async (_, leave) => {
    const proxy = await TcpProxy.start(fleet.database.url);
    const service = await ServiceProcess.start({ DATABASE_URL: proxy.url, PURSER_METRICS_PORT: '0' });
    await scrapeUntil(service.metricsUrl, (series) => series.get('purser_figures_up') === 1);
    await leave(proxy);
    const series = await scrapeUntil(service.metricsUrl, (read) => read.get('purser_figures_up') === 0);
    expect(series.has('purser_pending_approvals')).toBe(false);
    expect(series.has('purser_queue_commands')).toBe(true);
    await service.kill9();
    await proxy.stop().catch(() => undefined);
  });

  it('scrapes go on when it is back', async () => {
    const proxy = await TcpProxy.start(fleet.database.url);
    const service = await ServiceProcess.start({ DATABASE_URL: proxy.url, PURSER_METRICS_PORT: '0' });
    proxy.goSilent();
    await scrapeUntil(service.metricsUrl, (series) => series.get('purser_figures_up') === 0);
    proxy.speakAgain();
    proxy.cutAll();
    const back = await scrapeUntil(service.metricsUrl, (series) => series.get('purser_figures_up') === 1);
    expect(back.has('purser_pending_approvals')).toBe(true);
    await service.stop();
    await proxy.stop();
  });
});
