import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { uuidOf } from '../../src/ids/ids.js';
import { isSuccess, made, tally, type Client } from '../support/client.js';
import { Fleet } from '../support/fleet.js';
import { Issuer } from '../support/issuer.js';

let fleet: Fleet;
let issuer: Issuer;

beforeAll(async () => {
  issuer = await Issuer.start();
  fleet = await Fleet.start(2, issuer.environment);
});
afterEach(() => fleet.expectAuditPasses());
afterAll(async () => {
  await fleet.stop();
  issuer.stop();
});

const asking = {
  window: 'transaction',
  limit: '0',
  match: { newVendors: true },
  onExceed: 'approve',
  approve: { approvals: 1, withinSeconds: 600 },
};

test('the first reservations at once, over two processes: all of them ask', async () => {
  const { id: root } = await fleet.client().root('1000', { envelopes: [asking] });
  const answers = await fleet.atOnce(30, (client) => client.reserve(root, '1', { vendor: 'acme' }));
  expect(tally(answers)).toEqual({ '202': 30 });
  const ann = fleet.client().as(await issuer.operator('ann'));
  const ids = answers.map((answer) => made(answer).id);
  await Promise.all(ids.slice(0, 10).map((id) => ann.post(`/v1/reservations/${id}/approve`)));
  const paid = await fleet.atOnce(10, (client, i) => client.commit(ids[i]!, '1'));
  expect(paid.every(isSuccess)).toBe(true);
  const [counter] = await fleet.database.sql`
    SELECT used::int FROM counters WHERE tree_id = ${uuidOf(root)} AND metric = 'payments'`;
  expect(counter).toEqual({ used: 10 });
});

test('only reservations after the first payment pass unasked', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id: root } = await fleet
      .client()
      .root('1000', { envelopes: [{ ...asking, limit: '1', onExceed: 'deny', approve: null }] });
    const first = made(await fleet.client().reserve(root, '1', { vendor: 'acme' }));
    const [paid, ...others] = await fleet.atOnce(20, (client, i) =>
      i === 0 ? client.commit(first.id, '2', {}) : client.reserve(root, '2', { vendor: 'acme' }),
    );
    // Above its hold, and to somebody new: it is denied, whatever comes first.
    expect(tally([paid!])).toEqual({ '402 envelope_exceeded': 1 });
    expect(tally(others)).toEqual({ '402 envelope_exceeded': 19 });
    const payment = fleet.client().commit(first.id, '1');
    const racing = await fleet.atOnce(20, (client) => client.reserve(root, '2', { vendor: 'acme' }));
    expect((await payment).status).toBe(200);
    const history = await fleet.database.sql<{ kind: string; denied: boolean }[]>`
      SELECT kind, denied FROM entries WHERE tree_id = ${uuidOf(root)} AND kind IN ('reserve', 'commit') ORDER BY version`;
    const at = history.findIndex(({ kind, denied }) => kind === 'commit' && !denied);
    expect(history.slice(at + 1).every(({ denied }) => !denied)).toBe(true);
    expect(history.slice(1, at).every(({ denied }) => denied)).toBe(true);
    expect(racing).toHaveLength(20);
  }
});

describe('a vendor that is paid while an envelope for new vendors is made is known to it', () => {
  /** Waits until so many commands of a process wait, or are in flight. */
  const queued = async (client: Client, count: number): Promise<void> => {
    const figure = async (): Promise<number> => {
      const text = (await client.get<string>('/metrics')).body;
      return Number(/^purser_queue_commands (\d+)/m.exec(text)?.[1]);
    };
    while ((await figure()) < count) await sleep(10);
  };

  // The payments wait for a lock; the vendors paid are looked up; then all go on.
  it.each([
    ['by another process', 1, 1],
    ['in the same batch', 0, 6],
  ])('%s', async (_, maker, count) => {
    const vendors = Array.from({ length: count }, (__, i) => `vendor-${i}`);
    const { id: root } = await fleet.client().root('1000');
    const { id: child } = await fleet.client().child(root, '100');
    const holds = await Promise.all(
      vendors.map(async (vendor) => made(await fleet.client().reserve(child, '5', { vendor }))),
    );
    const pay = (from: number, to?: number) =>
      holds.slice(from, to).map(({ id }) => fleet.client().commit(id, '5'));
    const under = await fleet.database.sql.begin(async (tx) => {
      await tx`SELECT 1 FROM budgets WHERE id = ${uuidOf(root)} FOR UPDATE`;
      const paying = pay(0, 1);
      const waiting = () => fleet.database.sql`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await waiting()).length === 0) await sleep(10);
      paying.push(...pay(1));
      await queued(fleet.client(), count);
      const making = fleet
        .client(maker)
        .post(
          `/v1/budgets/${root}/envelopes`,
          { ...asking, onExceed: 'deny', approve: undefined },
          { revision: 1 },
        );
      // Whom they paid is looked up before the command is submitted.
      await queued(fleet.client(maker), maker === 0 ? count + 1 : 1);
      return { paying, making };
    });
    expect(tally(await Promise.all(under.paying))).toEqual({ '200': vendors.length });
    expect((await under.making).status).toBe(201);
    const again = await fleet.atOnce(vendors.length, (client, i) =>
      client.reserve(child, '1', { vendor: vendors[i] }),
    );
    expect(tally(again)).toEqual({ '201': vendors.length });
    expect((await fleet.client().reserve(child, '1', { vendor: 'nobody' })).status).toBe(402);
  });
});
