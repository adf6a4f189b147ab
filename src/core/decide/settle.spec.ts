import { play, rules } from '../../../test/support/rules.js';
import { isNewer } from './settle.js';

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
      reject s by=ann reason=no -> rejected reservation_state
      release s
      commit s 10
      commit s 10 -> rejected reservation_state
      commit x 10 -> rejected not_found
      reserve t R 30
      commit t 0.5 -> rejected invalid_amount field=amount
      commit t 5 expect=1 -> rejected version_mismatch current=7
      commit t 5 expect=7`,
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
    'is extended from now on, and never shortened': `
      root R 100
      reserve r R 10 ttl=60
      wait 30
      extend r 10
      wait 29
      expire r -> ignored
      extend r 10
      wait 9
      expire r -> ignored
      wait 1
      expire r
      extend r 10 -> rejected reservation_state
      extend x 10 -> rejected not_found
      reserve s R 10
      extend s 1 expect=1 -> rejected version_mismatch current=6
      extend s 1 expect=6
      commit s 1
      extend s 1 -> rejected reservation_state`,
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
    'takes back no more of a unit than was reported': `
      root R 100
      reserve r R 30
      commit r 30 usage=call:2
      refund r 1 usage=call:1.5
      refund r 1 usage=call:1 -> rejected refund_exceeds_usage field=usage.call
      refund r 1 usage=token:1 -> rejected refund_exceeds_usage field=usage.token
      refund r 1 usage=call:0.5
      refund r 1
      rsv r refunded=3`,
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

describe('a promise', () => {
  rules({
    'is paid when its time comes': `
      root R 100
      reserve r R 30 onExpiry=commit ttl=60
      expire r -> ignored
      wait 60
      expire r
      rsv r state=committed held=0 committed=30
      R: 100 spent=30
      expire r -> ignored`,
    'is paid what is left of it': `
      root R 100
      reserve r R 30 onExpiry=commit ttl=60
      commit r 10 partial
      reserve s R 30 onExpiry=commit ttl=60
      commit s 30 partial
      wait 60
      expire r
      rsv r state=committed committed=30
      expire s
      rsv s state=committed committed=30
      R: 100 spent=60`,
    'is paid once: who comes late refunds, or charges': `
      root R 100
      reserve r R 30 onExpiry=commit overage=overdraft ttl=60
      wait 60
      expire r
      commit r 20 -> rejected reservation_state
      commit r 40 overage=overdraft -> rejected reservation_state
      release r -> rejected reservation_state
      refund r 10
      dispute r 5 reason=no
      uphold r 5 by=ann
      rsv r state=committed committed=30 refunded=15
      charge r2 R 10
      R: 100 spent=25`,
    'is let go by who knows that nobody can cash it': `
      root R 100
      reserve r R 30 onExpiry=commit
      release r spares=yes -> rejected reservation_state
      release r
      rsv r state=released held=0
      commit r 5
      R: 100 spent=5`,
    'lasts longer, and is paid then': `
      root R 100
      reserve r R 30 onExpiry=commit ttl=60
      extend r 120
      wait 60
      expire r -> ignored
      wait 60
      expire r
      R: 100 spent=30`,
    'is kept whatever was stopped since': `
      root R 100
      child a R 50
      limit e R day 30
      reserve r a 30 onExpiry=commit ttl=60
      relimit e 10
      freeze a
      wait 60
      expire r
      a: 50 spent=30 state=frozen
      used e 30`,
    'is kept by a close': `
      root R 100
      child a R 0..50
      child b a 0..50
      reserve r b 30 onExpiry=commit
      reserve s b 10
      close a holds=refuse -> rejected holds_live
      close a
      rsv r state=committed committed=30
      rsv s state=released
      b: 30 spent=30 state=closed
      a: 30 delegated=30 state=closed
      R: 100 delegated=30`,
    'counts as the call that it is': `
      root R 100
      limit n R day 2 metric=count
      reserve r R 0 onExpiry=commit ttl=60
      wait 60
      expire r
      rsv r state=committed committed=0
      used n 1`,
    'is none before people have agreed to it': `
      root R 100
      limit e R day 5 exceed=approve approvals=1 within=60
      reserve r R 30 onExpiry=commit ttl=60 -> notice e
      wait 60
      expire r
      rsv r state=expired committed=0
      reserve s R 30 onExpiry=commit ttl=60 -> notice e
      approve s by=ann -> notice e
      wait 60
      expire s
      rsv s state=committed committed=30
      reserve t R 30 onExpiry=commit -> notice e
      release t spares=yes
      R: 100 spent=30`,
    'is paid by the price it was made under': `
      root R 100
      price p R charges=call:3/1
      reserve r R ~ usage=call:2 onExpiry=commit ttl=60
      wait 60
      expire r
      rsv r state=committed committed=6`,
    'makes its vendor known': `
      root R 100
      limit new R transaction 0 new=yes exceed=notify
      reserve r R 5 vendor=v onExpiry=commit ttl=60 -> notice new
      wait 60
      expire r
      reserve s R 5 vendor=v`,
  });
});

// The load looks for the counters of such envelopes: it must not do so for every commit.
it('takes an envelope for newer than a reservation only where it would have counted it', () => {
  const { state } = play(`
    root R 100
    child a R 0..50
    limit charged R day 50
    limit others R day 50 match=w
    limit own R day 50 scope=self
    limit refused R day 5 metric=denials exceed=pause
    limit each R transaction 50
    reserve r a 1 vendor=v
    limit later R day 50
    limit later-others R day 50 match=w`);
  const reservation = state.reservations.get('r')!;
  const newer = [...state.envelopes.values()].flat().filter((envelope) => isNewer(envelope, reservation));
  expect(newer.map(({ id }) => id)).toEqual(['later']);
});
