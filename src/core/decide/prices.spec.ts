import { rules } from '../../../test/support/rules.js';

describe('prices', () => {
  rules({
    'are settings of a budget': `
      root R 100
      price p R charges=call:3
      R: 100 version=2 revision=2
      price q R charges=call:4 if=1 -> rejected revision_mismatch current=2
      close R
      price q R charges=call:4 -> rejected budget_state`,
    'have parts that go together': `
      root R 100
      price p R charges=call:3,call:4 -> rejected invalid_price field=charges.1.unit
      price p R tiers=10:2 -> rejected invalid_price field=charges.0.tiers
      price p R tiers=10:2,10:1 over=day -> rejected invalid_price field=charges.0.tiers.1.above
      price p R over=day -> rejected invalid_price field=charges.0.over
      price p R charges=token:1 within=page -> rejected invalid_price field=charges.0.within`,
    'hold from now or later, one of an item at a time': `
      root R 100
      price p R charges=call:3
      price q R charges=call:4 from=2026-01-15T13:00:00Z
      price r R charges=call:5 from=2026-01-15T11:59:59Z -> rejected invalid_price field=from
      reserve a R ~ usage=call:1
      rsv a held=3
      at 2026-01-15T13:00:00Z
      reserve b R ~ usage=call:1
      rsv b held=4
      commit a ~ usage=call:2
      rsv a committed=6
      price r R charges=call:5
      unprice p -> rejected not_found
      unprice q -> rejected not_found
      reserve c R ~ usage=call:1
      rsv c held=5
      unprice r
      reserve d R ~ usage=call:1 -> rejected price_unknown field=item
      commit c ~ usage=call:1
      rsv c committed=5`,
    'are as many as a budget can have': `
      root R 100
      price p R
      priced R 2000
      price q R
      price r R item=other -> rejected too_many_prices
      unprice q
      price r R item=other`,
    'hold for a subtree, the nearest first': `
      root R 100
      child a R 50
      child b a 20
      price p R charges=call:3
      reserve r b ~ usage=call:1
      rsv r held=3
      price q a charges=call:2
      reserve s b ~ usage=call:1
      rsv s held=2
      reserve t R ~ usage=call:1
      rsv t held=3
      price u b item=other charges=call:1
      reserve v a ~ usage=call:1 item=other -> rejected price_unknown field=item`,
    'are of one vendor': `
      root R 100
      price p R
      reserve r R ~ usage=call:1 vendor=other -> rejected price_unknown field=item
      reserve r R ~ usage=call:1 vendor=none -> rejected price_unknown field=vendor
      reserve r R ~ usage=call:1 item=none -> rejected price_unknown field=item`,
  });
});

describe('what is paid by usage', () => {
  rules({
    'is held by what is expected, and paid by what was used': `
      root R 100
      price p R charges=call:3,token:2/1000
      reserve r R ~ usage=token:4000
      rsv r held=11
      commit r ~ usage=token:1001
      # A call, and 2.002: rounded up.
      rsv r committed=6 state=committed
      R: 100 spent=6`,
    'fits its price': `
      root R 100
      price p R charges=call:3
      reserve r R ~ usage=page:1 -> rejected invalid_usage field=usage.page
      reserve r R ~ usage=call:1
      commit r ~ usage=page:1 -> rejected invalid_usage field=usage.page
      commit r ~ usage=call:999999999 partial -> denied insufficient_funds largest=100
      commit r 5 -> rejected usage_required field=amount
      commit r ~ sum=5 -> rejected usage_required field=total
      commit r ~ -> rejected usage_required field=usage
      commit r ~ usage=call:1`,
    'is more than can be counted': `
      root R 1000000000000
      price p R charges=call:1
      reserve r R ~ usage=call:1
      commit r ~ partial usage=call:999999999
      commit r ~ partial usage=call:1 -> rejected invalid_usage field=usage
      commit r ~ whole=call:999999999
      rsv r committed=999999999`,
    'comes in parts that cost what the whole does': `
      root R 100
      price p R charges=token:1/3 min=2
      reserve r R ~ usage=token:60
      rsv r held=20
      commit r ~ partial usage=token:1
      rsv r committed=2
      commit r ~ partial usage=token:4
      rsv r committed=2
      commit r ~ partial usage=token:5
      rsv r committed=4
      commit r ~ usage=token:0
      rsv r committed=4 state=committed`,
    'is reported as a whole, twice and out of order': `
      root R 100
      price p R charges=token:1/10
      reserve r R ~ usage=token:500
      commit r ~ partial whole=token:100
      commit r ~ partial whole=token:300
      commit r ~ partial whole=token:200
      rsv r committed=30
      commit r ~ whole=token:300
      rsv r committed=30 state=committed`,
    'moves the tiers of its window when it settles, those of all budgets below': `
      root R 1000
      child a R 500
      price p R charges=call:3 tiers=10:2,20:1 over=day
      reserve r R ~ usage=call:15
      rsv r held=40
      reserve s a ~ usage=call:15
      rsv s held=40
      seen p 0
      commit r ~ partial usage=call:9
      seen p 9
      commit s ~ usage=call:15
      # One at 3, ten at 2 and four at 1.
      rsv s committed=27
      seen p 24
      commit r ~ usage=call:6
      rsv r committed=33
      price q R charges=call:5 tiers=10:4,29:1 over=day
      reserve t R ~ usage=call:1
      rsv t held=1
      release t
      seen p 30
      at 2026-01-16T12:00:00Z
      reserve u R ~ usage=call:1
      rsv u held=5`,
    'moves no tiers where it is denied': `
      root R 10
      price p R charges=call:3 tiers=10:2 over=day
      reserve r R ~ usage=call:1
      commit r ~ usage=call:9 -> denied insufficient_funds largest=10
      seen p 0
      rsv r held=3`,
    'meets limits by what it costs': `
      root R 100
      limit e R day 10
      price p R charges=call:3
      reserve r R ~ usage=call:4 -> denied envelope_exceeded largest=10 retry=never
      reserve r R ~ usage=call:3
      commit r ~ usage=call:4 -> denied envelope_exceeded largest=10 retry=never
      commit r ~ usage=call:4 overage=overdraft -> notice e
      rsv r committed=12 overdrawn=2`,
    'is a claim where it may not be recorded, and its usage is kept': `
      root R 10
      price p R charges=call:3
      reserve r R ~ usage=call:1
      commit r ~ usage=call:5 overage=overdraft right=no -> claimed 5
      rsv r committed=10 claimed=5`,
  });
});

describe('a commit of what was reserved by its amount', () => {
  rules({
    'says an amount, or what all has cost so far': `
      root R 100
      reserve r R 20
      commit r ~ -> rejected amount_required field=amount
      commit r ~ usage=call:1 -> rejected amount_required field=amount
      commit r ~ partial sum=5
      commit r ~ partial sum=9
      commit r ~ partial sum=7
      rsv r committed=9
      commit r 2 partial usage=call:1
      commit r ~ sum=11 whole=call:4
      rsv r committed=11 state=committed`,
  });
});
