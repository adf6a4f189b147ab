import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError, DeniedError, Purser, PurserError } from '@purser/sdk';
import { Fleet } from '../../../test/support/fleet.js';
import { Http } from '../src/http.js';
import { FaultProxy, type Fault } from './support/fault-proxy.js';

let fleet: Fleet;
let proxy: FaultProxy;
let purser: Purser;
let budgetId: string;

beforeAll(async () => {
  fleet = await Fleet.start(1);
  const { baseUrl, key } = fleet.client();
  proxy = await FaultProxy.start(baseUrl);
  purser = new Purser({ url: `${proxy.url}/`, key });
  budgetId = (await purser.budgets.create({ name: 'root', currency: 'USD', allocation: '100' })).id;
});
afterAll(async () => {
  await proxy.stop();
  await fleet.expectAuditPasses();
  await fleet.stop();
});

const always = (fault: Fault): Fault[] => Array.from({ length: 1_000 }, () => fault);

const RESERVE = /^POST \/v1\/reservations$/;
const FREEZE = /^POST \/v1\/budgets\/\w+\/freeze$/;

describe('a request', () => {
  it.each(['lost', 'answer lost', 'overloaded', 'bad gateway'] as const)(
    'is repeated under one key after this: %s',
    async (fault) => {
      const before = (await purser.budgets.balance(budgetId)).balances.reserved;
      proxy.seen.length = 0;
      proxy.next(RESERVE, fault, fault);
      const held = await purser.reservations.create({ budgetId, amount: '1' });
      expect(held.state).toBe('held');
      expect([proxy.countOf(RESERVE), proxy.keysOf(RESERVE).length]).toEqual([3, 1]);
      const after = (await purser.budgets.balance(budgetId)).balances.reserved;
      expect(Number(after) - Number(before)).toBe(1);
    },
  );

  it('has its query and its ids in their places', async () => {
    const held = await purser.reservations.create({ budgetId, amount: '1', vendor: 'openai', runId: 'a/b' });
    const found = await purser.reservations.list({ budgetId, state: ['held', 'committed'], runId: 'a/b' });
    expect(found.items.map(({ id }) => id)).toEqual([held.id]);
    expect((await purser.reservations.get(held.id)).runId).toBe('a/b');
    await purser.reservations.release(held.id);
    const all: string[] = [];
    for await (const { id } of purser.reservations.all({ budgetId, limit: 2 })) all.push(id);
    expect(new Set(all).size).toBe(5);
  });

  it('is denied with what would pass, as a sentence', async () => {
    const denied = await purser.reservations
      .create({ budgetId, amount: '1000' })
      .catch((error: unknown) => error);
    expect(denied).toBeInstanceOf(DeniedError);
    const { code, largestAdmissible, retryAt, violations, message } = denied as DeniedError;
    expect([code, largestAdmissible, retryAt]).toEqual(['insufficient_funds', '96', null]);
    expect(violations).toHaveLength(1);
    expect(message).toContain('At most 96 USD would pass now.');
  });

  it('that waits for people may take longer than the deadline', async () => {
    const envelopes = [
      {
        window: 'transaction',
        limit: '1',
        onExceed: 'approve',
        approve: { approvals: 1, withinSeconds: 900 },
      },
    ] as const;
    const asked = { name: 'asking', guarantee: '0', ceiling: '9', envelopes: [...envelopes] };
    const { id } = await purser.budgets.delegate(budgetId, asked);
    const { secret } = await purser.keys.issue(id, { name: 'agent', role: 'agent' });
    const impatient = new Purser({ url: proxy.url, key: secret ?? '', deadlineMs: 3_000 });
    const pending = await impatient.reservations.create({ budgetId: id, amount: '5' });
    let hasEnded = false;
    const deciding = impatient.reservations.decided(pending.id).finally(() => (hasEnded = true));
    await sleep(4_000);
    expect(hasEnded).toBe(false);
    await purser.approvals.approve(pending.id);
    expect((await deciding).state).toBe('held');
    await impatient.reservations.release(pending.id);
  });

  it('that is refused is not repeated', async () => {
    proxy.seen.length = 0;
    const refused = await purser.budgets
      .get('budget_00000000000000000000000000')
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PurserError);
    expect(refused).not.toBeInstanceOf(DeniedError);
    expect((refused as PurserError).code).toBe('not_found');
    const wrong = await purser.reservations
      .create({ budgetId, amount: '1.5.5' })
      .catch((error: unknown) => error);
    expect((wrong as PurserError).errors[0]?.field).toBe('amount');
    expect(proxy.seen).toHaveLength(2);
  });

  it('is given up at its deadline, and says that nobody knows', async () => {
    proxy.next(RESERVE, ...always('lost'));
    const given = purser.reservations.create({ budgetId, amount: '1' }, { deadlineMs: 300 });
    const error = await given.catch((reason: unknown) => reason);
    proxy.clear();
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as ConnectionError).message).toContain('nobody knows whether it was done');
    expect((error as ConnectionError).idempotencyKey).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}$/);
  });

  it('is given up when it is aborted, with the reason of that', async () => {
    proxy.next(RESERVE, ...always('lost'));
    const abort = new AbortController();
    const given = purser.reservations.create({ budgetId, amount: '1' }, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    proxy.clear();
  });

  it('does not wait for a Retry-After that ends after its deadline', async () => {
    // A request that was aborted may come late: this one has a route of its own.
    proxy.next(FREEZE, 'overloaded for long');
    const given = purser.budgets.freeze(budgetId);
    await expect(given).rejects.toMatchObject({ code: 'overloaded', status: 503 });
    expect(proxy.countOf(FREEZE)).toBe(1);
  });
});

test('a client wants a key', () => {
  expect(() => new Purser({ url: proxy.url })).toThrow('PURSER_KEY');
});

describe('a key', () => {
  /** Something that listens, and its URL. */
  async function listening(listener: RequestListener) {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { server, url: `http://127.0.0.1:${port}` };
  }

  it.each([301, 302, 307, 308])('goes nowhere else, whatever answers %d', async (status) => {
    let asked = 0;
    const elsewhere = await listening((_, response) => {
      asked += 1;
      response.end('{}');
    });
    const redirecting = await listening((_, response) => {
      response.writeHead(status, { location: `${elsewhere.url}/v1/events` }).end();
    });
    try {
      const http = new Http({ url: redirecting.url, key: 'purser_agent_1', deadlineMs: 500 });
      for (const asking of [
        http.open({ method: 'get', path: '/v1/events' }),
        http.send({ method: 'get', path: '/v1/principal' }),
        http.send({ method: 'post', path: '/v1/reservations', body: {} }),
      ])
        await expect(asking).rejects.toThrow(ConnectionError);
      expect(asked).toBe(0);
    } finally {
      redirecting.server.close();
      elsewhere.server.close();
    }
  });
});
