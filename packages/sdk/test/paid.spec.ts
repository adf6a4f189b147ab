import {
  AttemptOverError,
  DeniedError,
  Money,
  Purser,
  SettlementError,
  type Hold,
  type PurserError,
} from '@purser/sdk';
import { admin, budget, money, proxy, purser, useAgent } from './support/agent.js';
import { errorOf, until } from './support/waiting.js';

useAgent('10');

const RESERVE = /^POST \/v1\/reservations$/;
const COMMIT = /^POST \/v1\/reservations\/\w+\/commit$/;
const EXTEND = /^POST \/v1\/reservations\/\w+\/extend$/;

const stateOf = async (id: string): Promise<string> =>
  (await admin.get<{ state: string }>(`/v1/reservations/${id}`)).body.state;

describe('what is paid', () => {
  it('is what the work has reported, and its value is answered', async () => {
    const value = await purser.paid(
      {
        budget,
        max: '0.35',
        vendor: 'openai',
        run: 'run-1',
        task: 'a',
        reason: 'try',
        labels: { team: 'x' },
      },
      async (hold) => {
        expect([hold.amount, (await money()).reserved]).toEqual(['0.35', '0.35']);
        const settled = await hold.settle({
          amount: '0.2814',
          externalId: 'req-1',
          outcome: { type: 'answered' },
        });
        expect([settled?.state, settled?.committed, settled?.externalId]).toEqual([
          'committed',
          '0.2814',
          'req-1',
        ]);
        return 42;
      },
    );
    expect(value).toBe(42);
    expect(await money()).toEqual({ spent: '0.2814', reserved: '0' });
  });

  it('is the whole estimate where the work has reported nothing', async () => {
    expect(await purser.paid({ budget: { id: budget }, max: Money.of('0.35') }, () => 'done')).toBe('done');
    await expect(purser.paid({ budget, max: 0.35 }, () => 'never')).rejects.toThrow('not exact');
    expect(await money()).toEqual({ spent: '0.35', reserved: '0' });
  });

  it('is nothing where the work has said that the call was not made', async () => {
    await purser.paid({ budget, max: '0.35' }, (hold) => hold.release('cached'));
    expect(await money()).toEqual({ spent: '0', reserved: '0' });
  });

  it('follows from usage where that was asked for', async () => {
    const options = {
      budget,
      vendor: 'openai',
      item: 'gpt-4o',
      usage: { input_tokens: 1000, output_tokens: 1000 },
    };
    const usage = { input_tokens: 1000, output_tokens: 10 };
    await purser.paid(options, (hold) => hold.settle({ usage }));
    const { spent } = await money();
    expect(Number(spent)).toBeGreaterThan(0);
    await purser.paid(options, () => undefined);
    expect(Number((await money()).spent)).toBeGreaterThan(2 * Number(spent));
  });

  it('of a stream is its last total, however often it was reported', async () => {
    await purser.paid({ budget, max: '1' }, async (hold) => {
      for (const amount of ['0.1', '0.2', '0.3', '0.4']) hold.report({ amount });
      await until(async () => (await money()).spent === '0.4');
      hold.report({ amount: '0.5' });
    });
    expect(await money()).toEqual({ spent: '0.5', reserved: '0' });
  });

  it('above the hold and above limits is a claim, and never lost', async () => {
    await purser.paid({ budget, max: '1' }, async (hold) => {
      const settled = await hold.settle({ amount: '25' });
      expect([settled?.committed, settled?.claim?.amount]).toEqual(['10', '15']);
    });
    expect(await money()).toEqual({ spent: '10', reserved: '0' });
  });

  it('is the whole where the report makes no sense, and the work hears it', async () => {
    for (const amount of [0.1, '0.1234567891'])
      await expect(purser.paid({ budget, max: '1' }, (hold) => hold.settle({ amount }))).rejects.toThrow();
    expect(await money()).toEqual({ spent: '2', reserved: '0' });
  });

  it('is settled once: a second time is a mistake of the work', async () => {
    const twice = async (hold: Hold) => {
      await hold.settle({ amount: '0.1' });
      await hold.settle({ amount: '0.2' });
    };
    await expect(purser.paid({ budget, max: '1' }, twice)).rejects.toThrow('settled or released before');
    expect(await money()).toEqual({ spent: '0.1', reserved: '0' });
  });
});

describe('on its way', () => {
  it.each(['lost', 'answer lost', 'overloaded', 'bad gateway'] as const)(
    'everything may meet this, and is paid once: %s',
    async (fault) => {
      proxy.next(RESERVE, fault);
      proxy.next(COMMIT, fault, fault);
      await purser.paid({ budget, max: '1' }, (hold) => hold.settle({ amount: '0.25' }));
      expect(await money()).toEqual({ spent: '0.25', reserved: '0' });
      expect([proxy.keysOf(RESERVE).length, proxy.keysOf(COMMIT).length]).toEqual([1, 1]);
    },
  );

  it('the settlement finds no service: the value is kept, and it can be repeated', async () => {
    const error = await errorOf(
      purser.paid({ budget, max: '1' }, async (hold) => {
        proxy.goAway(true);
        await hold.settle({ amount: '0.25' }).catch(() => undefined);
        return 'the answer';
      }),
    );
    expect(error).toBeInstanceOf(SettlementError);
    expect((error as SettlementError).value).toBe('the answer');
    expect(await money()).toEqual({ spent: '0', reserved: '1' });
    proxy.goAway(false);
    await (error as SettlementError).repeat();
    await (error as SettlementError).repeat();
    expect(await money()).toEqual({ spent: '0.25', reserved: '0' });
  });

  it('a reservation may run out before its answer arrives: it is asked for anew', async () => {
    proxy.next(RESERVE, 'answer lost', 'overloaded', 'overloaded');
    await purser.paid({ budget, max: '1', ttlSeconds: 1 }, () => undefined);
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });
});

describe('while the work goes on', () => {
  it('it is held, however long that takes', async () => {
    await purser.paid({ budget, max: '1', ttlSeconds: 1 }, async (hold) => {
      await until(async () => proxy.countOf(EXTEND) >= 5);
      expect(await stateOf(hold.id)).toBe('held');
    });
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });

  it('it may run out all the same: what it has cost is recorded late', async () => {
    proxy.next(EXTEND, ...Array.from({ length: 200 }, () => 'lost' as const));
    await purser.paid({ budget, max: '1', ttlSeconds: 1 }, async (hold) => {
      await until(async () => (await stateOf(hold.id)) === 'expired');
      await hold.settle({ amount: '0.25' });
    });
    expect(await money()).toEqual({ spent: '0.25', reserved: '0' });
  });

  it('its budget may be closed: the work hears it, and its cost is recorded', async () => {
    await purser.paid({ budget, max: '1', ttlSeconds: 1 }, async (hold) => {
      await admin.post(`/v1/budgets/${budget}/close`);
      await until(async () => hold.signal.aborted);
      expect((hold.signal.reason as PurserError).code).toBe('reservation_state');
      const settled = await hold.settle({ amount: '0.25' });
      expect(settled?.claim?.amount ?? settled?.committed).toBe('0.25');
    });
    expect((await money()).reserved).toBe('0');
  });

  it('its key may be revoked: the work hears it, and what is owed is in the error', async () => {
    const { id, secret } = await admin.issue(budget);
    const error = await errorOf(
      new Purser({ url: proxy.url, key: secret! }).paid({ budget, max: '1', ttlSeconds: 1 }, async (hold) => {
        await admin.send('DELETE', `/v1/keys/${id}`, undefined, {
          'idempotency-key': `revoke ${id}`.replace(' ', '-'),
        });
        await until(async () => hold.signal.aborted);
        expect((hold.signal.reason as PurserError).code).toBe('unauthenticated');
        return 'the answer';
      }),
    );
    expect(error).toBeInstanceOf(SettlementError);
    const { cause, body, reservationId, value } = error as SettlementError;
    expect([(cause as PurserError).code, body.total, value]).toEqual(['unauthenticated', '1', 'the answer']);
    // Somebody else records it.
    await admin.commit(reservationId, '1');
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });
});

describe('work that throws', () => {
  const failing = () => Promise.reject(new Error('the vendor has failed'));

  it.each([
    [undefined, { spent: '1', reserved: '0' }],
    ['release', { spent: '0', reserved: '0' }],
    ['keep', { spent: '0', reserved: '1' }],
    [() => 'release' as const, { spent: '0', reserved: '0' }],
  ] as const)('does this with its money: %s', async (onError, expected) => {
    await expect(purser.paid({ budget, max: '1', onError }, failing)).rejects.toThrow(
      'the vendor has failed',
    );
    expect(await money()).toEqual(expected);
  });

  it('after it has settled has paid what it said', async () => {
    const late = async (hold: Hold) => {
      void hold.settle({ amount: '0.25' });
      throw new Error('too late');
    };
    await expect(purser.paid({ budget, max: '1' }, late)).rejects.toThrow('too late');
    expect(await money()).toEqual({ spent: '0.25', reserved: '0' });
  });

  it('in the middle of a stream pays the whole: nobody knows what came after', async () => {
    const breaking = async (hold: Hold) => (hold.report({ amount: '0.25' }), failing());
    await expect(purser.paid({ budget, max: '1' }, breaking)).rejects.toThrow('the vendor has failed');
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });
});

describe('whoever aborts', () => {
  it('before the work begins pays nothing, and the work never begins', async () => {
    const abort = new AbortController();
    let began = false;
    proxy.next(RESERVE, 'overloaded');
    const paying = purser.paid({ budget, max: '1', signal: abort.signal }, () => (began = true));
    abort.abort(new Error('enough'));
    await expect(paying).rejects.toThrow('enough');
    await until(
      async () =>
        (await admin.get(`/v1/reservations?budgetId=${budget}&state=released`)).body.items.length === 1,
    );
    expect([began, await money()]).toEqual([false, { spent: '0', reserved: '0' }]);
  });

  it('while the work runs lets it know, and pays what may have been spent', async () => {
    const abort = new AbortController();
    const paying = purser.paid({ budget, max: '1', signal: abort.signal }, async (hold) => {
      abort.abort(new Error('enough'));
      hold.signal.throwIfAborted();
    });
    await expect(paying).rejects.toThrow('enough');
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });
});

describe('what is denied', () => {
  it('is a sentence with what would pass, and the work never begins', async () => {
    const error = await errorOf(purser.paid({ budget, max: '50' }, () => 'never'));
    expect(error).toBeInstanceOf(DeniedError);
    expect((error as DeniedError).largestAdmissible).toBe('10');
    expect(await money()).toEqual({ spent: '0', reserved: '0' });
  });

  it('is narrowed to what would pass, if that is enough', async () => {
    expect(await purser.paid({ budget, max: '50', narrow: true }, ({ amount }) => amount)).toBe('10');
    expect(await money()).toEqual({ spent: '10', reserved: '0' });
    await expect(purser.paid({ budget, max: '50', narrow: true }, () => 'never')).rejects.toThrow(
      DeniedError,
    );
  });

  it.each([
    ['9.99', '10'],
    ['10.0', '10'],
    ['10.01', 'denied'],
  ])('is narrowed to no less than %s', async (atLeast, expected) => {
    const found = await purser
      .paid({ budget, max: '50', narrow: { atLeast } }, ({ amount }) => amount)
      .catch((error: unknown) => (error instanceof DeniedError ? 'denied' : error));
    expect(found).toBe(expected);
  });

  it('an attempt that is over is not made again', async () => {
    const options = { budget, max: '1', idempotencyKey: `attempt-${budget}` };
    await purser.paid(options, () => undefined);
    expect(await errorOf(purser.paid(options, () => 'never'))).toBeInstanceOf(AttemptOverError);
    expect(await money()).toEqual({ spent: '1', reserved: '0' });
  });
});
