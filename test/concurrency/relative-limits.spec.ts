import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Appraiser } from '../../src/baselines/appraiser.js';
import { Baselines } from '../../src/baselines/baselines.js';
import { openWriteClient } from '../../src/database/connections.js';
import type { EnvelopeInput } from '../../src/core/commands/inputs.js';
import { newId, uuidOf } from '../../src/ids/ids.js';
import { ResilientClient } from '../../src/database/resilient-client.js';
import { expectAuditPasses } from '../support/audited.js';
import { envelopeInput } from '../support/core.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { expectAccepted, TestLedger } from '../support/ledger.js';
import { fouls, watchWrites } from '../support/referee.js';

/** Two processes as far as the database knows: a ledger and an appraiser each. */
interface Replica {
  ledger: TestLedger;
  link: ResilientClient;
  appraiser: Appraiser;
}

let database: TestDatabase;
let replicas: Replica[];
const faults: unknown[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  replicas = [1, 2].map(() => {
    const ledger = new TestLedger(database.url);
    const link = new ResilientClient(() => openWriteClient(database.url, 2));
    const appraiser = new Appraiser(link, new Baselines(link), ledger.ledger, (error) => faults.push(error));
    appraiser.start();
    return { ledger, link, appraiser };
  });
});

afterAll(async () => {
  for (const { ledger, link, appraiser } of replicas) {
    await appraiser.stop();
    await ledger.stop();
    await link.close();
  }
  expect(faults).toEqual([]);
  await expectAuditPasses(database.sql);
  await database.drop();
});

const RELATIVE = { atLeast: '1', atMost: null, of: 'average' as const, times: 2, windowDays: 3 };

/** A root with a limit of twice the average of a reservation. */
async function limited(settings: Partial<EnvelopeInput> = {}): Promise<{ root: string; envelopeId: string }> {
  const envelopeId = newId('envelope');
  const fields = { window: 'transaction', onExceed: 'notify', limit: null, relative: RELATIVE } as const;
  const envelopes = [envelopeInput({ id: envelopeId, ...fields, ...settings })];
  const root = await replicas[0]!.ledger.root('1000000', { envelopes });
  // A replica looks at it at once, and then again in an hour or a day.
  for (;;) {
    const [row] = await database.sql<{ seen: boolean }[]>`
      SELECT appraise_at = date_trunc('hour', appraise_at) AS seen FROM envelopes WHERE id = ${uuidOf(envelopeId)}`;
    if (row!.seen) return { root, envelopeId };
    await sleep(20);
  }
}

const makeDue = (ids: string[]) => database.sql`
  UPDATE envelopes SET appraise_at = now() WHERE id = ANY (${`{${ids.map(uuidOf).join()}}`}::uuid[]) AND deleted_at IS NULL`;

const limitOf = async (envelopeId: string): Promise<number> => {
  const [row] = await database.sql<{ limit: number }[]>`
    SELECT "limit"::int FROM envelopes WHERE id = ${uuidOf(envelopeId)}`;
  return row!.limit;
};

const appraisals = async (root: string): Promise<number> => {
  const [row] = await database.sql<{ count: number }[]>`
    SELECT count(*)::int FROM entries WHERE budget_id = ${uuidOf(root)} AND kind = 'appraise'`;
  return row!.count;
};

test('many limits that are due at once are each worked out once', async () => {
  const all = await Promise.all(Array.from({ length: 25 }, () => limited()));
  await Promise.all(all.map(({ root }) => replicas[1]!.ledger.reserve(root, '30')));
  await makeDue(all.map(({ envelopeId }) => envelopeId));
  for (const { root, envelopeId } of all) {
    while ((await limitOf(envelopeId)) !== 60) await sleep(20);
    expect(await appraisals(root)).toBe(1);
  }
});

test('two replicas that submit the same result at once write one entry', async () => {
  const { root, envelopeId } = await limited();
  const now = Date.now();
  for (let round = 1; round <= 10; round += 1) {
    const past = { from: now - 1_000, to: now + round, total: BigInt(100 * round), windows: 1 };
    const outcomes = await Promise.all(
      replicas.map(({ ledger }) =>
        ledger.submitAs('purser', 'appraise', { envelopeId, past, windowDays: 3 }),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['accepted', 'ignored']);
    expect(await limitOf(envelopeId)).toBe(200 * round);
    expect(await appraisals(root)).toBe(round);
  }
});

test('one that is changed or deleted meanwhile is left alone', async () => {
  const past = { from: 0, to: Date.now(), total: 70n, windows: 1 };
  for (let round = 0; round < 10; round += 1) {
    const { root, envelopeId } = await limited();
    const change =
      round % 2 === 0
        ? { type: 'envelope_delete' as const, fields: {} }
        : { type: 'envelope_update' as const, fields: { limit: '5' } };
    const [appraised] = await Promise.all([
      replicas[0]!.ledger.submitAs('purser', 'appraise', { envelopeId, past, windowDays: 3 }),
      replicas[1]!.ledger
        .submit(change.type, { envelopeId, ifRevision: 1, ...change.fields })
        .then(async (one) => {
          // Who lost against the appraisal has to look again: the revision has moved on.
          if (one.status === 'rejected')
            expectAccepted(
              await replicas[1]!.ledger.submit(change.type, { envelopeId, ifRevision: 2, ...change.fields }),
            );
        }),
    ]);
    expect(['accepted', 'ignored']).toContain(appraised.status);
    expect(await limitOf(envelopeId)).toBe(round % 2 === 1 ? 5 : appraised.status === 'accepted' ? 140 : 1);
    expect(await appraisals(root)).toBe(appraised.status === 'accepted' ? 1 : 0);
  }
});

test('no reservation is decided under an outdated limit', async () => {
  await watchWrites(database.sql);
  const { root, envelopeId } = await limited({ window: 'day', onExceed: 'deny' });
  const [here, there] = replicas.map(({ ledger }) => ledger);
  let going = true;
  const reserving = Array.from({ length: 8 }, async () => {
    while (going) {
      const { id, status } = await here!.reserve(root, '1');
      if (status === 'accepted') await here!.submit('release', { reservationId: id });
    }
  });
  const now = Date.now();
  for (let round = 1; round <= 60; round += 1) {
    const past = { from: now - 1_000, to: now + round, total: BigInt(1 + (round % 5)), windows: 1 };
    await there!.submitAs('purser', 'appraise', { envelopeId, past, windowDays: 3 });
  }
  going = false;
  await Promise.all(reserving);
  expect(await fouls(database.sql)).toEqual([]);
  expect(await appraisals(root)).toBe(60);
});
