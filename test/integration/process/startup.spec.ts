import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from '../../support/client.js';
import { newDataFolder, pgdataOf, postgresPid, usedDataFolder } from '../../support/data-folders.js';
import { ADMIN_KEY, ServiceProcess } from '../../support/service.js';

const start = (folder: string, environment = {}) =>
  ServiceProcess.start({ PURSER_DATA_DIR: folder, ...environment });

/** Starts a service that is to refuse, and returns the one line that it says. */
async function refusal(environment: Record<string, string | undefined>): Promise<string> {
  const service = ServiceProcess.spawn(environment);
  expect(await service.exited).toEqual({ code: 1, signal: null });
  expect(service.output).toMatch(/^purser: [^\n]+\n$/);
  return service.output;
}

describe('a service with its own Postgres', () => {
  it('shows on its first screen what one needs, and makes a key once', async () => {
    const folder = await newDataFolder();
    const first = await start(folder, { PURSER_ADMIN_KEY: undefined });
    expect(first.stdout).toContain(`URL        ${first.baseUrl}\n`);
    expect(first.stdout).toContain(`Docs       ${first.baseUrl}/docs\n`);
    expect(first.stdout).toContain(`Data       ${folder} `);
    const key = /Admin key {2}(purser_admin_[\w-]{43}) /.exec(first.stdout)?.[1];
    expect(first.stdout).toContain(`curl -sS ${first.baseUrl}/v1/budgets`);
    expect(first.stdout).toContain(`export PURSER_ADMIN_KEY=${key}\n`);
    expect(first.stdout).toContain('-H "Authorization: Bearer $PURSER_ADMIN_KEY"');
    await first.stop();

    const second = await start(folder, { PURSER_ADMIN_KEY: undefined });
    expect(second.stdout).toContain('Admin key  the one shown on the first start');
    expect(second.stdout).not.toContain(key);
    await second.stop();

    const third = await start(folder, { PURSER_ADMIN_KEY: ADMIN_KEY });
    expect(third.stdout).toContain('Admin key  the one in PURSER_ADMIN_KEY\n');
    expect(third.stdout).not.toContain(ADMIN_KEY);
    await third.stop();
  });

  it('stops Postgres cleanly on SIGTERM and on SIGINT, and exits 0', async () => {
    const folder = await usedDataFolder();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const service = await start(folder);
      expect(await postgresPid(folder)).toBeDefined();
      service.signal(signal);
      expect(await service.exited).toEqual({ code: 0, signal: null });
      expect(await postgresPid(folder)).toBeUndefined();
      expect(await readFile(path.join(folder, 'postgres.log'), 'utf8')).toContain(
        'database system is shut down',
      );
    }
  });

  it('recovers after kill -9 of the service, whose Postgres lives on', async () => {
    const folder = await usedDataFolder();
    const killed = await start(folder);
    const postgres = await postgresPid(folder);
    await killed.kill9();
    expect(await postgresPid(folder)).toBe(postgres);
    const next = await start(folder);
    await until(() => isReady(next));
    expect(await next.stop()).toEqual({ code: 0, signal: null });
    expect(await postgresPid(folder)).toBeUndefined();
  });

  it('recovers after kill -9 of both', async () => {
    const folder = await newDataFolder();
    const killed = await start(folder);
    await killKill(await postgresPid(folder));
    await killed.kill9();
    const next = await start(folder);
    await until(() => isReady(next));
    await next.stop();
  });

  it('starts its Postgres again when that is killed', async () => {
    const folder = await usedDataFolder();
    const service = await start(folder);
    const before = await postgresPid(folder);
    await killKill(before);
    await until(async () => ![undefined, before].includes(await postgresPid(folder)));
    await until(() => isReady(service));
    expect(await service.stop()).toEqual({ code: 0, signal: null });
  });

  it('starts although the lock file names a process that is not Postgres', async () => {
    const folder = await usedDataFolder();
    const killed = await start(folder);
    const lockFile = path.join(pgdataOf(folder), 'postmaster.pid');
    await killKill(await postgresPid(folder));
    await killed.kill9();
    const [, ...lines] = (await readFile(lockFile, 'utf8')).split('\n');
    await writeFile(lockFile, [process.pid, ...lines].join('\n'));
    await (await start(folder)).stop();
  });

  it('starts although an earlier first start was broken off half-way', async () => {
    const folder = await newDataFolder();
    // Of root's alone it would have been given away by that earlier start.
    await chmod(folder, 0o755);
    await mkdir(path.join(folder, '.initdb-left', 'data'), { recursive: true });
    await writeFile(path.join(folder, '.initdb-left', 'data', 'PG_VERSION'), '18\n');
    await (await start(folder)).stop();
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  it('lets one of several win that start at once on one new data folder', async () => {
    const folder = await newDataFolder();
    const rivals = [1, 2, 3].map(() => ServiceProcess.spawn({ PURSER_DATA_DIR: folder }));
    const outcomes = await Promise.allSettled(rivals.map((rival) => rival.listening()));
    const losers = rivals.filter((_, n) => outcomes[n]?.status === 'rejected');
    expect(losers).toHaveLength(2);
    for (const loser of losers)
      expect(loser.output).toMatch(/^purser: data folder [^\n]+ is in use by [^\n]+\n$/);
    const winner = rivals.find((rival) => !losers.includes(rival));
    await until(() => isReady(winner!));
    expect(await winner?.stop()).toEqual({ code: 0, signal: null });
  });

  it('refuses a data folder that another service uses, and does that one no harm', async () => {
    const folder = await usedDataFolder();
    const service = await start(folder);
    expect(await refusal({ PURSER_DATA_DIR: folder })).toContain(
      `in use by another service (process ${service.pid})`,
    );
    await until(() => isReady(service));
    await service.stop();
  });

  it('refuses data of another major version of Postgres', async () => {
    const folder = await usedDataFolder();
    await (await start(folder)).stop();
    await writeFile(path.join(pgdataOf(folder), 'PG_VERSION'), '17\n');
    expect(await refusal({ PURSER_DATA_DIR: folder })).toMatch(
      /holds data of Postgres 17, .* runs Postgres 18/,
    );
  });

  it("refuses a folder that is itself somebody's Postgres", async () => {
    const folder = await newDataFolder();
    await writeFile(path.join(folder, 'PG_VERSION'), '16\n');
    expect(await refusal({ PURSER_DATA_DIR: folder })).toContain('holds a Postgres of version 16');
    expect(await readdir(folder)).toEqual(['PG_VERSION']);
  });

  it('refuses a data folder that cannot be made', async () => {
    const folder = await newDataFolder();
    await writeFile(path.join(folder, 'file'), '');
    expect(await refusal({ PURSER_DATA_DIR: path.join(folder, 'file') })).toContain('cannot use data folder');
  });

  it('refuses a port in use before it touches any data', async () => {
    const service = await start(await usedDataFolder());
    const folder = path.join(await newDataFolder(), 'untouched');
    const { port } = new URL(service.baseUrl);
    expect(await refusal({ PURSER_DATA_DIR: folder, PORT: port })).toContain(
      `cannot listen on 127.0.0.1:${port}: the port is in use`,
    );
    expect(existsSync(folder)).toBe(false);
    await service.stop();
  });
});

// Only root has somebody else run Postgres.
if (process.getuid?.() === 0) {
  it('as root, keeps data where the user postgres can reach it, and says where', async () => {
    // Its parent is closed to all but root.
    const folder = path.join(await newDataFolder(), 'data');
    const service = await start(folder);
    const location = (await readFile(path.join(folder, 'location'), 'utf8')).trim();
    expect(service.stdout).toContain(`Data       ${location} `);
    await service.stop();
    const again = await start(folder);
    expect(again.stdout).toContain(`Data       ${location} `);
    await again.stop();
    await rm(location, { recursive: true });
    expect(await refusal({ PURSER_DATA_DIR: folder })).toContain(
      `its data lives in ${location}, which is not there`,
    );
  });
}

/** Asked again where it is not: on a busy machine the first look at the database may take longer than it is given. */
const isReady = async ({ baseUrl }: ServiceProcess): Promise<boolean> =>
  (await new Client(baseUrl).get('/readyz')).status === 200;

async function killKill(pid: number | undefined): Promise<void> {
  if (pid) process.kill(pid, 'SIGKILL');
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}
