import { EVERYTHING } from './matches/match.js';
import { envelopeInput, NOON } from '../../test/support/core.js';
import { CHILD, EventWorld, kinds, ROOT, types } from '../../test/support/event-world.js';
import type { KeyInput } from './commands/inputs.js';
import { ENTRY_KINDS } from './kinds.js';
import { EVENT_PATTERNS, EVENT_TYPES, matches } from './event-types.js';
import { UNSCOPED } from './keys.js';

const keyInput = (id: string): KeyInput => ({
  id,
  hash: `hash of ${id}`,
  name: id,
  role: 'agent',
  scopes: UNSCOPED,
  expiresAt: null,
});

const PRICE = {
  id: 'price_1',
  vendor: 'acme',
  item: 'thing',
  from: null,
  tariff: { charges: [{ amount: '1', per: 1, unit: 'call' }] },
};

afterAll(() => {
  expect([...kinds].sort()).toEqual([...ENTRY_KINDS].sort());
  expect([...types].sort()).toEqual([...EVENT_TYPES].sort());
});

describe('the events of a command', () => {
  it.each<[string, (world: EventWorld) => string[], string[]]>([
    ['a reservation', (t) => t.reserve('10'), ['00 reservation.reserved']],
    ['a denial', (t) => t.reserve('101'), ['00 reservation.denied']],
    [
      'a reservation that draws on the parent, on its own budget alone',
      (t) => {
        t.run('delegate', { childId: CHILD, guarantee: '0', ceiling: '50' });
        return t.reserve('10', { budgetId: CHILD });
      },
      ['01 reservation.reserved'],
    ],
    [
      'a commit',
      (t) => {
        t.reserve('10');
        return t.run('commit', { reservationId: 'rsv_1', amount: '8' });
      },
      ['00 reservation.committed'],
    ],
    [
      'a commit that is denied',
      (t) => {
        t.reserve('10');
        return t.run('commit', { reservationId: 'rsv_1', amount: '200' });
      },
      ['00 reservation.denied'],
    ],
    [
      'a debt, which pauses',
      (t) => {
        t.reserve('10', { overage: 'overdraft' });
        return t.run('commit', { reservationId: 'rsv_1', amount: '200' });
      },
      ['00 reservation.committed', '00 reservation.overdraft', '00 budget.paused'],
    ],
    [
      'a cost above a limit, which stops the budget until its window has ended',
      (t) => {
        t.limits({ limit: '20' });
        t.reserve('10');
        const events = t.run('commit', { reservationId: 'rsv_1', amount: '25', overage: 'overdraft' });
        t.world.moveTo(NOON + 12 * 3_600_000);
        return [...events, ...t.run('pause_end', {})];
      },
      [
        '00 reservation.committed',
        '00 reservation.overdraft',
        '00 budget.paused',
        '00 envelope.threshold_reached',
        '00 budget.resumed',
      ],
    ],
    [
      'a cost that may not go above limits, of which a part is paid and the rest is claimed and settled in parts',
      (t) => {
        t.reserve('10');
        return [
          ...t.claim('200'),
          ...t.run('claim_settle', { reservationId: 'rsv_1', amount: '1' }),
          ...t.run('claim_dismiss', { reservationId: 'rsv_1', reason: 'no cost' }),
        ];
      },
      [
        '00 reservation.committed',
        '00 reservation.claimed',
        '00 reservation.claim_settled',
        '00 reservation.committed',
        '00 reservation.overdraft',
        '00 budget.paused',
        '00 reservation.claim_dismissed',
      ],
    ],
    [
      'a late cost of which nothing can be paid: the claim alone',
      (t) => {
        t.reserve('10');
        t.run('release', { reservationId: 'rsv_1' });
        t.reserve('100');
        return t.claim('7');
      },
      ['00 reservation.claimed'],
    ],
    [
      'a charge, which pays',
      (t) => t.run('charge', { reservationId: 'rsv_1', amount: '5' }),
      ['00 reservation.charged', '00 reservation.committed'],
    ],
    [
      'release, refund, extension',
      (t) => {
        t.reserve('10');
        t.reserve('10', { tokenHash: 'a'.repeat(64) });
        t.run('commit', { reservationId: 'rsv_1', amount: '10' });
        return [
          ...t.run('refund', { reservationId: 'rsv_1', amount: '1' }),
          ...t.run('extend', { reservationId: 'rsv_2' }),
          ...t.run('token_revoke', { reservationId: 'rsv_2' }),
          ...t.run('release', { reservationId: 'rsv_2' }),
        ];
      },
      ['00 reservation.refunded', '00 reservation.released'],
    ],
    [
      'disputes: withdrawn, upheld, which gives back, and rejected',
      (t) => [...t.dispute('ann withdraw'), ...t.dispute('bob uphold'), ...t.dispute('bob reject')],
      ['withdrawn', 'upheld', 'rejected'].flatMap((end) => [
        '00 reservation.disputed',
        `00 reservation.dispute_${end}`,
        ...(end === 'upheld' ? ['00 reservation.refunded'] : []),
      ]),
    ],
    [
      'an expiry',
      (t) => {
        t.reserve('10', { ttlSeconds: 1 });
        t.world.moveTo(NOON + 2_000);
        return t.run('expire', { reservationId: 'rsv_1' });
      },
      ['00 reservation.expired'],
    ],
    [
      'the end of a promise, which is paid',
      (t) => {
        t.reserve('10', { ttlSeconds: 1, onExpiry: 'commit' });
        t.world.moveTo(NOON + 2_000);
        return t.run('expire', { reservationId: 'rsv_1' });
      },
      ['00 reservation.expired', '00 reservation.committed'],
    ],
    [
      'a delegation, on the child',
      (t) => t.run('delegate', { childId: CHILD, guarantee: '5' }),
      ['01 budget.delegated'],
    ],
    ['a delegation that is denied', (t) => t.run('delegate', { childId: CHILD, guarantee: '500' }), []],
    [
      'money',
      (t) => [...t.run('fund', { amount: '5' }), ...t.run('defund', { amount: '5' })],
      ['00 budget.funded', '00 budget.funded'],
    ],
    [
      'a reservation that people are asked about, once they all agree',
      (t) => {
        t.asks(2);
        return [...t.reserve('20'), ...t.answer('approve', 'ann'), ...t.answer('approve', 'bob')];
      },
      ['00 reservation.pending_approval', '00 reservation.approved'],
    ],
    [
      'a last approval that is denied',
      (t) => {
        t.asks(1);
        t.reserve('20');
        t.run('freeze', {});
        return t.answer('approve', 'ann');
      },
      ['00 reservation.denied'],
    ],
    [
      'a rejection',
      (t) => {
        t.asks(1);
        t.reserve('20');
        return t.answer('reject', 'ann', { reason: 'too much' });
      },
      ['00 reservation.rejected'],
    ],
    [
      'an approval that nobody gives in time',
      (t) => {
        t.asks(1);
        t.reserve('20');
        t.world.moveTo(NOON + 3_600_000);
        return t.run('expire', { reservationId: 'rsv_1' });
      },
      ['00 reservation.expired'],
    ],
    [
      'a request that trips a breaker above it',
      (t) => {
        t.run('delegate', { childId: CHILD, guarantee: '50' });
        t.limits({ limit: '10', onExceed: 'pause' });
        return t.reserve('20', { budgetId: CHILD });
      },
      ['01 reservation.denied', '00 budget.paused'],
    ],
    [
      'a debt that trips a breaker, besides the debt itself',
      (t) => {
        t.limits({ limit: '150', onExceed: 'pause' });
        t.reserve('10', { overage: 'overdraft' });
        return t.run('commit', { reservationId: 'rsv_1', amount: '200' });
      },
      [
        '00 reservation.committed',
        '00 reservation.overdraft',
        '00 budget.paused',
        '00 envelope.threshold_reached',
      ],
    ],
    [
      'keys: issued alone, with a child, in the place of another, revoked, and revoked again',
      (t) => [
        ...t.run('key_issue', { key: keyInput('key_1') }),
        ...t.run('delegate', { childId: CHILD, guarantee: '1', key: keyInput('key_2') }),
        ...t.run('key_rotate', { keyId: 'key_1', newId: 'key_3', newHash: 'h3' }),
        ...t.run('key_revoke', { keyId: 'key_3' }),
        ...t.run('key_revoke', { keyId: 'key_3' }),
        ...t.run('keys_revoke', { subtree: true }),
      ],
      [
        '00 key.issued',
        '01 budget.delegated',
        '01 key.issued',
        '00 key.issued',
        '00 key.revoked',
        '00 key.revoked',
        '00 key.revoked',
      ],
    ],
    [
      'settings and envelopes',
      (t) => [
        ...t.run('envelope_create', { ifRevision: 1, envelope: envelopeInput({ id: 'env_9', limit: '9' }) }),
        ...t.run('envelope_update', { ifRevision: 2, envelopeId: 'env_9', limit: '8' }),
        ...t.run('envelope_delete', { ifRevision: 3, envelopeId: 'env_9' }),
        ...t.run('price_set', { ifRevision: 4, price: PRICE }),
        ...t.run('price_end', { ifRevision: 5, priceId: 'price_1' }),
      ],
      Array.from({ length: 5 }, () => '00 budget.updated'),
    ],
    [
      'a limit that follows the past, when it has moved',
      (t) => {
        t.limits({
          limit: null,
          relative: { times: 5, of: 'average', windowDays: 30, atLeast: '10', atMost: null },
        });
        const past = (total: bigint) => ({ from: NOON - 86_400_000, to: NOON, total, windows: 1 });
        const appraise = (total: bigint) =>
          t.run('appraise', { envelopeId: 'env_new', windowDays: 30, past: past(total) });
        return [...appraise(1n), ...appraise(8n)];
      },
      ['00 budget.updated'],
    ],
    [
      'a first payment to a vendor',
      (t) => {
        t.limits({ limit: '5', window: 'transaction', match: { ...EVERYTHING, newVendors: true } });
        t.reserve('5', { vendor: 'v' });
        return t.run('commit', { reservationId: 'rsv_1', amount: '5' });
      },
      ['00 reservation.committed'],
    ],
    [
      'a request that is denied again and again, until it trips',
      (t) => {
        t.limits({ limit: '2', metric: 'denials', per: 'request', onExceed: 'pause' });
        return [t.reserve('101'), t.reserve('101'), t.reserve('101')].flat();
      },
      [
        '00 reservation.denied',
        '00 reservation.denied',
        '00 envelope.exhausted',
        '00 reservation.denied',
        '00 envelope.threshold_reached',
        '00 budget.paused',
      ],
    ],
    ['settings', (t) => t.run('update', { ifRevision: 1, name: 'x' }), ['00 budget.updated']],
    [
      'freeze and resume',
      (t) => [...t.run('freeze', {}), ...t.run('resume', {})],
      ['00 budget.frozen', '00 budget.resumed'],
    ],
    [
      'a close, with all that it ends below',
      (t) => {
        t.run('delegate', { childId: CHILD, guarantee: '10' });
        t.reserve('3', { budgetId: CHILD });
        return t.run('close', {});
      },
      ['01 reservation.released', '01 budget.closed', '00 budget.closed'],
    ],
    [
      'a close of more than one decision may weigh, as it begins',
      (t) => {
        t.world.state.oversized.add(ROOT);
        return t.run('close', {});
      },
      ['00 budget.closing'],
    ],
    [
      'the parts of such a close, by budget',
      (t) => {
        t.run('delegate', { childId: CHILD, guarantee: '10' });
        t.reserve('3', { budgetId: CHILD });
        t.reserve('3', { budgetId: CHILD });
        t.world.state.oversized.add(ROOT);
        t.run('close', {});
        return [...t.run('continue_close', { entries: 2 }), ...t.run('continue_close', {})];
      },
      [
        '01 budget.closing',
        '01 reservation.released',
        '01 reservation.released',
        '01 budget.closed',
        '00 budget.closed',
      ],
    ],
  ])('%s', (_, act, expected) => {
    expect(act(new EventWorld())).toEqual(expected);
  });

  it('an alert once, when its limit is passed', () => {
    const world = new EventWorld([{ limit: '10', onExceed: 'notify', window: 'day' }]);
    expect(world.reserve('10')).toEqual(['00 reservation.reserved', '00 envelope.exhausted']);
    const [, alert] = world.events('reserve', { reservationId: 'rsv_9', amount: '1' });
    expect(alert?.type).toBe('envelope.threshold_reached');
    expect(alert?.data.limits).toEqual([
      { envelopeId: 'env_0', budgetId: ROOT, budgetName: 'root', limit: '10', used: '10', requested: '1' },
    ]);
    expect(world.reserve('1')).toEqual(['00 reservation.reserved']);
  });

  it('a limit that is used up, by the reservation that did it and not by those that it denies', () => {
    const world = new EventWorld([{ limit: '10', per: 'vendor', window: 'day' }]);
    expect(world.reserve('9', { vendor: 'a/b' })).toEqual(['00 reservation.reserved']);
    expect(world.reserve('2', { vendor: 'a/b' })).toEqual(['00 reservation.denied']);
    const [, last] = world.events('reserve', { reservationId: 'rsv_9', amount: '1', vendor: 'a/b' });
    expect(last?.type).toBe('envelope.exhausted');
    expect(last?.data.limits).toEqual([
      { envelopeId: 'env_0', budgetId: ROOT, budgetName: 'root', key: 'a/b', limit: '10', used: '10' },
    ]);
    expect(world.reserve('1', { vendor: 'a/b' })).toEqual(['00 reservation.denied']);
    expect(world.reserve('1', { vendor: 'c' })).toEqual(['00 reservation.reserved']);
  });

  it('the name of a limit that has one, and its key where an alert has one', () => {
    const world = new EventWorld([
      { name: 'daily', limit: '10', per: 'vendor', onExceed: 'notify', window: 'day' },
    ]);
    const [, used] = world.events('reserve', { reservationId: 'rsv_1', amount: '10', vendor: 'acme' });
    expect(used?.data.limits).toEqual([
      {
        envelopeId: 'env_0',
        envelopeName: 'daily',
        budgetId: ROOT,
        budgetName: 'root',
        key: 'acme',
        limit: '10',
        used: '10',
      },
    ]);
    const [, passed] = world.events('reserve', { reservationId: 'rsv_2', amount: '1', vendor: 'acme' });
    expect(passed?.data.limits).toMatchObject([{ envelopeName: 'daily', key: 'acme', requested: '1' }]);
  });
});

it.each([
  ['reservation.expired', ['*'], true],
  ['reservation.expired', ['reservation.*'], true],
  ['reservation.expired', ['budget.*', 'reservation.expired'], true],
  ['reservation.expired', ['reservation.denied'], false],
  ['envelope.exhausted', ['budget.*'], false],
])('%s is asked for by %j: %s', (type, patterns, expected) => {
  expect(matches(type, patterns)).toBe(expected);
  for (const pattern of patterns) expect(EVENT_PATTERNS).toContain(pattern);
});
