import { rules } from '../../../test/support/rules.js';

describe('a commit above the hold', () => {
  rules({
    'takes the rest from what is available': `
      root R 100
      reserve r R 30
      commit r 40
      R: 100 spent=40
      reserve s R 30
      commit s 61 -> denied insufficient_funds at=R largest=60 retry=never
      rsv s state=held held=30
      R: 100 reserved=30 spent=40
      commit s 60`,
    'draws it through the levels': `
      root R 100
      child a R 0..60
      child b a 10..50
      reserve r b 20
      commit r 51 -> denied insufficient_funds at=b largest=50
      commit r 50
      a: 50 delegated=50
      b: 50 spent=50`,
    'in parts, too': `
      root R 100
      reserve r R 30
      commit r 40 partial
      rsv r state=held held=0 committed=40
      commit r 61 partial -> denied insufficient_funds largest=60
      commit r 10
      rsv r state=committed committed=50`,
    'can be refused whole': `
      root R 100
      reserve r R 30 overage=reject
      commit r 31 -> denied overage_rejected at=R largest=30 retry=never
      rsv r state=held held=30
      commit r 20 partial
      commit r 11 -> denied overage_rejected largest=10
      commit r 10`,
    'does as the commit says, before the reservation': `
      root R 100
      reserve r R 30 overage=reject
      commit r 31 overage=available
      reserve s R 30
      commit s 31 overage=reject -> denied overage_rejected largest=30
      commit s 100 overage=overdraft
      R: 100 spent=131 overdraft=31 state=paused`,
    'can become a debt, which pauses': `
      root R 100
      child a R 20..50
      child b a 10
      reserve r a 20 overage=overdraft
      commit r 35
      a: 45 spent=35 delegated=10 revision=1
      reserve s a 1 overage=overdraft
      commit s 10
      a: 50 spent=45 delegated=10 overdraft=5 state=paused revision=2
      R: 100 delegated=50
      reserve t b 1 -> denied budget_paused at=a
      reserve t R 1`,
    'under the limits of its envelopes': `
      root R 100
      limit e R day 50
      limit t R transaction 45
      reserve r R 30
      commit r 46 -> denied envelope_exceeded at=t largest=45 retry=never
      reserve s R 10
      commit r 41 -> denied envelope_exceeded at=e largest=40 retry=never
      commit r 46 -> denied envelope_exceeded at=e,t largest=40
      commit r 30 partial
      commit r 11 -> denied envelope_exceeded at=e largest=10
      commit r 10
      used e 50`,
    'a debt passes every limit, and says so': `
      root R 100
      limit e R day 40
      limit t R transaction 35
      limit n R day 30 exceed=notify
      limit q R day 30 metric=count
      reserve r R 30 overage=overdraft
      commit r 50 -> notice n,e,t by=-,10,15
      rsv r overdrawn=15
      R: 100 spent=50 state=paused until=never
      used e 50
      used n 50`,
    'a debt of a budget above is not of a cost, nor is what its own budget still has': `
      root R 2
      child a R 1..20
      child b a 1..20
      reserve r a 1 overage=overdraft
      commit r 2 -> notice by=1
      rsv r overdrawn=1
      charge c b 2 -> notice by=1
      rsv c committed=2 overdrawn=1`,
    'a limit that notifies lets it pass': `
      root R 100
      limit n R day 40 exceed=notify
      reserve r R 30
      commit r 40 partial
      commit r 41 -> notice n
      R: 100 spent=81`,
    'a transaction limit sees all of one reservation, refunds taken off': `
      root R 100
      limit t R transaction 20
      reserve r R 21 -> denied envelope_exceeded at=t largest=20 retry=never
      reserve r R 20
      commit r 15 partial
      commit r 6 -> denied envelope_exceeded at=t largest=5
      refund r 3
      commit r 9 -> denied envelope_exceeded at=t largest=8
      commit r 8
      rsv r committed=23 refunded=3`,
    'no longer minds a limit that was lowered as long as it stays within the hold': `
      root R 100
      limit e R day 50
      reserve r R 30
      relimit e 10
      commit r 31 -> denied envelope_exceeded at=e largest=30 retry=never
      commit r 30
      used e 30
      reserve s R 1 -> denied envelope_exceeded at=e largest=0 retry=2026-01-16`,
    'nor one that was deleted': `
      root R 100
      limit e R day 30
      reserve r R 30
      unlimit e
      commit r 40
      used e 40`,
    'settles in the windows of the reservation': `
      root R 100
      limit e R day 50
      at 2026-01-15T23:59:59Z
      reserve r R 40
      at 2026-01-16T00:00:01Z
      used e 0
      reserve s R 45
      commit r 51 -> denied envelope_exceeded at=e largest=50 retry=never
      commit r 50
      used e 45
      at 2026-01-15T23:59:59Z
      used e 50
      at 2026-01-20
      refund r 20
      commit s 5
      at 2026-01-15T23:59:59Z
      used e 30
      at 2026-01-16
      used e 5`,
  });
});

describe('a commit after expiry', () => {
  const late = (overage: string) => `
      root R 100
      limit n R lifetime 1 metric=count
      reserve r R 30 ttl=10 overage=${overage}
      wait 10
      expire r`;
  rules({
    'takes its money again': `${late('available')}
      commit r 20
      rsv r state=committed committed=20
      R: 100 spent=20
      used n 1
      commit r 20 -> rejected reservation_state`,
    'in parts': `${late('available')}
      commit r 20 partial
      rsv r state=expired committed=20
      used n 1
      commit r 5
      rsv r state=committed committed=25`,
    'if there still is enough': `
      root R 100
      reserve s R 85
      reserve t R 10 ttl=1
      wait 1
      expire t
      reserve u R 10
      commit t 10 -> denied insufficient_funds largest=5
      commit t 5`,
    'under the count it gave back': `${late('available')}
      reserve s R 1
      commit r 20 -> denied count_exceeded at=n largest=0 retry=never
      commit r 0 -> denied count_exceeded at=n largest=0
      commit r 0 partial
      commit r 20 overage=overdraft -> notice n
      used n 2`,
    'not at all where no overage is wanted': `${late('reject')}
      commit r 1 -> denied overage_rejected largest=0 retry=never
      commit r 0`,
    'whatever it takes where debts are': `${late('overdraft')}
      reserve s R 90
      commit r 30 -> notice n
      R: 100 reserved=90 spent=30 overdraft=20 state=paused
      release s
      R: 100 spent=30 state=paused`,
    'in the windows of the reservation': `
      root R 100
      limit e R day 30
      limit n R day 1 metric=count
      reserve r R 30 ttl=10
      wait 10
      expire r
      wait 86400
      reserve s R 30
      commit r 31 -> denied envelope_exceeded at=e largest=30 retry=never
      commit r 30
      used e 30
      used n 1`,
  });
});

describe('a commit after a release or a close', () => {
  rules({
    'takes its money again': `
      root R 100
      limit n R lifetime 1 metric=count
      reserve r R 30
      release r
      used n 0
      commit r 20 partial
      rsv r state=released committed=20
      used n 1
      commit r 81 -> denied insufficient_funds largest=80
      commit r 80
      rsv r state=committed committed=100
      R: 100 spent=100
      commit r 1 -> rejected reservation_state`,
    'is denied on what is closed, unless it has to be recorded': `
      root R 100
      child a R 0..20
      reserve r a 10
      close a
      rsv r state=released
      commit r 5 -> denied budget_closed,insufficient_funds at=a,a largest=0 retry=never
      commit r 5 overage=overdraft
      a: 5 spent=5 state=closed
      R: 100 delegated=5
      refund r 2
      a: 3 spent=3 state=closed
      R: 100 delegated=3`,
    'is paid by the nearest open ancestor, through all that is closed': `
      root R 100
      child a R 0..60
      child b a 0..40
      child c b 10
      reserve r c 10
      reserve s R 40
      close b
      commit r 15 overage=overdraft
      c: 15 spent=15 state=closed
      b: 15 delegated=15 state=closed
      a: 15 delegated=15 state=paused until=never
      R: 100 reserved=40 delegated=15`,
    'leaves a debt with the nearest open ancestor where nobody has the money': `
      root R 100
      child a R 0..60
      child b a 10
      reserve r b 10
      close b
      reserve s R 95
      commit r 12 overage=overdraft
      b: 12 spent=12 state=closed
      a: 5 delegated=12 overdraft=7 state=paused until=never
      R: 100 reserved=95 delegated=5
      release s
      update a name=x
      a: 12 delegated=12 state=paused`,
    'leaves a debt with the root where all is closed': `
      root R 100
      child a R 10
      reserve r a 10
      close R
      commit r 12 overage=overdraft
      a: 12 spent=12 state=closed
      R: 0 delegated=12 overdraft=12 state=closed
      refund r 5
      a: 7 spent=7 state=closed
      R: 0 delegated=7 overdraft=7 state=closed`,
    'leaves the old debt of a closed budget where it is': `
      root R 100
      child a R 10
      reserve r a 10 overage=overdraft
      reserve t a 0
      commit r 15
      a: 10 spent=15 overdraft=5 state=paused
      close a
      commit t 3 overage=overdraft
      a: 13 spent=18 overdraft=5 state=closed
      R: 100 delegated=13 state=paused
      refund t 3
      a: 13 spent=15 overdraft=2 state=closed`,
    'is none where nobody had approved it': `
      root R 100
      limit e R day 10 exceed=approve approvals=1 within=60
      reserve r R 20 -> notice e
      release r
      commit r 1 -> rejected reservation_state
      commit r 1 overage=overdraft -> rejected reservation_state
      reserve s R 20 -> notice e
      reject s by=ann reason=no
      commit s 1 overage=overdraft -> rejected reservation_state
      reserve t R 20 -> notice e
      wait 60
      expire t
      commit t 1 overage=overdraft -> rejected reservation_state`,
  });
});

describe('a debt', () => {
  rules({
    'is repaid by a release': `
      root R 100
      reserve r R 50
      reserve s R 50 overage=overdraft
      commit s 70
      R: 100 reserved=50 spent=70 overdraft=20 state=paused
      release r
      R: 100 spent=70 state=paused
      resume R reason=paid
      reserve t R 31 -> denied insufficient_funds largest=30`,
    'of an elastic child is repaid as soon as its parent has money': `
      root R 100
      child a R 0..80
      reserve r R 50
      reserve s a 50 overage=overdraft
      commit s 60
      a: 50 spent=60 overdraft=10 state=paused
      R: 100 reserved=50 delegated=50
      release r
      a: 60 spent=60 state=paused
      R: 100 delegated=60
      resume a reason=paid
      reserve t a 21 -> denied insufficient_funds largest=20`,
    'comes before anything new': `
      root R 100
      child a R 0..80
      reserve r R 50
      reserve s a 50 overage=overdraft
      commit s 60
      resume a reason=paid
      commit r 45
      reserve t a 1 -> denied insufficient_funds at=R largest=0
      refund r 20
      reserve t a 16 -> denied insufficient_funds at=R largest=15
      reserve t a 15
      a: 75 reserved=15 spent=60`,
    'of an ancestor does not hurt what a child holds': `
      root R 100
      child a R 20
      reserve r R 80 overage=overdraft
      commit r 90
      R: 100 delegated=20 spent=90 overdraft=10 state=paused
      resume R reason=paid
      reserve s a 20
      child b R 1 -> denied insufficient_funds largest=0
      release s
      close a
      R: 100 spent=90`,
  });
});
