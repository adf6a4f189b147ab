import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { VerificationDto } from '../../../src/api/journal/journal.dto.js';
import { uuidOf } from '../../../src/ids/ids.js';
import { eventually } from '../../support/costs.js';
import { made, tally, type BudgetAnswer, type Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';
import { Neighbour } from '../../support/neighbour.js';
import { addedUp } from '../../support/spend.js';

let fleet: Fleet;
let admin: Client;

beforeAll(async () => {
  fleet = await Fleet.start(1, { PURSER_REQUESTS_PER_SECOND: '0' });
  admin = fleet.client();
});
afterAll(async () => {
  await fleet.stop();
});

/** A budget whose two envelopes have counted 150,000 made-up runs and vendors each. */
async function heavyBudget(): Promise<BudgetAnswer> {
  const root = await admin.root('1000', {
    envelopes: [
      { window: 'lifetime', limit: '100', per: 'run' },
      { window: 'lifetime', limit: '100', per: 'vendor' },
    ],
  });
  made(await admin.reserve(root.id, '1', { runId: 'run', vendor: 'vendor' }));
  await fleet.database.sql`
    INSERT INTO counters (tree_id, id, envelope_id, window_start, window_end, key, metric, used, version)
    SELECT tree_id, id || n, envelope_id, window_start, window_end, key || n, metric, 0, 1
    FROM counters, generate_series(1, 150000) AS n WHERE tree_id = ${uuidOf(root.id)}`;
  return root;
}

describe('reads of a heavy budget', () => {
  test('keep nobody else from reading', async () => {
    const root = await heavyBudget();
    const agent = (await admin.issue(root.id)).client;
    const [one] = made(await agent.get<BudgetAnswer>(`/v1/budgets/${root.id}`)).envelopes as unknown as {
      usage: { key: string; used: string }[];
      usageTruncated: boolean;
    }[];
    expect(one).toMatchObject({ usageTruncated: true, usage: expect.arrayContaining([]) as unknown });
    expect(one!.usage[0]).toMatchObject({ key: 'run', used: '1' });
    expect(one!.usage).toHaveLength(100);
    const neighbour = await Neighbour.start(admin);
    let going = true;
    const readers = Array.from({ length: 64 }, async () => {
      const answers = [];
      while (going) {
        const { status, body } = await agent.get(`/v1/budgets/${root.id}`);
        answers.push({ status, headers: new Headers(), body: { code: body.code } });
      }
      return answers;
    });
    await neighbour.progress(30);
    going = false;
    const counts = tally((await Promise.all(readers)).flat());
    expect(Object.keys(counts)).toEqual(['200']);
    await neighbour.stop();
  });

  test('wait in a line that has an end', async () => {
    const { id } = await admin.root('1');
    const agent = (await admin.issue(id)).client;
    const release = await stalled('budgets');
    const answers = Array.from({ length: 1_100 }, () => agent.get(`/v1/budgets/${id}`));
    const refused = await Promise.race(answers);
    expect([refused.status, refused.body.code]).toEqual([429, 'too_much_at_once']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await release();
    // On a slow machine some have waited for too long by then.
    const { '200': read = 0, '503 unavailable': late = 0, ...others } = tally(await Promise.all(answers));
    expect(read + late).toBeGreaterThan(900);
    expect(Object.keys(others)).toEqual(['429 too_much_at_once']);
  });
});

test('reads whose callers hang up leave the line to others', async () => {
  const { id } = await admin.root('1');
  const agent = (await admin.issue(id)).client;
  const release = await stalled('budgets');
  const ask = (signal?: AbortSignal) =>
    fetch(`${admin.baseUrl}/v1/budgets/${id}`, {
      headers: { authorization: `Bearer ${agent.key}` },
      signal: signal ?? null,
    }).then(
      ({ status }) => status,
      () => 'gone',
    );
  const gone = new AbortController();
  const first = Array.from({ length: 900 }, () => ask(gone.signal));
  await sleep(1_000);
  gone.abort();
  expect(new Set(await Promise.all(first))).toEqual(new Set(['gone']));
  await sleep(1_000);
  // There would be room for 100 behind them.
  const others = Array.from({ length: 900 }, () => ask());
  await sleep(1_000);
  await release();
  // Nobody finds the line full; on a slow machine some have waited for too long.
  for (const status of await Promise.all(others)) expect([200, 503]).toContain(status);
});

/** Keeps everybody from a table until it is called. */
async function stalled(table: string): Promise<() => Promise<void>> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let locked: () => void = () => undefined;
  const isLocked = new Promise<void>((resolve) => (locked = resolve));
  const done = fleet.database.sql.begin(async (sql) => {
    await sql.unsafe(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    locked();
    await released;
  });
  await isLocked;
  return async () => {
    release();
    await done;
  };
}

/** Entries that were read by an index, as far as Postgres has counted. */
async function entriesRead(): Promise<number> {
  const [row] = await fleet.database.sql<{ read: number }[]>`
    SELECT coalesce(idx_tup_fetch, 0)::int AS read FROM pg_stat_user_tables WHERE relname = 'entries'`;
  return row!.read;
}

/** What the sums of spend read in a second to see that nothing is new, and much more. */
const HARDLY_ANY = 100;

/** A number that hardly changes any more: backends report what they have counted within some seconds. */
async function settled(read: () => Promise<number>): Promise<number> {
  let seen = await read();
  for (let same = 0; same < 12;) {
    await sleep(1_000);
    const now = await read();
    same = now - seen < HARDLY_ANY ? same + 1 : 0;
    seen = now;
  }
  return seen;
}

describe('checks of a journal', () => {
  const ENTRIES = 5_000;
  let root: string;

  beforeAll(async () => {
    root = (await admin.root('1000000')).id;
    for (let i = 0; i < ENTRIES; i += 1_000) {
      const commands = Array.from({ length: 1_000 }, () => ({
        type: 'reserve',
        idempotencyKey: randomUUID(),
        budgetId: root,
        amount: '1',
      }));
      made(await admin.post('/v1/reservations/batch', { commands }));
    }
  });

  const verify = (client: Client, budgetId = root) =>
    client.get<VerificationDto>(`/v1/budgets/${budgetId}/verify`);

  test('are one at a time of one tree, whatever keys it has, and two in all', async () => {
    const others = [(await admin.root('10')).id, (await admin.root('10')).id];
    const trees = [root, root, ...others];
    const auditors = await Promise.all(
      trees.map(async (id) => (await admin.issue(id, { role: 'auditor' })).client),
    );
    const of = (i: number) => verify(auditors[i]!, trees[i]);
    const release = await stalled('entries');
    const first = of(0);
    const second = of(2);
    await sleep(500);
    for (const i of [0, 1, 3]) {
      const { status, body, headers } = await of(i);
      expect([status, body.code]).toEqual([429, 'too_much_at_once']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await release();
    const entries = (await admin.budget(root)).version;
    expect(entries).toBeGreaterThan(ENTRIES);
    const { status, body } = await first;
    expect([status, body.valid, body.entries]).toEqual([200, true, entries]);
    expect((await second).status).toBe(200);
    for (const i of [1, 3]) expect((await of(i)).status).toBe(200);
  });

  test('end when their callers hang up', async () => {
    const auditor = (await admin.issue(root, { role: 'auditor' })).client;
    // A backend that waits for the lock does not report what it has read before.
    await addedUp(fleet.database.sql);
    const before = await settled(entriesRead);
    const release = await stalled('entries');
    const gone = new AbortController();
    const asked = fetch(`${admin.baseUrl}/v1/budgets/${root}/verify`, {
      headers: { authorization: `Bearer ${auditor.key}` },
      signal: gone.signal,
    }).catch(() => 'gone');
    await sleep(500);
    gone.abort();
    expect(await asked).toBe('gone');
    await sleep(500);
    await release();
    expect((await settled(entriesRead)) - before).toBeLessThan(ENTRIES / 2);
    // And the next one need not wait for it.
    expect((await verify(auditor)).status).toBe(200);
  });

  test('of 60 callers who hang up leave everybody else at work', async () => {
    const neighbour = await Neighbour.start(admin);
    const auditor = (await admin.issue(root, { role: 'auditor' })).client;
    const hangUp = new AbortController();
    const answers: (number | 'gone')[] = [];
    const asked = Array.from({ length: 60 }, async () => {
      const answer = await fetch(`${admin.baseUrl}/v1/budgets/${root}/verify`, {
        headers: { authorization: `Bearer ${auditor.key}` },
        signal: hangUp.signal,
      }).then(
        ({ status }) => status,
        () => 'gone' as const,
      );
      answers.push(answer);
    });
    // Those that are not checked at once are refused, however slow the machine is to say so.
    await eventually(() => Promise.resolve(answers.length >= 50));
    hangUp.abort();
    await neighbour.progress(20);
    await Promise.all(asked);
    expect(answers.filter((answer) => answer === 429).length).toBeGreaterThanOrEqual(30);
    await neighbour.stop();
  });
});
