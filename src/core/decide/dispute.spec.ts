import { rules } from '../../../test/support/rules.js';

const PAID = `
      root R 100
      limit e R month 50
      reserve r R 10
      commit r 10`;

describe('a dispute', () => {
  rules({
    'is about all that was paid and has not come back, or about a part of it': `${PAID}
      refund r 3
      dispute r reason=bad
      rsv r disputed=7 dispute=open committed=10 refunded=3
      R: 100 spent=7
      withdraw r
      rsv r disputed=0 dispute=withdrawn
      dispute r 8 reason=bad -> rejected refund_exceeds_committed field=amount acceptable=7
      dispute r 2 reason=bad
      rsv r disputed=2 dispute=open`,
    'moves nothing until it is upheld, and then what a refund would': `${PAID}
      dispute r 6 reason=bad
      used e 10
      R: 100 spent=10
      uphold r by=ann
      used e 4
      R: 100 spent=4
      rsv r disputed=0 dispute=upheld refunded=6 state=committed`,
    'is upheld in part, and no further': `${PAID}
      dispute r 6 reason=bad
      uphold r 7 by=ann -> rejected dispute_exceeded field=amount acceptable=6
      uphold r 0 by=ann -> rejected invalid_amount field=amount
      uphold r x by=ann -> rejected invalid_amount field=amount
      uphold r 2 by=ann
      rsv r disputed=0 dispute=upheld refunded=2
      uphold r 1 by=ann -> rejected reservation_state
      dispute r 5 reason=bad -> rejected refund_exceeds_committed field=amount acceptable=4`,
    'leaves what it was not about to be disputed, each part once': `${PAID}
      dispute r 4 reason=bad
      turndown r by=ann reason=no
      refund r 4
      dispute r 7 reason=bad -> rejected refund_exceeds_committed field=amount acceptable=6
      dispute r 5 reason=bad
      uphold r 3 by=ann
      dispute r reason=bad
      rsv r disputed=1 dispute=open
      turndown r by=ann reason=no
      dispute r reason=bad -> rejected dispute_exists
      rsv r refunded=7`,
    'of others takes nothing from who reserved, and is not asked by others again': `${PAID}
      dispute r 9 reason=bad by=bob
      turndown r by=ann reason=no
      dispute r reason=bad by=cyd
      rsv r disputed=1
      withdraw r by=cyd
      dispute r reason=bad
      rsv r disputed=10
      turndown r by=ann reason=no
      dispute r 1 reason=bad -> rejected dispute_exists
      dispute r 1 reason=bad by=bob -> rejected dispute_exists`,
    'of others makes place for that of who reserved': `${PAID}
      dispute r 1 reason=bad by=bob
      dispute r 8 reason=bad
      rsv r disputed=8 dispute=open
      withdraw r by=bob -> rejected not_your_dispute
      dispute r reason=bad by=bob -> rejected dispute_exists
      dispute r reason=bad -> rejected dispute_exists
      uphold r by=bob
      rsv r refunded=8 dispute=upheld`,
    'is rejected with a reason, and not asked again': `${PAID}
      dispute r reason=bad
      turndown r by=ann -> rejected reason_required field=reason
      turndown r by=ann reason=no
      rsv r disputed=0 dispute=rejected refunded=0
      R: 100 spent=10
      dispute r reason=bad -> rejected dispute_exists
      refund r 10
      rsv r dispute=rejected refunded=10`,
    'needs a reason, an amount, and something that was paid': `
      root R 100
      reserve r R 10
      dispute r -> rejected reason_required field=reason
      dispute r reason=bad -> rejected reservation_state
      release r
      dispute r reason=bad -> rejected reservation_state
      commit r 4
      dispute r 0 reason=bad -> rejected invalid_amount field=amount
      dispute r 1.5 reason=bad -> rejected invalid_amount field=amount
      dispute r reason=bad expect=2 -> rejected version_mismatch field=expectedVersion current=4
      dispute r reason=bad
      dispute nobody reason=bad -> rejected not_found`,
    'is open once, withdrawn by who opened it, and answered by somebody else': `${PAID}
      dispute r reason=bad by=bob
      dispute r reason=bad by=ann -> rejected dispute_exists
      withdraw r by=ann -> rejected not_your_dispute
      uphold r by=bob -> rejected own_request
      turndown r by=bob reason=no -> rejected own_request
      withdraw r by=bob
      withdraw r by=bob -> rejected reservation_state
      turndown r by=ann reason=no -> rejected reservation_state`,
    'is the one that was seen, where the answer says which': `${PAID}
      dispute r 1 reason=bad by=bob
      wait 60
      dispute r 8 reason=bad
      uphold r by=ann saw=2026-01-15T12:00:00.000Z -> rejected reservation_state field=openedAt
      turndown r by=ann reason=no saw=2026-01-15T12:00:00.000Z -> rejected reservation_state field=openedAt
      rsv r disputed=8 dispute=open
      refund r 3
      uphold r by=ann saw=2026-01-15T12:01:00.000Z
      rsv r refunded=8 dispute=upheld`,
    'is not answered with a key that its opener handed out': `${PAID}
      key op R operator by=admin
      key k R approver with=op for=other
      dispute r reason=bad with=op
      uphold r with=k -> rejected own_request
      turndown r reason=no with=k -> rejected own_request
      uphold r`,
    'of an agent is answered by the operator who issued its key, and not by agents': `${PAID}
      key op R operator by=admin
      key k R agent with=op
      dispute r reason=bad with=k
      uphold r with=k -> rejected forbidden action=approve
      uphold r with=op`,
    'loses what comes back meanwhile, and is over with the last of it': `${PAID}
      dispute r 6 reason=bad
      refund r 4
      rsv r disputed=2 dispute=open
      uphold r 3 by=ann -> rejected dispute_exceeded field=amount acceptable=2
      refund r 0
      refund r 3
      rsv r disputed=0 dispute=refunded refunded=7
      uphold r by=ann -> rejected reservation_state
      dispute r reason=bad
      uphold r by=ann
      rsv r dispute=upheld refunded=10
      dispute r reason=bad -> rejected reservation_state`,
    'is opened within thirty days of the settlement where no price says otherwise': `${PAID}
      at 2026-02-14T11:59:59.999Z
      dispute r reason=bad
      withdraw r
      at 2026-02-14T12:00:00Z
      dispute r reason=bad -> rejected dispute_too_late until=2026-02-14T12:00:00.000Z`,
    'stays open when the time is over': `${PAID}
      dispute r reason=bad
      at 2027-01-15
      uphold r by=ann
      rsv r dispute=upheld refunded=10`,
    'is opened for as long as the price says by which it was paid, whatever took its place': `
      root R 100
      price p R charges=call:2/1 disputable=60
      reserve r R ~ usage=call:2
      commit r ~ usage=call:2
      price q R charges=call:2/1 disputable=0
      reserve s R ~ usage=call:2
      commit s ~ usage=call:2
      dispute s reason=bad -> rejected dispute_too_late until=2026-01-15T12:00:00.000Z
      wait 59
      dispute r reason=bad
      withdraw r
      wait 1
      dispute r reason=bad -> rejected dispute_too_late until=2026-01-15T12:01:00.000Z`,
    'counts its time from the last settlement of a late cost': `
      root R 100
      reserve r R 10 ttl=60
      commit r 2 partial
      wait 60
      expire r
      dispute r reason=bad
      commit r 5
      rsv r disputed=2 dispute=open committed=7 state=committed
      uphold r by=ann
      rsv r refunded=2`,
    'can be opened for the whole time from when the last of the cost was recorded': `
      root R 100
      reserve r R 10 ttl=60
      commit r 2 partial
      wait 60
      expire r
      at 2026-02-10
      commit r 5 partial
      at 2026-03-11T23:59:59.999Z
      dispute r reason=bad
      withdraw r
      at 2026-03-12
      dispute r reason=bad -> rejected dispute_too_late until=2026-03-12T00:00:00.000Z`,
    'is not opened for longer because of a commit of nothing': `
      root R 100
      reserve r R 10 ttl=60
      commit r 2 partial
      wait 60
      expire r
      at 2026-02-10
      commit r 0
      rsv r state=committed
      at 2026-02-15
      dispute r reason=bad -> rejected dispute_too_late until=2026-02-14T12:01:00.000Z`,
    'counts its time from the settlement of a claim as well': `
      root R 10
      reserve s R 1 ttl=60
      commit s 1 partial
      wait 60
      expire s
      commit s 12 overage=overdraft right=no -> claimed 3
      at 2026-02-10
      settleclaim s 1
      at 2026-03-11
      dispute s reason=bad
      withdraw s
      dismiss s reason=none
      at 2026-03-12
      dispute s reason=bad -> rejected dispute_too_late until=2026-03-12T00:00:00.000Z`,
    'gives back through a closed budget, and pays debts': `
      root R 10
      child a R 0..30
      reserve r a 8
      commit r 15 overage=overdraft
      a: 10 spent=15 overdraft=5 state=paused
      R: 10 delegated=10
      dispute r 3 reason=bad
      close a
      uphold r by=ann
      a: 10 spent=12 overdraft=2 state=closed
      R: 10 delegated=10`,
    'of a charge is like any other': `
      root R 100
      charge c R 5
      dispute c reason=bad
      uphold c 2 by=ann
      rsv c refunded=2 dispute=upheld
      R: 100 spent=3`,
  });
});
