import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, made, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { ofRun } from '../../support/runs.js';
import { addedUp } from '../../support/spend.js';
import { differencesAfter, rewriteJournal } from '../../support/tamper.js';
import { uuidOf } from '../../../src/ids/ids.js';
import type { EntryContent } from '../../../src/core/entries.js';

let fleet: Fleet;
let admin: Client;
beforeAll(async () => {
  fleet = await Fleet.start(1);
  admin = fleet.client();
});
afterEach(() => fleet.expectAuditPasses());
afterAll(() => fleet.stop());

const PROMISE = { onExpiry: 'commit', vendor: 'acme', runId: 'run-1' };

const read = async (id: string) => made(await admin.get(`/v1/reservations/${id}`));

/** Waits until it is settled. */
async function settled(id: string): Promise<Record<string, unknown>> {
  let reservation = (await read(id)) as Record<string, unknown>;
  while (reservation['settledAt'] === null) {
    await sleep(50);
    reservation = (await read(id)) as Record<string, unknown>;
  }
  return reservation;
}

describe('a promise that nobody settles', () => {
  test('is paid when its time comes, and counted where money went', async () => {
    const { id: root } = await admin.root('100', { dimensions: ['team'], metadata: { team: 'search' } });
    const { id, onExpiry } = await admin.hold(root, '30', { ...PROMISE, ttlSeconds: 1 });
    const plain = await admin.hold(root, '5', { ttlSeconds: 1 });
    expect([onExpiry, plain.onExpiry]).toEqual(['commit', 'release']);
    expect(await settled(id)).toMatchObject({
      state: 'committed',
      held: '0',
      committed: '30',
      onExpiry: 'commit',
    });
    expect(await settled(plain.id)).toMatchObject({ state: 'expired', committed: '0', onExpiry: 'release' });
    expect((await admin.budget(root)).balances).toMatchObject({
      spent: '30',
      available: '70',
      reserved: '0',
    });
    expect(await fleet.historyOf(id)).toEqual(['reserve', 'expire_commit']);
    await addedUp(fleet.database.sql);
    const spend = made(await admin.get(`/v1/spend?budgetId=${root}&groupBy=principal&groupBy=labels.team`));
    expect(spend.items).toEqual([
      expect.objectContaining({
        principal: 'purser',
        'labels.team': 'search',
        spent: '30',
        calls: 1,
      }),
    ]);
    const focus = await admin.send('GET', `/v1/entries?budgetId=${root}&profile=focus`, undefined, {
      accept: 'text/csv',
    });
    expect(String(focus.body).trim().split('\n')).toHaveLength(2);
    const late = await admin.commit(id, '12');
    expect(codeOf(late)).toBe('409 reservation_state');
    const refund = made(await admin.post(`/v1/reservations/${id}/refund`, { amount: '18' }));
    expect(refund).toMatchObject({ committed: '30', refunded: '18' });
    const dispute = await admin.post(`/v1/reservations/${id}/dispute`, { reason: 'not cashed' });
    expect(codeOf(dispute)).toBe('200');
  });

  test('is paid by the close of a budget above', async () => {
    const { id: root } = await admin.root('100');
    const { id: child } = await admin.child(root, '0', { ceiling: '50' });
    const promise = await admin.hold(child, '30', PROMISE);
    const plain = await admin.hold(child, '5');
    expect(codeOf(await admin.post(`/v1/budgets/${child}/close`, { holds: 'refuse' }))).toBe(
      '409 holds_live',
    );
    made(await admin.post(`/v1/budgets/${child}/close`, { reason: 'over' }));
    expect(await read(promise.id)).toMatchObject({ state: 'committed', committed: '30' });
    expect(await read(plain.id)).toMatchObject({ state: 'released', committed: '0' });
    expect((await admin.budget(root)).balances).toMatchObject({ delegated: '30', available: '70' });
    await addedUp(fleet.database.sql);
    const spend = made(await admin.get(`/v1/spend?budgetId=${root}&groupBy=principal`));
    expect(spend.items).toEqual([expect.objectContaining({ principal: 'admin', spent: '30', calls: 1 })]);
  });
});

test('the release of a run leaves promises alone, and says so', async () => {
  const { id: root } = await admin.root('100');
  const promise = await admin.hold(root, '30', PROMISE);
  const plain = await admin.hold(root, '5', { runId: 'run-1' });
  const { body } = await ofRun(admin, 'release', 'run-1', { budgetId: root });
  expect(body).toMatchObject({
    done: 1,
    refused: [{ reservationId: promise.id, code: 'reservation_state' }],
  });
  expect(await read(plain.id)).toMatchObject({ state: 'released' });
  expect(await read(promise.id)).toMatchObject({ state: 'held', held: '30' });
  expect(made(await admin.release(promise.id))).toMatchObject({ state: 'released', held: '0' });
});

test('a request without it keeps its fingerprint, and one with it is another', async () => {
  const { id: root } = await admin.root('100');
  const ask = (fields: object) => admin.reserve(root, '1', fields, { key: 'one' });
  made(await ask({}));
  expect(codeOf(await ask({ onExpiry: 'release' }))).toBe('201');
  expect(codeOf(await ask({ onExpiry: 'commit' }))).toBe('422 idempotency_key_reused');
  expect(codeOf(await admin.reserve(root, '1', { onExpiry: 'keep' }))).toBe('400 validation_failed');
});

describe('behind the ledger', () => {
  let root: string;
  let kept: string;
  beforeAll(async () => {
    root = (await admin.root('100')).id;
    kept = (await admin.hold(root, '3', { ...PROMISE, ttlSeconds: 1 })).id;
    const plain = await admin.hold(root, '4', { ttlSeconds: 1 });
    await Promise.all([settled(kept), settled(plain.id)]);
    await admin.hold(root, '5', PROMISE);
  });

  test.each([
    ["SET state = 'expired'", 'reservations_on_expiry'],
    ["SET on_expiry = 'keep'", 'reservations_on_expiry'],
  ])('the database refuses %s', async (change, constraint) => {
    const statement = `UPDATE reservations ${change} WHERE id = '${uuidOf(kept)}'`;
    await expect(fleet.database.sql.unsafe(statement)).rejects.toThrow(constraint);
  });

  type Change = (content: EntryContent) => void;
  const on =
    (kind: string, change: Change): Change =>
    (content) => {
      if (content.kind === kind) change(content);
    };
  const REWRITTEN: [string, Change][] = [
    ['promise that ends by expire', (c) => void (c.reservation && (c.reservation.onExpiry = 'commit'))],
    ['promise that ends by expire_commit', (c) => void delete c.reservation?.onExpiry],
    ['reservation.committed of a promise', on('expire_commit', (c) => void (c.reservation!.committed = '2'))],
    [
      'reservation.state after expire_commit',
      on('expire_commit', (c) => void (c.reservation!.state = 'expired')),
    ],
    ['attribution of the reservation', on('expire_commit', (c) => void delete c.reservation!.onExpiry)],
  ];
  test.each(REWRITTEN)('the audit finds: %s', async (what, change) => {
    const differences = await differencesAfter(fleet.database.sql, (tx) => rewriteJournal(tx, root, change));
    expect([...differences.counts.keys()].join('\n')).toContain(what);
  });

  test('the audit finds another end in the table', async () => {
    const differences = await differencesAfter(fleet.database.sql, (tx) =>
      tx.unsafe(`UPDATE reservations SET on_expiry = 'release' WHERE id = '${uuidOf(kept)}'`),
    );
    expect([...differences.counts.keys()].join('\n')).toContain('onExpiry of the reservation');
  });
});
