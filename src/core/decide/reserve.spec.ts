import { play, rules } from '../../../test/support/rules.js';
import { command, NOON, origin, World } from '../../../test/support/core.js';

describe('reserve', () => {
  rules({
    'sets money aside until it is settled': `
      root R 100
      reserve r R 30
      R: 100 reserved=30 version=2
      rsv r state=held amount=30 held=30
      reserve s R 71 -> denied insufficient_funds at=R largest=70 retry=never
      reserve s R 70
      reserve t R 1 -> denied insufficient_funds at=R largest=0`,
    'of nothing is possible, even without money': `
      root R 0
      reserve r R 0
      rsv r state=held amount=0`,
    'of what is no amount is not': `
      root R 100 scale=2
      reserve r R -1 -> rejected invalid_amount field=amount
      reserve r R 1.001 -> rejected invalid_amount field=amount
      reserve r R 1e1 -> rejected invalid_amount field=amount
      reserve r R 01 -> rejected invalid_amount
      reserve r R .5 -> rejected invalid_amount
      reserve r R 5. -> rejected invalid_amount
      reserve r R NaN -> rejected invalid_amount
      reserve r R 0x10 -> rejected invalid_amount
      reserve r R 10000000000000000 -> denied insufficient_funds largest=100
      reserve r R 10000000000000000.01 -> rejected invalid_amount
      reserve r R 9999999999999999999999999999999 -> rejected invalid_amount
      reserve r R 99.99
      R: 100 reserved=99.99`,
    'on nobody is not': `
      root R 100
      reserve r X 1 -> rejected not_found
      dry_run X 1 -> rejected not_found`,
    'only against the balance that was seen, if so wished': `
      root R 100
      reserve r R 1 expect=1
      reserve s R 1 expect=1 -> rejected version_mismatch current=2 field=expectedVersion
      reserve s R 1 expect=2`,
    'a denial is a version of its own': `
      root R 10
      reserve r R 11 -> denied insufficient_funds
      R: 10 version=2
      reserve s R 1 expect=1 -> rejected version_mismatch current=2`,
    'names everything that is in the way': `
      root R 100 vendors=-evil
      child a R 10..20 categories=+llm
      limit e R day 5
      limit n a minute 0 metric=count
      limit t a transaction 3
      freeze R
      reserve r a 30 vendor=evil -> denied budget_frozen,vendor_not_allowed,category_not_allowed,insufficient_funds,envelope_exceeded,count_exceeded at=R,a,R,a,n,t,e largest=0 retry=never`,
  });
});

describe('a policy', () => {
  rules({
    'lets pass what it allows and does not deny': `
      root R 100 vendors=+a,+b,-b
      reserve r R 1 vendor=a
      reserve s R 1 vendor=b -> denied vendor_not_allowed at=R largest=0 retry=never
      reserve s R 1 vendor=c -> denied vendor_not_allowed at=R
      reserve s R 1 -> denied vendor_not_allowed at=R`,
    'that only denies lets pass what is not named': `
      root R 100 categories=-x
      reserve r R 1 category=x -> denied category_not_allowed at=R largest=0 retry=never
      reserve r R 1 category=y
      reserve s R 1`,
    'can only be narrowed down the tree': `
      root R 100 vendors=+a,+b
      child x R 0..50 vendors=+b,+c
      child y x 0..50
      reserve r y 1 vendor=a -> denied vendor_not_allowed at=x
      reserve r y 1 vendor=c -> denied vendor_not_allowed at=R
      reserve r y 1 vendor=d -> denied vendor_not_allowed at=x,R
      reserve r y 1 vendor=b
      reserve s R 1 vendor=a`,
    'binds the next decision, and of a commit what exceeds the hold': `
      root R 100
      reserve r R 10 vendor=a
      update R vendors=-a
      reserve s R 10 vendor=a -> denied vendor_not_allowed
      commit r 12 -> denied vendor_not_allowed largest=10
      commit r 10
      R: 100 spent=10`,
  });
});

describe('a key', () => {
  rules({
    'answers once': `
      root R 100
      reserve r R 10 key=k
      reserve s R 10 key=k -> replayed
      R: 100 reserved=10 version=2`,
    'answers the same after everything has changed': `
      root R 100
      reserve r R 10 key=k
      commit r 10 key=c
      close R
      wait 1000000
      reserve r R 10 key=k -> replayed
      commit r 10 key=c -> replayed`,
    'cannot ask for something else': `
      root R 100
      reserve r R 10 key=k body=one
      reserve s R 11 key=k body=two -> rejected idempotency_key_reused
      release r key=k body=three -> rejected idempotency_key_reused
      reserve s R 10 key=k body=one -> replayed`,
    'is not burnt by a denial': `
      root R 10
      reserve r R 11 key=k -> denied insufficient_funds
      reserve r R 11 key=k -> denied insufficient_funds
      fund R 1
      reserve r R 11 key=k
      reserve r R 11 key=k -> replayed`,
    'is not burnt by a rejection': `
      root R 10
      reserve r R 1 key=k expect=9 -> rejected version_mismatch
      reserve r R 1 key=k body=other
      reserve r R 1 key=k -> rejected idempotency_key_reused`,
    'belongs to its tree': `
      root R 10 key=k
      root S 10 key=j
      reserve r R 1 key=k
      reserve s S 1 key=k
      reserve t S 1 key=k -> replayed
      S: 10 reserved=1`,
  });
});

describe('a dry run', () => {
  rules({
    'says what a reservation would meet': `
      root R 100
      child a R 10..50
      limit e R day 30
      dry_run a 30 -> admissible largest=30
      dry_run a 31 -> denied envelope_exceeded at=e largest=30 retry=never
      dry_run a 51 -> denied insufficient_funds,envelope_exceeded at=a,e largest=30 retry=never
      dry_run a 1.5 -> rejected invalid_amount
      a: 10 version=1
      R: 100 delegated=10 version=3`,
  });
});

describe('amounts', () => {
  it.each(Array.from({ length: 10 }, (_, scale) => scale))(
    'are exact at scale %i, up to 10^18 units',
    (scale) => {
      const unit = scale === 0 ? '1' : `0.${'1'.padStart(scale, '0')}`;
      const all = `1${'0'.repeat(18 - scale)}`;
      const rest = '9'.repeat(18 - scale) + (scale === 0 ? '' : `.${'9'.repeat(scale)}`);
      play(`root R ${all} scale=${scale}
      child a R 0..${all}
      limit e R lifetime ${all}
      reserve r a ${unit}
      reserve s a ${all} -> denied insufficient_funds,envelope_exceeded at=a,R,e largest=${rest}
      reserve s a ${rest}
      a: ${all} reserved=${all}
      commit s ${rest}
      commit r ${unit}
      R: ${all} delegated=${all}
      fund R ${unit} -> rejected amount_overflow
      refund s ${rest}
      a: ${unit} spent=${unit}`);
    },
  );

  rules({
    'paid and refunded over and over stay within bounds': `
      root R 1000000000000000000
      reserve r R 1000000000000000000
      commit r 1000000000000000000 partial
      refund r 1000000000000000000
      commit r 1 -> rejected amount_overflow
      commit r 0
      R: 1000000000000000000`,
    'what an envelope has counted leaves room for so much less': `
      root R 1000000000000000000
      child a R 1
      limit e R lifetime 1 exceed=notify
      reserve r a 1 overage=overdraft
      commit r 600000000000000000 -> notice e
      dry_run R 1 -> admissible largest=400000000000000000
      dry_run R 400000000000000001 -> rejected amount_overflow
      reserve s R 400000000000000001 -> rejected amount_overflow
      dry_run R 1000000000000000000 -> denied insufficient_funds largest=400000000000000000`,
    'a debt stays within bounds': `
      root R 1
      reserve r R 1 overage=overdraft
      commit r 1000000000000000000
      R: 1 spent=1000000000000000000 overdraft=999999999999999999 state=paused
      resume R reason=paid
      reserve s R 0 overage=overdraft
      commit s 1 -> rejected amount_overflow`,
    'a debt leaves room for what is held': `
      root R 2
      reserve r R 1 overage=overdraft
      reserve s R 1
      commit r 1000000000000000000 -> rejected amount_overflow
      commit r 999999999999999999
      commit s 1
      R: 2 spent=1000000000000000000 overdraft=999999999999999998 state=paused`,
  });
});

describe('an entry', () => {
  it('says who, what, why and under which limits', () => {
    const world = play(`
      root R 100 scale=2
      limit e R day 50 per=vendor
      limit t R transaction 40
      limit n R hour 5 metric=count`);
    const { outcome } = world.run(
      command('reserve', {
        origin: origin('key', 'print'),
        treeId: 'R',
        budgetId: 'R',
        reservationId: 'r',
        amount: '2.50',
        vendor: 'acme',
        reason: 'because',
        context: { prompt: 'hello' },
        metadata: { a: 1 },
      }),
    );
    expect(outcome.status === 'accepted' && outcome.entry).toEqual({
      treeId: 'R',
      budgetId: 'R',
      version: 5,
      at: '2026-01-15T12:00:00.000Z',
      kind: 'reserve',
      outcome: 'accepted',
      by: 'tester',
      request: { id: 'request', idempotencyKey: 'key', fingerprint: 'print' },
      deltas: { reserved: '2.5' },
      balances: {
        allocated: '100',
        reserved: '2.5',
        delegated: '0',
        spent: '0',
        overdraft: '0',
        available: '97.5',
      },
      charges: [
        { counterId: 'e/2026-01-15T00:00:00.000Z/acme', delta: '2.5', used: '2.5', limit: '50' },
        { counterId: 'e/2026-01-15T00:00:00.000Z/*', delta: '1', used: '1' },
        { envelopeId: 't', limit: '40' },
        { counterId: 'n/2026-01-15T12:00:00.000Z/', delta: '1', used: '1', limit: '5' },
      ],
      context: { prompt: 'hello' },
      reservation: {
        id: 'r',
        state: 'held',
        amount: '2.5',
        held: '2.5',
        committed: '0',
        refunded: '0',
        vendor: 'acme',
        category: null,
        runId: null,
        taskId: null,
        reason: 'because',
        overage: 'available',
        metadata: { a: 1 },
        createdAt: '2026-01-15T12:00:00.000Z',
        expiresAt: '2026-01-15T12:10:00.000Z',
        settledAt: null,
      },
    });
  });

  it('of a denial says what was asked for and what was in the way', () => {
    const world = play('root R 5');
    const denied = command('reserve', {
      treeId: 'R',
      budgetId: 'R',
      reservationId: 'r',
      amount: '7',
      reason: 'why',
    });
    const { outcome } = world.run(denied);
    expect(outcome).toMatchObject({
      status: 'denied',
      entry: {
        kind: 'reserve',
        outcome: 'denied',
        reason: 'why',
        deltas: {},
        requested: { amount: '7', vendor: null },
        denial: {
          code: 'insufficient_funds',
          violations: [{ budgetId: 'R', limit: '5', used: '0', requested: '7', remaining: '5' }],
          largestAdmissible: '5',
          retryAt: null,
        },
      },
    });
  });

  it('has a time that never goes back, even when the clock does', () => {
    const world = play('root R 5');
    world.moveTo(NOON - 60_000);
    world.run(command('reserve', { treeId: 'R', budgetId: 'R', reservationId: 'r', amount: '1' }));
    expect(world.journal.at(-1)!.at).toBe(NOON);
    expect(world.state.reservations.get('r')!.createdAt).toBe(NOON - 60_000);
  });

  it('on an ancestor says whose money it moved', () => {
    const world = play('root R 50\nchild a R 0..50\nreserve r a 5');
    expect(world.journal.at(-1)).toMatchObject({
      budgetId: 'R',
      requestKey: null,
      reservationId: null,
      content: { kind: 'reserve', deltas: { delegated: '5' }, cause: { budgetId: 'a', reservationId: 'r' } },
    });
  });

  it('nothing is written by a decision that is not applied', () => {
    const world = World.at(NOON);
    expect(world.admits(command('create', { treeId: 'R', budgetId: 'R', allocation: '5' }))).toBe(true);
    expect(world.state.budgets.size).toBe(0);
  });
});
