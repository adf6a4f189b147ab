import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ServiceProcess } from './service.js';

const made: string[] = [];

// A service that was killed leaves its Postgres alive. The module is loaded anew for each test file.
afterAll(async () => {
  for (const folder of made) {
    await endPostgres(folder);
    // What outlives a server that was killed may still write for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
});

/** A new data folder, with a path as users have them: a space in it, and longer than a Unix socket's may be. */
export async function newDataFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `purser test ${'x'.repeat(100)}`));
  made.push(folder);
  return folder;
}

let used: Promise<string> | undefined;

/** A data folder in which a service has been started and stopped before. A copy: the first start takes the longest by far. */
export async function usedDataFolder(): Promise<string> {
  const original = await (used ??= useDataFolder());
  const folder = await newDataFolder();
  // With whose it is: Postgres runs as another user where root starts it.
  await promisify(execFile)('cp', ['-a', `${original}/.`, folder]);
  return folder;
}

async function useDataFolder(): Promise<string> {
  const folder = await newDataFolder();
  const service = await ServiceProcess.start({ PURSER_DATA_DIR: folder });
  await service.stop();
  return folder;
}

/** Postgres's own folder in a data folder. */
export const pgdataOf = (folder: string): string => path.join(folder, 'postgres', 'data');

/** The process id of the Postgres that serves a data folder, if one does. */
export async function postgresPid(folder: string): Promise<number | undefined> {
  const text = await readFile(path.join(pgdataOf(folder), 'postmaster.pid'), 'utf8').catch(() => '');
  return Number(text.split('\n')[0]) || undefined;
}

async function endPostgres(folder: string): Promise<void> {
  const pid = await postgresPid(folder);
  // A test may have written another process's id there.
  if (!pid || !isPostgres(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))) return;
  process.kill(pid, 'SIGINT');
  while (existsSync(path.join(pgdataOf(folder), 'postmaster.pid'))) await sleep(20);
}

const isPostgres = (command: string): boolean => command.includes('bin/postgres');
