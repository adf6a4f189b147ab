import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { UNSCOPED } from '../../../src/core/keys.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { busyTree, type BusyTree } from '../../support/busy-tree.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { differencesAfter } from '../../support/tamper.js';

let database: TestDatabase;
let tree: BusyTree;
const keyId = newId('key');

beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  tree = await busyTree(ledger);
  const hash = randomBytes(32).toString('hex');
  const key = { id: keyId, name: 'key', role: 'agent', scopes: UNSCOPED, expiresAt: null, hash };
  expectAccepted(await ledger.submit('key_issue', { budgetId: tree.team, key }));
  await ledger.stop();
});

afterAll(() => database.drop());

const uuids = (statement: string): string => {
  const ids: Record<string, string> = {
    ...tree,
    ...tree.envelopes,
    ...tree.reservations,
    key: keyId,
  } as never;
  return statement.replace(/\$(\w+)/g, (_, name: string) => `'${uuidOf(ids[name]!)}'`);
};

test('each of many changes is found, though there are many of one kind', async () => {
  const statements = [
    `INSERT INTO counters SELECT tree_id, id || n, envelope_id, key || n, window_start, window_end, metric, 7, 3
     FROM counters, generate_series(1, 400) AS n WHERE envelope_id = $velocity AND key = 'run-1'`,
    'UPDATE trees SET creation_key = gen_random_uuid() WHERE id = $root',
    `UPDATE budgets SET name = 'other', metadata = NULL WHERE id = $agent`,
    `UPDATE reservations SET vendor = 'other', reason = 'none', held = held - 1 WHERE id = $held`,
    `UPDATE entries SET hash = sha256('x') WHERE budget_id = $agent AND version = 3`,
    `UPDATE entries SET kind = 'fund' WHERE budget_id = $agent AND version = 7`,
    `UPDATE api_keys SET role = 'operator', name = 'x' WHERE id = $key`,
    'DELETE FROM envelopes WHERE id = $single',
  ];
  const differences = await differencesAfter(database.sql, (tx) =>
    tx.unsafe(uuids(statements.join(';'))).simple(),
  );
  const counts = Object.fromEntries(differences.counts);
  expect(counts).toMatchObject({
    'used of the counter': 400,
    'version of the counter': 400,
    'creation_key of the tree': 1,
    'name of the budget': 1,
    'metadata of the budget': 1,
    'vendor of the reservation': 1,
    'reason of the reservation': 1,
    'held of the reservation': 1,
    // Its own, and that of the entry after it, which follows the right one.
    'hash of the entry': 2,
    'column kind': 1,
    'role of the key': 1,
    'name of the key': 1,
    envelope: 1,
  });
  expect(new Set(differences.listed().map(({ what }) => what))).toEqual(new Set(differences.counts.keys()));
});

test('one wrong entry does not make the ones after it wrong', async () => {
  const differences = await differencesAfter(database.sql, (tx) =>
    tx.unsafe(uuids('UPDATE entries SET denied = NOT denied WHERE budget_id = $agent AND version = 3')),
  );
  expect(Object.fromEntries(differences.counts)).toEqual({ 'column denied': 1 });
});
