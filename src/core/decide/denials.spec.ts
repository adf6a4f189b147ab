import { command } from '../../../test/support/core.js';
import { play, rules } from '../../../test/support/rules.js';
import { MAX_FOLLOWED } from '../envelopes.js';

describe('an envelope that counts denials', () => {
  rules({
    'pauses its budget when the same request is denied too often': `
      root R 10
      limit d R hour 3 metric=denials per=request exceed=pause
      reserve r R 60 vendor=v -> denied insufficient_funds largest=10
      reserve r R 60 vendor=v -> denied insufficient_funds largest=10
      reserve r R 60 vendor=v -> denied insufficient_funds largest=10
      used d 3 key=R_60_v_-
      R: 10 version=5 revision=2
      reserve r R 60 vendor=v -> denied insufficient_funds largest=0 retry=never
      R: 10 state=paused version=7 revision=3
      reserve r R 60 vendor=v -> denied budget_paused,insufficient_funds
      used d 4 key=R_60_v_-
      used d 1`,
    'counts nothing while a budget above is stopped': `
      root R 10
      child a R 5
      limit d R day 5 metric=denials exceed=notify
      freeze R
      reserve r a 60 -> denied budget_frozen,insufficient_funds
      used d 0
      resume R
      reserve r a 60 -> denied insufficient_funds
      used d 1`,
    'counts requests by budget, amount, vendor and category': `
      root R 10 scale=2
      child a R 1
      limit d R hour 1 metric=denials per=request exceed=pause
      reserve r R 60 vendor=v category=c -> denied insufficient_funds
      reserve r a 60 vendor=v category=c -> denied insufficient_funds
      reserve r R 61 vendor=v category=c -> denied insufficient_funds
      reserve r R 60 vendor=w category=c -> denied insufficient_funds
      reserve r R 60 vendor=v -> denied insufficient_funds
      used d 5
      R: 10 delegated=1
      reserve r R 60.00 vendor=v category=c run=x by=eve -> denied insufficient_funds largest=0
      R: 10 delegated=1 state=paused`,
    'counts a retry with its key as well': `
      root R 10
      limit d R hour 1 metric=denials per=request exceed=pause
      reserve r R 60 key=k -> denied insufficient_funds
      reserve r R 60 key=k -> denied insufficient_funds largest=0
      R: 10 state=paused`,
    'or all denials, or those for a vendor, a category or a run': `
      root R 10
      child a R 1
      child b R 1
      limit d a day 2 metric=denials exceed=pause
      limit e b day 1 metric=denials per=vendor exceed=pause
      reserve r a 2 -> denied insufficient_funds
      reserve r a 3 vendor=v -> denied insufficient_funds
      used d 2
      reserve r a 4 run=x -> denied insufficient_funds largest=0
      a: 1 state=paused
      reserve r b 2 vendor=v -> denied insufficient_funds
      reserve r b 3 vendor=w -> denied insufficient_funds
      reserve r b 4 -> denied insufficient_funds
      b: 1
      reserve r b 5 vendor=v -> denied insufficient_funds
      b: 1 state=paused`,
    'whatever denies': `
      root R 10 vendors=-v
      limit e R day 5
      limit d R day 1 metric=denials exceed=notify
      reserve r R 1 vendor=v -> denied vendor_not_allowed
      reserve r R 6 -> denied envelope_exceeded at=e largest=5
      used d 2
      reserve r R 5
      used d 2`,
    'but not what a stop denies, nor what is only asked, nor what is no reservation': `
      root R 10
      limit d R day 1 metric=denials exceed=pause
      freeze R
      reserve r R 60 -> denied budget_frozen,insufficient_funds
      resume R
      dry_run R 60 -> denied insufficient_funds
      child a R 60 -> denied insufficient_funds
      reserve r R 10
      commit r 60 -> denied insufficient_funds
      reserve s R x -> rejected invalid_amount
      used d 0`,
    'what matches, in its scope': `
      root R 10
      child a R 1
      limit d R day 0 metric=denials exceed=notify match=v
      limit e R day 0 metric=denials exceed=notify scope=self
      reserve r a 2 vendor=v -> denied insufficient_funds
      used d 1
      used e 0
      reserve r R 60 vendor=w -> denied insufficient_funds
      used d 1
      used e 1`,
    'in a window, and goes on where it was after a resume': `
      root R 10
      limit d R hour 2 metric=denials per=request exceed=pause
      reserve r R 60 -> denied insufficient_funds
      reserve r R 60 -> denied insufficient_funds
      wait 3600
      reserve r R 60 -> denied insufficient_funds
      reserve r R 60 -> denied insufficient_funds
      R: 10
      reserve r R 60 -> denied insufficient_funds
      R: 10 state=paused
      resume R reason=looked
      reserve r R 10
      release r
      reserve r R 60 -> denied insufficient_funds
      R: 10 state=paused
      resume R reason=again
      relimit d 20
      reserve r R 60 -> denied insufficient_funds largest=10
      R: 10`,
    'stops each budget once, beside other breakers': `
      root R 100
      child a R 50
      limit e a day 10 exceed=pause
      limit d R day 0 metric=denials exceed=pause
      reserve r a 20 -> denied envelope_exceeded at=e largest=0
      a: 50 state=paused
      R: 100 delegated=50 state=paused`,
    'goes with what is left to be done': `
      root R 10
      limit d R day 3 metric=denials -> rejected invalid_envelope field=onExceed
      limit d R day 3 metric=denials exceed=approve approvals=1 -> rejected invalid_envelope field=onExceed
      limit d R transaction 3 metric=denials exceed=pause -> rejected invalid_envelope field=window
      limit d R day 3 per=request exceed=pause -> rejected invalid_envelope field=per
      limit d R day 3 metric=count per=request -> rejected invalid_envelope field=per
      limit d R day ~ metric=denials times=5 exceed=pause -> rejected invalid_envelope field=relative
      limit d R day 1.5 metric=denials exceed=pause -> rejected invalid_amount field=limit
      child a R 1 envelope=day:1.5 -> rejected invalid_amount field=envelopes.0.limit
      limit d R day 3 metric=denials exceed=pause
      relimit d exceed=deny -> rejected invalid_envelope field=onExceed
      relimit d ~ times=5 -> rejected invalid_envelope field=relative
      relimit d exceed=notify`,
  });

  it('says in the denial what it counted, and in the pause why', () => {
    const world = play(`
      root R 10
      limit d R hour 1 metric=denials per=request exceed=pause
      limit n R hour 0 metric=denials exceed=notify
      reserve r R 60 -> denied insufficient_funds
      reserve r R 60 -> denied insufficient_funds`);
    const [denied, pause] = world.journal.slice(-2).map(({ content }) => content);
    expect(denied).toMatchObject({
      kind: 'reserve',
      outcome: 'denied',
      deltas: {},
      denial: { code: 'insufficient_funds', violations: [{ rule: 'insufficient_funds' }] },
      charges: [
        { counterId: 'd/2026-01-15T12:00:00.000Z/R 60 - -', delta: '1', used: '2', limit: '1' },
        { counterId: 'n/2026-01-15T12:00:00.000Z/', delta: '1', used: '2', limit: '0' },
      ],
      notices: [
        { rule: 'count_exceeded', metric: 'denials', envelopeId: 'd', used: '1', requested: '1' },
        { rule: 'count_exceeded', metric: 'denials', envelopeId: 'n', used: '1' },
      ],
    });
    expect(pause).toMatchObject({
      kind: 'pause',
      cause: { budgetId: 'R', envelopeId: 'd' },
      notices: [{ envelopeId: 'd', key: 'R 60 - -' }],
    });
  });

  it('follows so many requests in a window, and counts all others as one', () => {
    const world = play(`
      root R 10
      limit d R hour 3 metric=denials per=request exceed=pause`);
    const ask = (amount: number) =>
      world.run(
        command('reserve', { treeId: 'R', budgetId: 'R', reservationId: 'r', amount: String(amount) }),
      );
    const stateAfter = (amount: number) => {
      ask(amount);
      return world.state.budgets.get('R')!.state;
    };
    for (let i = 0; i < MAX_FOLLOWED + 3; i += 1) ask(100 + i);
    expect(world.state.counters.size).toBe(MAX_FOLLOWED + 2);
    // One that is followed has its own counter still.
    expect(stateAfter(100)).toBe('active');
    expect(stateAfter(100 + MAX_FOLLOWED + 3)).toBe('paused');
  });
});
