import { rules } from '../../../test/support/rules.js';

describe('fund and defund', () => {
  rules({
    'change what a root has': `
      root R 100
      fund R 50
      R: 150
      defund R 150
      R: 0
      fund R 0
      R: 0 version=4`,
    'never take what is used': `
      root R 100
      child a R 30
      reserve r R 20
      reserve s R 10
      commit s 10
      defund R 41 -> rejected below_used field=amount acceptable=40
      defund R 40
      R: 60 delegated=30 reserved=20 spent=10
      defund R 1 -> rejected below_used acceptable=0
      defund R 0`,
    'what an elastic child holds back counts only as far as it is used': `
      root R 100
      child a R 10..100
      reserve r a 50
      defund R 51 -> rejected below_used acceptable=50
      release r
      defund R 91 -> rejected below_used acceptable=90
      defund R 90
      R: 10 delegated=10`,
    'repay a debt first': `
      root R 100
      reserve r R 100 overage=overdraft
      commit r 130
      R: 100 spent=130 overdraft=30 state=paused
      defund R 1 -> rejected below_used acceptable=0
      defund R 0
      fund R 20
      R: 120 spent=130 overdraft=10 state=paused
      fund R 20
      R: 140 spent=130 state=paused
      resume R reason=paid
      reserve s R 11 -> denied insufficient_funds largest=10`,
    'only a root': `
      root R 100
      child a R 10
      fund a 1 -> rejected not_a_root
      defund a 1 -> rejected not_a_root
      fund x 1 -> rejected not_found`,
    'a frozen one, but not a closed one': `
      root R 100
      freeze R
      fund R 1
      R: 101 state=frozen
      close R
      fund R 1 -> rejected budget_state
      defund R 1 -> rejected budget_state`,
    'to 10^18 units and not beyond': `
      root R 1000000000000000000
      fund R 1 -> rejected amount_overflow
      fund R 1000000000000000001 -> rejected invalid_amount field=amount
      defund R 1000000000000000000
      R: 0
      root S 1000000000 scale=9
      fund S 0.000000001 -> rejected amount_overflow
      reserve r S 1000000000
      S: 1000000000 reserved=1000000000`,
    'as long as the version holds': `
      root R 100
      fund R 1 expect=7 -> rejected version_mismatch current=1
      fund R 1 expect=1`,
  });
});

describe('raise and narrow', () => {
  rules({
    'a raised guarantee is drawn at once, a lowered one flows back': `
      root R 100
      child a R 10..50
      update a guarantee=30
      a: 30
      R: 100 delegated=30
      update a guarantee=5
      a: 5
      R: 100 delegated=5`,
    'a guarantee below what is used is no reason to refuse': `
      root R 100
      child a R 30..50
      reserve r a 20
      update a guarantee=0
      a: 20 reserved=20
      update a guarantee=20
      a: 20 reserved=20`,
    'a ceiling below what is used, which names the lowest that would pass': `
      root R 100
      child a R 10..50
      reserve r a 20
      commit r 5
      reserve s a 20
      child b a 5
      a: 30 reserved=20 spent=5 delegated=5
      update a ceiling=29 -> rejected below_used field=ceiling acceptable=30
      update a ceiling=30
      update a ceiling=20 guarantee=15 -> rejected below_used acceptable=30
      a: 30 reserved=20 spent=5 delegated=5`,
    'a ceiling below the guarantee is none': `
      root R 100
      child a R 10..50
      update a ceiling=9 -> rejected invalid_allowance field=ceiling
      update a guarantee=51 -> rejected invalid_allowance field=guarantee
      update a guarantee=51 ceiling=51
      update a guarantee=1.5 -> rejected invalid_amount field=guarantee
      update a ceiling=-1 -> rejected invalid_amount field=ceiling`,
    'a fixed carve-out is moved by both': `
      root R 100
      child a R 40
      reserve r a 30
      update a guarantee=20 ceiling=20 -> rejected below_used field=ceiling acceptable=30
      update a guarantee=30 ceiling=30
      a: 30 reserved=30
      update a guarantee=101 ceiling=101 -> denied insufficient_funds at=R largest=100 retry=never
      update a guarantee=100 ceiling=100
      R: 100 delegated=100`,
    'a raise draws through elastic levels, and is denied where they end': `
      root R 100
      child a R 0..60
      child b a 10..90
      update b guarantee=61 -> denied insufficient_funds at=a largest=60
      update b guarantee=60
      a: 60 delegated=60
      R: 100 delegated=60
      child c R 20
      update a ceiling=100
      update b guarantee=81 -> denied insufficient_funds at=R largest=80
      update b guarantee=80
      R: 100 delegated=100`,
    'a raise under a stopped ancestor is denied, narrowing is not': `
      root R 100
      child a R 10..50
      freeze R
      update a guarantee=20 -> denied budget_frozen at=R largest=10
      update a guarantee=5
      a: 5
      resume R
      freeze a
      update a guarantee=20
      a: 20 state=frozen`,
    'what an elastic child already draws becomes its guarantee without money moving': `
      root R 50
      child a R 0..50
      reserve r a 50
      freeze R
      update a guarantee=50
      a: 50 reserved=50`,
    'a root has no allowance': `
      root R 100
      update R guarantee=5 -> rejected invalid_allowance field=guarantee
      update R ceiling=5 -> rejected invalid_allowance field=ceiling`,
    'a raised ceiling repays a debt out of the parent': `
      root R 100
      child a R 20
      reserve r a 20 overage=overdraft
      commit r 50
      a: 20 spent=50 overdraft=30 state=paused
      R: 100 delegated=20
      update a ceiling=19 guarantee=19 -> rejected below_used acceptable=20
      update a ceiling=40
      a: 40 spent=50 overdraft=10 state=paused
      update a ceiling=60
      a: 50 spent=50 state=paused
      R: 100 delegated=50`,
  });
});

describe('settings', () => {
  rules({
    'change under the revision, which spending does not move': `
      root R 100
      update R name=x if=2 -> rejected revision_mismatch current=1
      reserve r R 1
      fund R 1
      update R name=x if=1
      R: 101 reserved=1 revision=2
      freeze R if=1 -> rejected revision_mismatch current=2
      freeze R if=2
      resume R if=2 -> rejected revision_mismatch current=3
      close R if=2 -> rejected revision_mismatch current=3
      limit e R day 1 if=2 -> rejected revision_mismatch current=3
      limit e R day 1 if=3
      relimit e 2 if=3 -> rejected revision_mismatch current=4
      unlimit e if=3 -> rejected revision_mismatch current=4
      R: 101 reserved=1 revision=4 state=frozen`,
    'of a closed budget never change': `
      root R 100
      child a R 50
      limit e a day 5
      close a
      update a name=x -> rejected budget_state
      freeze a -> rejected budget_state
      resume a -> rejected budget_state
      close a -> rejected budget_state
      limit f a day 5 -> rejected budget_state
      relimit e 5 -> rejected budget_state
      unlimit e -> rejected budget_state`,
    'of nobody': `
      root R 1
      update x name=x -> rejected not_found
      freeze x -> rejected not_found
      resume x -> rejected not_found
      close x -> rejected not_found
      limit f x day 5 -> rejected not_found
      relimit f 5 -> rejected not_found
      unlimit f -> rejected not_found`,
    'with what a name, a policy and an allowance change at once': `
      root R 100
      child a R 10..20
      update a name=x guarantee=20 ceiling=30 vendors=+acme
      a: 20 revision=2
      reserve r a 5 vendor=other -> denied vendor_not_allowed
      update a name=y guarantee=200 ceiling=200 vendors=+other -> denied insufficient_funds
      reserve r a 5 vendor=other -> denied vendor_not_allowed`,
  });
});

describe('freeze and resume', () => {
  rules({
    'stop a whole subtree from reserving, and only it': `
      root R 100
      child a R 50
      child b a 20
      child c R 10
      freeze a
      reserve r a 1 -> denied budget_frozen at=a largest=0 retry=never
      reserve r b 1 -> denied budget_frozen at=a largest=0
      reserve r c 1
      freeze b
      reserve s b 1 -> denied budget_frozen at=b,a
      resume a
      reserve s b 1 -> denied budget_frozen at=b
      reserve s a 1
      resume b
      reserve t b 1`,
    'what is held settles all the same': `
      root R 100
      child a R 0..50
      reserve r a 10
      reserve s a 10
      reserve t a 10 ttl=60
      reserve u a 10
      freeze R
      commit r 4
      release s
      extend u 5
      wait 60
      expire t
      refund r 1
      a: 13 reserved=10 spent=3
      commit u 11 -> denied budget_frozen at=R largest=10 retry=never
      commit u 10`,
    'repeated are no error': `
      root R 100
      freeze R
      freeze R
      R: 100 state=frozen revision=3
      resume R
      resume R
      R: 100 revision=5`,
    'one that is paused stays so when it is frozen, and is resumed with a reason only': `
      root R 100
      child a R 10
      reserve r a 10 overage=overdraft
      commit r 12
      a: 10 spent=12 overdraft=2 state=paused revision=2
      reserve s a 1 -> denied budget_paused,insufficient_funds largest=0
      freeze a
      reserve s a 1 -> denied budget_paused,insufficient_funds largest=0
      resume a -> rejected reason_required field=reason
      resume a reason=paid
      reserve s a 1 -> denied insufficient_funds largest=0`,
    'a frozen budget that overdraws is paused as well: it goes on with a reason': `
      root R 10
      reserve r R 10
      freeze R
      commit r 12 overage=overdraft
      R: 10 spent=12 overdraft=2 state=paused until=never
      resume R -> rejected reason_required field=reason`,
  });
});
