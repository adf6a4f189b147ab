import { command, NOON, World } from '../../../test/support/core.js';
import { codesOf, play, rules } from '../../../test/support/rules.js';
import { expenseOf } from '../spend.js';

describe('a charge', () => {
  rules({
    'is a reservation of nothing that is committed as it is made': `
      root R 100
      charge c R 5 vendor=v
      R: 100 spent=5
      rsv c held=0 committed=5 state=committed`,
    'draws what its budget lacks, as a commit does': `
      root R 100
      child a R 0..20
      charge c a 5
      a: 5 spent=5
      R: 100 delegated=5`,
    'counts in every envelope on the path, in the window in which it is recorded': `
      root R 100
      limit d R day 10
      child a R 20
      charge c a 5 when=2026-01-13T12:00:00Z
      used d 5
      wait 86400
      used d 0
      charge e a 4
      used d 4`,
    'is refunded like any other cost, into the windows that counted it': `
      root R 100
      limit d R day 10
      charge c R 8
      refund c 3
      used d 5
      rsv c committed=8 refunded=3
      R: 100 spent=5`,
    'is recorded above limits, and stops the budget until the window ends': `
      root R 100
      limit d R day 4
      charge c R 5 -> notice d
      R: 100 spent=5 state=paused until=2026-01-16T00:00:00Z
      reserve r R 1 -> denied budget_paused,envelope_exceeded`,
    'is recorded as a debt where the money is gone': `
      root R 3
      charge c R 5 -> notice
      R: 3 spent=5 overdraft=2 state=paused until=never`,
    'is recorded on a budget that is frozen or closed': `
      root R 100
      child a R 20
      close a
      charge c a 5
      R: 100 delegated=5
      freeze R
      charge e R 5`,
    'is paid up to the limits and claimed beyond by who may not go above them': `
      root R 100
      limit d R day 4
      charge c R 5 right=no -> claimed 1
      used d 4
      rsv c committed=4 claimed=1 state=committed
      settleclaim c -> notice d
      rsv c committed=5 state=committed`,
    'is claimed whole where nothing passes, and counts once the claim is settled': `
      root R 100
      limit d R day 0
      limit n R day 5 metric=count
      charge c R 5 right=no -> claimed 5
      used n 0
      rsv c committed=0 claimed=5 state=released
      commit c 1 -> rejected reservation_state
      settleclaim c -> notice d
      used n 1
      rsv c committed=5 state=committed`,
    'goes above limits as far as the bound of the key': `
      root R 100
      limit d R day 4
      charge c R 6 right=2 -> notice d
      R: 100 spent=6
      charge e R 1 right=2 -> claimed 1`,
    'that is only asked about is denied where a limit is in the way': `
      root R 100
      limit d R day 4
      charge c R 5 overage=available -> denied envelope_exceeded largest=4
      R: 100
      used d 0
      charge c R 4 overage=available`,
    'that is denied pauses what it would have passed': `
      root R 100
      limit p R day 4 exceed=pause
      charge c R 5 overage=available -> denied envelope_exceeded
      R: 100 state=paused until=never`,
    'passes what people would have been asked about only as a cost above limits': `
      root R 100
      limit q R transaction 4 exceed=approve approvals=1
      charge c R 5 overage=available -> denied envelope_exceeded largest=4
      charge c R 5 -> notice q`,
    'makes a new vendor known': `
      root R 100
      limit new R transaction 1 new=yes
      charge c R 5 vendor=x -> notice new
      resume R reason=looked
      charge e R 5 vendor=x overage=available`,
    'does not commit more: what else it cost is another charge': `
      root R 100
      charge c R 5
      commit c 1 -> rejected reservation_state
      release c -> rejected reservation_state
      extend c 60 -> rejected reservation_state`,
    'of the same key is answered again, and of another name decided': `
      root R 100
      charge c R 5 key=k
      charge c2 R 5 key=k -> replayed
      R: 100 spent=5`,
    'is of the recent past': `
      root R 100
      charge c R 5 when=2026-01-15T12:02:00Z -> rejected invalid_time field=occurredAt
      charge c R 5 when=2024-12-01T00:00:00Z -> rejected invalid_time field=occurredAt
      charge c R 5 when=2026-01-15T12:00:59Z
      charge d R 5 when=2024-12-12T00:00:00Z`,
    'of no amount is still a call': `
      root R 100
      limit n R day 1 metric=count
      charge c R 0
      used n 1
      charge e R 0 overage=available -> denied count_exceeded`,
    'takes up a name where an envelope counts by name': `
      root R 100
      limit v R day 10 per=vendor
      named v 100000
      charge c R 5 vendor=fresh overage=available -> denied too_many_names`,
  });

  it('happened now where its time is ahead by less than a minute', () => {
    const world = play('root R 100\ncharge c R 5 when=2026-01-15T12:00:59Z');
    expect(world.state.reservations.get('c')!.occurredAt).toBe(NOON);
  });

  it('has all of its labels in its entry', () => {
    const world = World.at(NOON);
    world.run(command('create', { treeId: 'R', budgetId: 'R', allocation: '10' }));
    const metadata = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`label${i}`, 'x'.repeat(90)]));
    world.run(command('charge', { treeId: 'R', budgetId: 'R', reservationId: 'c', amount: '1', metadata }));
    expect(world.journal.at(-1)!.content.reservation!.metadata).toEqual(metadata);
  });

  it('adds to spend what it cost, and a call', () => {
    const { content } = play('root R 100\ncharge c R 5 vendor=v').journal.at(-1)!;
    expect(expenseOf(content, 0)).toMatchObject({ vendor: 'v', spent: 5n, calls: 1, denied: 0 });
  });
});

const TWICE: Record<string, string> = {
  'is charged once in a tree': `
      root R 100
      child a R 20
      charge c R 5 vendor=v external=line-1
      charge d a 5 vendor=v external=line-1 -> rejected charge_exists field=externalId reservationId=c
      charge d a 5 vendor=w external=line-1
      charge e a 5 vendor=v external=line-2`,
  'is charged once where all of it was claimed': `
      root R 0
      charge c R 5 external=line-1 right=no -> claimed 5
      charge d R 5 external=line-1 -> rejected charge_exists`,
  'is named only to those who reach the first': `
      root R 100
      child a R 20
      charge c R 5 external=line-1
      key k a operator
      charge d a 5 external=line-1 with=k -> rejected charge_exists reservationId=undefined`,
};

describe('a name of a vendor', () => {
  rules(TWICE);

  it('is looked at', () => expect(codesOf(Object.values(TWICE).join('\n'))).toContain('charge_exists'));
});

describe('a charge of usage', () => {
  rules({
    'is rated by the price of when it happened, be it withdrawn since': `
      root R 1000
      price p R charges=call:3/1
      wait 3600
      price q R charges=call:5/1
      charge c R ~ usage=call:2 when=2026-01-15T12:30:00Z
      rsv c committed=6
      charge d R ~ usage=call:2
      rsv d committed=10
      unprice q
      charge e R ~ usage=call:2 -> rejected price_unknown
      charge f R ~ usage=call:2 when=2026-01-15T12:30:00Z`,
    'has no price before one was set': `
      root R 1000
      price p R charges=call:3/1
      charge c R ~ usage=call:2 when=2026-01-15T11:30:00Z -> rejected price_unknown`,
    'counts in the windows of tiers in which it is recorded': `
      root R 1000
      price p R charges=call:3/1 tiers=1:1 over=day
      charge c R ~ usage=call:2
      seen p 2 unit=call
      rsv c committed=4
      charge d R ~ usage=call:2
      rsv d committed=2
      seen p 4 unit=call`,
    'counts in no tiers where it is denied': `
      root R 3
      price p R charges=call:3/1 tiers=1:1 over=day
      charge c R ~ usage=call:2 overage=available -> denied insufficient_funds
      seen p 0 unit=call`,
    'beside an amount is evidence': `
      root R 1000
      charge c R 7 usage=call:2
      rsv c committed=7`,
  });
});
