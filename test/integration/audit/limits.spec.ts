import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { audit } from '../../../src/audit/audit.js';
import type { Baseline } from '../../../src/core/baselines.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { envelopeInput } from '../../support/core.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { auditAfter, type Change, on, rewriteJournal } from '../../support/tamper.js';

let database: TestDatabase;
let root: string;
const envelopeId = newId('envelope');

/** A root whose daily limit was worked out twice and changed in between; beside it a fixed one. */
beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  const relative = { atLeast: '5', atMost: '60', of: 'average' as const, times: 2.5, windowDays: 30 };
  const envelopes = [
    envelopeInput({ id: envelopeId, window: 'day', limit: null, relative }),
    envelopeInput({ id: newId('envelope'), window: 'day', limit: '70' }),
  ];
  root = await ledger.root('1000', { scale: 2, envelopes });
  const appraise = (total: bigint, windows: number, to: string) =>
    ledger.submitAs('purser', 'appraise', {
      envelopeId,
      windowDays: 30,
      past: { from: Date.parse('2026-01-01'), to: Date.parse(to), total, windows },
    });
  expectAccepted(await appraise(10_00n, 3, '2026-01-31'));
  expectAccepted(await ledger.reserve(root, '8.33'));
  const change = { envelopeId, ifRevision: 2, relative: { ...relative, times: 3 }, name: 'breaker' };
  expectAccepted(await ledger.submit('envelope_update', change));
  expectAccepted(await appraise(99_99n, 2, '2026-02-01'));
  await ledger.stop();
  expect(ledger.faults).toEqual([]);
});

afterAll(() => database.drop());

test('what nobody touched is as its journal says', async () => {
  expect((await audit(database.sql)).differences).toEqual([]);
  const [row] = await database.sql`SELECT "limit"::int FROM envelopes WHERE id = ${uuidOf(envelopeId)}`;
  expect(row).toEqual({ limit: 60_00 });
});

const UPDATE = 'UPDATE envelopes SET';
const ROWS: [what: string, change: string][] = [
  ['limit of the envelope', '"limit" = 9999'],
  ['relative of the envelope', `relative = jsonb_set(relative, '{times}', '9')`],
  ['relative of the envelope', `relative = jsonb_set(relative, '{atMost}', 'null')`],
  ['relative of the envelope', 'relative = NULL, baseline = NULL, appraise_at = NULL'],
  ['baseline of the envelope', `baseline = jsonb_set(baseline, '{windows}', '1')`],
  ['baseline of the envelope', 'baseline = NULL'],
];

describe('a table that was changed behind the ledger', () => {
  test.each(ROWS)('%s: %s', async (what, change) => {
    const difference = await auditAfter(database.sql, (tx) =>
      tx.unsafe(`${UPDATE} ${change} WHERE id = '${uuidOf(envelopeId)}'`).simple(),
    );
    expect(difference?.what).toBe(what);
  });
});

const REFUSED: [constraint: string, change: string][] = [
  ['envelopes_relative', `relative = '{}'`],
  ['envelopes_relative', `"window" = 'lifetime'`],
  ['envelopes_relative', `per = 'vendor'`],
  ['envelopes_relative', `relative = jsonb_set(relative, '{times}', '0')`],
  ['envelopes_relative', `relative = jsonb_set(relative, '{windowDays}', '367')`],
  ['envelopes_relative', `relative = relative - 'atLeast'`],
  ['envelopes_baseline', 'relative = NULL, appraise_at = NULL'],
  ['envelopes_baseline', `baseline = jsonb_set(baseline, '{windows}', '0')`],
  ['envelopes_baseline', `baseline = jsonb_set(baseline, '{to}', '"2025"')`],
  ['envelopes_appraise_at', 'appraise_at = now(), deleted_at = now()'],
];

describe('the database itself refuses', () => {
  test.each(REFUSED)('%s: %s', async (constraint, change) => {
    const statement = `${UPDATE} ${change} WHERE id = '${uuidOf(envelopeId)}'`;
    await expect(database.sql.unsafe(statement)).rejects.toThrow(constraint);
  });
});

const past = (change: (baseline: Baseline) => void): Change =>
  on('appraise', (content) => change(content.envelope!.baseline!));

const BASELINE = { at: 'x', average: '1', from: 'x', to: 'x', total: '1', windows: 1 };

const JOURNALS: [what: string, change: Change][] = [
  ['limit in force', on('appraise', (c) => void (c.envelope!.limit = '59'))],
  ['limit in force', on('create', (c) => void (c.envelopes![0]!.limit = '6'))],
  ['limit in force', on('appraise', (c) => void (c.envelope!.baseline = null))],
  ['baseline', past((baseline) => void (baseline.average = '3'))],
  ['from of the baseline', past((baseline) => void (baseline.from = '2025'))],
  ['total of the baseline', past((baseline) => void (baseline.total = '10.001'))],
  ['windows of the baseline', past((baseline) => void (baseline.windows = 0))],
  ['baseline of a fixed limit', on('create', (c) => void (c.envelopes![1]!.baseline = BASELINE))],
  ['what of an envelope never changes', on('appraise', (c) => void (c.envelope!.name = 'x'))],
  ['what of an envelope never changes', on('appraise', (c) => void (c.envelope!.onExceed = 'notify'))],
  ['what of an envelope never changes', on('appraise', (c) => void (c.envelope!.relative!.times = 4))],
  ['principal of the appraisal', on('appraise', (c) => void (c.by = 'eve'))],
];

describe('a journal that was rewritten by one who knows how', () => {
  test.each(JOURNALS)('%s (case %#)', async (what, change) => {
    let changed = 0;
    const difference = await auditAfter(database.sql, async (tx) => {
      changed = await rewriteJournal(tx, root, change);
    });
    expect(changed).toBeGreaterThan(0);
    expect(difference?.what).toBe(what);
  });
});
