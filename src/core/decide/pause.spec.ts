import { play, rules } from '../../../test/support/rules.js';

describe('an envelope that pauses', () => {
  rules({
    'stops its budget with the request that would have passed it': `
      root R 100
      limit e R day 10 exceed=pause
      reserve r R 10
      R: 100 reserved=10 version=3 revision=2
      reserve s R 1 -> denied envelope_exceeded at=e largest=0 retry=never
      R: 100 reserved=10 state=paused version=5 revision=3
      reserve s R 1 -> denied budget_paused,envelope_exceeded
      R: 100 reserved=10 state=paused version=6 revision=3
      commit r 10`,
    'but not with one that something else denies as well': `
      root R 100 vendors=-evil
      limit e R day 10 exceed=pause
      reserve r R 101 -> denied insufficient_funds,envelope_exceeded largest=10
      reserve s R 11 vendor=evil -> denied vendor_not_allowed,envelope_exceeded largest=0
      R: 100 state=active version=4 revision=2
      reserve t R 11 -> denied envelope_exceeded largest=0
      R: 100 state=paused version=6 revision=3`,
    'with everything below it, and nothing beside it': `
      root R 100
      child a R 50
      child b a 20
      child c R 20
      limit e a day 10 exceed=pause
      reserve r b 11 -> denied envelope_exceeded at=e largest=0
      a: 50 delegated=20 state=paused
      b: 20
      reserve r a 1 -> denied budget_paused at=a
      reserve r b 1 -> denied budget_paused at=a
      reserve r c 1`,
    'until a person resumes it and says why; then the next one pauses it again': `
      root R 100
      limit e R day 10 exceed=pause
      reserve r R 11 -> denied envelope_exceeded
      resume R -> rejected reason_required field=reason
      R: 100 state=paused
      resume R reason=looked
      reserve r R 5
      reserve s R 6 -> denied envelope_exceeded
      R: 100 reserved=5 state=paused
      resume R reason=again
      reserve s R 5`,
    'once for one request, whichever of its limits it would pass': `
      root R 100
      child a R 50
      limit e a day 10 exceed=pause
      limit n a day 0 metric=count exceed=pause
      limit f R day 5 exceed=pause
      reserve r a 11 -> denied envelope_exceeded,count_exceeded at=e,n,f largest=0
      a: 50 state=paused revision=4
      R: 100 delegated=50 state=paused revision=3`,
    'by what a commit takes above its hold': `
      root R 100
      limit e R day 10 exceed=pause
      reserve r R 10
      commit r 11 -> denied envelope_exceeded at=e largest=10 retry=never
      R: 100 reserved=10 state=paused
      commit r 10`,
    'not by a commit that would have failed anyway': `
      root R 100
      limit e R day 10 exceed=pause
      reserve r R 10 overage=reject
      commit r 11 -> denied overage_rejected
      R: 100 reserved=10`,
    'also by a debt that has to be recorded': `
      root R 100
      child a R 20
      limit e R day 10 exceed=pause
      limit f a day 10 exceed=pause
      reserve r a 10 overage=overdraft
      commit r 11 -> notice f,e
      R: 100 delegated=20 state=paused
      a: 20 spent=11 state=paused revision=3`,
    'not by asking what would happen, nor while nothing can happen': `
      root R 100
      limit e R day 10 exceed=pause
      dry_run R 11 -> denied envelope_exceeded largest=10
      freeze R
      reserve r R 11 -> denied budget_frozen,envelope_exceeded
      R: 100 state=frozen`,
  });

  it('is journaled with an entry of its own, which names request and envelope', () => {
    const world = play(`
      root R 100
      child a R 50
      limit e R day 10 exceed=pause
      reserve r a 11 -> denied envelope_exceeded`);
    const [denied, paused] = world.journal.slice(-2).map(({ content }) => content);
    expect(denied).toMatchObject({ kind: 'reserve', outcome: 'denied', budgetId: 'a' });
    expect(paused).toMatchObject({
      kind: 'pause',
      outcome: 'accepted',
      budgetId: 'R',
      cause: { budgetId: 'a', envelopeId: 'e' },
      notices: [{ envelopeId: 'e', limit: '10', used: '0', requested: '11' }],
      settings: { state: 'paused', revision: 3 },
      deltas: {},
    });
  });
});
