import { askOf } from './approvals.js';

const asking = (id: string, approvals: number, withinSeconds: number, approvers: string[] | null) => ({
  id,
  approve: { approvals, approvers, withinSeconds },
});

describe('what several envelopes ask for', () => {
  it('is the most approvals, the earliest deadline, and whoever is on each list', () => {
    const ask = askOf([
      asking('low', 1, 600, ['user:ann', 'user:bob', 'user:cem']),
      asking('middle', 3, 3_600, ['user:cem', 'user:bob']),
      asking('high', 2, 900, null),
    ]);

    expect(ask).toEqual({
      approvers: ['user:bob', 'user:cem'],
      envelopes: ['low', 'middle', 'high'],
      needed: 3,
      withinSeconds: 600,
    });
  });

  it('is open to everybody who may decide where none has a list', () => {
    expect(askOf([asking('one', 1, 60, null), asking('other', 1, 60, null)])?.approvers).toBeNull();
  });

  it('is for nobody where the lists have no one in common', () => {
    expect(
      askOf([asking('one', 1, 60, ['user:ann']), asking('other', 1, 60, ['user:bob'])])?.approvers,
    ).toEqual([]);
  });

  it('is nothing where no envelope asks', () => {
    expect(askOf([])).toBeNull();
    expect(askOf([{ id: 'one', approve: null }])).toBeNull();
  });
});
