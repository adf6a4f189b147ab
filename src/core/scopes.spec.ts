import type { Tree } from './budgets.js';
import { UNSCOPED, type Authority } from './keys.js';
import { boundsOf, roomBeside } from './scopes.js';

const TREE: Tree = { id: 'R', currency: 'USD', scale: 2, timezone: 'UTC' };
const narrow: Authority = {
  role: 'agent',
  budgetId: 'R',
  expiresAt: null,
  scopes: { ...UNSCOPED, vendors: ['v'], categories: ['c'], runs: ['x'], largestAmount: '10.5' },
};
const NOBODY = { vendor: null, category: null, runId: null, item: null };

it('the violation of a scope names what was asked for; empty where nothing was named', () => {
  const asked = { vendor: 'w', category: null, runId: 'y', item: null };
  expect(boundsOf(narrow, TREE, 'b', asked, 1100n).violations).toEqual([
    { rule: 'scope_vendor', budgetId: 'b', key: 'w' },
    { rule: 'scope_category', budgetId: 'b', key: '' },
    { rule: 'scope_run', budgetId: 'b', key: 'y' },
    { rule: 'scope_amount', budgetId: 'b', limit: '10.5', requested: '11' },
  ]);
});

it('who has no scopes is bound by nothing', () => {
  expect(boundsOf(null, TREE, 'b', NOBODY, 1100n)).toEqual({ violations: [], room: null });
  expect(boundsOf({ ...narrow, scopes: UNSCOPED }, TREE, 'b', NOBODY, 1100n)).toEqual({
    violations: [],
    room: null,
  });
});

it.each<[string, bigint | null, bigint, bigint, bigint | null]>([
  ['of any amount', null, 100n, 0n, null],
  ['of as much as was reserved, nothing paid', 100n, 100n, 0n, 100n],
  ['of as much as was reserved, a part paid', 100n, 100n, 30n, 70n],
  ['of less than was reserved', 100n, 101n, 0n, 0n],
  ['of less than was paid', 100n, 50n, 120n, 0n],
])('what is left beside payments of a bound %s', (_what, room, amount, committed, left) => {
  expect(roomBeside({ violations: [], room }, amount, committed)).toBe(left);
});
