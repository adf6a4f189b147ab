import { play, rules } from '../../../test/support/rules.js';

describe('a fixed carve-out', () => {
  rules({
    'leaves its parent at once': `
      root R 100
      child a R 40
      R: 100 delegated=40 version=2 revision=1
      a: 40 version=1 revision=1`,
    'holds what it holds, used or not': `
      root R 100
      child a R 40
      reserve r a 40
      a: 40 reserved=40
      R: 100 delegated=40
      release r
      a: 40
      R: 100 delegated=40`,
    'is not helped by its parent': `
      root R 100
      child a R 40
      reserve r a 41 -> denied insufficient_funds at=a largest=40 retry=never`,
    'nor is its parent in the way, which would not be asked': `
      root R 40
      child a R 40
      reserve r a 41 -> denied insufficient_funds at=a largest=40`,
    'cannot be more than the parent has': `
      root R 100
      child a R 40
      child b R 61 -> denied insufficient_funds at=R largest=60 retry=never
      child b R 60
      child c R 1 -> denied insufficient_funds at=R largest=0
      child d R 0
      reserve r R 1 -> denied insufficient_funds at=R largest=0`,
    'can be handed on': `
      root R 100
      child a R 50
      child b a 30
      child c b 30
      reserve r b 1 -> denied insufficient_funds at=b largest=0
      reserve s c 30
      a: 50 delegated=30
      b: 30 delegated=30
      c: 30 reserved=30`,
  });
});

describe('an elastic child', () => {
  rules({
    'draws what it needs and gives back what it does not': `
      root R 100
      child a R 10..50
      reserve r a 8
      a: 10 reserved=8
      reserve s a 30
      a: 38 reserved=38
      R: 100 delegated=38
      commit s 5
      a: 13 reserved=8 spent=5
      R: 100 delegated=13
      release r
      a: 10 spent=5
      R: 100 delegated=10`,
    'stops at its ceiling': `
      root R 100
      child a R 10..50
      reserve r a 51 -> denied insufficient_funds at=a largest=50
      reserve r a 20
      reserve s a 31 -> denied insufficient_funds at=a largest=30
      reserve s a 30
      a: 50 reserved=50
      reserve t a 1 -> denied insufficient_funds at=a largest=0`,
    'stops where its parent has no more': `
      root R 100
      child a R 10..80
      child b R 10..80
      reserve r a 80
      R: 100 delegated=90
      reserve s b 21 -> denied insufficient_funds at=R largest=20
      reserve s b 20
      R: 100 delegated=100
      release r
      reserve t b 61 -> denied insufficient_funds at=b largest=60
      reserve t b 60
      R: 100 delegated=90`,
    'without a guarantee holds nothing of its own': `
      root R 100
      child a R 0..60
      child b R 0..60
      reserve r a 60
      a: 60 reserved=60
      reserve s b 41 -> denied insufficient_funds at=R largest=40
      release r
      a: 0
      reserve s b 60
      b: 60 reserved=60
      R: 100 delegated=60`,
    'may promise more than there is': `
      root R 10
      child a R 0..1000
      reserve r a 11 -> denied insufficient_funds at=R largest=10
      child b a 5..1000
      a: 5 delegated=5
      child c a 6 -> denied insufficient_funds at=R largest=5`,
    'draws for a delegation, too': `
      root R 100
      child a R 10..50
      child b a 30
      a: 30 delegated=30
      R: 100 delegated=30
      child c a 21 -> denied insufficient_funds at=a largest=20
      update b guarantee=0 ceiling=0
      a: 10
      R: 100 delegated=10`,
  });
});

describe('through several levels', () => {
  const five = `
      root R 100
      child a R 0..90
      child b a 10..80
      child c b 5..70
      child d c 0..60`;
  rules({
    'a draw runs up as far as it must': `${five}
      a: 10 delegated=10
      b: 10 delegated=5
      c: 5
      reserve r d 4
      d: 4 reserved=4
      c: 5 delegated=4
      b: 10 delegated=5
      reserve s d 4
      d: 8 reserved=8
      c: 8 delegated=8
      b: 10 delegated=8
      a: 10 delegated=10
      reserve t d 40
      d: 48 reserved=48
      c: 48 delegated=48
      b: 48 delegated=48
      a: 48 delegated=48
      R: 100 delegated=48
      commit t 1
      d: 9 reserved=8 spent=1
      c: 9 delegated=9
      b: 10 delegated=9
      a: 10 delegated=10
      R: 100 delegated=10
      release s
      release r
      d: 1 spent=1
      c: 5 delegated=1
      b: 10 delegated=5
      a: 10 delegated=10`,
    'touches only what it changes': `${five}
      reserve r d 1
      d: 1 reserved=1 version=2
      c: 5 delegated=1 version=3
      b: 10 delegated=5 version=2
      a: 10 delegated=10 version=2
      R: 100 delegated=10 version=3`,
    'each level can be the one in the way': `${five}
      reserve r d 61 -> denied insufficient_funds at=d largest=60
      reserve r c 20
      reserve s d 51 -> denied insufficient_funds at=c largest=50
      reserve s b 20
      reserve t d 41 -> denied insufficient_funds at=b largest=40
      reserve t a 20
      reserve u d 31 -> denied insufficient_funds at=a largest=30
      reserve u R 20
      reserve v d 21 -> denied insufficient_funds at=R largest=20
      reserve v d 20
      R: 100 reserved=20 delegated=80
      reserve w d 1 -> denied insufficient_funds at=R largest=0`,
    'and all of them are named': `${five}
      reserve r d 200 -> denied insufficient_funds at=d,c,b,a,R largest=60`,
    'a fixed level in between stops the draw': `
      root R 100
      child a R 0..90
      child b a 30
      child c b 0..60
      a: 30 delegated=30
      reserve r c 31 -> denied insufficient_funds at=b largest=30
      reserve r c 30
      b: 30 delegated=30
      R: 100 delegated=30`,
    'a delegation is sized by what all levels can give': `${five}
      reserve r a 30
      child e d 60
      a: 90 reserved=30 delegated=60
      child f c 1 -> denied insufficient_funds at=a largest=0`,
  });

  it('works at the greatest depth, and no deeper', () => {
    const levels = Array.from({ length: 32 }, (_, i) => `child b${i + 1} b${i} 0..${100 - i}`).join('\n');
    play(`root b0 100
      ${levels}
      reserve r b32 69
      b1: 69 delegated=69
      b32: 69 reserved=69
      reserve s b32 1 -> denied insufficient_funds at=b32 largest=0
      child x b32 0 -> rejected depth_exceeded
      release r
      b1: 0
      b31: 0`);
  });
});

describe('what no delegation may be', () => {
  rules({
    'a ceiling below the guarantee': `
      root R 100
      child a R 50..49 -> rejected invalid_allowance field=ceiling
      child a R 50..50`,
    'an amount that is none': `
      root R 100 scale=2
      child a R -1 -> rejected invalid_amount field=guarantee
      child a R 1e3 -> rejected invalid_amount field=guarantee
      child a R 0.001 -> rejected invalid_amount field=guarantee
      child a R 1..2,5 -> rejected invalid_amount field=ceiling
      root S 1.001 scale=2 -> rejected invalid_amount field=allocation
      R: 100 version=1`,
    'from nobody': `
      root R 100
      child a X 1 -> rejected not_found`,
    'of a parent that has changed meanwhile': `
      root R 100
      child a R 10 expect=2 -> rejected version_mismatch current=1 field=expectedVersion
      child a R 10 expect=1`,
    'too many envelopes': `
      root R 100
      child a R 1 envelopes=33 -> rejected too_many_envelopes
      child a R 1 envelopes=32
      limit x a day 1 -> rejected too_many_envelopes
      unlimit e3 of=a
      limit x a day 1
      root S 1 envelopes=33 -> rejected too_many_envelopes`,
    'more than the parent has, with envelopes of which none comes to be': `
      root R 100
      child a R 101 envelopes=2 -> denied insufficient_funds at=R largest=100
      child a R 100 envelopes=2
      R: 100 delegated=100`,
    'more envelopes than leave half of the way to those who manage them, if it may not itself': `
      root R 100
      key agent R agent by=admin
      key gives R operator by=admin actions=read,delegate
      key op R operator by=admin
      child a R 0..1 envelopes=31 with=agent
      child b a 0..1 envelope=day:5 with=agent
      child c b 0..1 envelope=day:5 with=agent -> rejected too_many_envelopes
      child c b 0..1 envelope=day:5 with=gives -> rejected too_many_envelopes
      child c b 0..1 with=agent
      limit x R day 1 with=op
      limit y c day 1 with=op
      child d R 0..1 envelopes=32 with=agent -> rejected too_many_envelopes
      child d b 0..1 envelopes=29 with=op`,
    'under a stopped budget': `
      root R 100
      child a R 0..50
      freeze R
      child b a 1 -> denied budget_frozen at=R largest=0 retry=never
      child b a 0 -> denied budget_frozen at=R largest=0
      resume R
      close a
      child b a 60 -> denied budget_closed,insufficient_funds largest=0`,
    'twice under one key': `
      root R 100 key=k
      root R 100 key=k -> replayed
      root R 200 key=k body=other -> rejected idempotency_key_reused
      child a R 10 key=k
      child b R 10 key=k -> replayed
      R: 100 delegated=10`,
  });
});
