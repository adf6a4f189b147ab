import { command, envelopeInput, NOON, origin, rightTo, World } from '../../../test/support/core.js';
import { rules } from '../../../test/support/rules.js';
import type { Command } from '../commands/commands.js';
import type { EntryContent } from '../entries.js';

describe('a commit above its hold', () => {
  rules({
    'is denied for good by what counts it in its own window': `
      root R 1000
      limit e R day 20
      reserve r R 10
      commit r 30 -> denied envelope_exceeded at=e largest=20 retry=never`,
    'is denied until the next window by an envelope that was made since': `
      root R 1000
      limit n R day 5 exceed=notify
      reserve r R 10 -> notice n
      limit e R day 20
      reserve s R 15 -> notice n
      commit r 20 -> denied envelope_exceeded at=e largest=10 retry=2026-01-16T00:00:00Z`,
    'is denied by one made since that would ask people: nobody can be asked by now': `
      root R 1000
      reserve r R 10
      limit e R day 15 exceed=approve approvals=1
      commit r 20 -> denied envelope_exceeded at=e largest=15
      commit r 15
      used e 15`,
    'only notices one made since that lets it pass': `
      root R 1000
      reserve r R 10
      limit e R day 15 exceed=notify
      limit c R day 5 metric=count
      commit r 20 -> notice e
      used e 20
      used c 0`,
    'is paid as far as it goes, and notices what that passes': `
      root R 12
      limit n R day 5 exceed=notify
      reserve r R 10 -> notice n
      commit r 14 overage=overdraft right=no -> claimed 2 n
      R: 12 spent=12`,
  });
});

describe('the right to go above limits', () => {
  rules({
    'within a bound ends where the budget is paused': `
      root R 100
      limit e R day 5 exceed=pause
      reserve r R 3 overage=overdraft
      reserve s R 9 -> denied envelope_exceeded
      R: 100 reserved=3 state=paused
      commit r 4 right=5 -> claimed 1`,
    'within a bound is for what no money is there for, and not for the rest': `
      root R 20
      reserve r R 10 overage=overdraft
      commit r 25 right=5 -> notice by=5`,
    'within a bound is for all that a reservation has gone above, whatever was given back': `
      root R 10
      reserve r R 10 overage=overdraft
      commit r 13 partial right=5 -> notice by=3
      refund r 3
      commit r 3 partial right=5 -> claimed 3`,
    'is as large as the key lets one reservation become': `
      root R 100
      key k R operator by=admin most=20
      reserve r R 10 overage=overdraft
      commit r 4 partial with=k
      commit r 25 with=k -> claimed 9
      rsv r committed=20 claimed=9
      reserve s R 10 overage=overdraft
      commit s 25 with=k -> claimed 5
      rsv s committed=20 claimed=5`,
    'stops nothing where the window that was passed has ended': `
      root R 100
      limit e R day 30
      reserve r R 10 ttl=86400
      at 2026-01-16
      commit r 35 overage=overdraft -> notice e by=5
      R: 100 spent=35`,
    'ends for who does not reach those that have stopped the budget': `
      root R 100
      child a R 10
      key k a operator by=admin
      reserve r a 10 overage=overdraft
      freeze a
      commit r 15 with=k -> claimed 5`,
    'goes on where they have stopped it themselves': `
      root R 100
      child a R 10
      key k a operator by=admin
      reserve r a 10 overage=overdraft
      freeze a with=k
      commit r 15 with=k -> notice by=5`,
    'passes a limit of those above once, and no further when they have let it go on': `
      root R 100
      child a R 10
      key k a operator by=admin
      reserve r a 10 overage=overdraft
      commit r 15 with=k -> notice by=5
      a: 10 spent=15 overdraft=5 state=paused above=yes
      resume a reason=seen
      reserve s a 0 overage=overdraft
      commit s 1 with=k -> claimed 1`,
  });
});

describe('the entry of a commit', () => {
  const ALL = 10n ** 18n;

  class Calls {
    readonly world = World.at(NOON);

    constructor(allocation: string, envelopes: Parameters<typeof envelopeInput>[0][] = []) {
      this.entry('create', { allocation, envelopes: envelopes.map((one) => envelopeInput(one)) });
      this.entry('reserve', { amount: '10', overage: 'reject' });
    }

    entry(type: Command['type'], fields: object): EntryContent {
      const place = this.world.journal.length;
      this.world.run(command(type, { treeId: 'R', budgetId: 'R', reservationId: 'r', ...fields }));
      return this.world.journal[place]!.content;
    }

    /** By somebody who may not go above limits. */
    cost(amount: string, fields: object = {}): EntryContent {
      const by = origin(null, null, 'agent', rightTo('no'));
      return this.entry('commit', { amount, overage: 'overdraft', final: false, origin: by, ...fields });
    }
  }

  it('that was denied keeps what was asked for, and the reservation', () => {
    const { denial, requested, reservation } = new Calls('100').entry('commit', {
      amount: '15',
      reason: 'why',
    });
    expect(requested).toEqual({ amount: '15', final: true, overage: 'reject' });
    expect(reservation).toMatchObject({ id: 'r', held: '10' });
    expect(denial!.violations).toMatchObject([{ rule: 'overage_rejected', limit: '10', requested: '15' }]);
  });

  it('keeps what was asked for where a claim is too full for it, and nothing of it where it is not', () => {
    const calls = new Calls('10');
    const most = (ALL - 10n).toString();
    expect(calls.cost(most)).toMatchObject({ claimed: (ALL - 20n).toString() });
    expect(calls.cost('5').requested).toBeUndefined();
    const full = calls.cost('100');
    expect(full).toMatchObject({
      claimed: '15',
      requested: { amount: '100', final: false, overage: 'overdraft' },
    });
    expect(calls.cost('1')).toMatchObject({ requested: { amount: '1', final: false, overage: 'overdraft' } });
  });

  it('names in its claim what stops the budget, and each limit once', () => {
    const calls = new Calls('10', [{ id: 'e', window: 'day', limit: '10' }]);
    calls.entry('freeze', {});
    const { reservation } = calls.cost('12');
    expect(reservation!.claim!.limits.map(({ rule }) => rule)).toEqual([
      'budget_frozen',
      'insufficient_funds',
      'envelope_exceeded',
    ]);
  });

  it('names in its claim by how much it is more than the key lets one reservation become', () => {
    const calls = new Calls('100');
    const key = rightTo('no')!;
    const scopes = { ...key.scopes, largestAmount: '20' };
    const by = origin(null, null, 'agent', { ...key, role: 'operator', scopes });
    const { reservation } = calls.entry('commit', { amount: '27', overage: 'overdraft', origin: by });
    expect(reservation!.claim!.limits).toMatchObject([{ rule: 'scope_amount', exceededBy: '7' }]);
  });

  it('charges each envelope by its own limit, and none of which nothing changes', () => {
    const calls = new Calls('100', [
      { id: 'calls', window: 'day', metric: 'count', limit: '7' },
      { id: 'large', window: 'day', limit: '50' },
      { id: 'small', window: 'day', limit: '40' },
    ]);
    const { charges } = calls.entry('commit', { amount: '8' });
    expect(charges!.map(({ counterId, delta, limit }) => [counterId?.split('/')[0], delta, limit])).toEqual([
      ['large', '-2', '50'],
      ['small', '-2', '40'],
    ]);
  });

  it('of a claim that is dismissed has the reason, and none is dismissed with a blank one', () => {
    const calls = new Calls('10');
    calls.cost('15');
    const dismiss = (reason: string) =>
      calls.world.run(command('claim_dismiss', { treeId: 'R', budgetId: 'R', reservationId: 'r', reason }));
    expect(dismiss('  ').outcome).toMatchObject({ rejection: { code: 'reason_required' } });
    expect(dismiss('twice').outcome).toMatchObject({ entry: { kind: 'claim_dismiss', reason: 'twice' } });
  });
});
