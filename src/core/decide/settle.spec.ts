import { rules } from '../../../test/support/rules.js';

describe('commit', () => {
  rules({
    'pays what was held': `
      root R 100
      reserve r R 30
      commit r 30
      R: 100 spent=30
      rsv r state=committed held=0 committed=30`,
    'of less gives back the rest': `
      root R 100
      reserve r R 30
      commit r 10
      R: 100 spent=10
      reserve s R 30
      commit s 0
      R: 100 spent=10
      rsv s state=committed held=0 committed=0`,
    'in parts keeps the rest held': `
      root R 100
      reserve r R 30
      commit r 10 partial
      rsv r state=held held=20 committed=10
      R: 100 reserved=20 spent=10
      commit r 0 partial
      commit r 15 partial
      rsv r state=held held=5 committed=25
      commit r 2
      rsv r state=committed held=0 committed=27
      R: 100 spent=27`,
    'is final once': `
      root R 100
      reserve r R 30
      commit r 10
      commit r 10 -> rejected reservation_state
      commit r 0 -> rejected reservation_state
      reserve s R 30
      release s
      commit s 10 -> rejected reservation_state
      commit x 10 -> rejected not_found
      reserve t R 30
      commit t 0.5 -> rejected invalid_amount field=amount
      commit t 5 expect=1 -> rejected version_mismatch current=6
      commit t 5 expect=6`,
  });
});

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
      commit r 50 -> notice n,e,t
      R: 100 spent=50
      used e 50
      used n 50`,
    'a limit that notifies lets it pass': `
      root R 100
      limit n R day 40 exceed=notify
      reserve r R 30
      commit r 40 partial
      commit r 41 -> notice n
      R: 100 spent=81`,
    'a transaction limit on the count is no limit on the amount': `
      root R 100
      limit t R transaction 1 metric=count
      reserve r R 30
      commit r 50
      relimit t 0
      reserve s R 1 -> denied count_exceeded at=t largest=0 retry=never`,
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

describe('release', () => {
  rules({
    'gives back what is held': `
      root R 100
      reserve r R 30
      commit r 10 partial
      release r
      rsv r state=released held=0 committed=10
      R: 100 spent=10
      release r -> rejected reservation_state
      release x -> rejected not_found
      reserve s R 1
      release s expect=1 -> rejected version_mismatch current=5
      release s expect=5`,
    'gives back the count of a call that never happened': `
      root R 100
      limit n R day 2 metric=count
      reserve r R 10
      reserve s R 10
      reserve t R 10 -> denied count_exceeded at=n largest=0 retry=2026-01-16
      commit r 1 partial
      release r
      used n 2
      release s
      used n 1
      reserve t R 10
      commit t 0
      used n 2`,
  });
});

describe('expiry', () => {
  rules({
    'comes with its time and not before': `
      root R 100
      reserve r R 30 ttl=60
      wait 59.999
      expire r -> ignored
      wait 0.001
      expire r
      rsv r state=expired held=0
      R: 100
      expire r -> ignored
      expire x -> ignored`,
    'loses against whatever came first': `
      root R 100
      reserve c R 10 ttl=60
      reserve l R 10 ttl=60
      reserve e R 10 ttl=60
      reserve p R 10 ttl=60
      wait 60
      commit c 10
      release l
      extend e 60
      commit p 4 partial
      expire c -> ignored
      expire l -> ignored
      expire e -> ignored
      expire p
      rsv p state=expired held=0 committed=4
      R: 100 reserved=10 spent=14
      wait 60
      expire e`,
    'not yet noticed is not yet expired': `
      root R 100
      reserve r R 10 overage=reject ttl=1
      wait 3600
      commit r 10`,
    'gives back count and amount': `
      root R 100
      limit n R lifetime 1 metric=count
      limit e R lifetime 10
      reserve r R 10 ttl=1
      wait 1
      expire r
      used n 0
      used e 0`,
    'is extended from now on': `
      root R 100
      reserve r R 10 ttl=60
      wait 30
      extend r 10
      wait 10
      expire r
      extend r 10 -> rejected reservation_state
      extend x 10 -> rejected not_found
      reserve s R 10
      extend s 1 expect=1 -> rejected version_mismatch current=5
      extend s 1 expect=5
      commit s 1
      extend s 1 -> rejected reservation_state`,
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

describe('refund', () => {
  rules({
    'takes back what was paid, and no more': `
      root R 100
      limit e R day 50
      reserve r R 30
      commit r 30
      refund r 10
      rsv r state=committed committed=30 refunded=10
      R: 100 spent=20
      used e 20
      refund r 21 -> rejected refund_exceeds_committed field=amount acceptable=20
      refund r 0
      refund r 20
      R: 100
      refund r 1 -> rejected refund_exceeds_committed acceptable=0
      refund x 1 -> rejected not_found
      refund r -1 -> rejected invalid_amount field=amount
      refund r 0 expect=1 -> rejected version_mismatch current=7`,
    'in every state': `
      root R 100
      limit n R lifetime 9 metric=count
      reserve h R 10
      refund h 1 -> rejected refund_exceeds_committed acceptable=0
      commit h 5 partial
      refund h 5
      rsv h state=held held=5 committed=5 refunded=5
      reserve l R 10
      refund l 0
      commit l 5 partial
      release l
      refund l 5
      rsv l state=released
      reserve e R 10 ttl=1
      commit e 5 partial
      wait 1
      expire e
      refund e 5
      rsv e state=expired
      used n 3
      R: 100 reserved=5`,
    'goes back up the tree': `
      root R 100
      child a R 0..50
      child b a 5..50
      reserve r b 30
      commit r 30
      refund r 27
      b: 5 spent=3
      a: 5 delegated=5
      R: 100 delegated=5`,
    'repays a debt first': `
      root R 100
      child a R 20
      reserve r a 20 overage=overdraft
      commit r 30
      refund r 4
      a: 20 spent=26 overdraft=6 state=paused
      refund r 10
      a: 20 spent=16 state=paused`,
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
      resume R
      reserve t R 31 -> denied insufficient_funds largest=30`,
    'of an elastic child is repaid as soon as its parent has money and it moves': `
      root R 100
      child a R 0..80
      reserve r R 50
      reserve s a 50 overage=overdraft
      commit s 60
      a: 50 spent=60 overdraft=10 state=paused
      R: 100 reserved=50 delegated=50
      release r
      a: 50 spent=60 overdraft=10 state=paused
      resume a
      a: 60 spent=60
      R: 100 delegated=60
      reserve t a 21 -> denied insufficient_funds largest=20`,
    'comes before anything new': `
      root R 100
      child a R 0..80
      reserve r R 50
      reserve s a 50 overage=overdraft
      commit s 60
      resume a
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
      resume R
      reserve s a 20
      child b R 1 -> denied insufficient_funds largest=0
      release s
      close a
      R: 100 spent=90`,
  });
});
