import { withName, withNames } from './naming.js';

const naming = {
  budget: (id: string) => ({ name: `budget ${id}` }),
  envelopesOf: (budgetId: string) =>
    budgetId === 'R'
      ? [
          { id: 'first', name: 'daily' },
          { id: 'second', name: null },
          { id: 'third', name: 'monthly' },
        ]
      : [],
};

describe('the names beside ids', () => {
  it('are that of the budget, and that of its envelope', () => {
    expect(withName(naming, { budgetId: 'R', envelopeId: 'third' })).toEqual({
      budgetId: 'R',
      budgetName: 'budget R',
      envelopeId: 'third',
      envelopeName: 'monthly',
    });
  });

  it('leave out what has none: no envelope, one without a name, one that is gone', () => {
    expect(
      withNames(naming, [
        { budgetId: 'R' },
        { budgetId: 'R', envelopeId: 'second' },
        { budgetId: 'R', envelopeId: 'deleted' },
        { budgetId: 'a', envelopeId: 'first' },
      ]),
    ).toEqual([
      { budgetId: 'R', budgetName: 'budget R' },
      { budgetId: 'R', budgetName: 'budget R', envelopeId: 'second' },
      { budgetId: 'R', budgetName: 'budget R', envelopeId: 'deleted' },
      { budgetId: 'a', budgetName: 'budget a', envelopeId: 'first' },
    ]);
  });
});
