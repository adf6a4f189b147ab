import { Client as V2Client, type Transport as V2Transport } from '@modelcontextprotocol/client';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as V1Http } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InMemoryTransport as V1InMemory } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer as V1Server } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { InMemoryTransport as V2InMemory, McpServer as V2Server } from '@modelcontextprotocol/server';
import { guard, guardTransport, type ClientGuardOptions, type PriceList } from '@purser/mcp';
import { Purser } from '@purser/sdk';
import { errorOf, until } from '../../sdk/test/support/waiting.js';
import { listen, v1Pair, v2Pair, type Pair } from './support/pairs.js';
import {
  admin,
  budget,
  denialOf,
  kept,
  money,
  proxy,
  purser,
  ran,
  receiptOf,
  renew,
  textOf,
  trouble,
  useStage,
} from './support/stage.js';
import { toolsAfter, toolsBefore, type Registrar } from './support/tools.js';

useStage();

const info = { name: 'test', version: '1' };

type Make = (server: Registrar) => void;

/** A server that knows nothing of Purser. */
const plain: Make = (server) => {
  toolsBefore(server, ran);
  toolsAfter(server, ran);
};

const guarded = (prices: PriceList, more: Partial<ClientGuardOptions> = {}): ClientGuardOptions => {
  const onTrouble = (what: unknown): void => void trouble.push(what);
  return { purser, budget, vendor: 'acme', prices, onTrouble, ...more };
};

async function v1(options: ClientGuardOptions, make: Make = plain): Promise<Pair> {
  const [mine, theirs] = V1InMemory.createLinkedPair();
  const server = new V1Server(info);
  make(server);
  const client = new V1Client(info);
  await server.connect(theirs);
  await client.connect(guardTransport(mine, options));
  return kept(v1Pair(client));
}

async function v2(options: ClientGuardOptions, make: Make = plain): Promise<Pair> {
  const [mine, theirs] = V2InMemory.createLinkedPair();
  const server = new V2Server(info);
  make(server);
  const client = new V2Client(info);
  await server.connect(theirs);
  await client.connect(guardTransport(mine as unknown as V2Transport, options));
  return kept(v2Pair(client));
}

async function http(options: ClientGuardOptions, make: Make = plain): Promise<Pair> {
  const { url, close } = await listen((request, response) => {
    const server = new V1Server(info);
    make(server);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    void server
      .connect(transport as Parameters<V1Server['connect']>[0])
      .then(() => transport.handleRequest(request, response));
  });
  const client = new V1Client(info);
  const transport = guardTransport(new V1Http(url) as Parameters<V1Client['connect']>[0], options);
  await client.connect(transport);
  return kept(
    v1Pair(client, async () => {
      await client.close();
      await close();
    }),
  );
}

const CLIENTS = [
  ['v1', v1],
  ['v2', v2],
  ['v1, over HTTP', http],
] as const;

const released = `state=released`;
const countOf = async (state: string): Promise<number> =>
  (await admin.get<{ items: unknown[] }>(`/v1/reservations?budgetId=${budget}&${state}`)).body.items.length;

describe.each(CLIENTS)('a guard on the transport of a client of %s', (_, connect) => {
  it('pays for each call before it is sent, and leaves tools without a price alone', async () => {
    const { call } = await connect(
      guarded({ search: '1', reports: { price: '1', cost: () => ({ amount: '0.25' }) } }),
    );
    expect(textOf(await call('search', { query: 'a' }))).toBe('found a');
    expect(textOf(await call('reports', { amount: '7' }))).toBe('reported');
    expect(textOf(await call('free'))).toBe('for nothing');
    expect(await money()).toEqual({ spent: '1.25', reserved: '0' });
  });

  it('lets five of ten calls at once be sent on five credits, and says to five why not', async () => {
    const { call } = await connect(guarded({ search: '1' }));
    const results = await Promise.all(
      Array.from({ length: 10 }, (__, i) => call('search', { query: `${i}` })),
    );
    const refused = results.filter(denialOf);
    expect([refused.length, ran.calls.length]).toEqual([5, 5]);
    for (const result of refused) {
      expect([result.isError, denialOf(result)?.code]).toEqual([true, 'insufficient_funds']);
      expect(textOf(result)).toContain('USD left; this asks for 1.');
    }
    expect(await money()).toEqual({ spent: '5', reserved: '0' });
  });

  it('pays for what failed by the rule of its tool', async () => {
    const { call } = await connect(guarded({ throws: '1', refuses: { price: '1', onError: 'release' } }));
    expect(textOf(await call('throws'))).toBe('the vendor has failed');
    expect(textOf(await call('refuses'))).toBe('no such thing');
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });

  it('pays whole for a call that was cancelled after it was sent, or is never answered', async () => {
    const rule = { price: '1', onError: 'release' } as const;
    const { call } = await connect(guarded({ hangs: rule, buy: rule }));
    const abort = new AbortController();
    const calling = errorOf(call('hangs', {}, { signal: abort.signal }));
    await until(async () => ran.hanging === 1);
    expect((await money()).reserved).toBe('1');
    abort.abort();
    await calling;
    await until(async () => (await money()).spent === '1');
    await errorOf(call('hangs', {}, { timeout: 300 }));
    await until(async () => (await money()).spent === '2');
    expect((await money()).reserved).toBe('0');
  });

  it('pays nothing for a call that was cancelled before it was sent, and sends it no more', async () => {
    const { call } = await connect(guarded({ search: '1' }));
    proxy.next(/^POST \/v1\/reservations$/, 'overloaded');
    const abort = new AbortController();
    const calling = errorOf(call('search', { query: 'a' }, { signal: abort.signal }));
    await until(async () => proxy.countOf(/^POST \/v1\/reservations$/) === 1);
    abort.abort();
    await calling;
    await until(async () => (await countOf(released)) === 1);
    expect([ran.calls, await money()]).toEqual([[], { spent: '0', reserved: '0' }]);
  });

  it('answers a call that takes longer than it may, and pays it whole', async () => {
    const { call } = await connect(guarded({ hangs: { price: '1', timeoutMs: 300, onError: 'release' } }));
    const result = await call('hangs');
    expect([result.isError, denialOf(result)?.code]).toEqual([true, 'timed_out']);
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });

  it('pays whole for what was under way when the connection ended', async () => {
    const { call, close } = await connect(guarded({ hangs: '1' }));
    const calling = errorOf(call('hangs'));
    await until(async () => ran.hanging === 1);
    await close();
    await calling;
    await until(async () => (await money()).spent === '1');
  });

  it('sends nothing while the service does not answer', async () => {
    const { call } = await connect(guarded({ search: '1' }));
    proxy.goAway(true);
    expect(denialOf(await call('search', { query: 'a' }))?.code).toBe('unavailable');
    expect(ran.calls).toEqual([]);
  });

  it('pays nothing for a call that the server has denied', async () => {
    const denying: Make = (server) => {
      guard(server as never, { prices: { search: '5' }, vendor: 'acme', url: proxy.url });
      toolsBefore(server, ran);
    };
    const { call } = await connect(guarded({ search: '1' }), denying);
    expect(denialOf(await call('search', { query: 'a' }))?.code).toBe('payment_required');
    expect(await money()).toEqual({ spent: '0', reserved: '0' });
  });

  it('waits for people, and finds what they have approved when the call is repeated', async () => {
    const approve = { approvals: 1, withinSeconds: 900 };
    await renew({ envelopes: [{ window: 'transaction', limit: '0.5', onExceed: 'approve', approve }] });
    const { call } = await connect(guarded({ search: '1' }));
    const ask = async (query: string) => denialOf(await call('search', { query }));
    const first = await ask('a');
    expect([first?.code, (await ask('a'))?.reservationId]).toEqual([
      'waits_for_people',
      first?.reservationId,
    ]);
    expect((await ask('b'))?.reservationId).not.toBe(first?.reservationId);
    await admin.post(`/v1/reservations/${first?.reservationId}/approve`, {});
    const results = await Promise.all([call('search', { query: 'a' }), call('search', { query: 'a' })]);
    // Of two at once one runs on what was approved, and the other asks people itself.
    expect(results.map((result) => denialOf(result)?.code).sort()).toEqual(['waits_for_people', undefined]);
    expect([ran.calls, (await money()).spent]).toEqual([['search a'], '1']);
    const refused = await ask('b');
    await admin.post(`/v1/reservations/${refused?.reservationId}/reject`, { reason: 'too much' });
    const result = await call('search', { query: 'b' });
    expect([denialOf(result)?.code, textOf(result)]).toEqual([
      'not_approved',
      'Nothing was called: admin has rejected this: too much.',
    ]);
    expect((await ask('b'))?.code).toBe('waits_for_people');
  });
});

describe.each(CLIENTS)('a client of %s that hands over settlement tokens', (_, connect) => {
  /** A seller without a key. */
  const selling =
    (prices: PriceList): Make =>
    (server) => {
      const onTrouble = (what: unknown): void => void trouble.push(what);
      guard(server as never, { prices, vendor: 'acme', url: proxy.url, onTrouble });
      plain(server);
    };

  it('is settled with by the seller', async () => {
    const { call } = await connect(
      guarded({ search: '1', reports: '1' }, { token: 'release' }),
      selling({ search: '0.5', reports: '1' }),
    );
    const result = await call('search', { query: 'a' });
    expect(receiptOf(result)).toMatchObject({ state: 'paid', amount: '0.5' });
    await call('reports', { amount: '0.25' });
    expect(await money()).toEqual({ spent: '0.75', reserved: '0' });
    const entries = await admin.get<{ items: { content: { by: string } }[] }>(
      `/v1/budgets/${budget}/entries?order=desc`,
    );
    expect(entries.body.items[0]!.content.by).toMatch(/^payee:rsv_/);
  });

  it('gets back what the seller did not take, because it was not enough', async () => {
    const { call } = await connect(guarded({ search: '1' }, { token: 'commit' }), selling({ search: '2' }));
    const result = await call('search', { query: 'a' });
    expect(denialOf(result)?.code).toBe('payment_refused');
    expect(await money()).toEqual({ spent: '0', reserved: '0' });
  });

  it('is let down by nobody when it cancels: the seller still takes what the call has cost', async () => {
    const { call } = await connect(guarded({ hangs: '1' }, { token: 'release' }), selling({ hangs: '1' }));
    const abort = new AbortController();
    const calling = errorOf(call('hangs', {}, { signal: abort.signal }));
    await until(async () => ran.hanging === 1);
    abort.abort();
    await calling;
    ran.letGo();
    await until(async () => (await money()).spent === '1');
  });

  it('loses no token with a lost answer, and asks nobody to spend what it has not', async () => {
    const { call } = await connect(guarded({ search: '1' }, { token: 'release' }), selling({ search: '1' }));
    proxy.next(/^POST \/v1\/reservations$/, 'answer lost');
    expect(receiptOf(await call('search', { query: 'a' }))?.amount).toBe('1');
    const results = await Promise.all(Array.from({ length: 10 }, () => call('search', { query: 'a' })));
    expect(results.filter(receiptOf).length).toBe(4);
    expect(await money()).toEqual({ spent: '5', reserved: '0' });
  });
});

test('a transport that fails to send has its error thrown, and what was reserved is paid by the rule', async () => {
  const [mine, theirs] = V1InMemory.createLinkedPair();
  const server = new V1Server(info);
  plain(server);
  await server.connect(theirs);
  const send = mine.send.bind(mine);
  mine.send = async (message, options) => {
    if ('method' in message && message.method === 'tools/call') throw new Error('the wire is cut');
    return send(message, options);
  };
  const client = new V1Client(info);
  const own = new Purser({ url: proxy.url, key: (await admin.issue(budget)).secret! });
  const prices = { search: { price: '1', onError: 'release' }, buy: '1' } as const;
  await client.connect(guardTransport(mine, guarded(prices, { purser: own })));
  const { call } = kept(v1Pair(client));
  expect(await errorOf(call('search', { query: 'a' }))).toEqual(new Error('the wire is cut'));
  expect(await errorOf(call('buy', { count: 1 }))).toEqual(new Error('the wire is cut'));
  await until(async () => (await money()).spent === '1');
  expect((await money()).reserved).toBe('0');
});
