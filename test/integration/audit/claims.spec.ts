import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { audit } from '../../../src/audit/audit.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { envelopeInput, rightTo } from '../../support/core.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { type Change, differencesAfter, on, rewriteJournal } from '../../support/tamper.js';

let database: TestDatabase;
const ids: Record<string, string> = {};

/** A budget with a claim that waits, one that was settled in parts and one that was dismissed, and stops of every kind. */
beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  Object.assign(ids, { monthly: newId('envelope') });
  const envelope = envelopeInput({ id: ids['monthly']!, window: 'month', limit: '20' });
  const budgetId = (ids['root'] = await ledger.root('1000', { envelopes: [envelope] }));
  const reserve = async (name: string, amount: string): Promise<string> =>
    (ids[name] = (await ledger.reserve(budgetId, amount)).id);
  const cost = async (reservationId: string, amount: string, right?: string, final = true) => {
    const asked = ledger.submission('commit', { reservationId, amount, final, overage: 'overdraft' });
    const origin = { ...asked.origin, authority: rightTo(right) };
    expectAccepted(await ledger.ledger.submit({ ...asked, origin }));
  };
  await cost(await reserve('waiting', '5'), '25', 'no', false);
  await cost(await reserve('settled', '0'), '8', 'no');
  await cost(await reserve('dismissed', '0'), '3', 'no');
  await cost(await reserve('inside', '0'), '2', '5');
  const settle = { reservationId: ids['settled'] };
  expectAccepted(await ledger.submit('claim_settle', { ...settle, amount: '3' }));
  expectAccepted(await ledger.submit('claim_settle', settle));
  expectAccepted(
    await ledger.submit('claim_dismiss', { reservationId: ids['dismissed'], reason: 'reported twice' }),
  );

  // A person looks at it before its time, and it is stopped again.
  expectAccepted(await ledger.submit('resume', { budgetId, reason: 'looked at' }));
  await cost(await reserve('again', '0'), '1');
  await ledger.stop();
  expect(ledger.faults).toEqual([]);
});

afterAll(() => database.drop());

test('what nobody touched is as its journal says', async () => {
  expect((await audit(database.sql)).differences).toEqual([]);
  const [root] = await database.sql`SELECT state, paused_until IS NOT NULL AS ends FROM budgets`;
  expect(root).toEqual({ state: 'paused', ends: true });
});

const uuids = (statement: string): string =>
  statement.replace(/\$(\w+)/g, (_, name: string) => `'${uuidOf(ids[name]!)}'`);

const ROWS: [what: string, statement: string][] = [
  ['paused_until of the budget', 'UPDATE budgets SET paused_until = NULL WHERE id = $root'],
  [
    'paused_until of the budget',
    `UPDATE budgets SET paused_until = paused_until - interval '1 ms' WHERE id = $root`,
  ],
  ['overdrawn of the reservation', 'UPDATE reservations SET overdrawn = overdrawn - 1 WHERE id = $settled'],
  ['overdrawn of the reservation', 'UPDATE reservations SET overdrawn = 0 WHERE id = $inside'],
  ['claimed of the reservation', 'UPDATE reservations SET claimed = claimed - 1 WHERE id = $waiting'],
  ['claimed of the reservation', 'UPDATE reservations SET claimed = 0, claim = NULL WHERE id = $waiting'],
  [
    'claim of the reservation',
    `UPDATE reservations SET claim = jsonb_set(claim, '{by}', '"ann"') WHERE id = $waiting`,
  ],
  [
    'claim of the reservation',
    `UPDATE reservations SET claim = jsonb_set(claim, '{limits}', '[]') WHERE id = $waiting`,
  ],
  [
    'claimed of the reservation',
    `UPDATE reservations SET claimed = 1, claim = (SELECT claim FROM reservations WHERE id = $waiting)
     WHERE id = $dismissed`,
  ],
];

describe('a table that was changed behind the ledger', () => {
  test.each(ROWS)('%s: %s', async (what, statement) => {
    const differences = await differencesAfter(database.sql, (tx) => tx.unsafe(uuids(statement)).simple());
    expect([...differences.counts.keys()].join('\n')).toContain(what);
  });
});

const REFUSED: [constraint: string, statement: string][] = [
  ['budgets_paused_until', `UPDATE budgets SET state = 'frozen' WHERE id = $root`],
  ['reservations_overdrawn', 'UPDATE reservations SET overdrawn = committed + 1 WHERE id = $settled'],
  ['reservations_claim', 'UPDATE reservations SET claimed = 0 WHERE id = $waiting'],
  ['reservations_claim', 'UPDATE reservations SET claim = NULL WHERE id = $waiting'],
  ['reservations_claim', 'UPDATE reservations SET claimed = -1 WHERE id = $waiting'],
  ['reservations_claim', 'UPDATE reservations SET claimed = 1 WHERE id = $inside'],
];

describe('the database itself refuses', () => {
  test.each(REFUSED)('%s: %s', async (constraint, statement) => {
    await expect(database.sql.unsafe(uuids(statement))).rejects.toThrow(constraint);
  });
});

const claimed = (change: Change): Change =>
  on('commit', (content) => (content.claimed === undefined ? undefined : change(content)));
const paused = (change: Change): Change =>
  on('claim_settle', (content) => (content.settings ? change(content) : undefined));

/** One row for each rule of the journal about claims and stops, with every hash made to fit. */
const JOURNALS: [what: string, change: Change][] = [
  ['reservation.claim.amount', claimed((c) => void (c.claimed = '1'))],
  ['reservation.claim.amount', claimed((c) => ({ ...c, claimed: undefined }))],
  ['claim that is added by a commit', on('claim_settle', (c) => void (c.claimed = '1'))],
  ['reservation.claim.by', claimed((c) => void (c.reservation!.claim!.by = 'ann'))],
  ['reservation.claim.at', claimed((c) => void (c.reservation!.claim!.at = '2020-01-01T00:00:00.000Z'))],
  ['reservation.claim.amount', on('claim_dismiss', (c) => void (c.kind = 'extend'))],
  ['reason of the dismissal', on('claim_dismiss', (c) => ({ ...c, reason: undefined }))],
  ['reservation.overdrawn', on('claim_settle', (c) => void (c.reservation!.overdrawn = '99'))],
  [
    'reservation.overdrawn',
    on('claim_settle', (c) => void c.notices!.forEach((notice) => (notice.exceededBy = '1'))),
  ],
  ['reservation.state after claim_settle', on('claim_settle', (c) => void (c.reservation!.state = 'held'))],
  ['end of the pause', paused((c) => void (c.settings!.pausedUntil = '2099-01-01T00:00:00.000Z'))],
  ['end of the pause', on('resume', (c) => void (c.by = 'purser'))],
  ['limit from above that stopped', paused((c) => void (c.settings!.stoppedFromAbove = true))],
  ['settings.state of a pause that ends', paused((c) => void (c.settings!.state = 'active'))],
];

describe('a journal that was rewritten by one who knows how', () => {
  test.each(JOURNALS)('%s (case %#)', async (what, change) => {
    let changed = 0;
    const differences = await differencesAfter(database.sql, async (tx) => {
      changed = await rewriteJournal(tx, ids['root']!, change);
    });
    expect(changed).toBeGreaterThan(0);
    expect([...differences.counts.keys()].join('\n')).toContain(what);
  });
});
