import { play, rules } from '../../../test/support/rules.js';

describe('a limit that follows the past', () => {
  rules({
    'is the least one where there is no past': `
      root R 1000
      limit e R day ~ times=5 least=10
      inforce e 10
      reserve r R 11 -> denied envelope_exceeded at=e largest=10
      reserve r R 10`,
    'is so many times the average, rounded down': `
      root R 1000
      limit e R day ~ times=2.5 least=10 past=100/7
      inforce e 35
      reserve r R 36 -> denied envelope_exceeded at=e largest=35
      reserve r R 35`,
    'stays within its bounds': `
      root R 1000
      limit e R day ~ times=2 least=10 most=50 past=4/1
      inforce e 10
      appraise e past=40/1
      inforce e 50
      appraise e past=24/1
      inforce e 48
      appraise e past=0/0
      inforce e 10`,
    'is worked out anew for the next decision, and moves the revision': `
      root R 1000
      limit e R day ~ times=5 least=10
      R: 1000 version=2 revision=2
      reserve r R 10
      reserve s R 20 -> denied envelope_exceeded at=e
      appraise e past=12/2
      R: 1000 reserved=10 version=5 revision=3
      inforce e 30
      reserve s R 20
      used e 30`,
    'may fall below what is used': `
      root R 1000
      limit e R day ~ times=5 least=10 past=20/2
      reserve r R 50
      appraise e past=22/4
      inforce e 27
      reserve s R 1 -> denied envelope_exceeded at=e largest=0 retry=2026-01-16
      commit r 50
      reserve s R 1 -> denied envelope_exceeded at=e`,
    'counts reservations as well': `
      root R 1000
      limit n R hour ~ times=1.5 least=1 metric=count past=5/2
      inforce n 3
      reserve r R 1
      reserve s R 1
      reserve t R 1
      reserve u R 1 -> denied count_exceeded at=n`,
    'looks at single reservations': `
      root R 1000
      limit e R transaction ~ times=3 least=5 past=40/4
      inforce e 30
      reserve r R 31 -> denied envelope_exceeded at=e largest=30
      reserve r R 30`,
    'writes nothing while it stays what it is': `
      root R 1000
      limit e R day ~ times=5 least=10
      appraise e past=0/0 -> ignored
      appraise e past=8/4 -> ignored
      appraise e past=12/4
      appraise e past=15/5 -> ignored
      R: 1000 version=3 revision=3`,
    'is worked out by nobody once it is gone, fixed, relative in another way or its budget closed': `
      root R 1000
      child a R 10
      appraise x past=100/1 of=R -> ignored
      appraise x past=100/1 of=nobody -> ignored
      limit e R day ~ times=5 least=10
      limit f R day 7
      appraise f past=100/1 -> ignored
      appraise e past=100/1 days=60 -> ignored
      relimit e 7
      appraise e past=100/1 -> ignored
      relimit e ~ times=2 least=10 days=60 past=20/2
      inforce e 20
      appraise e past=100/1 days=30 -> ignored
      unlimit e
      appraise e past=100/1 days=60 of=R -> ignored
      limit g a day ~ times=5 least=10
      close a
      appraise g past=100/1 -> ignored`,
    'is worked out for a frozen or paused budget': `
      root R 1000
      limit e R day ~ times=5 least=10 exceed=pause
      reserve r R 11 -> denied envelope_exceeded
      R: 1000 state=paused
      appraise e past=10/1
      inforce e 50
      freeze R
      appraise e past=12/1
      inforce e 60`,
    'is not put back by who looked earlier': `
      root R 1000
      limit e R hour ~ times=5 least=10
      appraise e past=20/1 to=2026-01-15T12:00:00Z
      appraise e past=90/1 to=2026-01-15T11:00:00Z -> ignored
      inforce e 100
      appraise e past=90/1 to=2026-01-15T13:00:00Z
      inforce e 450`,
    'asks, notifies and pauses like any other': `
      root R 1000
      limit a R day ~ times=5 least=10 exceed=approve approvals=1 past=4/1
      limit b R day ~ times=2 least=10 exceed=notify past=8/1
      limit c R day ~ times=5 least=10 exceed=pause past=8/1
      reserve r R 17 -> notice b
      reserve s R 4 -> notice b,a
      rsv s state=pending_approval
      approve s by=ann -> notice a,b
      reserve t R 20 -> denied envelope_exceeded at=c
      R: 1000 reserved=21 state=paused`,
    'gives way to a fixed one, and takes its place': `
      root R 1000 scale=2
      limit e R day 20
      relimit e ~ times=5 least=10.50 most=20 past=100/1
      inforce e 1050
      relimit e exceed=notify
      inforce e 1050
      relimit e 3.5
      inforce e 350`,
    'cannot be had where there is nothing to compare with': `
      root R 1000
      limit e R lifetime ~ times=5 -> rejected invalid_envelope field=relative
      limit e R day ~ times=5 per=vendor -> rejected invalid_envelope field=relative
      limit e R day ~ times=5 days=2 -> rejected invalid_envelope field=relative.windowDays
      limit e R week ~ times=5 days=14 -> rejected invalid_envelope field=relative.windowDays
      limit e R month ~ times=5 days=62 -> rejected invalid_envelope field=relative.windowDays
      limit e R day ~ times=5 least=10 most=9 -> rejected invalid_envelope field=relative.atMost
      limit e R day ~ times=5 least=1.5 -> rejected invalid_amount field=relative.atLeast
      limit e R day ~ times=5 most=x -> rejected invalid_amount field=relative.atMost
      limit e R day ~ -> rejected invalid_envelope field=limit
      limit e R day 9 times=5 -> rejected invalid_envelope field=limit
      limit f R day ~ times=5 days=3
      relimit f 9 times=5 -> rejected invalid_envelope field=limit
      limit g R lifetime 9 per=run
      relimit g ~ times=5 -> rejected invalid_envelope field=relative`,
  });

  it('records the past that it follows', () => {
    const world = play(`
      root R 1000 scale=2
      limit e R day ~ times=5 least=1.0 past=1000/3
      limit n R day ~ times=5 least=1 metric=count
      appraise n past=1000/3 to=2026-01-15T00:00:00Z`);
    const [e, n] = world.state.envelopes.get('R')!;
    expect(e).toMatchObject({
      limit: 1666n,
      relative: { atLeast: '1', atMost: null },
      baseline: { average: '3.33', total: '10', windows: 3, at: '2026-01-15T12:00:00.000Z' },
    });
    expect(n).toMatchObject({
      limit: 1666n,
      baseline: {
        average: '333.33',
        total: '1000',
        from: '2026-01-14T00:00:00.000Z',
        to: '2026-01-15T00:00:00.000Z',
      },
    });
    const recorded = world.journal.at(-1)!.content;
    expect(recorded).toMatchObject({ kind: 'appraise', envelope: { id: 'n', limit: '1666' } });
    expect(recorded.envelope?.baseline).toEqual(n!.baseline);
  });
});
