import { command, envelopeInput, NOON, World } from '../../../test/support/core.js';
import type { Command } from '../commands/commands.js';
import type { Outcome } from '../outcomes.js';

/** A root with 1,000, and what is answered to each command. */
class Answers {
  readonly world = World.at(NOON);

  constructor(envelope: Partial<Parameters<typeof envelopeInput>[0]> = {}) {
    const envelopes = [envelopeInput({ id: 'e', limit: '1000', ...envelope })];
    this.to('create', { budgetId: 'R', allocation: '1000', envelopes });
  }

  to(type: Command['type'], fields: object): Outcome {
    return this.world.run(command(type, { treeId: 'R', budgetId: 'R', reservationId: 'r', ...fields }))
      .outcome;
  }

  present(type: Command['type'], fields: object) {
    const outcome = this.to(type, fields);
    if (outcome.status !== 'accepted') throw new Error(`it is ${outcome.status}`);
    return outcome.present;
  }
}

describe('the answer to an accepted command', () => {
  it('is the entry, where that says all', () => {
    const answers = new Answers();
    expect(answers.present('reserve', { amount: '10' })).toBeNull();
    expect(answers.present('commit', { amount: '5' })).toBeNull();
  });

  it('is what the budget has come to, where the money that came has paid a debt', () => {
    const answers = new Answers();
    answers.to('delegate', { childId: 'a', guarantee: '0', ceiling: '5000' });
    answers.to('reserve', { budgetId: 'a', amount: '1000', overage: 'overdraft' });
    answers.to('commit', { amount: '1005' });
    const present = answers.present('fund', { amount: '7' });
    const { version } = answers.world.state.budgets.get('R')!;
    expect(present).toMatchObject({ version, balances: { available: '2', delegated: '1005' } });
    expect(answers.present('fund', { amount: '7' })).toBeNull();
  });

  it('has all labels of a reservation, where its entry leaves some out', () => {
    const answers = new Answers();
    const metadata = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`label-${i}`, 'x'.repeat(40)]));
    expect(answers.present('reserve', { amount: '10', metadata })).toBeNull();
    expect(answers.present('commit', { amount: '5' })?.reservation?.metadata).toEqual(metadata);
  });
});

it('a dry run that is denied asks nobody', () => {
  const approve = { approvals: 1, approvers: null, withinSeconds: 60 };
  const answers = new Answers({ limit: '10', window: 'day', onExceed: 'approve', approve });
  const of = (amount: string) => {
    const outcome = answers.to('dry_run', { amount });
    if (!('decision' in outcome)) throw new Error(`it is ${outcome.status}`);
    const { admissible, approval } = outcome.decision;
    return [admissible, approval?.envelopes ?? null];
  };
  expect(of('10')).toEqual([true, null]);
  expect(of('20')).toEqual([true, ['e']]);
  expect(of('2000')).toEqual([false, null]);
});

it.each([
  ['x', 'y', ['x', 'y']],
  [null, null, ['', '']],
])('the violation of a policy names the vendor %j and the category %j', (vendor, category, keys) => {
  const answers = new Answers();
  const policy = { vendors: { allow: ['v'] }, categories: { allow: ['c'] } };
  answers.to('update', { policy, ifRevision: 1 });
  const outcome = answers.to('reserve', { amount: '1', vendor, category });
  expect(outcome.status).toBe('denied');
  if (outcome.status !== 'denied') return;
  expect(outcome.denial.violations.map(({ rule, key }) => [rule, key])).toEqual([
    ['vendor_not_allowed', keys[0]],
    ['category_not_allowed', keys[1]],
  ]);
});

it('the violation of a limit has what is left, and a key only where the envelope counts by one', () => {
  const answers = new Answers({ limit: '10', window: 'day' });
  answers.to('reserve', { amount: '4' });
  const outcome = answers.to('reserve', { reservationId: 's', amount: '7' });
  if (outcome.status !== 'denied') throw new Error(`it is ${outcome.status}`);
  const limit = { limit: '10', used: '4', requested: '7', remaining: '6', metric: 'amount', window: 'day' };
  expect(outcome.denial.violations).toEqual([
    expect.objectContaining({ rule: 'envelope_exceeded', budgetId: 'R', envelopeId: 'e', ...limit }),
  ]);
  expect(outcome.denial.violations[0]).not.toHaveProperty('key');
});
