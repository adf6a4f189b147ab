import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EntryContent } from '../../../src/core/entries.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { auditAfter, differencesAfter, rewriteJournal } from '../../support/tamper.js';

let database: TestDatabase;
let ledger: TestLedger;
let root: string;
let child: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = new TestLedger(database.url);
  root = await ledger.root('100', { dimensions: ['team', 'zone'], metadata: { team: 'a' } });
  child = await ledger.child(root, '50', { metadata: { zone: 'north' } });
  await pay({});
  expectAccepted(await ledger.submit('update', { budgetId: root, ifRevision: 1, metadata: { team: 'b' } }));
  await pay({ zone: 'x'.repeat(300) });
  expect((await ledger.reserve(child, '999', { metadata: { team: 'c' } })).status).toBe('denied');
});

afterAll(async () => {
  await ledger.stop();
  await database.drop();
});

async function pay(metadata: object): Promise<void> {
  const { id: reservationId } = await ledger.reserve(child, '2', { metadata });
  expectAccepted(await ledger.submit('commit', { reservationId, amount: '2' }));
}

test('labels that nobody touched are those of the settings at their time', async () => {
  const rows = await database.sql<{ content: string }[]>`
    SELECT content FROM entries WHERE budget_id = ${uuidOf(child)} AND strpos(content, '"labels":') > 0 ORDER BY version`;
  expect(rows.map(({ content }) => (JSON.parse(content) as EntryContent).labels)).toEqual([
    { team: 'a', zone: 'north' },
    { team: 'b', zone: 'x'.repeat(128) },
    { team: 'c', zone: 'north' },
  ]);
  expect((await differencesAfter(database.sql, async () => undefined)).listed()).toEqual([]);
});

const LABELS = 'labels of the entry';

test.each<[string, (content: EntryContent) => EntryContent | void]>([
  ['another value', (content) => content.labels && { ...content, labels: { ...content.labels, team: 'z' } }],
  [
    'the value of later',
    (content) =>
      content.labels?.['team'] === 'a' ? { ...content, labels: { ...content.labels, team: 'b' } } : undefined,
  ],
  [
    'none where there is one',
    (content) => (content.denial ? { ...content, labels: { team: 'c' } } : undefined),
  ],
  ['none at all', ({ labels, ...content }) => (labels ? content : undefined)],
  [
    'one that is no dimension',
    (content) => content.labels && { ...content, labels: { ...content.labels, colour: 'red' } },
  ],
  [
    'some of what spends nothing',
    (content) =>
      content.kind === 'reserve' && !content.denial ? { ...content, labels: { team: 'a' } } : undefined,
  ],
  [
    'a longer value',
    (content) => content.labels && { ...content, labels: { ...content.labels, zone: 'x'.repeat(300) } },
  ],
])('entries with %s are found', async (_, change) => {
  const found = await differencesAfter(database.sql, (tx) => rewriteJournal(tx, child, change));
  expect(found.listed()[0]).toMatchObject({ what: LABELS });
});

test('settings with dimensions that a root cannot have are found, and a row that has others', async () => {
  const settings = (dimensions: string[]) => (content: EntryContent) =>
    content.settings && { ...content, settings: { ...content.settings, dimensions } };
  const rewritten = async (budgetId: string, dimensions: string[]) =>
    (await differencesAfter(database.sql, (tx) => rewriteJournal(tx, budgetId, settings(dimensions))))
      .listed()
      .map(({ what }) => what);
  expect(await rewritten(child, ['team'])).toContain('settings.dimensions');
  expect(await rewritten(root, ['team', 'team'])).toContain('settings.dimensions');
  const other = await auditAfter(
    database.sql,
    (tx) => tx`UPDATE budgets SET dimensions = '["team"]' WHERE parent_id IS NULL`,
  );
  expect(other).toMatchObject({ what: 'dimensions of the budget' });
});
