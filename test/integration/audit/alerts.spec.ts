import { audit } from '../../../src/audit/audit.js';
import type { Charge } from '../../../src/core/entries.js';
import { eventsOf } from '../../../src/core/events.js';
import type { EntryContent } from '../../../src/core/entries.js';
import { migrate } from '../../../src/database/migrate.js';
import { newId, uuidOf } from '../../../src/ids/ids.js';
import { expectAuditPasses } from '../../support/audited.js';
import { envelopeInput } from '../../support/core.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { expectAccepted, TestLedger } from '../../support/ledger.js';
import { differencesAfter, rewriteJournal } from '../../support/tamper.js';

let database: TestDatabase;
let ledger: TestLedger;
let root: string;
let agents: string[];
const envelopeId = newId('envelope');

/** A day's limit of 10 that two agents come to again and again, and that is raised to 20 meanwhile. */
beforeAll(async () => {
  database = await createTestDatabase();
  ledger = new TestLedger(database.url);
  const day = envelopeInput({ id: envelopeId, window: 'day', limit: '10', onExceed: 'notify' });
  root = await ledger.root('1000', { scale: 2, envelopes: [day] });
  agents = [await ledger.child(root, '100'), await ledger.child(root, '100')];
  for (const amount of ['10', '11', '10', '11']) for (const agent of agents) await swing(agent, amount);
  expectAccepted(await ledger.submit('envelope_update', { envelopeId, ifRevision: 1, limit: '20' }));
  for (const agent of agents) await swing(agent, '21');
  expect(ledger.faults).toEqual([]);
});
afterAll(async () => {
  await ledger.stop();
  await database.drop();
});

async function swing(agent: string, amount: string): Promise<void> {
  const hold = await ledger.reserve(agent, amount);
  expectAccepted(hold);
  expectAccepted(await ledger.submit('release', { reservationId: hold.id }));
}

const alertsOf = async (): Promise<string[]> => {
  const rows = await database.sql<{ content: string }[]>`
    SELECT content FROM entries WHERE tree_id = ${uuidOf(root)} ORDER BY at, entries.version`;
  return rows
    .flatMap(({ content }) => eventsOf(JSON.parse(content) as EntryContent))
    .flatMap(({ type, data }) => (data.limits ?? []).map(({ limit }) => `${type.slice(9)} ${limit}`));
};

test('what nobody touched is as its journal says', async () => {
  expect((await audit(database.sql)).differences).toEqual([]);
  expect(await alertsOf()).toEqual(['exhausted 10', 'threshold_reached 10', 'threshold_reached 20']);
  const [row] = await database.sql`SELECT alerts::int, alert_limit::int, alert_passed FROM counters`;
  expect(row).toEqual({ alerts: 3, alert_limit: 20_00, alert_passed: true });
});

const each = (change: (charge: Charge) => void) => (content: EntryContent) =>
  content.charges?.forEach(change);
const JOURNALS: [what: string, agent: number, change: (content: EntryContent) => void][] = [
  ['alert for the limit that was come to', 0, each((one) => void delete one.alert)],
  ['alert for the limit that was come to', 1, each((one) => void delete one.again)],
  ['alert without a limit that was come to', 1, each((one) => void (one.alert = 4))],
  ['alert that is new, and a repetition', 1, each((one) => void (one.again && (one.alert = 4)))],
  ['number of the alert', 0, each((one) => void (one.alert && (one.alert = 1)))],
  [
    'alert that repeats one',
    1,
    each((one) => {
      if (one.again === 3) Object.assign(one, { again: undefined, alert: 4 });
    }),
  ],
  ['alert that it names', 1, each((one) => void (one.again && (one.again = 3)))],
  [
    'alert for the limit that it went on above',
    1,
    each((one) => {
      if (one.again === 3) Object.assign(one, { again: undefined, delta: '1', limit: '15' });
    }),
  ],
  ['alert that it names', 0, each((one) => void (one.again && (one.again = 9)))],
  [
    'alerts of the counter',
    0,
    each((one) => one.alert === 3 && Object.assign(one, { alert: undefined, again: 2 })),
  ],
];

describe('a journal in which alerts were changed', () => {
  test.each(JOURNALS)('%s (case %#)', async (what, agent, change) => {
    const differences = await differencesAfter(database.sql, (tx) =>
      rewriteJournal(tx, agents[agent]!, change),
    );
    expect([...differences.counts.keys()].join('\n')).toContain(what);
  });
});

test('a database from before alerts had numbers: the alerts of its counters begin anew', async () => {
  const before = await alertsOf();
  await database.sql.begin(async (tx) => {
    await tx.unsafe('SET LOCAL session_replication_role = replica');
    for (const agent of agents)
      await rewriteJournal(
        tx,
        agent,
        each((one) => Object.assign(one, { alert: undefined, again: undefined })),
      );
    await tx.unsafe('ALTER TABLE counters DROP alerts, DROP alert_limit, DROP alert_passed');
    await tx.unsafe('ALTER TABLE journal_clock DROP alerts_since');
    await tx.unsafe(`DELETE FROM _prisma_migrations WHERE migration_name = '0017_alerts'`);
  });
  // As they were reported then: each time.
  const old = await alertsOf();
  expect(old.length).toBeGreaterThan(before.length);
  expect(await migrate(database.url)).toEqual(['0017_alerts']);
  await expectAuditPasses(database.sql);
  for (const agent of agents) await swing(agent, '21');
  expect(await alertsOf()).toEqual([...old, 'threshold_reached 20']);
  await expectAuditPasses(database.sql);
  const differences = await differencesAfter(database.sql, (tx) =>
    tx.unsafe('UPDATE counters SET alerts = 0, alert_limit = NULL, alert_passed = NULL'),
  );
  expect([...differences.counts.keys()]).toContain('alerts of the counter');
});

test('what Postgres does not let a counter say', async () => {
  for (const change of [
    'alerts = 0',
    'alert_limit = NULL',
    'alert_passed = NULL',
    'alert_limit = -1',
    'alerts = -1',
    `metric = 'payments'`,
  ])
    await expect(database.sql.unsafe(`UPDATE counters SET ${change} WHERE alerts > 0`)).rejects.toThrow(
      'counters_alert',
    );
});
