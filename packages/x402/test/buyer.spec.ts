import { DeniedError } from '@purser/sdk';
import { AnswerLostError, AskedAgainError, NotPayableError, PaymentOutError } from '@purser/x402';
import { x402Client } from '@x402/core/client';
import { errorOf, until } from '../../sdk/test/support/waiting.js';
import { PAY_TO } from './support/chain.js';
import { Market } from './support/market.js';

let market: Market;

beforeAll(async () => {
  market = await Market.start();
});
beforeEach(() => market.open());
afterEach(() => market.close());
afterAll(() => market.stop());

describe('a seller that asks 402', () => {
  it('is paid once, from what was reserved before it was signed for', async () => {
    const response = await market.buyer({ run: 'run-1', labels: { team: 'x' } })(market.seller.url);
    expect([response.status, await response.json()]).toEqual([200, { sunny: true, body: '' }]);
    expect([market.moved(), await market.money()]).toEqual(['0.1', { spent: '0.1', reserved: '0' }]);
    const [only, ...others] = await market.reservations();
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      state: 'committed',
      onExpiry: 'commit',
      vendor: market.seller.host,
      externalId: market.chain.transfers[0]!.hash,
      runId: 'run-1',
      category: 'x402',
    });
  });

  it('gets the body and the headers of the request again, with the payment', async () => {
    const response = await market.buyer()(market.seller.url, { method: 'POST', body: 'where?' });
    expect(await response.json()).toEqual({ sunny: true, body: 'where?' });
  });

  it('is paid anew for another request, and not at all for one that is free', async () => {
    const pay = market.buyer();
    await pay(market.seller.url);
    await pay(market.seller.url);
    expect([market.signed, market.moved(), (await market.money()).spent]).toEqual([2, '0.2', '0.2']);
    await pay(new URL('/free', market.seller.url));
    expect(market.signed).toBe(2);
  });

  it('is not paid where the budget has too little, and the error is that of the service', async () => {
    market.seller.price = '$0.50';
    await market.admin.child(market.budget, '9.7');
    const denied = await errorOf(market.buyer()(market.seller.url));
    expect(denied).toBeInstanceOf(DeniedError);
    expect((denied as DeniedError).largestAdmissible).toBe('0.3');
    expect([market.signed, await market.money()]).toEqual([0, { spent: '0', reserved: '0' }]);
  });

  it('is paid by five of ten buyers at once on a budget for five, and the others learn why', async () => {
    await market.spendFrom('0.5');
    const pay = market.buyer();
    const found = await Promise.all(
      Array.from({ length: 10 }, (_, i) => errorOf(pay(market.seller.url, { method: 'POST', body: `${i}` }))),
    );
    expect(found.filter((one) => one instanceof DeniedError)).toHaveLength(5);
    expect([market.seller.served, market.moved(), await market.money()]).toEqual([
      5,
      '0.5',
      { spent: '0.5', reserved: '0' },
    ]);
  });
});

describe('what is signed', () => {
  it('is sent again where its answer was lost after the settlement, and never signed anew', async () => {
    const pay = market.buyer();
    market.seller.misdeeds.push('answer lost');
    const lost = await errorOf(pay(market.seller.url));
    expect(lost).toBeInstanceOf(AnswerLostError);
    expect([market.moved(), await market.money()]).toEqual(['0.1', { spent: '0', reserved: '0.1' }]);
    // The chain takes it once: the seller refuses it, and wants another.
    const again = await errorOf(pay(market.seller.url));
    expect(again).toBeInstanceOf(AskedAgainError);
    expect([market.signed, new Set(market.seller.payments).size, market.seller.payments.length]).toEqual([
      1, 1, 2,
    ]);
    await market.expire();
    expect([market.moved(), await market.money()]).toEqual(['0.1', { spent: '0.1', reserved: '0' }]);
  });

  it('buys what it was signed for where it never arrived, when it is sent again', async () => {
    const pay = market.buyer();
    market.seller.misdeeds.push('request lost');
    const lost = (await errorOf(pay(market.seller.url))) as AnswerLostError;
    expect(lost).toBeInstanceOf(AnswerLostError);
    expect(lost.payment.until!.getTime()).toBeGreaterThan(Date.now());
    expect((await pay(market.seller.url)).status).toBe(200);
    expect([market.signed, market.moved(), (await market.money()).spent]).toEqual([1, '0.1', '0.1']);
    expect(await market.reservations()).toHaveLength(1);
  });

  it('is held where the seller has not heard from the facilitator', async () => {
    market.facilitator.answersToLose = 1;
    const error = (await errorOf(market.buyer()(market.seller.url))) as AskedAgainError;
    expect(error).toBeInstanceOf(AskedAgainError);
    expect([market.moved(), await market.money()]).toEqual(['0.1', { spent: '0', reserved: '0.1' }]);
    await market.expire();
    expect(await market.money()).toEqual({ spent: '0.1', reserved: '0' });
  });

  it.each(['asks again', 'says it failed'] as const)(
    'is not paid again where the seller %s',
    async (misdeed) => {
      const pay = market.buyer();
      market.seller.misdeeds.push(misdeed, misdeed, misdeed);
      const error = (await errorOf(pay(market.seller.url))) as AskedAgainError;
      expect(error).toBeInstanceOf(AskedAgainError);
      expect(error.payment.reservationId).toBe((await market.reservations())[0]!.id);
      for (let i = 0; i < 2; i += 1)
        expect(await errorOf(pay(market.seller.url))).toBeInstanceOf(AskedAgainError);
      expect([market.signed, market.moved(), await market.money()]).toEqual([
        1,
        '0.1',
        { spent: '0', reserved: '0.1' },
      ]);
      await market.expire();
      expect(await market.money()).toEqual({ spent: '0.1', reserved: '0' });
    },
  );

  it('is held until its time is over where the answer says nothing of the money', async () => {
    market.seller.misdeeds.push('says nothing');
    expect((await market.buyer()(market.seller.url)).status).toBe(200);
    expect(await market.money()).toEqual({ spent: '0', reserved: '0.1' });
    await market.expire();
    expect([market.moved(), await market.money()]).toEqual(['0.1', { spent: '0.1', reserved: '0' }]);
  });

  it('is sent again with a request that the seller has failed to answer', async () => {
    const pay = market.buyer();
    market.seller.misdeeds.push('fails');
    expect((await pay(market.seller.url)).status).toBe(500);
    expect(await errorOf(pay(market.seller.url))).toBeInstanceOf(AskedAgainError);
    expect([market.signed, market.moved()]).toEqual([1, '0.1']);
  });

  it('by requests that are the same at once is signed for one after another', async () => {
    const pay = market.buyer();
    market.seller.misdeeds.push('request lost');
    const found = await Promise.all(Array.from({ length: 4 }, () => errorOf(pay(market.seller.url))));
    expect(found.filter((one) => one instanceof AnswerLostError)).toHaveLength(1);
    // One of the others has sent again what was lost.
    expect([market.signed, market.seller.served, market.moved(), (await market.money()).spent]).toEqual([
      3,
      3,
      '0.3',
      '0.3',
    ]);
  });

  it('is recorded once where the answer to its settlement is lost', async () => {
    market.proxy.next(/commit$/, 'answer lost');
    await market.buyer()(market.seller.url);
    expect([market.proxy.countOf(/commit$/), market.moved(), (await market.money()).spent]).toEqual([
      2,
      '0.1',
      '0.1',
    ]);
  });

  it('is paid in the ledger also where nobody there answers any more', async () => {
    market.proxy.next(/commit$/, ...Array.from({ length: 100 }, () => 'gone' as const));
    expect((await market.buyer()(market.seller.url)).status).toBe(200);
    expect(await market.money()).toEqual({ spent: '0', reserved: '0.1' });
    await market.expire();
    expect([market.moved(), await market.money()]).toEqual(['0.1', { spent: '0.1', reserved: '0' }]);
  });
});

describe('a request with an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'order-1' };

  it('is one purchase, however often it is made', async () => {
    const pay = market.buyer();
    expect((await pay(market.seller.url, { headers })).status).toBe(200);
    expect(await errorOf(pay(market.seller.url, { headers }))).toBeInstanceOf(AskedAgainError);
    expect([market.signed, market.moved(), (await market.money()).spent]).toEqual([1, '0.1', '0.1']);
  });

  it('finds what another process has reserved for it, and signs nothing', async () => {
    market.seller.misdeeds.push('answer lost');
    await errorOf(market.buyer()(market.seller.url, { headers }));
    const error = (await errorOf(market.buyer()(market.seller.url, { headers }))) as PaymentOutError;
    expect(error).toBeInstanceOf(PaymentOutError);
    expect([error.payment.reservationId, error.payment.until]).toEqual([
      (await market.reservations())[0]!.id,
      undefined,
    ]);
    await market.expire();
    expect(await errorOf(market.buyer()(market.seller.url, { headers }))).toBeInstanceOf(PaymentOutError);
    expect([market.signed, market.moved(), await market.money()]).toEqual([
      1,
      '0.1',
      { spent: '0.1', reserved: '0' },
    ]);
  });

  it('is reserved for anew where nothing was signed, also at a price that has risen', async () => {
    const client = new x402Client();
    expect(await errorOf(market.buyer({ client })(market.seller.url, { headers }))).toBeInstanceOf(
      NotPayableError,
    );
    expect(await market.money()).toEqual({ spent: '0', reserved: '0' });
    market.seller.price = '$0.20';
    expect((await market.buyer()(market.seller.url, { headers })).status).toBe(200);
    expect([market.signed, market.moved(), (await market.money()).spent]).toEqual([1, '0.2', '0.2']);
  });
});

describe('a price that rises between two 402s', () => {
  it('is reserved anew where people took their time, and nothing was signed', async () => {
    const limit = { name: 'ask', window: 'transaction', limit: '0.05', onExceed: 'approve' };
    const approve = { approvals: 1, withinSeconds: 600 };
    await market.spendFrom('10', { envelopes: [{ ...limit, approve }] });
    const answered = market.buyer()(market.seller.url);
    const waiting = async () =>
      (await market.reservations()).filter(({ state }) => state === 'pending_approval');
    await until(async () => (await waiting()).length === 1);
    const [first] = await waiting();
    market.seller.price = '$0.30';
    await market.admin.post(`/v1/reservations/${first!.id}/approve`, {});
    await until(async () => (await waiting()).some(({ id }) => id !== first!.id));
    expect([market.signed, (await market.money()).reserved]).toEqual([0, '0.3']);
    await market.admin.post(`/v1/reservations/${(await waiting())[0]!.id}/approve`, {});
    expect((await answered).status).toBe(200);
    expect([market.signed, market.moved(), await market.money()]).toEqual([
      1,
      '0.3',
      { spent: '0.3', reserved: '0' },
    ]);
  });

  it('is not paid where the first was signed for', async () => {
    const pay = market.buyer();
    market.seller.misdeeds.push('request lost');
    await errorOf(pay(market.seller.url));
    market.seller.price = '$0.30';
    expect(await errorOf(pay(market.seller.url))).toBeInstanceOf(AskedAgainError);
    expect([market.signed, market.moved(), await market.money()]).toEqual([
      1,
      '0',
      { spent: '0', reserved: '0.1' },
    ]);
  });
});

it('who gives up before it is signed gets all of it back, and afterwards it stays held', async () => {
  const abort = new AbortController();
  const client = {
    createPaymentPayload: async () => {
      abort.abort(new Error('given up'));
      return { x402Version: 2, payload: {} };
    },
  };
  await expect(market.buyer({ client })(market.seller.url, { signal: abort.signal })).rejects.toThrow(
    'given up',
  );
  await until(async () => (await market.money()).reserved === '0');
  expect([market.seller.payments, (await market.money()).spent]).toEqual([[], '0']);
});

it('a payTo that changes between two 402s is shown to the policy, which may refuse it', async () => {
  const pay = market.buyer({ allow: ({ payTo }, { last }) => last === undefined || last.payTo === payTo });
  await pay(market.seller.url);
  market.seller.payTo = market.address;
  expect(await errorOf(pay(market.seller.url))).toBeInstanceOf(NotPayableError);
  market.seller.payTo = PAY_TO;
  await pay(market.seller.url);
  expect([market.signed, market.moved()]).toEqual([2, '0.2']);
});
