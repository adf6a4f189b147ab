import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EntryContent } from '../../../src/core/entries.js';
import { UNSCOPED } from '../../../src/core/keys.js';
import { newId } from '../../../src/ids/ids.js';
import { expectAuditPasses } from '../../support/audited.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { differencesAfter, rewriteJournal } from '../../support/tamper.js';

// A revocation of more keys than one entry ends says how many more end in the entries that follow.

const KEYS = 1_003;

let database: TestDatabase;
let root: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  root = await ledger.root('100');
  const issue = () => {
    const hash = randomBytes(32).toString('hex');
    const key = {
      id: newId('key'),
      name: 'k',
      role: 'agent' as const,
      scopes: UNSCOPED,
      expiresAt: null,
      hash,
    };
    return ledger.submission('key_issue', { budgetId: root, key });
  };
  await ledger.ledger.submitAll(Array.from({ length: KEYS }, issue));
  expectAccepted(await ledger.submit('keys_revoke', { budgetId: root, subtree: true, reason: 'leaked' }));
  expectAccepted(await ledger.submit('fund', { budgetId: root, amount: '1' }));
  await ledger.stop();
});

afterAll(() => database.drop());

test('a large revocation counts the keys that its later entries end', async () => {
  const entries = await database.sql<{ content: string }[]>`
    SELECT content FROM entries WHERE kind = 'key_revoke' ORDER BY version`;
  const contents = entries.map(({ content }) => JSON.parse(content) as EntryContent);
  expect(contents.map(({ keysEnded, moreKeysEnded }) => [keysEnded!.length, moreKeysEnded])).toEqual([
    [1_000, 3],
    [3, undefined],
  ]);
  await expectAuditPasses(database.sql);
});

const isFirst = ({ moreKeysEnded }: EntryContent): boolean => moreKeysEnded !== undefined;
const isLast = ({ kind, keysEnded }: EntryContent): boolean =>
  kind === 'key_revoke' && keysEnded?.length === 3;

test.each<[string, (content: EntryContent) => unknown]>([
  ['says that fewer follow', (content) => isFirst(content) && (content.moreKeysEnded = 2)],
  ['says that more follow', (content) => isFirst(content) && (content.moreKeysEnded = 4)],
  ['says that keys are left', (content) => isFirst(content) && (content.keysRemain = true)],
  ['says nothing of those that follow', (content) => isFirst(content) && delete content.moreKeysEnded],
  ['leaves one out of the last entry', (content) => isLast(content) && content.keysEnded!.pop()],
  [
    'has something else between',
    (content) => isLast(content) && (content.cause = { budgetId: newId('budget') }),
  ],
])('the audit finds a revocation that %s', async (_, change) => {
  let changed = 0;
  const differences = await differencesAfter(database.sql, async (tx) => {
    changed = await rewriteJournal(tx, root, (content) => void change(content));
  });
  expect(changed).toBe(1);
  const found = [...differences.counts.keys()];
  expect(found.filter((what) => what.startsWith('keys that a revocation ends'))).not.toEqual([]);
});
