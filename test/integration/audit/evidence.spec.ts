import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EntryContent } from '../../../src/core/entries.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { auditAfter, differencesAfter, rewriteJournal } from '../../support/tamper.js';

let database: TestDatabase;
let ledger: TestLedger;
let root: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = new TestLedger(database.url);
  root = await ledger.root('100', { dimensions: ['team'], metadata: { team: 'house' } });
  const { id: reservationId } = await ledger.reserve(root, '9', { metadata: { team: 'asked' } });
  const settle = async (type: 'commit' | 'refund', fields: object): Promise<void> => {
    expectAccepted(await ledger.submit(type, { reservationId, ...fields }));
  };
  await settle('commit', { amount: '4', final: false, usage: { call: 2 }, metadata: { team: 'a', x: '1' } });
  await settle('commit', { amount: '5', usage: { call: 1.5 }, metadata: { long: 'y'.repeat(1_100) } });
  await settle('refund', { amount: '1', usage: { call: 1.25 }, externalId: 're-1' });
  await settle('refund', { amount: '1', usage: { call: 2.25 }, metadata: { team: 'b' } });
});

afterAll(async () => {
  await ledger.stop();
  await database.drop();
});

test('what settlements say of themselves follows from their entries', async () => {
  expect((await differencesAfter(database.sql, async () => undefined)).listed()).toEqual([]);
});

const isRefund = ({ kind, externalId }: EntryContent): boolean =>
  kind === 'refund' && externalId === undefined;

test.each<[string, string, (content: EntryContent) => EntryContent | void]>([
  [
    'a label that no settlement gave',
    'reservation.settlementMetadata',
    (content) =>
      content.kind === 'refund' && content.reservation
        ? {
            ...content,
            reservation: { ...content.reservation, settlementMetadata: { team: 'z' } },
          }
        : undefined,
  ],
  [
    'another label of a settlement',
    'labels of the entry',
    (content) => (isRefund(content) ? { ...content, metadata: { team: 'z' } } : undefined),
  ],
  [
    'labels of what settles nothing',
    'kind of an entry with labels of its own',
    (content) => (content.kind === 'reserve' ? { ...content, metadata: { team: 'z' } } : undefined),
  ],
  [
    'a name of a commit at the place of that of refunds',
    'kind of an entry with a name of its own',
    (content) => (content.kind === 'commit' ? { ...content, externalId: 'x' } : undefined),
  ],
  [
    'more usage that came back than was reported',
    'usage of call that came back',
    (content) => (isRefund(content) ? { ...content, usage: { call: 2.5 } } : undefined),
  ],
  [
    'less usage that came back than the reservation says',
    'reservation.refundedUsage',
    (content) => (isRefund(content) ? { ...content, usage: { call: 1 } } : undefined),
  ],
  [
    'another name of a refund',
    'reservation.refundExternalId',
    (content) => (content.externalId ? { ...content, externalId: 're-2' } : undefined),
  ],
])('an entry with %s is found', async (_, what, change) => {
  const found = await differencesAfter(database.sql, (tx) => rewriteJournal(tx, root, change));
  expect(found.listed().map((one) => one.what)).toContain(what);
});

test.each([
  ['settlement_metadata', `settlement_metadata = '{"team":"z"}'`],
  ['refunded_usage', `refunded_usage = '{"call":1}'`],
  ['refund_external_id', `refund_external_id = 're-9'`],
])('a row that says otherwise is found: %s', async (column, set) => {
  const found = await auditAfter(database.sql, (tx) => tx.unsafe(`UPDATE reservations SET ${set}`));
  expect(found).toMatchObject({ what: `${column} of the reservation` });
});
