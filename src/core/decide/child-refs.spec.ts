import { command, NOON, World } from '../../../test/support/core.js';
import type { Delegate } from '../commands/budgets.js';

/** A tree of 100, and delegations from its root. */
function tree() {
  const world = World.at(NOON);
  const run = (...asked: Parameters<typeof command>) => world.run(command(...asked)).outcome;
  run('create', { treeId: 'R', budgetId: 'R', allocation: '100' });
  const spawn = (childId: string, ref: string | null, fields: Partial<Delegate> = {}) =>
    run('delegate', { treeId: 'R', budgetId: 'R', childId, ref, guarantee: '10', ...fields });
  return { world, run, spawn };
}

const accepted = { status: 'accepted', replayed: false };

describe('a child with a ref', () => {
  it('is found by the next delegation of that ref, which does nothing', () => {
    const { world, spawn } = tree();
    expect(spawn('a', 'run-1/coder')).toMatchObject({ ...accepted, budget: { id: 'a', ref: 'run-1/coder' } });
    expect(world.journal.at(-2)?.content).toMatchObject({ kind: 'delegate', ref: 'run-1/coder' });
    const before = world.journal.length;
    expect(spawn('b', 'run-1/coder', { guarantee: '20' })).toMatchObject({
      ...accepted,
      existed: true,
      budget: { id: 'a', guarantee: 10n },
    });
    expect(world.journal).toHaveLength(before);
  });

  it('is found though its parent could give nothing more, or is stopped', () => {
    const { run, spawn } = tree();
    spawn('a', 'x', { guarantee: '100' });
    expect(spawn('b', 'x', { guarantee: '100' })).toMatchObject({ existed: true });
    run('freeze', { treeId: 'R', budgetId: 'R' });
    expect(spawn('c', 'x')).toMatchObject({ existed: true, budget: { id: 'a' } });
    expect(spawn('d', 'y')).toMatchObject({ status: 'denied' });
  });

  it('gives its ref free when it is closed', () => {
    const { run, spawn } = tree();
    spawn('a', 'x');
    run('close', { treeId: 'R', budgetId: 'a' });
    const made = spawn('b', 'x');
    expect(made).toMatchObject({ ...accepted, budget: { id: 'b' } });
    expect(made).not.toHaveProperty('existed');
  });

  it('is one of another parent, or of none, beside children of the same ref', () => {
    const { spawn } = tree();
    spawn('a', 'x');
    expect(spawn('b', 'x', { budgetId: 'a', guarantee: '1' })).toMatchObject({ budget: { id: 'b' } });
    expect(spawn('c', null)).toMatchObject({ budget: { id: 'c', ref: null } });
    expect(spawn('d', null)).toMatchObject({ budget: { id: 'd', ref: null } });
  });
});
