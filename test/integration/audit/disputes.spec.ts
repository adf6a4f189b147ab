import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { audit } from '../../../src/audit/audit.js';
import type { EntryContent } from '../../../src/core/entries.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { type Change, differencesAfter, on, rewriteJournal } from '../../support/tamper.js';

let database: TestDatabase;
const ids: Record<string, string> = {};

/** A budget with a dispute in every state, and one that lost a part of its money to a refund. */
beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  const budgetId = (ids['root'] = await ledger.root('1000'));
  const as = async (
    who: string,
    type: `dispute_${'open' | 'uphold' | 'reject' | 'withdraw'}`,
    name: string,
    fields = {},
  ) =>
    expectAccepted(
      await ledger.submitAs(who, type, { reservationId: ids[name], reason: 'because', ...fields }),
    );
  const refund = async (name: string, amount: string): Promise<void> => {
    expectAccepted(await ledger.submit('refund', { reservationId: ids[name], amount }));
  };
  for (const name of ['open', 'upheld', 'rejected', 'withdrawn', 'refunded', 'plain']) {
    const { id } = await ledger.reserve(budgetId, '10');
    ids[name] = id;
    expectAccepted(await ledger.submit('commit', { reservationId: id, amount: '10' }));
    if (name !== 'plain') await as('ann', 'dispute_open', name, { amount: '6' });
  }
  await refund('open', '1');
  await as('bob', 'dispute_uphold', 'upheld', { amount: '4' });
  await as('bob', 'dispute_reject', 'rejected');
  await as('ann', 'dispute_withdraw', 'withdrawn');
  await refund('refunded', '6');
  // Of one that somebody else disputed before the one who reserved did.
  const twice = await ledger.reserve(budgetId, '10');
  ids['twice'] = twice.id;
  expectAccepted(await ledger.submit('commit', { reservationId: twice.id, amount: '10' }));
  await as('ann', 'dispute_open', 'twice', { amount: '8' });
  await as('bob', 'dispute_reject', 'twice');
  await as('ann', 'dispute_open', 'twice', { amount: '1' });
  await as('tester', 'dispute_open', 'twice', { amount: '9' });
  await as('bob', 'dispute_uphold', 'twice', { externalId: 'credit-1' });
  const { id } = await ledger.reserve(budgetId, '1');
  ids['late'] = id;
  expectAccepted(await ledger.submit('release', { reservationId: id }));
  expectAccepted(await ledger.submit('commit', { reservationId: id, amount: '1', final: false }));
  expectAccepted(await ledger.submit('commit', { reservationId: id, amount: '0' }));
  await ledger.stop();
  expect(ledger.faults).toEqual([]);
});

afterAll(() => database.drop());

test('what nobody touched is as its journal says', async () => {
  expect((await audit(database.sql)).differences).toEqual([]);
  const states = await database.sql<{ state: string | null; disputed: string }[]>`
    SELECT dispute ->> 'state' AS state, disputed::text FROM reservations ORDER BY reservations.id`;
  expect(states.map(({ state, disputed }) => `${state} ${disputed}`)).toEqual([
    ...['open 5', 'upheld 0', 'rejected 0', 'withdrawn 0', 'refunded 0', 'null 0', 'upheld 0', 'null 0'],
  ]);
});

const uuids = (statement: string): string =>
  statement.replace(/\$(\w+)/g, (_, name: string) => `'${uuidOf(ids[name]!)}'`);
const set = (path: string, value: string, name: string): string =>
  `UPDATE reservations SET dispute = jsonb_set(dispute, '{${path}}', '${value}') WHERE id = $${name}`;

const ROWS: [what: string, statement: string][] = [
  ['disputed of the reservation', 'UPDATE reservations SET disputed = disputed + 1 WHERE id = $open'],
  ['dispute of the reservation', 'UPDATE reservations SET disputed = 0, dispute = NULL WHERE id = $open'],
  ['dispute of the reservation', 'UPDATE reservations SET dispute = NULL WHERE id = $rejected'],
  ['dispute of the reservation', set('reason', '"x"', 'open')],
  ['dispute of the reservation', set('by', '"cyd"', 'withdrawn')],
  ['dispute of the reservation', set('answer,refunded', '"1"', 'upheld')],
  ['dispute of the reservation', set('state', '"withdrawn"', 'refunded')],
];

describe('a table that was changed behind the ledger', () => {
  test.each(ROWS)('%s: %s', async (what, statement) => {
    const differences = await differencesAfter(database.sql, (tx) => tx.unsafe(uuids(statement)).simple());
    expect([...differences.counts.keys()].join('\n')).toContain(what);
  });
});

const REFUSED: [constraint: string, statement: string][] = [
  ['reservations_disputed', 'UPDATE reservations SET disputed = 11 WHERE id = $open'],
  ['reservations_disputed', 'UPDATE reservations SET refunded = 6 WHERE id = $open'],
  ['reservations_dispute', 'UPDATE reservations SET disputed = -1 WHERE id = $open'],
  ['reservations_dispute', 'UPDATE reservations SET disputed = 0 WHERE id = $open'],
  ['reservations_dispute', 'UPDATE reservations SET dispute = NULL WHERE id = $open'],
  ['reservations_dispute', 'UPDATE reservations SET disputed = 1 WHERE id = $plain'],
  ['reservations_dispute', 'UPDATE reservations SET disputed = 1 WHERE id = $rejected'],
  ['reservations_dispute', set('state', '"lost"', 'rejected')],
  ['reservations_dispute', set('state', '"upheld"', 'withdrawn')],
  ['reservations_dispute', set('answer', 'null', 'upheld')],
  ['reservations_dispute', set('answer,by', '"ann"', 'upheld')],
  ['reservations_dispute', `UPDATE reservations SET state = 'held', settled_at = NULL WHERE id = $open`],
];

describe('the database itself refuses', () => {
  test.each(REFUSED)('%s: %s', async (constraint, statement) => {
    await expect(database.sql.unsafe(uuids(statement))).rejects.toThrow(constraint);
  });
});

const FUTURE = '2099-01-01T00:00:00.000Z';
const later = ({ at }: EntryContent): string => new Date(Date.parse(at) + 3_600_000).toISOString();

const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString();
const settled = (content: EntryContent, at: string | null): void => {
  content.reservation!.settledAt = at;
};
const late =
  (amount: string, change: (content: EntryContent) => void): Change =>
  (content) => {
    const isLate = content.kind === 'commit' && content.reservation!.id === ids['late'];
    if (isLate && (content.deltas.spent ?? '0') === amount) change(content);
  };

/** Of the reservation that was disputed more than once: where so much was asked. */
const of = (asked: string, change: (content: EntryContent) => void): Change =>
  on('dispute_open', (content) => {
    if (content.reservation!.id === ids['twice'] && content.reservation!.dispute!.asked === asked)
      change(content);
  });

/** One row for each rule of the journal about disputes and their times, with every hash made to fit. */
const JOURNALS: [what: string, change: Change][] = [
  ['reason of the dispute', on('dispute_open', (c) => ({ ...c, reason: undefined }))],
  ['reservation.dispute', on('dispute_open', (c) => void (c.by = 'cyd'))],
  ['reservation.dispute', on('dispute_open', (c) => void (c.reservation!.dispute!.asked = '7'))],
  ['within what is paid', on('dispute_open', (c) => void (c.reservation!.dispute!.amount = '11'))],
  ['above nothing', on('dispute_open', (c) => void (c.reservation!.dispute!.amount = '0'))],
  ['time of the decision', on('dispute_open', (c) => void (c.reservation!.dispute!.at = later(c)))],
  ['time in which it can be disputed', on('dispute_open', (c) => void (c.reservation!.dispute!.at = FUTURE))],
  ['reservation.dispute.amount', on('refund', (c) => void (c.reservation!.dispute!.amount = '6'))],
  ['reservation.dispute', on('refund', (c) => void (c.reservation!.dispute!.reason = 'x'))],
  ['kind of an entry that gives back', on('refund', (c) => void (c.kind = 'extend'))],
  ['dispute_uphold by the one who opened it', on('dispute_uphold', (c) => void (c.by = 'ann'))],
  ['what an upheld dispute gives back', on('dispute_reject', (c) => void (c.kind = 'dispute_uphold'))],
  ['reservation.dispute', on('dispute_uphold', (c) => void (c.reservation!.dispute!.answer!.refunded = '6'))],
  ['time of the decision', on('dispute_uphold', (c) => void (c.reservation!.dispute!.answer!.at = FUTURE))],
  ['reason of the rejection', on('dispute_reject', (c) => ({ ...c, reason: undefined }))],
  ['dispute_reject by the one who opened it', on('dispute_reject', (c) => void (c.by = 'ann'))],
  ['dispute_withdraw by the one who opened it', on('dispute_withdraw', (c) => void (c.by = 'bob'))],
  [
    'dispute before dispute_withdraw',
    on('dispute_open', (c) => void (c.reservation!.dispute!.state = 'withdrawn')),
  ],
  ['dispute before another', of('9', (c) => void (c.by = c.reservation!.dispute!.by = 'cyd'))],
  ['within what was not answered', of('1', (c) => void (c.reservation!.dispute!.amount = '3'))],
  ['reservation.dispute', of('9', (c) => void delete c.reservation!.dispute!.ofPayer)],
  ['reservation.dispute', of('9', (c) => void delete c.reservation!.dispute!.answered)],
  ['reservation.dispute', on('dispute_reject', (c) => void delete c.reservation!.dispute!.answered)],
  ['reservation.dispute', on('dispute_uphold', (c) => ({ ...c, externalId: 'credit-2' }))],
  ['name of its own', on('dispute_reject', (c) => ({ ...c, externalId: 'credit-2' }))],
  ['settledAt of the decision', late('1', (c) => settled(c, YESTERDAY))],
  ['settledAt of the decision', on('release', (c) => settled(c, YESTERDAY))],
  ['reservation.settledAt', late('0', (c) => settled(c, FUTURE))],
  ['reservation.settledAt', on('dispute_open', (c) => settled(c, later(c)))],
  ['settledAt of one that is settled', on('reserve', (c) => settled(c, c.at))],
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

test('entries from before every late cost settled are as they were', async () => {
  const differences = await differencesAfter(database.sql, async (tx) => {
    await tx.unsafe('UPDATE journal_clock SET settled_since = 9007199254740991');
    const change = late('1', (c) => settled(c, YESTERDAY));
    expect(await rewriteJournal(tx, ids['root']!, change)).toBe(1);
  });
  expect([...differences.counts.keys()].join('\n')).not.toContain('settledAt');
});
