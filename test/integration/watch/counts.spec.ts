import { made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { scrape, scrapeUntil, type Series } from '../../support/scrape.js';
import { addedUp } from '../../support/spend.js';
import { ServiceProcess } from '../../support/service.js';

/** What the metrics count of trees: by two replicas on one database, one of which adds at a time. */
let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(2, { PURSER_METRICS_PORT: '0' });
  admin = fleet.client();
});
afterAll(() => fleet.stop());

/** The sum over the replicas, as a query over their scrapes makes it. */
async function counted(series: string): Promise<number> {
  const scrapes = await Promise.all(fleet.services.map(({ metricsUrl }) => scrape(metricsUrl)));
  return scrapes.reduce((sum, one) => sum + (one.get(series) ?? 0), 0);
}

/** Waits until so much is counted. What is counted twice goes past it, and the test fails. */
async function expectCounted(expected: Record<string, number>): Promise<void> {
  await addedUp(fleet.database.sql);
  for (const [series, value] of Object.entries(expected)) {
    // A replica counts what it has added right after it is durable.
    for (let left = 300; left > 0 && (await counted(series)) < value; left -= 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect([series, await counted(series)]).toEqual([series, value]);
  }
}

describe('what trees spend', () => {
  it('is counted by tree and currency, with refunds, calls, and denials by code', async () => {
    const root = (await admin.root('100')).id;
    const child = (await fleet.client(1).child(root, '10')).id;
    const yen = (await admin.root('100000', { currency: 'JPY', scale: 0 })).id;
    const dearest = await admin.hold(root, '20');
    made(await fleet.client(1).commit(dearest.id, '12.50'));
    made(await admin.post(`/v1/reservations/${dearest.id}/refund`, { amount: '2.25' }));
    made(await admin.commit((await admin.hold(child, '3')).id, '3'));
    made(await admin.commit((await admin.hold(yen, '500')).id, '500'));
    expect((await admin.reserve(child, '50')).status).toBe(402);
    expect((await admin.reserve(child, '60')).status).toBe(402);
    await expectCounted({
      [`purser_paid_total{tree="${root}",currency="USD"}`]: 15.5,
      [`purser_refunded_total{tree="${root}",currency="USD"}`]: 2.25,
      [`purser_paid_total{tree="${yen}",currency="JPY"}`]: 500,
      [`purser_calls_total{tree="${root}"}`]: 2,
      [`purser_denials_total{tree="${root}",code="insufficient_funds"}`]: 2,
    });
  });

  it('is not counted again when the sums of spend are made anew', async () => {
    const root = (await admin.root('100')).id;
    made(await admin.commit((await admin.hold(root, '7')).id, '7'));
    const series = `purser_paid_total{tree="${root}",currency="USD"}`;
    await expectCounted({ [series]: 7 });
    await fleet.database.sql`UPDATE spend_place SET format = 0`;
    await addedUp(fleet.database.sql);
    made(await admin.commit((await admin.hold(root, '1')).id, '1'));
    await expectCounted({ [series]: 8 });
  });

  it('misses a price where there is none', async () => {
    const root = (await admin.root('100')).id;
    for (const client of fleet.clients)
      expect(
        await client.post('/v1/reservations', {
          budgetId: root,
          vendor: 'nobody',
          item: 'nothing',
          usage: { call: 1 },
        }),
      ).toMatchObject({ status: 422, body: { code: 'price_unknown' } });
    await expectCounted({ [`purser_rating_misses_total{tree="${root}"}`]: 2 });
  });

  it('has series of its own for a hundred trees, and one for all others', async () => {
    const roots = await Promise.all(Array.from({ length: 103 }, () => admin.root('1')));
    for (const { id } of roots) expect((await admin.reserve(id, '2')).status).toBe(402);
    await addedUp(fleet.database.sql);
    const denied = (series: Series): [string, number][] =>
      [...series].filter(([name]) => name.startsWith('purser_denials_total{'));
    const all = async (): Promise<Series[]> =>
      Promise.all(fleet.services.map(({ metricsUrl }) => scrape(metricsUrl)));
    let scrapes = await all();
    const total = (): number => scrapes.flatMap(denied).reduce((sum, [, value]) => sum + value, 0);
    for (let left = 300; left > 0 && total() < 105; left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      scrapes = await all();
    }
    // Two are from the first test.
    expect(total()).toBe(105);
    for (const one of scrapes) expect(denied(one).length).toBeLessThanOrEqual(101);
  });
});

describe('the port of metrics', () => {
  it('has all of them; that of the API those of load alone', async () => {
    const [service] = fleet.services;
    const all = await scrape(service!.metricsUrl);
    const open = await scrape(`${service!.baseUrl}/metrics`);
    const names = (series: Series): Set<string> =>
      new Set([...series.keys()].map((key) => key.split('{')[0]!));
    expect([...names(open)].filter((name) => !names(all).has(name))).toEqual([]);
    expect([...all.keys()].filter((key) => key.startsWith('purser_build_info'))).toHaveLength(1);
    expect([...open.keys()].filter((key) => /tree=|currency=|budget_|approvals/.test(key))).toEqual([]);
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/v1/budgets', 404],
    ['POST', '/metrics', 405],
  ])('answers nothing else: %s %s', async (method, route, status) => {
    const url = new URL(route, fleet.services[0]!.metricsUrl);
    expect((await fetch(url, { method })).status).toBe(status);
  });

  it('is another one than that of the API, and free', async () => {
    const taken = new URL(fleet.services[0]!.metricsUrl).port;
    const refusal = async (environment: Record<string, string>): Promise<string> => {
      const service = ServiceProcess.spawn({ DATABASE_URL: fleet.database.url, ...environment });
      expect((await service.exited).code).toBe(1);
      return service.output;
    };
    expect(await refusal({ PURSER_METRICS_PORT: taken })).toBe(
      `purser: cannot listen on 127.0.0.1:${taken}: the port is in use: set HOST or PURSER_METRICS_PORT\n`,
    );
    expect(await refusal({ PORT: taken, PURSER_METRICS_PORT: taken })).toBe(
      'purser: wrong configuration: PURSER_METRICS_PORT must be another one than PORT\n',
    );
  });

  it('stays until the service has stopped', async () => {
    const service = await ServiceProcess.start({
      DATABASE_URL: fleet.database.url,
      PURSER_METRICS_PORT: '0',
    });
    expect(service.output).toContain(`Metrics    ${service.metricsUrl}\n`);
    await scrapeUntil(service.metricsUrl, (series) => series.get('purser_figures_up') === 1);
    expect((await service.stop()).code).toBe(0);
    await expect(fetch(service.metricsUrl)).rejects.toThrow();
  });
});
