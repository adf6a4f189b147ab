import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { canonicalText } from '../core/canonical.js';
import type { EntryContent } from '../core/entries.js';
import { newId, uuidOf } from '../ids/ids.js';
import { Chain, CHAIN_START, type ChainRow } from './chain.js';
import { DifferenceFound } from './difference.js';

const treeId = newId('budget');
const budgetId = newId('budget');

const first: EntryContent = {
  at: '2026-01-15T12:00:00.000Z',
  balances: { allocated: '10', available: '10', delegated: '0', overdraft: '0', reserved: '0', spent: '0' },
  budgetId,
  by: 'tester',
  deltas: { allocated: '10' },
  kind: 'delegate',
  outcome: 'accepted',
  treeId,
  version: 1,
};
const second: EntryContent = {
  ...first,
  at: '2026-01-15T12:00:00.500Z',
  balances: { ...first.balances, available: '7.5', reserved: '2.5' },
  deltas: { reserved: '2.5' },
  kind: 'reserve',
  version: 2,
};

const textOf = (content: EntryContent): string => canonicalText(content);

/** The row of a content, after an entry with the given hash. */
const row = (content: EntryContent, previous: string, text = textOf(content)): ChainRow => ({
  version: content.version,
  at: Date.parse(content.at),
  kind: content.kind,
  denied: content.outcome === 'denied',
  reservationId: content.reservation ? uuidOf(content.reservation.id) : null,
  requestKey: null,
  content: text,
  hash: createHash('sha256').update(previous).update(text).digest('hex'),
});

const begun = (): Chain => {
  const chain = new Chain(treeId, budgetId, 2);
  chain.add(row(first, CHAIN_START));
  return chain;
};

const differenceOf = (check: () => unknown) => {
  try {
    check();
  } catch (error) {
    if (error instanceof DifferenceFound) return error.difference;
    throw error;
  }
  return null;
};

test('follows a journal', () => {
  const chain = begun();
  expect(chain.add(row(second, chain.head))).toEqual(second);
  expect(chain).toMatchObject({ version: 2, at: Date.parse(second.at) });
  expect(chain.balances).toEqual({
    allocated: 1000n,
    reserved: 250n,
    delegated: 0n,
    spent: 0n,
    overdraft: 0n,
  });
});

type Change = (right: ChainRow, chain: Chain) => ChainRow;
const changed =
  (fields: Partial<EntryContent>): Change =>
  (_, chain) =>
    row({ ...second, ...fields }, chain.head);
const written =
  (rewrite: (text: string) => string): Change =>
  (_, chain) =>
    row(second, chain.head, rewrite(textOf(second)));

describe('finds', () => {
  test.each<[what: string, change: Change]>([
    ['number of the entry', (right) => ({ ...right, version: 3 })],
    ['number of the entry', (right) => ({ ...right, version: 1 })],
    ['hash of the entry', (right) => ({ ...right, hash: CHAIN_START })],
    ['hash of the entry', (right) => ({ ...right, content: right.content.replace('tester', 'nobody') })],
    ['hash of the entry', () => row(second, CHAIN_START)],
    ['content of the entry', written(() => '{')],
    ['content of the entry', written(() => 'null')],
    ['content of the entry', written(() => '{"at":"now"}')],
    ['content of the entry (RFC 8785)', written((text) => ` ${text}`)],
    [
      'content of the entry (RFC 8785)',
      written((text) => text.replace('"kind":"reserve",', '').replace('{', '{"kind":"reserve",')),
    ],
    ['content of the entry (RFC 8785)', written((text) => text.replace('"version":2', '"version":2.0'))],
    ['content of the entry (RFC 8785)', written((text) => text.replace('tester', '\\u0074ester'))],
    [
      'content of the entry (RFC 8785)',
      written((text) => text.replace('"version":2', '"version":2,"version":2')),
    ],
    ['column at', (right) => ({ ...right, at: right.at + 1 })],
    ['column kind', (right) => ({ ...right, kind: 'commit' })],
    ['column denied', (right) => ({ ...right, denied: true })],
    ['column reservation_id', (right) => ({ ...right, reservationId: uuidOf(newId('reservation')) })],
    ['column request_key', (right) => ({ ...right, requestKey: uuidOf(newId('reservation')) })],
    ['column request_key', changed({ request: { idempotencyKey: 'key' } })],
    ['time of the entry (it goes back)', changed({ at: '2026-01-15T11:59:59.999Z' })],
    [
      'version in the content',
      (right, chain) => ({ ...row({ ...second, version: 7 }, chain.head), version: right.version }),
    ],
    ['treeId in the content', changed({ treeId: budgetId })],
    ['denial in the content', (_, chain) => row({ ...second, outcome: 'denied' }, chain.head)],
    ['deltas.reserved', changed({ deltas: { reserved: '2.50' } })],
    ['deltas.reserved', changed({ deltas: { reserved: '2.505' } })],
    ['balances.reserved', changed({ deltas: { reserved: '2.51' } })],
    ['balances.reserved', changed({ deltas: {} })],
    ['balances.spent', changed({ balances: { ...second.balances, spent: '1' } })],
    ['balances.available', changed({ balances: { ...second.balances, available: '7' } })],
  ])('%s (case %#)', (what, change) => {
    const chain = begun();
    const { head } = chain;
    expect(differenceOf(() => chain.add(change(row(second, head), chain)))?.what).toBe(what);
    // What is wrong is not taken.
    expect(chain).toMatchObject({ version: 1, head });
  });
});

test('goes on behind a wrong entry as if it were right', () => {
  const chain = begun();
  const wrong = row({ ...second, balances: { ...second.balances, spent: '1' } }, CHAIN_START);
  expect(differenceOf(() => chain.add(wrong))?.what).toBe('hash of the entry');
  expect(chain.follow(wrong)).toMatchObject({ version: 2 });
  expect(chain).toMatchObject({ version: 2, head: wrong.hash, balances: { spent: 100n, reserved: 250n } });
  const third = { ...second, version: 3, deltas: {}, balances: { ...second.balances, spent: '1' } };
  third.balances.available = '6.5';
  expect(differenceOf(() => chain.add(row(third, chain.head)))).toBeNull();
});

test('of an entry that cannot be read it follows the number and the hash', () => {
  const chain = begun();
  const { balances } = chain;
  const wrong = row(second, chain.head, '{"at":"now"}');
  expect(chain.follow(wrong)).toBeNull();
  expect(chain).toMatchObject({ version: 2, head: wrong.hash, balances });
});

test('the key that an entry answers is made of who asked and what they called it', () => {
  const content = { ...second, request: { idempotencyKey: 'key' } };
  const key = createHash('sha256').update('tester\nkey').digest('hex').slice(0, 32);
  const uuid = key.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const differs = (change: Partial<EntryContent>, requestKey: string | null) => {
    const chain = begun();
    return differenceOf(() => chain.add({ ...row({ ...content, ...change }, chain.head), requestKey }))?.what;
  };
  expect(differs({}, uuid)).toBeUndefined();
  expect(differs({ by: 'other' }, uuid)).toBe('column request_key');
  expect(differs({ request: { idempotencyKey: 'other' } }, uuid)).toBe('column request_key');
  expect(differs({ cause: { budgetId: treeId } }, uuid)).toBe('column request_key');
  expect(differs({ cause: { budgetId: treeId } }, null)).toBeUndefined();
});

test('keys that look like numbers are in the order of their characters', () => {
  const content = { ...second, context: { '10': 1, '9': 2, b: 3 } };
  const chain = begun();
  chain.add(row(content, chain.head));
  expect(textOf(content)).toContain('{"10":1,"9":2,"b":3}');
});
