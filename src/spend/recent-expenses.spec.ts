import { expect, test } from '@jest/globals';
import type { EntryContent, WrittenEntry } from '../core/entries.js';
import type { EntryKind } from '../core/kinds.js';
import { newId, uuidOf } from '../ids/ids.js';
import { RecentExpenses } from './recent-expenses.js';
import type { PassedSpan } from './sql/read-spans.js';

const treeId = newId('budget');
const BUDGET = newId('budget');
const tree = { treeId: uuidOf(treeId), scale: 2, timezone: 'UTC', currency: 'USD' };

function entryOf(
  version: number,
  kind: EntryKind,
  hash = `hash ${version}`,
  budgetId = BUDGET,
): WrittenEntry {
  const reservation = { vendor: 'acme', committed: '1.50', state: 'committed' };
  const content = {
    kind,
    by: 'tester',
    outcome: 'accepted',
    deltas: { spent: '1.50' },
    reservation,
  } as unknown;
  const rest = {
    treeId,
    at: 1_000 + version,
    scale: 2,
    denied: false,
    reservationId: null,
    requestKey: null,
  };
  return { entry: { ...rest, budgetId, version, kind, content: content as EntryContent }, hash };
}

const spanOf = (first: number, last: number, spending: number, hash = `hash ${last}`): PassedSpan => ({
  ...tree,
  ...{ tick: 1n, budgetId: uuidOf(BUDGET), hash, spending, entries: last + 1 - first },
  ...{ first: BigInt(first), version: BigInt(last) },
});

function wanted(most?: number): RecentExpenses {
  const recent = new RecentExpenses(most);
  recent.want(true);
  return recent;
}

test('what was written together is remembered with its times, once', () => {
  const recent = wanted();
  recent.note([entryOf(1, 'reserve'), entryOf(2, 'commit'), entryOf(3, 'commit'), entryOf(4, 'reserve')]);
  const taken = recent.take(spanOf(1, 4, 2));
  expect(taken?.map(({ version, at, expense }) => [version, at, expense?.spent])).toEqual([
    [2, 1_002, 150n],
    [3, 1_003, 150n],
  ]);
  expect(recent.take(spanOf(1, 4, 2))).toBeNull();
});

test('what spends nothing need not be known', () => {
  expect(wanted().take(spanOf(7, 9, 0))).toEqual([]);
});

test.each<[string, PassedSpan]>([
  ['another end', spanOf(1, 3, 2)],
  ['another hash, as after a restore', spanOf(1, 4, 2, 'other')],
  ['more that spends', spanOf(1, 4, 3)],
])('a span with %s is not known', (_, span) => {
  const recent = wanted();
  recent.note([entryOf(1, 'reserve'), entryOf(2, 'commit'), entryOf(3, 'commit'), entryOf(4, 'reserve')]);
  expect(recent.take(span)).toBeNull();
});

test('of a span that a page has cut, the rest is known', () => {
  const recent = wanted();
  recent.note([entryOf(1, 'commit'), entryOf(2, 'commit'), entryOf(3, 'commit')]);
  expect(recent.take(spanOf(3, 3, 1))?.map(({ version }) => version)).toEqual([3]);
});

test('what comes before what is taken is forgotten, and so is all where it is too much, or not wanted', () => {
  const recent = wanted(3);
  recent.note([entryOf(1, 'commit')]);
  recent.note([entryOf(2, 'commit')]);
  expect(recent.take(spanOf(2, 2, 1))).toHaveLength(1);
  expect(recent.take(spanOf(1, 1, 1))).toBeNull();
  for (const version of [3, 4, 5, 6]) recent.note([entryOf(version, 'commit')]);
  expect(recent.take(spanOf(5, 5, 1))).toBeNull();
  expect(recent.take(spanOf(6, 6, 1))).toHaveLength(1);
  recent.note([entryOf(7, 'commit')]);
  recent.want(false);
  recent.note([entryOf(8, 'commit')]);
  recent.want(true);
  expect([recent.take(spanOf(7, 7, 1)), recent.take(spanOf(8, 8, 1))]).toEqual([null, null]);
});
