import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { audit } from '../../../src/audit/audit.js';
import type { EntryContent } from '../../../src/core/entries.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { envelopeInput } from '../../support/core.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { auditAfter, type Change, differencesAfter, on, rewriteJournal } from '../../support/tamper.js';

let database: TestDatabase;
const ids: Record<string, string> = {};

/** A root on which somebody was asked in every way, and which stopped by itself and was resumed. */
beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  Object.assign(ids, { asking: newId('envelope'), stopping: newId('envelope') });
  const approve = { approvals: 1, approvers: ['ann', 'bob'], withinSeconds: 600 };
  const budgetId = await ledger.root('1000', {
    envelopes: [
      envelopeInput({ id: ids['asking']!, window: 'month', limit: '10', onExceed: 'approve', approve }),
      envelopeInput({ id: ids['stopping']!, window: 'transaction', limit: '100', onExceed: 'pause' }),
    ],
  });
  ids['root'] = budgetId;
  const ask = async (name: string): Promise<string> =>
    (ids[name] = (await ledger.reserve(budgetId, '20')).id);
  const answer = async (who: string, type: 'approve' | 'reject', reservationId: string) =>
    expectAccepted(await ledger.submitAs(who, type, { reservationId, reason: 'because' }));

  await ask('pending');
  await answer('ann', 'approve', await ask('approved'));
  await answer('bob', 'reject', await ask('rejected'));
  expectAccepted(
    await ledger.submit('commit', { reservationId: ids['approved'], amount: '5', final: false }),
  );
  const envelope = { envelopeId: ids['asking'], ifRevision: 1, approve: { ...approve, withinSeconds: 1 } };
  expectAccepted(await ledger.submit('envelope_update', envelope));
  await ask('expired');
  await sleep(1_600);
  expect(await ledger.reserve(budgetId, '101')).toMatchObject({ status: 'denied' });
  const reservationId = ids['pending'];
  expect(await ledger.submitAs('ann', 'approve', { reservationId })).toMatchObject({ status: 'denied' });
  expectAccepted(await ledger.submit('resume', { budgetId, reason: 'looked at' }));
  await ledger.stop();
  expect(ledger.faults).toEqual([]);
});

afterAll(() => database.drop());

test('what nobody touched is as its journal says', async () => {
  expect((await audit(database.sql)).differences).toEqual([]);
  const states = await database.sql<
    { state: string }[]
  >`SELECT state FROM reservations ORDER BY reservations.id`;
  expect(states.map(({ state }) => state)).toEqual(['pending_approval', 'held', 'rejected', 'expired']);
});

const uuids = (statement: string): string =>
  statement.replace(/\$(\w+)/g, (_, name: string) => `'${uuidOf(ids[name]!)}'`);

const ROWS: [what: string, statement: string][] = [
  [
    'approval of the reservation',
    `UPDATE reservations SET approval = jsonb_set(approval, '{needed}', '2') WHERE id = $pending`,
  ],
  [
    'approval of the reservation',
    `UPDATE reservations SET approval = jsonb_set(approval, '{given,0,by}', '"bob"') WHERE id = $approved`,
  ],
  ['approval of the reservation', 'UPDATE reservations SET approval = NULL WHERE id = $approved'],
  [
    'approval of the reservation',
    `UPDATE reservations SET approval = jsonb_set(approval, '{rejection,reason}', '"x"') WHERE id = $rejected`,
  ],
  [
    'approval of the reservation',
    `UPDATE reservations SET approval = jsonb_set(approval, '{askedBy}', '"ann"') WHERE id = $expired`,
  ],
  ['state of the reservation', `UPDATE reservations SET state = 'held', approval = NULL WHERE id = $pending`],
  [
    'state of the reservation',
    `UPDATE reservations SET state = 'released', approval = jsonb_set(approval, '{rejection}', 'null') WHERE id = $rejected`,
  ],
  [
    'approve of the envelope',
    `UPDATE envelopes SET approve = jsonb_set(approve, '{approvers}', 'null') WHERE id = $asking`,
  ],
  ['onExceed of the envelope', `UPDATE envelopes SET on_exceed = 'deny', approve = NULL WHERE id = $asking`],
];

describe('a table that was changed behind the ledger', () => {
  test.each(ROWS)('%s: %s', async (what, statement) => {
    const difference = await auditAfter(database.sql, (tx) => tx.unsafe(uuids(statement)).simple());
    expect(difference?.what).toContain(what);
  });
});

const REFUSED: [constraint: string, statement: string][] = [
  ['reservations_approved', `UPDATE reservations SET state = 'held' WHERE id = $pending`],
  ['reservations_approved', `UPDATE reservations SET committed = 1 WHERE id = $expired`],
  ['reservations_pending', `UPDATE reservations SET held = held - 1 WHERE id = $pending`],
  ['reservations_settled', `UPDATE reservations SET settled_at = now() WHERE id = $pending`],
  ['reservations_rejected', `UPDATE reservations SET state = 'released' WHERE id = $rejected`],
  ['reservations_approval', `UPDATE reservations SET approval = '{}' WHERE id = $approved`],
  [
    'reservations_state',
    `UPDATE reservations SET state = 'approved', held = 0, settled_at = now() WHERE id = $approved`,
  ],
  ['envelopes_approve', `UPDATE envelopes SET approve = NULL WHERE id = $asking`],
  ['envelopes_approve_rule', `UPDATE envelopes SET approve = '{"approvals": 11}' WHERE id = $asking`],
];

describe('the database itself refuses', () => {
  test.each(REFUSED)('%s: %s', async (constraint, statement) => {
    await expect(database.sql.unsafe(uuids(statement))).rejects.toThrow(constraint);
  });
});

const by = (content: EntryContent, name: string): void => {
  content.by = name;
  content.reservation!.approval!.given[0]!.by = name;
};

const JOURNALS: [what: string, change: Change][] = [
  ['askedBy of the approval', on('reserve', (c) => void (c.reservation!.approval!.askedBy = 'ann'))],
  ['fingerprint of the approval', on('reserve', (c) => void (c.reservation!.approval!.fingerprint = 'x'))],
  ['deadline of the approval', on('reserve', (c) => void (c.reservation!.approval!.deadline = 'x'))],
  ['notice of the passed limit', on('reserve', (c) => void delete c.notices)],
  ['reservation.state', on('reserve', (c) => void delete c.reservation!.approval)],
  ['principal of the answer', on('approve', (c) => void (c.by = 'bob'))],
  ['answer by the one who asked', on('approve', (c) => by(c, 'tester'))],
  ['answer by one who is asked', on('approve', (c) => by(c, 'eve'))],
  ['approval before the answer', on('approve', (c) => void (c.reservation!.approval!.needed = 2))],
  ['reservation.state after approve', on('approve', (c) => void (c.reservation!.state = 'pending_approval'))],
  ['principal of the answer', on('reject', (c) => void (c.by = 'ann'))],
  ['reservation.state after reject', on('reject', (c) => void (c.reservation!.state = 'released'))],
  ['approval of the reservation', on('expire', (c) => void (c.reservation!.approval!.needed = 9))],
  ['approval of the reservation', on('commit', (c) => void (c.reservation!.approval!.askedBy = 'bob'))],
  [
    'reservation.approval after a denial',
    (c) => void (c.outcome === 'denied' && c.reservation && (c.reservation.approval!.needed = 9)),
  ],
  ['reason of the resume', on('resume', (c) => void delete c.reason)],
  ['settings.state after pause', on('pause', (c) => void (c.settings!.state = 'active'))],
  ['limit that paused', on('pause', (c) => void delete c.cause!.envelopeId)],
];

describe('a journal that was rewritten by one who knows how', () => {
  test.each(JOURNALS)('%s (case %#)', async (what, change) => {
    let changed = 0;
    const differences = await differencesAfter(database.sql, async (tx) => {
      changed = await rewriteJournal(tx, ids['root']!, change);
    });
    expect(changed).toBeGreaterThan(0);
    expect(differences.listed().map((one) => one.what)).toContainEqual(expect.stringContaining(what));
  });
});
