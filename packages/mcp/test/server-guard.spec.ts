import { Purser } from '@purser/sdk';
import { errorOf, until } from '../../sdk/test/support/waiting.js';
import {
  admin,
  BOTH,
  budget,
  connected,
  CONNECTIONS,
  denialOf,
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

useStage();

const COMMIT = /^POST \/v1\/reservations\/\w+\/commit$/;

describe.each(CONNECTIONS)('a guard on a server of %s', (_, connect) => {
  it('takes the price of each tool, whether it was there before, and leaves the others alone', async () => {
    const { call } = await connected(connect, {
      search: '0.5',
      bare: '0.25',
      buy: ({ count }) => `${Number(count)}`,
    });
    const found = await call('search', { query: 'a' });
    expect([textOf(found), receiptOf(found)]).toEqual([
      'found a',
      { reservationId: expect.any(String), state: 'paid', amount: '0.5', currency: 'USD', vendor: 'acme' },
    ]);
    const bought = await call('buy', { count: 2 });
    expect([textOf(bought), bought._meta?.own, receiptOf(bought)?.amount]).toEqual(['bought 2', 'kept', '2']);
    expect(receiptOf(await call('bare'))?.amount).toBe('0.25');
    const free = await call('free');
    expect([textOf(free), receiptOf(free)]).toEqual(['for nothing', undefined]);
    expect(await money()).toEqual({ spent: '2.75', reserved: '0' });
    const { id } = receiptOf(found) ? { id: receiptOf(found)!.reservationId } : { id: '' };
    expect((await admin.get(`/v1/reservations/${id}`)).body).toMatchObject({
      vendor: 'acme',
      item: 'search',
      reason: 'tool search',
      committed: '0.5',
    });
  });

  it('lets five of ten calls at once run on five credits, and says to five why not', async () => {
    const { call } = await connected(connect, { search: '1' });
    const results = await Promise.all(
      Array.from({ length: 10 }, (__, i) => call('search', { query: `${i}` })),
    );
    const [passed, refused] = [results.filter(receiptOf), results.filter(denialOf)];
    expect([passed.length, refused.length, ran.calls.length]).toEqual([5, 5, 5]);
    for (const result of refused) {
      expect(result.isError).toBe(true);
      expect(textOf(result)).toContain('USD left; this asks for 1.');
      const { code, tool, violations, retryAt } = denialOf(result)!;
      expect([code, tool, violations.length > 0, retryAt]).toEqual([
        'insufficient_funds',
        'search',
        true,
        null,
      ]);
    }
    expect(await money()).toEqual({ spent: '5', reserved: '0' });
    const listed = await admin.get<{ items: { state: string }[] }>(`/v1/reservations?budgetId=${budget}`);
    expect(listed.body.items.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'committed'));
  });
});

describe.each(BOTH)('what a call did cost, on a server of %s,', (_, connect) => {
  it('is what the tool reports from within, or what follows from its result', async () => {
    const { call } = await connected(connect, {
      reports: '1',
      search: { price: '1', cost: () => ({ amount: '0.125', externalId: 'request-7' }) },
    });
    expect(receiptOf(await call('reports', { amount: '0.25' }))?.amount).toBe('0.25');
    const found = receiptOf(await call('search', { query: 'a' }));
    expect(found?.amount).toBe('0.125');
    expect((await admin.get(`/v1/reservations/${found!.reservationId}`)).body.externalId).toBe('request-7');
    expect(await money()).toEqual({ spent: '0.375', reserved: '0' });
  });

  it('may be more than its price, and is recorded', async () => {
    const { call } = await connected(connect, { reports: '1' });
    expect(receiptOf(await call('reports', { amount: '3' }))?.amount).toBe('3');
    const more = receiptOf(await call('reports', { amount: '4' }));
    expect([more?.amount, more?.unpaid]).toEqual(['2', '2']);
    expect(await money()).toEqual({ spent: '5', reserved: '0' });
  });

  it('is rated by the price book where an item and usage are sold', async () => {
    const price = { vendor: 'acme', item: 'pages', charges: [{ unit: 'page', amount: '0.2', per: 1 }] };
    const { revision } = await admin.budget(budget);
    const set = await admin.write('PUT', `/v1/budgets/${budget}/prices`, price, { revision });
    expect(set.status).toBe(201);
    const { call } = await connected(connect, {
      buy: {
        price: ({ count }) => ({ item: 'pages', usage: { page: Number(count) } }),
        cost: (result) => (textOf(result as never).endsWith('4') ? { usage: { page: 1 } } : undefined),
      },
    });
    expect(receiptOf(await call('buy', { count: 3 }))?.amount).toBe('0.6');
    expect(receiptOf(await call('buy', { count: 4 }))?.amount).toBe('0.2');
    expect(await money()).toEqual({ spent: '0.8', reserved: '0' });
  });

  it('is the whole price where the rule that should say it throws, and who guards hears of it', async () => {
    const cost = (): never => {
      throw new Error('a mistake');
    };
    const { call } = await connected(connect, { search: { price: '1', cost } });
    expect(receiptOf(await call('search', { query: 'a' }))?.amount).toBe('1');
    expect(trouble).toEqual([new Error('a mistake')]);
  });
});

test.each(BOTH)(
  'a budget in another currency than the price pays nothing, on a server of %s',
  async (_, connect) => {
    const { id } = await admin.root('100', { currency: 'EUR' });
    const own = new Purser({ url: proxy.url, key: (await admin.issue(id)).secret! });
    const refusing = await connected(connect, { search: '1' }, { purser: own, budget: id });
    const result = await refusing.call('search', { query: 'a' });
    expect([result.isError, denialOf(result)?.code, textOf(result)]).toEqual([
      true,
      'other_currency',
      'Nothing was called: the price of search is in USD, and the budget that would pay is in EUR.',
    ]);
    expect([ran.calls, (await admin.get(`/v1/reservations?budgetId=${id}`)).body.items]).toEqual([[], []]);
    const paying = await connected(connect, { search: '1' }, { purser: own, budget: id, currency: 'EUR' });
    expect(receiptOf(await paying.call('search', { query: 'a' }))).toMatchObject({
      amount: '1',
      currency: 'EUR',
    });
  },
);

describe.each(BOTH)('a tool that fails, on a server of %s,', (_, connect) => {
  it.each([
    ['commit', 'paid', { spent: '1', reserved: '0' }],
    ['release', 'released', { spent: '0', reserved: '0' }],
    ['keep', 'kept', { spent: '0', reserved: '1' }],
    [undefined, 'paid', { spent: '1', reserved: '0' }],
    [() => 'release' as const, 'released', { spent: '0', reserved: '0' }],
  ] as const)('does this with its money: %s', async (onError, state, expected) => {
    for (const [tool, said] of [
      ['throws', 'the vendor has failed'],
      ['refuses', 'no such thing'],
    ] as const) {
      await renew();
      const { call } = await connected(connect, { [tool]: { price: '1', onError } });
      const result = await call(tool);
      expect([result.isError, textOf(result), receiptOf(result)?.state]).toEqual([true, said, state]);
      expect(await money()).toEqual(expected);
    }
  });

  it('has cost what it has reported, whatever the rule', async () => {
    const { call } = await connected(connect, { reports: { price: '1', onError: 'release' } });
    const result = await call('reports', { amount: '0.25', then: 'throw' });
    expect([textOf(result), receiptOf(result)?.amount]).toEqual(['too late', '0.25']);
    expect(await money()).toEqual({ spent: '0.25', reserved: '0' });
  });

  it('costs nothing where its arguments did not even reach it', async () => {
    const { call } = await connected(connect, { search: '1', buy: '1' });
    expect((await call('search', { query: 7 })).isError).toBe(true);
    expect((await call('buy', {})).isError).toBe(true);
    expect([ran.calls, await money()]).toEqual([[], { spent: '0', reserved: '0' }]);
  });
});

describe.each(BOTH)('a call that nobody waits for, on a server of %s,', (_, connect) => {
  it('was cancelled while it ran: the tool hears it, and its cost is paid', async () => {
    const { call } = await connected(connect, { hangs: '1' });
    const abort = new AbortController();
    const calling = errorOf(call('hangs', {}, { signal: abort.signal }));
    await until(async () => ran.hanging === 1);
    abort.abort();
    await calling;
    await until(async () => ran.aborted.length === 1);
    expect(await money()).toEqual({ spent: '0', reserved: '1' });
    ran.letGo();
    await until(async () => (await money()).reserved === '0');
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });

  it('was given up by its client after a time: the same', async () => {
    const { call } = await connected(connect, { hangs: '1' });
    await errorOf(call('hangs', {}, { timeout: 500 }));
    await until(async () => ran.aborted.length === 1);
    ran.letGo();
    await until(async () => (await money()).spent === '1');
    expect((await money()).reserved).toBe('0');
  });

  it('was cancelled before it ran: it costs nothing, and never runs', async () => {
    const { call } = await connected(connect, { search: '1' });
    proxy.next(/^POST \/v1\/reservations$/, 'overloaded');
    const abort = new AbortController();
    const calling = errorOf(call('search', { query: 'a' }, { signal: abort.signal }));
    await until(async () => proxy.countOf(/^POST \/v1\/reservations$/) === 1);
    abort.abort();
    await calling;
    const released = `/v1/reservations?budgetId=${budget}&state=released`;
    await until(async () => (await admin.get(released)).body.items.length === 1);
    expect([ran.calls, await money()]).toEqual([[], { spent: '0', reserved: '0' }]);
  });

  it('lost its client altogether: it is paid when the tool has ended', async () => {
    const { call, close } = await connected(connect, { hangs: '1' });
    const calling = errorOf(call('hangs'));
    await until(async () => ran.hanging === 1);
    await close();
    await calling;
    ran.letGo();
    await until(async () => (await money()).spent === '1');
  });

  it('takes longer than its tool may: it is paid whole, whatever the rule, and answered', async () => {
    const { call } = await connected(connect, { hangs: { price: '1', timeoutMs: 300, onError: 'release' } });
    const result = await call('hangs');
    expect([result.isError, denialOf(result)?.code, receiptOf(result)?.state]).toEqual([
      true,
      'timed_out',
      'paid',
    ]);
    expect(ran.aborted).toEqual(['hangs']);
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });
});

describe.each(BOTH)('on the way to the service, from a server of %s,', (_, connect) => {
  it('answers are lost, and each call is paid once', async () => {
    const { call } = await connected(connect, { search: '1' });
    proxy.next(/^POST \/v1\/reservations$/, 'answer lost');
    proxy.next(COMMIT, 'answer lost', 'lost');
    expect(receiptOf(await call('search', { query: 'a' }))?.amount).toBe('1');
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });

  it('nobody answers a settlement: the result is answered, and who guards gets what is owed', async () => {
    const { call } = await connected(connect, {
      search: { price: '1', cost: () => (proxy.goAway(true), { amount: '0.5' }) },
    });
    const result = await call('search', { query: 'a' });
    expect([textOf(result), receiptOf(result)?.state, receiptOf(result)?.amount]).toEqual([
      'found a',
      'owed',
      null,
    ]);
    proxy.goAway(false);
    const [owed] = trouble as { repeat: () => Promise<void> }[];
    await owed!.repeat();
    expect(await money()).toEqual({ spent: '0.5', reserved: '0' });
  });

  it('nobody answers at all: nothing runs', async () => {
    const { call } = await connected(connect, { search: '1' });
    proxy.goAway(true);
    const result = await call('search', { query: 'a' });
    expect([result.isError, denialOf(result)?.code, ran.calls]).toEqual([true, 'unavailable', []]);
    expect(trouble.length).toBe(1);
  });

  it('the key was revoked: nothing runs', async () => {
    const { call } = await connected(connect, { search: '1' }, { purser: purser.as('prs_unknown') });
    expect(denialOf(await call('search', { query: 'a' }))?.code).toBe('unauthenticated');
    expect(ran.calls).toEqual([]);
  });
});
