import { setTimeout as sleep } from 'node:timers/promises';
import { Client, made } from '../../support/client.js';
import { createEmptyDatabase, createTestDatabase } from '../../support/database.js';
import { startFakePostgres } from '../../support/fake-postgres.js';
import { ServiceProcess } from '../../support/service.js';
import { openWriteClient } from '../../../src/database/connections.js';

/** Nothing listens on the discard port. */
const NOBODY = 'postgres://u:secret@127.0.0.1:9/x';

async function refusal(environment: Record<string, string>): Promise<string> {
  const service = ServiceProcess.spawn(environment);
  expect(await service.exited).toEqual({ code: 1, signal: null });
  expect(service.output).toMatch(/^purser: [^\n]+\n$/);
  expect(service.output).not.toContain('secret');
  return service.output;
}

describe('a service on a Postgres of its user', () => {
  it('says where its data is, and leaves Postgres running', async () => {
    const database = await createTestDatabase();
    const service = await ServiceProcess.start({ DATABASE_URL: database.url });
    const { host, pathname } = new URL(database.url);
    expect(service.stdout).toContain(`Data       ${host}${pathname} (your Postgres, from DATABASE_URL)`);
    expect(service.stdout).not.toContain(new URL(database.url).password);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(await database.sql`select 1 as one`).toEqual([{ one: 1 }]);
    await database.drop();
  });

  it('several replicas at once migrate an empty database once, and show its key once', async () => {
    const database = await createEmptyDatabase();
    const start = () => ServiceProcess.start({ DATABASE_URL: database.url, PURSER_ADMIN_KEY: undefined });
    const replicas = await Promise.all([start(), start(), start(), start()]);
    const made = replicas.filter(({ stdout }) => stdout.includes('made now and shown only this once'));
    expect(made).toHaveLength(1);
    const kept = replicas.filter(({ stdout }) => stdout.includes('the one shown on the first start'));
    expect(kept).toHaveLength(3);
    // On a busy machine the first look may find the database slow.
    for (const replica of replicas)
      while ((await new Client(replica.baseUrl).get('/readyz')).status !== 200) await sleep(100);
    const sql = openWriteClient(database.url, 1);
    const migrations = await sql`select migration_name, applied_steps_count, logs from _prisma_migrations`;
    expect(new Set(migrations.map((row) => row.migration_name)).size).toBe(migrations.length);
    for (const row of migrations) expect(row).toMatchObject({ applied_steps_count: 1, logs: null });
    await sql.end();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await database.drop();
  });

  it('refuses a database that does not answer in time', async () => {
    const line = await refusal({ DATABASE_URL: NOBODY, PURSER_DATABASE_WAIT_SECONDS: '1' });
    expect(line).toContain('no database at 127.0.0.1:9/x: connect ECONNREFUSED');
  });

  it.each([
    ['user or password', { username: 'nobody', password: 'secret' }],
    ['database', { pathname: '/secretive' }],
  ])('refuses a wrong %s without waiting', async (_, wrong) => {
    const database = await createEmptyDatabase();
    const url = Object.assign(new URL(database.url), wrong).href;
    const service = ServiceProcess.spawn({ DATABASE_URL: url, PURSER_DATABASE_WAIT_SECONDS: '600' });
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(service.output).toMatch(/^purser: no database at [^\n]+\n$/);
    await database.drop();
  });

  it.each([
    ['140020', 'Postgres 14'],
    ['190001', 'Postgres 19'],
  ])('refuses server version %s', async (number, name) => {
    const server = await startFakePostgres(number);
    expect(await refusal({ DATABASE_URL: server.url })).toContain(
      `is ${name}: this service runs on 15 to 18`,
    );
    server.close();
  });

  it('can be stopped while it waits for the database', async () => {
    const environment = { DATABASE_URL: NOBODY, PURSER_DATABASE_WAIT_SECONDS: '600', LOG_LEVEL: 'debug' };
    const service = ServiceProcess.spawn(environment);
    while (!service.stdout.includes('"msg":"starting"'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await service.stop()).code).toBe(0);
  });

  it("refuses an admin key that is a budget's, and leaves that key as it is", async () => {
    const database = await createTestDatabase();
    const service = await ServiceProcess.start({ DATABASE_URL: database.url });
    const client = new Client(service.baseUrl);
    const root = await client.root('1');
    const issued = await client.post<{ secret: string }>(`/v1/budgets/${root.id}/keys`, {
      name: 'agent',
      role: 'agent',
    });
    const { secret } = made(issued);
    const second = ServiceProcess.spawn({ DATABASE_URL: database.url, PURSER_ADMIN_KEY: secret });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.output).toBe('purser: PURSER_ADMIN_KEY is the key of a budget: choose another one\n');
    const who = await client.as(secret).get<{ role: string; budgetId: string }>('/v1/principal');
    expect(who.body).toMatchObject({ role: 'agent', budgetId: root.id });
    expect((await client.get('/v1/principal')).body).toMatchObject({ id: 'admin' });
    await service.stop();
    await database.drop();
  });

  it('refuses a wrong configuration', async () => {
    expect(await refusal({ PORT: 'x', PURSER_LANES: '0' })).toContain('wrong configuration: PORT must be');
  });
});
