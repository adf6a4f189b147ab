import { rules } from '../../../test/support/rules.js';

/** A root whose money went to `a`, which owes 5 and could draw it; `b` is a sibling that could take what comes. */
const OWING = `
      root R 10
      child a R 0..100
      child b R 0..100
      reserve r a 10 overage=overdraft
      commit r 15
      a: 10 spent=15 overdraft=5 state=paused
      R: 10 delegated=10`;

describe('a debt that could be drawn is paid in the decision that brings the money', () => {
  rules({
    'by funding the root, before a sibling can take it': `${OWING}
      fund R 5
      a: 15 spent=15 state=paused
      R: 15 delegated=15
      reserve s b 5 -> denied insufficient_funds largest=0`,
    'the oldest of two at one depth first': `
      root R 20
      child b R 0..100
      child a R 0..100
      reserve r b 10 overage=overdraft
      reserve s a 10 overage=overdraft
      commit r 15
      commit s 15
      fund R 5
      a: 15 spent=15 state=paused
      b: 10 spent=15 overdraft=5 state=paused`,
    'as far as the money goes': `${OWING}
      fund R 3
      a: 13 spent=15 overdraft=2 state=paused
      fund R 4
      a: 15 spent=15 state=paused
      R: 17 delegated=15`,
    'by the refund of a sibling': `
      root R 20
      child b R 0..100
      child a R 0..100
      reserve s b 10
      commit s 10
      reserve r a 10 overage=overdraft
      commit r 15
      refund s 7
      a: 15 spent=15 state=paused
      b: 3 spent=3
      R: 20 delegated=18`,
    'by what a sibling releases, commits less, lets expire or gives back as it is closed': `
      root R 40
      child b R 0..100
      child c R 10
      child a R 0..100
      reserve s b 5
      reserve t b 5
      reserve u b 5 ttl=60
      reserve r a 15 overage=overdraft
      commit r 40
      a: 15 spent=40 overdraft=25 state=paused
      release s
      a: 20 spent=40 overdraft=20 state=paused
      commit t 1
      a: 24 spent=40 overdraft=16 state=paused
      wait 61
      expire u
      a: 29 spent=40 overdraft=11 state=paused
      close c
      a: 39 spent=40 overdraft=1 state=paused
      R: 40 delegated=40`,
    'by what a parent gives back or spends no more itself': `
      root R 20
      child a R 0..100
      reserve s R 10
      reserve r a 10 overage=overdraft
      commit r 15
      release s
      a: 15 spent=15 state=paused
      R: 20 delegated=15`,
    'by a higher ceiling of the budget between': `
      root R 100
      child m R 0..10
      child a m 0..100
      reserve r a 10 overage=overdraft
      commit r 15
      a: 10 spent=15 overdraft=5 state=paused
      update m ceiling=12
      a: 12 spent=15 overdraft=3 state=paused
      update m guarantee=20 ceiling=20
      a: 15 spent=15 state=paused
      m: 20 delegated=15
      R: 100 delegated=20`,
    'by a higher ceiling of its own': `
      root R 100
      child a R 10
      reserve r a 10 overage=overdraft
      commit r 15
      a: 10 spent=15 overdraft=5 state=paused
      update a ceiling=13
      a: 13 spent=15 overdraft=2 state=paused
      fund R 100
      a: 13 spent=15 overdraft=2 state=paused`,
    'the nearest to the root first, and of those at one depth the oldest': `
      root R 30
      child m R 0..100
      child z m 0..100
      child a R 0..100
      child b R 0..100
      reserve q z 10 overage=overdraft
      reserve r b 10 overage=overdraft
      reserve s a 10 overage=overdraft
      commit q 12
      commit r 12
      commit s 12
      fund R 1
      a: 11 spent=12 overdraft=1 state=paused
      fund R 2
      a: 12 spent=12 state=paused
      b: 11 spent=12 overdraft=1 state=paused
      fund R 2
      b: 12 spent=12 state=paused
      z: 11 spent=12 overdraft=1 state=paused
      m: 11 delegated=11
      fund R 9
      z: 12 spent=12 state=paused
      R: 44 delegated=36`,
    'that of a parent before that of its child, which waits for the resume of the parent': `
      root R 20
      child m R 0..100
      child a m 0..100
      reserve r a 10 overage=overdraft
      reserve s m 10 overage=overdraft
      commit r 15
      commit s 15
      fund R 6
      m: 25 delegated=10 spent=15 state=paused
      a: 10 spent=15 overdraft=5 state=paused
      resume m reason=paid
      m: 26 delegated=11 spent=15
      a: 11 spent=15 overdraft=4 state=paused`,
  });
});

describe('a new debt is recorded on every budget above', () => {
  rules({
    'so that money that comes at the same moment meets it': `
      root R 10
      child m R 0..100
      child a m 0..100
      reserve r a 10 overage=overdraft
      R: 10 delegated=10 version=3
      commit r 15
      R: 10 delegated=10 version=4
      m: 10 delegated=10 version=4
      reserve s m 0
      R: 10 delegated=10 version=4`,
    'but not one that only a ceiling could end': `
      root R 100
      child a R 10
      reserve r a 10 overage=overdraft
      R: 100 delegated=10 version=2
      commit r 15
      R: 100 delegated=10 version=2
      update a ceiling=12
      R: 100 delegated=12 version=3`,
  });
});

describe('a budget that is stopped pays no debts of those below it', () => {
  rules({
    'a higher ceiling draws nothing from it, and its resume does': `
      root R 100
      child a R 10
      reserve r a 10 overage=overdraft
      commit r 25
      freeze R
      update a guarantee=12 ceiling=12 -> denied budget_frozen
      update a ceiling=40
      a: 10 spent=25 overdraft=15 state=paused
      update a name=other
      resume a reason=paid
      a: 10 spent=25 overdraft=15
      R: 100 delegated=10 state=frozen
      resume R
      a: 25 spent=25
      R: 100 delegated=25`,
    'nor does one above that: a stop is inherited': `
      root R 10
      child m R 5..100
      child a m 0..100
      reserve r a 10 overage=overdraft
      commit r 15
      freeze R
      fund R 50
      a: 10 spent=15 overdraft=5 state=paused
      resume R
      a: 15 spent=15 state=paused`,
    'but cost that is recorded is drawn at once, whatever is stopped': `
      root R 100
      child a R 0..100
      reserve r a 10 overage=overdraft
      freeze R
      commit r 25
      a: 25 spent=25
      R: 100 delegated=25 state=frozen`,
  });
});
