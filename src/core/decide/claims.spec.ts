import { rules } from '../../../test/support/rules.js';

describe('a cost above limits, by who may record it', () => {
  rules({
    'stops the budget until the window has ended that it passed': `
      root R 100
      child a R 60
      limit e a day 30
      reserve r a 10
      commit r 35 overage=overdraft -> notice e by=5
      rsv r overdrawn=5
      a: 60 spent=35 state=paused until=2026-01-16 above=yes
      R: 100 delegated=60
      reserve s a 1 -> denied budget_paused,envelope_exceeded at=a,e
      at 2026-01-15T23:59:59.999Z
      goon a -> ignored
      at 2026-01-16
      goon a
      a: 60 spent=35 until=never above=no
      goon a -> ignored
      reserve s a 1`,
    'an approval as well as a limit that denies': `
      root R 1000
      limit e R day 100 exceed=approve approvals=2 within=60
      reserve r R 0
      commit r 900 overage=overdraft -> notice e by=800
      R: 1000 spent=900 state=paused until=2026-01-16`,
    'until a person resumes it where there is no window that ends': `
      root R 100
      limit e R day 30
      limit t R transaction 20
      reserve r R 10
      commit r 35 overage=overdraft -> notice e,t by=5,15
      R: 100 spent=35 state=paused until=never
      goon R -> ignored
      resume R -> rejected reason_required field=reason
      resume R reason=seen
      R: 100 spent=35`,
    'for longer where another passes a later window, and never for less': `
      root R 1000
      limit e R day 30
      limit m R month 60
      reserve r R 10
      reserve s R 10
      reserve t R 10
      commit r 20 overage=overdraft -> notice e by=10
      R: 1000 reserved=20 spent=20 state=paused until=2026-01-16 revision=4
      commit s 40 overage=overdraft -> notice e,m by=30,10
      R: 1000 reserved=10 spent=60 state=paused until=2026-02-01 revision=5
      commit t 11 overage=overdraft -> notice e,m by=1,1
      R: 1000 spent=71 state=paused until=2026-02-01 revision=5
      resume R reason=seen
      R: 1000 spent=71 revision=6
      goon R -> ignored`,
    'not at all where the window has ended already': `
      root R 100
      limit e R hour 30
      reserve r R 10
      wait 7200
      commit r 35 overage=overdraft -> notice e by=5
      R: 100 spent=35`,
    'a freeze takes the place of the stop, and does not end by itself': `
      root R 100
      limit e R hour 30
      reserve r R 10
      commit r 35 overage=overdraft -> notice e by=5
      freeze R
      R: 100 spent=35 state=paused until=never
      wait 7200
      goon R -> ignored`,
    'a limit that pauses stops its own budget, too, until a person resumes it': `
      root R 100
      child a R 0..60
      limit p R day 20 exceed=pause
      reserve r a 10
      commit r 25 overage=overdraft -> notice p by=5
      a: 25 spent=25 state=paused until=2026-01-16
      R: 100 delegated=25 state=paused until=never`,
    'within a bound it stops nothing, and the bound is for all of a reservation': `
      root R 100
      limit e R day 30
      limit p R day 30 exceed=pause
      reserve r R 10
      commit r 33 overage=overdraft right=5 partial -> notice e,p by=3,3
      rsv r committed=33 overdrawn=3 claimed=0
      R: 100 spent=33
      commit r 2 partial overage=overdraft right=5 -> notice e,p by=2,2
      rsv r overdrawn=5
      R: 100 spent=35
      commit r 1 overage=overdraft right=5 -> claimed 1
      R: 100 spent=35`,
    'within a bound no limit is passed by more than that, by however many reservations': `
      root R 100
      limit e R day 30
      reserve r R 30
      reserve s R 0
      reserve t R 0
      commit r 33 overage=overdraft right=5 -> notice e by=3
      commit s 2 overage=overdraft right=5 -> notice e by=2
      commit t 1 overage=overdraft right=5 -> claimed 1
      settleclaim t right=5 -> rejected overdraft_bound
      settleclaim t right=6 -> notice e by=1
      used e 36
      R: 100 spent=36`,
    'a bound ends where a budget on the path is stopped': `
      root R 100
      child c R 20
      reserve r c 0
      reserve s c 5
      freeze R
      commit r 9 overage=overdraft right=5 -> claimed 9
      settleclaim r right=5 -> rejected overdraft_bound
      commit s 5 overage=overdraft right=5
      resume R
      settleclaim r right=5
      c: 20 spent=14`,
    'within a bound no debt grows beyond that': `
      root R 10
      reserve r R 10
      reserve s R 0
      reserve t R 0
      commit r 13 overage=overdraft right=5
      commit s 2 overage=overdraft right=5
      commit t 1 overage=overdraft right=5 -> claimed 1
      R: 10 spent=15 overdraft=5`,
    'within a bound a count is passed by one call, and by no more': `
      root R 100
      limit n R lifetime 2 metric=count
      reserve r R 1
      reserve s R 1
      release r
      release s
      reserve t R 1
      reserve u R 1
      commit r 1 overage=overdraft right=5 -> notice n by=1
      commit s 1 overage=overdraft right=5 -> claimed 1
      used n 3
      R: 100 reserved=2 spent=1`,
  });
});

describe('a cost above limits, by who may not record it', () => {
  rules({
    'is paid as far as it passes, and claimed beyond': `
      root R 100
      limit e R day 30
      reserve r R 10
      commit r 35 overage=overdraft right=no -> claimed 5
      rsv r state=committed committed=30 claimed=5
      R: 100 spent=30
      used e 30
      settleclaim r right=no -> rejected forbidden action=overdraft
      settleclaim r right=4 -> rejected overdraft_bound
      settleclaim r 6 -> rejected claim_exceeded field=amount
      settleclaim r 0.5 -> rejected invalid_amount field=amount
      settleclaim r 4 right=4 -> notice e by=4
      rsv r committed=34 claimed=1
      R: 100 spent=34
      settleclaim r -> notice e by=1
      rsv r committed=35 claimed=0 overdrawn=5
      R: 100 spent=35 state=paused until=2026-01-16
      settleclaim r -> rejected reservation_state`,
    'is not reported twice by a repeated request, whatever has become of it': `
      root R 100
      reserve r R 100
      commit r 110 overage=overdraft right=no key=k -> claimed 10
      commit r 110 overage=overdraft right=no key=k -> replayed
      rsv r claimed=10
      settleclaim r
      commit r 110 overage=overdraft right=no key=k -> replayed
      rsv r committed=110 claimed=0`,
    'is a small overrun where nothing is in the way': `
      root R 100
      reserve r R 10
      commit r 35 overage=overdraft right=no
      R: 100 spent=35`,
    'is dismissed with a reason, by who might have settled it': `
      root R 100
      reserve r R 100
      commit r 110 overage=overdraft right=no -> claimed 10
      dismiss r -> rejected reason_required field=reason
      dismiss r reason=twice right=no -> rejected forbidden
      dismiss r reason=twice right=9 -> rejected overdraft_bound
      dismiss r reason=twice right=10
      rsv r committed=100 claimed=0
      dismiss r reason=twice -> rejected reservation_state
      R: 100 spent=100`,
    'adds up, and outlives expiry and close': `
      root R 100
      child a R 20
      reserve r a 20 ttl=60
      commit r 25 partial overage=overdraft right=no -> claimed 5
      rsv r state=held committed=20 held=0 claimed=5
      commit r 3 partial overage=overdraft right=no -> claimed 3
      rsv r claimed=8
      wait 60
      expire r
      close a
      rsv r state=expired committed=20 claimed=8
      settleclaim r
      rsv r state=expired committed=28 claimed=0
      a: 28 spent=28 state=closed
      R: 100 delegated=28 state=paused`,
    'a late one of which nothing passes leaves the reservation as it is, until it is settled': `
      root R 100
      limit n R lifetime 1 metric=count
      reserve r R 10 ttl=1
      wait 1
      expire r
      reserve s R 10
      commit r 10 overage=overdraft right=no -> claimed 10
      rsv r state=expired committed=0 claimed=10
      used n 1
      commit r 0 overage=overdraft right=no -> denied count_exceeded at=n largest=0
      settleclaim r -> notice n by=1
      rsv r state=committed committed=10 overdrawn=10
      used n 2`,
    'waits on a budget that is stopped, for what is above the hold': `
      root R 100
      reserve r R 10
      freeze R
      commit r 12 overage=overdraft right=no -> claimed 2
      R: 100 spent=10 state=frozen
      settleclaim r
      R: 100 spent=12 state=frozen`,
    'trips the limits that pause, as a request that they deny': `
      root R 100
      limit p R day 20 exceed=pause
      reserve r R 10
      commit r 25 overage=overdraft right=no -> claimed 5
      R: 100 spent=20 state=paused until=never`,
  });
});

describe('the right to go above limits', () => {
  const team = `
      root R 1000
      child a R 0..20
      key up R operator
      key op a operator`;
  rules({
    'ends with the budgets that it reaches: what others would pay is claimed': `${team}
      reserve r a 0 with=op
      close a with=op
      commit r 5000 overage=overdraft with=op -> claimed 5000
      R: 1000
      a: 0 state=closed
      settleclaim r 5000 with=op -> rejected overdraft_bound
      settleclaim r 21 with=op -> rejected overdraft_bound
      settleclaim r 20 with=op
      R: 1000 delegated=20
      settleclaim r 980 with=up
      R: 1000 delegated=1000 state=paused until=never above=no`,
    'does not make others the debtors of a smaller cost either': `${team}
      reserve r a 0 with=op
      close a with=op
      reserve s R 990
      commit r 15 overage=overdraft with=op -> claimed 15
      settleclaim r with=op -> rejected overdraft_bound
      settleclaim r with=up
      R: 1000 reserved=990 delegated=15 overdraft=5 state=paused`,
    'within a bound ends there as well': `
      root R 100
      child a R 20
      key op a operator overdraft=50
      reserve r a 0 with=op
      close a with=op
      commit r 25 overage=overdraft with=op -> claimed 25
      R: 100`,
    'stops from above what passes a limit of those above, once': `${team}
      limit d R day 10
      reserve r a 0 with=op
      reserve s a 0 with=op
      reserve t a 0 with=op
      commit r 15 overage=overdraft with=op -> notice d by=5
      a: 15 spent=15 state=paused until=2026-01-16 above=yes
      resume a reason=mine with=op -> rejected set_from_above
      commit s 3 overage=overdraft with=op -> claimed 3
      resume a reason=seen with=up
      commit s 1 overage=overdraft with=op -> rejected reservation_state
      commit t 1 overage=overdraft with=op -> claimed 1
      settleclaim t with=op -> rejected overdraft_bound
      settleclaim t with=up -> notice d by=1
      a: 16 spent=16 state=paused above=yes
      at 2026-01-16
      goon a
      a: 16 spent=16 above=no`,
    'is no greater on a budget that one makes below': `${team}
      limit d R day 10
      child b a 0 with=op
      child c a 0 with=op
      reserve r b 0 with=op
      reserve s c 0 with=op
      commit r 11 overage=overdraft with=op -> notice d by=11,1
      b: 0 spent=11 overdraft=11 state=paused above=yes
      commit s 5 overage=overdraft with=op -> claimed 5`,
    'knows limits from above, limits of its own and money that was given': `${team}
      limit u a day 5 with=up
      limit o a day 4 with=op
      reserve r a 0 with=op
      reserve s a 0 with=op
      commit r 5 overage=overdraft with=op -> notice o by=1
      a: 5 spent=5 state=paused above=no
      resume a reason=mine with=op
      commit s 6 overage=overdraft with=op -> notice u,o by=6,6
      a: 11 spent=11 state=paused above=yes
      resume a reason=seen
      child b R 0..5
      key bo b operator
      reserve t b 0 with=bo
      commit t 6 overage=overdraft with=bo
      b: 5 spent=6 overdraft=1 state=paused above=yes`,
    'leaves to the budget itself what it stops by limits of its own': `
      root R 100
      key op R operator
      limit d R day 10
      reserve r R 0 with=op
      reserve s R 0 with=op
      commit r 11 overage=overdraft with=op -> notice d by=1
      resume R reason=mine with=op
      commit s 100 overage=overdraft with=op -> notice d by=11,100
      R: 100 spent=111 overdraft=11 state=paused above=no`,
    'passes no limit of those above again whose window is over': `${team}
      limit d R hour 10
      reserve r a 0 with=op
      reserve s a 0 with=op
      wait 7200
      commit r 11 overage=overdraft with=op -> notice d by=1
      a: 11 spent=11
      commit s 1 overage=overdraft with=op -> claimed 1`,
  });
});

describe('a stop on top of a stop', () => {
  rules({
    'keeps the stricter of both: what those above stop is not resumed from below': `
      root R 100
      child a R 0..50
      key op a operator
      limit p a day 5 exceed=pause
      reserve r a 0 with=op
      freeze a with=op
      commit r 6 overage=overdraft with=op -> notice p by=1
      a: 6 spent=6 state=paused until=never above=yes
      resume a reason=mine with=op -> rejected set_from_above`,
    'also where its own lasted for good': `
      root R 100
      child a R 0..50
      key up R operator
      key op a operator
      limit t a transaction 3 with=op
      limit d R day 5
      reserve r a 0 with=op
      reserve s a 0 with=op
      commit r 4 overage=overdraft with=op -> notice t by=1
      a: 4 spent=4 state=paused until=never above=no
      commit s 3 overage=overdraft with=op -> notice d by=2
      a: 7 spent=7 state=paused until=never above=yes
      resume a reason=mine with=op -> rejected set_from_above
      resume a reason=seen with=up`,
    'and with a breaker of its own among the limits that are passed': `
      root R 100
      child a R 0..50
      key op a operator
      limit p a day 5 exceed=pause with=op
      limit d R day 5
      reserve r a 0 with=op
      commit r 6 overage=overdraft with=op -> notice p,d by=1,1
      a: 6 spent=6 state=paused until=never above=yes`,
  });
});

describe('a claim that is full', () => {
  const most = '1000000000000000000';
  rules({
    'still records later costs': `
      root R 100
      limit d R day 10
      reserve r R 5
      commit r ${most} partial overage=overdraft right=no -> claimed 999999999999999990
      commit r 20 partial overage=overdraft right=no -> claimed 10
      rsv r committed=10 claimed=${most}
      commit r 30 overage=overdraft right=no -> accepted
      rsv r state=committed committed=10 claimed=${most}
      dismiss r reason=nonsense
      rsv r claimed=0`,
  });
});
