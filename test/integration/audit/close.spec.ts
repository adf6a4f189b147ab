import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EntryContent } from '../../../src/core/entries.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { expectAuditPasses } from '../../support/audited.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { auditAfter, rewriteJournal } from '../../support/tamper.js';

let database: TestDatabase;
let ledger: TestLedger;
/** Elastic budgets: one that was closed in parts, and one that was closed at once. */
let large: string;
let small: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = new TestLedger(database.url);
  const root = await ledger.root('1000');
  large = await ledger.child(root, '0', { ceiling: '900' });
  small = await ledger.child(root, '0', { ceiling: '90' });
  const hold = () =>
    ledger.submission('reserve', { budgetId: large, reservationId: newId('reservation'), amount: '1' });
  await ledger.ledger.submitAll(Array.from({ length: 510 }, hold));
  for (const amount of ['4', '5']) expectAccepted(await ledger.reserve(small, amount));
  const { budget } = expectAccepted(await ledger.submit('close', { budgetId: large }));
  expect(budget.state).toBe('closing');
  await ledger.ledger.closed(budget, 60_000);
  const isClosed = async () => {
    const [row] = await database.sql`SELECT state FROM budgets WHERE id = ${uuidOf(large)}`;
    return row!.state === 'closed';
  };
  while (!(await isClosed())) await sleep(20);
  expectAccepted(await ledger.submit('close', { budgetId: small }));
});

afterAll(async () => {
  await ledger.stop();
  await database.drop();
});

test('a close in parts and one at once are what their journal says', () => expectAuditPasses(database.sql));

test('each hold writes one entry, and the money goes back in one', async () => {
  const entries = await database.sql<{ kind: string; n: number }[]>`
    SELECT kind, count(*)::int AS n FROM entries WHERE budget_id = ${uuidOf(large)} GROUP BY kind ORDER BY kind`;
  expect(entries.map(({ kind, n }) => `${kind} ${n}`)).toEqual([
    'close 2',
    'delegate 1',
    'release 510',
    'reserve 510',
  ]);
  const back = await database.sql`
    SELECT 1 FROM entries WHERE budget_id <> ${uuidOf(large)} AND kind IN ('release', 'close')
      AND content::jsonb #>> '{cause,budgetId}' = ${large}`;
  expect(back).toHaveLength(1);
});

const closing = ({ kind, settings }: EntryContent): boolean =>
  kind === 'close' && settings?.state === 'closing';

test.each<[string, () => string, (content: EntryContent) => void]>([
  [
    'settings.state',
    () => large,
    (c) => void (c.kind === 'close' && !closing(c) && (c.settings!.state = 'active')),
  ],
  ['limits of the budget', () => large, (c) => void (closing(c) && (c.settings!.state = 'closed'))],
  ['entry after what a close let go', () => small, (c) => void (c.kind === 'close' && (c.kind = 'freeze'))],
])('the audit finds a journal that was rewritten: %s', async (what, budget, change) => {
  const difference = await auditAfter(
    database.sql,
    async (tx) => void (await rewriteJournal(tx, budget(), change)),
  );
  expect(difference?.what).toContain(what);
});
