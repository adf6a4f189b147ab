import { EVERYTHING } from '../core/matches/match.js';
import { expect, test } from '@jest/globals';
import type { Envelope } from '../core/envelopes.js';
import { MAX_KEYS, usageView } from './usage.js';

const tree = { id: 'budget_x', currency: 'USD', scale: 2, timezone: 'UTC' };
const DAY = { start: Date.parse('2026-01-15T00:00:00Z'), end: Date.parse('2026-01-16T00:00:00Z') };
const LIFETIME = { start: -Infinity, end: Infinity };

const envelope = (fields: Partial<Envelope> = {}): Envelope => ({
  treeId: tree.id,
  id: 'env_x',
  budgetId: tree.id,
  name: null,
  window: 'day',
  timezone: null,
  fromAbove: false,
  metric: 'amount',
  limit: 1_000n,
  relative: null,
  baseline: null,
  match: EVERYTHING,
  per: null,
  scope: 'subtree',
  onExceed: 'deny',
  approve: null,
  deletedAt: null,
  ...fields,
});

const today = { windowStart: '2026-01-15T00:00:00.000Z', resetsAt: '2026-01-16T00:00:00.000Z' };

test('an untouched window is at zero', () => {
  expect(usageView(envelope(), tree, DAY, [])).toMatchObject({
    limit: '10',
    usage: [{ key: null, used: '0', remaining: '10', ...today }],
    usageTruncated: false,
  });
});

test('nothing remains of a limit that was lowered below what is used', () => {
  const { usage } = usageView(envelope({ limit: 100n }), tree, DAY, [{ key: '', used: 250n }]);
  expect(usage).toEqual([{ key: null, used: '2.5', remaining: '0', ...today }]);
});

test('a count is a whole number, and a lifetime has no ends', () => {
  const { usage } = usageView(envelope({ metric: 'count', limit: 7n }), tree, LIFETIME, [
    { key: '', used: 3n },
  ]);
  expect(usage).toEqual([{ key: null, used: '3', remaining: '4', windowStart: null, resetsAt: null }]);
});

test('a limit for each vendor lists what was used, and no more keys than fit', () => {
  const perVendor = envelope({ per: 'vendor' });
  expect(usageView(perVendor, tree, DAY, [])).toMatchObject({ usage: [], usageTruncated: false });
  const counters = Array.from({ length: MAX_KEYS + 1 }, (_, i) => ({ key: `v${i}`, used: 1n }));
  const view = usageView(perVendor, tree, DAY, counters);
  expect(view.usage).toHaveLength(MAX_KEYS);
  expect(view.usageTruncated).toBe(true);
  expect(view.usage[0]).toEqual({ key: 'v0', used: '0.01', remaining: '9.99', ...today });
});

test('a limit for each transaction counts nothing', () => {
  expect(usageView(envelope({ window: 'transaction' }), tree, null, [])).toMatchObject({
    usage: [],
    limit: '10',
  });
});
