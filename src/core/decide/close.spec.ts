import { rules } from '../../../test/support/rules.js';

describe('close', () => {
  rules({
    'returns to the parent what is not spent': `
      root R 100
      child a R 50
      reserve r a 20
      commit r 15
      close a
      a: 15 spent=15 state=closed
      R: 100 delegated=15`,
    'takes the whole subtree, from the leaves up': `
      root R 100
      child a R 60
      child b a 30
      child c b 0..20
      child d a 10
      reserve r c 20
      commit r 12
      reserve s b 5
      reserve t a 7
      reserve u d 1
      commit u 1
      close a
      c: 12 spent=12 state=closed
      b: 12 delegated=12 state=closed
      d: 1 spent=1 state=closed
      a: 13 delegated=13 state=closed
      R: 100 delegated=13
      rsv s state=released held=0
      rsv t state=released held=0`,
    'moves the money of each level once': `
      root R 100
      child a R 60
      child b a 30
      child c b 10
      close a
      c: 0 state=closed version=2
      b: 0 state=closed version=4
      a: 0 state=closed version=4
      R: 100 version=3`,
    'can refuse where something is held': `
      root R 100
      child a R 60
      child b a 30
      reserve r b 5
      close a holds=refuse -> rejected holds_live
      a: 60 delegated=30
      commit r 5
      close a holds=refuse
      a: 5 delegated=5 state=closed`,
    'counts nothing that was let go': `
      root R 100
      child a R 60
      limit e R day 50
      limit n R day 9 metric=count
      reserve r a 20
      reserve s a 10
      commit s 4 partial
      close a
      used e 4
      used n 1
      rsv s state=released held=0 committed=4`,
    'leaves nothing to be reserved or delegated': `
      root R 100
      child a R 60
      child b a 30
      close a
      reserve r a 1 -> denied budget_closed,insufficient_funds at=a,a largest=0
      reserve r a 0 -> denied budget_closed at=a
      child c b 1 -> denied budget_closed,insufficient_funds largest=0
      R: 100`,
    'a child first, then its parent': `
      root R 100
      child a R 60
      child b a 30
      reserve r b 3
      commit r 3
      close b
      a: 60 delegated=3
      b: 3 spent=3 state=closed revision=2
      close a
      b: 3 spent=3 state=closed revision=2
      a: 3 delegated=3 state=closed`,
    'a root, too': `
      root R 100
      child a R 10..60
      reserve r a 40
      commit r 40
      close R
      R: 40 delegated=40 state=closed
      a: 40 spent=40 state=closed`,
    'whatever stops it': `
      root R 100
      child a R 60
      freeze R
      freeze a
      reserve r a 1 -> denied budget_frozen
      close a
      R: 100 state=frozen`,
    'lets a refund through to whoever is open': `
      root R 100
      child a R 60
      child b a 30
      reserve r b 20
      commit r 20
      close a
      R: 100 delegated=20
      refund r 5
      b: 15 spent=15 state=closed
      a: 15 delegated=15 state=closed
      R: 100 delegated=15`,
    'keeps a debt, which a refund repays': `
      root R 100
      child a R 10
      reserve r a 10 overage=overdraft
      commit r 15
      close a
      a: 10 spent=15 overdraft=5 state=closed
      refund r 3
      a: 10 spent=12 overdraft=2 state=closed
      refund r 3
      a: 9 spent=9 state=closed
      R: 100 delegated=9`,
    'does not take the record of what was consumed in time': `
      root R 100
      child a R 50
      reserve r a 20 ttl=10
      wait 10
      expire r
      close a
      commit r 5 -> denied budget_closed,insufficient_funds largest=0 retry=never
      commit r 5 overage=overdraft
      a: 5 spent=5 state=closed
      R: 100 delegated=5`,
    'is refused for a subtree that is too large': `
      root R 100
      child a R 50
      oversized a
      close a -> rejected subtree_too_large`,
    'a released hold is paid afterwards where it has to be': `
      root R 100
      reserve r R 20
      close R
      commit r 5 -> denied budget_closed,insufficient_funds largest=0 retry=never
      commit r 5 overage=overdraft
      R: 0 spent=5 overdraft=5 state=closed`,
  });
});
