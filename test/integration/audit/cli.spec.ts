import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/database.js';
import { TestLedger } from '../../support/ledger.js';
import { ServiceProcess } from '../../support/service.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const ledger = new TestLedger(database.url);
  const root = await ledger.root('100');
  await ledger.reserve(await ledger.child(root, '10'), '5');
  await ledger.stop();
});

afterAll(() => database.drop());

/** Runs the built command as its users do. */
async function audit(args: string[], env: Record<string, string> = {}) {
  const script = path.resolve(import.meta.dirname, '../../../dist/cli/purser.js');
  const child = spawn(process.execPath, [script, 'audit', ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (printed[stream] += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...printed };
}

test('a good database ends with 0 and a table', async () => {
  for (const run of [await audit([database.url]), await audit([], { DATABASE_URL: database.url })]) {
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Every balance, hold and counter is what the journal says.');
    expect(run.stdout).toMatch(/trees +1\n +budgets +2\n +entries +4\n +reservations +1\n +counters +0\n/);
    expect(run.stdout).not.toContain(new URL(database.url).password || 'password');
  }
});

test('a difference ends with 1, and is shown', async () => {
  await database.sql`UPDATE budgets SET name = 'other' WHERE parent_id IS NULL`;
  const { code, stdout } = await audit([database.url]);
  await database.sql`UPDATE budgets SET name = 'root' WHERE parent_id IS NULL`;
  expect(code).toBe(1);
  expect(stdout).toContain('The tables are NOT what the journal says: 1 difference.');
  expect(stdout).toMatch(/Difference: name of the budget\n +tree +budget_\w+\n +budget +budget_\w+\n/);
  expect(stdout).toMatch(/journal says root\n +table says +other\n/);
});

test('what cannot be audited ends with 2 and one line', async () => {
  const empty = await createEmptyDatabase();
  const runs: [args: string[], env: Record<string, string>, said: RegExp][] = [
    [[empty.url], {}, /there is no ledger in the database/],
    [['mysql://x'], {}, /DATABASE_URL must look like postgres:/],
    [[], { PURSER_DATA_DIR: '/nonexistent/purser' }, /there is no database in/],
    [
      ['postgres://u:secret@127.0.0.1:1/x'],
      { PURSER_DATABASE_WAIT_SECONDS: '0' },
      /no database at 127.0.0.1:1/,
    ],
    [[database.url, database.url], {}, /one database at a time/],
  ];
  for (const [args, env, said] of runs) {
    const { code, stdout, stderr } = await audit(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('secret');
  }
  expect(await audit(['--help'])).toMatchObject({ code: 0, stderr: '' });
  expect(await audit(['--what'])).toMatchObject({ code: 2 });
  await empty.drop();
});

test("the service's own database is audited while the service runs, and when it does not", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'purser-audit-'));
  const service = await ServiceProcess.start({ PURSER_DATA_DIR: folder });
  expect(await audit([], { PURSER_DATA_DIR: folder })).toMatchObject({ code: 0, stderr: '' });
  await service.stop();
  expect(await audit([], { PURSER_DATA_DIR: folder })).toMatchObject({ code: 0, stderr: '' });
  await rm(folder, { recursive: true, force: true });
});
