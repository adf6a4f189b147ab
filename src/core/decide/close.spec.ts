import { play, rules } from '../../../test/support/rules.js';

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
    'passes a refund up to the first open budget': `
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
    'refuses over what lives when its turn comes, not when the batch was read': `
      root R 100
      child a R 0..60
      child b a 0..50
      reserve r b 20
      reserve s b 10
      oversized a live=2
      close a holds=refuse -> rejected holds_live
      commit r 5
      release s
      reserve t a 1
      close a holds=refuse -> rejected holds_live
      release t
      close a holds=refuse
      a: 5 delegated=5 state=closing`,
    'refuses over more than were counted, whatever the batch lets go': `
      root R 100
      child a R 60
      reserve r a 20
      oversized a live=1001
      release r
      close a holds=refuse -> rejected holds_live`,
    'stops a subtree that is too large, and settles it part by part': `
      root R 100
      child a R 0..60
      child b a 0..50
      reserve r b 20
      reserve s b 10
      reserve t a 5
      oversized a live=3
      close a reason=over key=k
      a: 35 reserved=5 delegated=30 state=closing revision=2
      R: 100 delegated=35
      reserve u b 1 -> denied budget_closed,insufficient_funds at=a,a largest=0
      child c b 1 -> denied budget_closed,insufficient_funds
      commit s 4
      a: 35 reserved=5 delegated=24 state=closing
      continue a entries=1
      b: 24 reserved=20 spent=4 state=closing
      continue a entries=1
      b: 24 spent=4 state=closing
      rsv r state=released
      continue a entries=1
      b: 4 spent=4 state=closed
      a: 35 reserved=5 delegated=4 state=closing
      R: 100 delegated=35
      continue a
      rsv t state=released
      a: 4 delegated=4 state=closed
      R: 100 delegated=4
      continue a -> ignored
      close a reason=over key=k -> replayed`,
    'is final from the first part on': `
      root R 100
      child a R 0..60
      child b a 0..50
      reserve r a 20 overage=overdraft
      reserve s b 10
      oversized a live=2
      close a
      close a -> rejected budget_state
      freeze a -> rejected budget_state
      resume a reason=no -> rejected budget_state
      update a ceiling=90 -> rejected budget_state
      limit e a day 5 -> rejected budget_state
      key k a agent -> rejected budget_state
      update b guarantee=20 -> denied budget_closed,insufficient_funds
      commit r 25 overage=available -> denied budget_closed,insufficient_funds
      commit r 20
      a: 30 spent=20 delegated=10 state=closing
      commit s 60 overage=overdraft
      b: 10 spent=60 overdraft=50 state=paused
      a: 30 spent=20 delegated=10 state=closing
      continue a
      b: 10 spent=60 overdraft=50 state=closed
      a: 30 spent=20 delegated=10 state=closed`,
    'records real cost meanwhile on what is still there, and then above it, whatever the ceiling': `
      root R 100
      child a R 0..30
      reserve r a 20 ttl=1
      reserve s a 5
      reserve t a 1
      wait 1
      expire r
      oversized a live=2
      close a
      release s
      a: 6 reserved=1 state=closing
      commit r 4 partial overage=overdraft
      a: 6 reserved=1 spent=4 state=closing
      R: 100 delegated=6
      commit r 21 partial overage=overdraft
      a: 26 reserved=1 spent=25 state=closing
      R: 100 delegated=26
      commit r 10 overage=overdraft -> notice  by=6
      a: 36 reserved=1 spent=35 state=closing
      R: 100 delegated=36 state=paused until=never
      continue a
      a: 35 spent=35 state=closed
      R: 100 delegated=35 state=paused`,
    'keeps what comes back meanwhile until it is closed': `
      root R 100
      child a R 10..60
      child b a 0..50
      reserve r b 20
      commit r 20
      reserve s b 5 ttl=10
      oversized a live=1
      close a
      refund r 12
      b: 13 reserved=5 spent=8
      a: 25 delegated=13 state=closing
      wait 10
      expire s
      a: 25 delegated=8 state=closing
      continue a
      a: 8 delegated=8 state=closed
      R: 100 delegated=8
      refund r 8
      R: 100`,
    'refuses as a whole, however large it is': `
      root R 100
      child a R 60
      reserve r a 5
      oversized a live=1
      close a holds=refuse -> rejected holds_live
      a: 60 reserved=5
      commit r 5
      oversized a
      close a holds=refuse
      a: 60 spent=5 state=closing`,
    'shuts nothing of which it has not seen all': `
      root R 100
      child a R 60
      child b a 20
      child c b 10
      child d a 10
      oversized a
      close a
      partial b
      partial c
      continue a
      b: 20 delegated=10
      c: 10
      d: 0 state=closed
      a: 60 delegated=20 state=closing
      complete
      continue a
      c: 0 state=closed
      R: 100`,
    'goes on within a close of more, and ends with that': `
      root R 100
      child a R 60
      child b a 20
      reserve r b 5
      reserve s a 1
      oversized b live=1
      close b
      close a
      b: 0 state=closed
      a: 0 state=closed
      R: 100
      continue b -> ignored`,
    'a released hold is paid afterwards where it has to be': `
      root R 100
      reserve r R 20
      close R
      commit r 5 -> denied budget_closed,insufficient_funds largest=0 retry=never
      commit r 5 overage=overdraft
      R: 0 spent=5 overdraft=5 state=closed`,
  });

  it('goes from the deepest up, of those at one depth the oldest first, and so on each', () => {
    const { journal } = play(`
      root R 100
      child a R 50
      child c a 5
      child b a 20
      child d b 5
      reserve t b 1
      reserve s b 1
      reserve r c 1
      close a`);
    const order = journal.flatMap(({ content }) => {
      if (content.kind === 'release') return [`${content.reservation!.id} released`];
      return content.settings?.state === 'closed' ? [`${content.budgetId} closed`] : [];
    });
    expect(order).toEqual([
      ...['d closed', 's released', 't released', 'b closed', 'r released', 'c closed', 'a closed'],
    ]);
  });
});
