import { rules } from '../../../test/support/rules.js';

describe('a settlement token', () => {
  rules({
    'pays what is held, and gives back the rest': `
      root R 100
      reserve r R 30 settleable=yes
      commit r 20 token=r
      rsv r state=committed held=0 committed=20
      R: 100 spent=20
      commit r 1 token=r -> rejected reservation_state`,
    'pays in parts, and never above what is held': `
      root R 100
      reserve r R 30 settleable=yes overage=overdraft
      commit r 31 token=r -> rejected settlement_exceeds_hold acceptable=30 field=amount
      commit r 31 token=r overage=overdraft -> rejected settlement_exceeds_hold acceptable=30
      commit r 20 partial token=r
      commit r 11 token=r -> rejected settlement_exceeds_hold acceptable=10
      commit r 10 token=r
      rsv r state=committed committed=30`,
    'gives back what is held': `
      root R 100
      reserve r R 30 settleable=yes onExpiry=commit
      release r token=r
      rsv r state=released held=0
      commit r 5 token=r -> rejected reservation_state
      release r token=r -> rejected reservation_state`,
    'does nothing else, and nothing to another reservation': `
      root R 100
      reserve r R 30 settleable=yes
      reserve s R 30 settleable=yes
      commit s 5 token=r -> rejected forbidden
      release s token=r -> rejected forbidden
      extend r 60 token=r -> rejected forbidden
      refund r 0 token=r -> rejected forbidden
      revoketoken r token=r -> rejected forbidden
      dispute r token=r -> rejected forbidden
      reserve t R 1 token=r -> rejected forbidden
      freeze R token=r -> rejected forbidden
      close R token=r -> rejected forbidden
      key k R agent token=r -> rejected forbidden`,
    'is none of a reservation that was made without': `
      root R 100
      reserve r R 30
      commit r 5 token=r -> rejected forbidden
      revoketoken r -> rejected not_found`,
    'is revoked, whenever and however often': `
      root R 100
      reserve r R 30 settleable=yes
      revoketoken r
      commit r 5 token=r -> rejected forbidden
      release r token=r -> rejected forbidden
      revoketoken r
      rsv r state=held held=30
      commit r 30
      revoketoken r
      revoketoken r expect=1 -> rejected version_mismatch`,
    'settles what was stopped since, as any commit within the hold': `
      root R 100
      child a R 50
      limit e R day 30
      key op R operator
      reserve r a 30 settleable=yes with=op
      relimit e 10
      freeze a
      revoke op issued=yes
      commit r 30 token=r
      a: 50 spent=30 state=frozen`,
    'ends with its reservation, by a close or by its time': `
      root R 200
      child a R 50
      reserve r a 30 settleable=yes
      reserve s R 30 settleable=yes ttl=60
      reserve t R 30 settleable=yes onExpiry=commit ttl=60
      close a
      wait 60
      expire s
      expire t
      commit r 5 token=r -> rejected reservation_state
      commit s 5 token=s -> rejected reservation_state
      commit t 5 token=t -> rejected reservation_state
      R: 200 spent=30`,
    'waits for people as its reservation does': `
      root R 100
      limit e R day 5 exceed=approve approvals=1 within=60
      reserve r R 30 settleable=yes -> notice e
      commit r 5 token=r -> rejected reservation_state
      release r token=r -> rejected reservation_state
      approve r by=ann -> notice e
      commit r 30 token=r`,
    'is revoked within the scopes of a key': `
      root R 100
      reserve r R 30 vendor=v settleable=yes
      key w R agent vendors=w
      key x R agent actions=read
      revoketoken r with=w -> denied scope_vendor
      revoketoken r with=x -> rejected forbidden
      commit r 30 token=r`,
    'pays by the price that the reservation was made under': `
      root R 100
      price p R charges=call:3/1
      reserve r R ~ usage=call:2 settleable=yes
      commit r ~ usage=call:3 token=r -> rejected settlement_exceeds_hold
      commit r ~ usage=call:2 token=r
      rsv r state=committed committed=6`,
  });
});
