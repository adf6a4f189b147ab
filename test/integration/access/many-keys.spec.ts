import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KeysEndedDto } from '../../../src/api/keys/key.dto.js';
import { ADMIN, UNSCOPED, type Role } from '../../../src/core/keys.js';
import { idOf, newId, uuidOf } from '../../../src/ids/ids.js';
import { expectAuditPasses } from '../../support/audited.js';
import { Client, made } from '../../support/client.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';
import { ServiceProcess } from '../../support/service.js';

// Whoever had a key that leaked may have minted any number of others. More than one decision revokes are revoked in parts.

const MINTED = 10_500;

let database: TestDatabase;
let root: string;
const leaked = newId('key');
const between = newId('key');
const beside = newId('key');

beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  root = await ledger.root('100');
  const issue = (by: string | null, role: Role = 'agent', id = newId('key')) => {
    const hash = randomBytes(32).toString('hex');
    const holder = role === 'agent' ? undefined : ('other' as const);
    const key = { id, name: 'k', role, scopes: UNSCOPED, expiresAt: null, hash, ...(holder && { holder }) };
    const submission = ledger.submission('key_issue', { budgetId: root, key }, undefined, by ?? ADMIN);
    const issuedBy = by === between ? [leaked] : [];
    return { ...submission, origin: { ...submission.origin, keyId: by, issuedBy } };
  };
  const all = async (submissions: ReturnType<typeof issue>[]): Promise<void> => {
    for (const settled of await ledger.ledger.submitAll(submissions))
      expect(settled).toMatchObject({ status: 'fulfilled', value: { status: 'accepted' } });
  };
  await all([issue(null, 'operator', leaked), issue(null, 'operator', beside)]);
  await all([issue(leaked, 'operator', between), issue(beside)]);
  for (let left = MINTED; left > 0; left -= 500)
    await all(Array.from({ length: 500 }, () => issue(left % 1_000 ? leaked : between)));
  await ledger.submit('key_revoke', { keyId: between, budgetId: root, issued: false });
  await ledger.stop();
});
afterAll(() => database.drop());

const working = async (): Promise<number> => {
  const [row] = await database.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM api_keys WHERE tree_id = ${uuidOf(root)} AND revoked_at IS NULL`;
  return row!.count;
};

/** How many keys each part ended, and whether it left some. */
const parts = async (): Promise<{ ended: number; remain: boolean }[]> => database.sql`
  SELECT jsonb_array_length(content::jsonb -> 'keysEnded') + coalesce((content::jsonb ->> 'moreKeysEnded')::int, 0) AS ended,
    content::jsonb ? 'keysRemain' AS remain
  FROM entries
  WHERE kind = 'key_revoke' AND request_key IS NOT NULL AND content::jsonb -> 'request' ->> 'id' <> 'test'
  ORDER BY version`;

test('all that came of a leaked key ends, in parts, also when the service is killed in the middle', async () => {
  expect(await working()).toBe(MINTED + 3);
  const revoke = (service: ServiceProcess) =>
    new Client(service.baseUrl).write<KeysEndedDto>(
      'DELETE',
      `/v1/keys/${leaked}`,
      { issued: true },
      { key: 'leak' },
    );
  const first = await ServiceProcess.start({ DATABASE_URL: database.url });
  const lost = revoke(first).catch(() => 'lost');
  while ((await parts()).length === 0) await sleep(5);
  await first.kill9();
  await lost;

  const service = await ServiceProcess.start({ DATABASE_URL: database.url });
  const answer = made(await revoke(service));
  expect(answer.ended).toHaveLength(1_000);
  expect([answer.endedOmitted, answer.keysRemain]).toEqual([MINTED + 1 - 1_000, undefined]);
  expect(await parts()).toEqual([
    { ended: 10_000, remain: true },
    { ended: MINTED + 1 - 10_000, remain: false },
  ]);
  const left = await database.sql<{ id: string; made_from: string | null }[]>`
    SELECT id, made_from FROM api_keys WHERE tree_id = ${uuidOf(root)} AND revoked_at IS NULL`;
  expect(left.map(({ id, made_from }) => idOf('key', made_from ?? id))).toEqual([beside, beside]);

  const again = await revoke(service);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(made(again)).toMatchObject({ ended: answer.ended, endedOmitted: answer.endedOmitted });
  expect(await parts()).toHaveLength(2);
  await service.stop();
  await expectAuditPasses(database.sql);
});
