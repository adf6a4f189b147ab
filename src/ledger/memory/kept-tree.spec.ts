import { expect, test } from '@jest/globals';
import type { EnvelopeInput } from '../../core/commands/inputs.js';
import type { Command } from '../../core/commands/commands.js';
import { command, envelopeInput, NOON, World } from '../../../test/support/core.js';
import { newId } from '../../ids/ids.js';
import { isPlain, KeptTree } from './kept-tree.js';

const ROOT = newId('budget');
const HEADS = new Map([[ROOT, 'a'.repeat(64)]]);

type Fields = Record<string, unknown>;

const on = <T extends Command['type']>(type: T, fields: Fields): Extract<Command, { type: T }> =>
  command(type, { treeId: ROOT, budgetId: ROOT, ...fields } as never) as Extract<Command, { type: T }>;

const reserving = (fields: Fields = {}) =>
  on('reserve', { reservationId: newId('reservation'), amount: '10', ...fields });

const paying = (reservationId: string, amount: string, fields: Fields = {}) =>
  on('commit', { reservationId, amount, ...fields });

/** A tree with these envelopes and a hold of 10, kept as a batch has left it. */
function kept(...envelopes: Partial<EnvelopeInput>[]): { tree: KeptTree; id: string } {
  const world = World.at(NOON);
  world.run(
    on('create', {
      allocation: '1000',
      envelopes: envelopes.map((one) => envelopeInput({ id: newId('envelope'), limit: '500', ...one })),
    }),
  );
  const asked = reserving({ vendor: 'acme' });
  world.run(asked);
  const tree = new KeptTree(ROOT);
  expect(tree.absorb(world.state, HEADS, [asked])).toBe(true);
  return { tree, id: asked.reservationId };
}

test('without limits by name, any purpose is known', () => {
  const { tree } = kept({ window: 'day' });
  expect(tree.knows(reserving({ vendor: 'zeta', runId: 'r' }), NOON)).toBe(true);
});

test('a name is known when its counter was looked for', () => {
  const { tree } = kept({ window: 'day', per: 'vendor' });
  expect(tree.knows(reserving({ vendor: 'acme', runId: 'r' }), NOON)).toBe(true);
  expect(tree.knows(reserving({ vendor: 'zeta' }), NOON)).toBe(false);
});

test.each([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 12 * 3_600_000],
  ['lifetime', Infinity],
] as const)('counters are known until their window ends: %s', (window, length) => {
  const { tree } = kept({ window });
  expect(tree.knows(reserving(), Math.min(NOON + length - 1, NOON + 1e9))).toBe(true);
  expect(tree.knows(reserving(), NOON + Math.min(length, 1e9))).toBe(length === Infinity);
});

test('how many names are new is counted by the day, whatever the window', () => {
  const { tree } = kept({ window: 'lifetime', per: 'vendor' });
  expect(tree.knows(reserving({ vendor: 'acme' }), NOON + 12 * 3_600_000)).toBe(false);
});

test.each<Partial<EnvelopeInput>>([
  { metric: 'denials', per: 'request', onExceed: 'pause', window: 'day' },
  { window: 'transaction', match: { vendors: null, categories: null, items: null, newVendors: true } },
])('what limits look at and do not charge is not known', (envelope) => {
  expect(kept(envelope).tree.knows(reserving({ vendor: 'acme' }), NOON)).toBe(false);
});

test('a hold is settled out of what it holds, and not above', () => {
  const { tree, id } = kept({ window: 'day' });
  for (const [amount, isKnown] of [
    ['0', true],
    ['10', true],
    ['10.5', false],
    ['11', false],
    ['-1', false],
  ] as const)
    expect([amount, tree.knows(paying(id, amount), NOON)]).toEqual([amount, isKnown]);
  expect(tree.knows(on('commit', { reservationId: id, amount: null, total: '10' }), NOON)).toBe(true);
  expect(tree.knows(on('commit', { reservationId: id, amount: null, total: '11' }), NOON)).toBe(false);
  expect(tree.knows(on('release', { reservationId: id }), NOON)).toBe(true);
  expect(tree.knows(paying(newId('reservation'), '1'), NOON)).toBe(false);
});

test('a hold whose counter is not there is read again', () => {
  const { tree, id } = kept({ window: 'day' });
  tree.state.counters.clear();
  expect(tree.knows(paying(id, '1'), NOON)).toBe(false);
});

test('what is rated, and all that is rare, is never decided on what was kept', () => {
  const usage = { call: '1' };
  expect(isPlain(reserving({ amount: null, usage }))).toBe(false);
  expect(isPlain(on('commit', { reservationId: 'r', amount: null, usage }))).toBe(false);
  expect(isPlain(on('freeze', {}))).toBe(false);
  expect(isPlain(reserving())).toBe(true);
});

test('a budget agrees with what was read while version, revision and hash are the same', () => {
  const { tree } = kept();
  const budget = tree.state.budgets.get(ROOT)!;
  expect(tree.agrees(budget, HEADS.get(ROOT))).toBe(true);
  expect(tree.agrees({ ...budget, version: budget.version + 1 }, HEADS.get(ROOT))).toBe(false);
  expect(tree.agrees({ ...budget, revision: budget.revision + 1 }, HEADS.get(ROOT))).toBe(false);
  expect(tree.agrees(budget, 'b'.repeat(64))).toBe(false);
});

test('holds are kept without their context, and not with long labels', () => {
  const world = World.at(NOON);
  world.run(on('create', { allocation: '1000' }));
  const [short, long] = [
    reserving({ context: { prompt: 'p' }, metadata: { team: 'a' } }),
    reserving({ metadata: { team: 'a'.repeat(2_000) } }),
  ];
  world.run(short);
  world.run(long);
  const tree = new KeptTree(ROOT);
  tree.absorb(world.state, HEADS, [short, long]);
  expect([...tree.state.reservations.values()]).toMatchObject([{ id: short.reservationId, context: null }]);
});
