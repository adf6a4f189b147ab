import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, lstatSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { pgdata, postgresEnvironment } from './cluster.js';
import { messageOf } from '../../runtime/message-of.js';
import { StartupError } from '../../runtime/startup-error.js';
import type { DataFolder } from './data-folder.js';
import { inPlaceOf, openForAppending, readText, writeText } from './hands.js';
import type { Owner } from './owner.js';

/** What a running Postgres says of itself in its lock file. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** Durability stays as Postgres has it by default; what is set makes room for a service under load. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // TCP only: a socket's path may not be longer than 107 bytes, and data folders may be.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

export const logFile = (folder: DataFolder): string => path.join(folder.path, 'postgres.log');
const pidFile = (folder: DataFolder): string => path.join(pgdata(folder), 'postmaster.pid');

/** The Postgres that this data's lock file names, if it is alive. */
export function findPostmaster(folder: DataFolder): Postmaster | undefined {
  const lines = textOf(pidFile(folder), folder.owner).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !isAlive(pid)) return undefined;
  if (serves(pid, folder)) return { pid, port };
  disown(folder, lines);
  return undefined;
}

/** Starts Postgres and returns at once: it may still refuse to run, or recover for a while. */
export function startPostmaster(
  folder: DataFolder,
  binaries: Binaries,
  port: number,
): { pid: number; exited: Promise<void> } {
  const output = openLog(folder);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', pgdata(folder), '-p', String(port), ...settings], {
    ...folder.owner.ids,
    cwd: folder.path,
    env: postgresEnvironment(),
    // In a session of its own, so that Ctrl-C in the service's terminal does not reach it before the drain is done.
    detached: true,
    stdio: ['ignore', output, output],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.unref();
  closeSync(output);
  return { pid: child.pid ?? 0, exited };
}

/** The log of the last run is kept: it may show why there is a next one. */
function openLog(folder: DataFolder): number {
  const log = logFile(folder);
  try {
    return inPlaceOf(folder.keeper, () => {
      if (lstatSync(log, { throwIfNoEntry: false })) renameSync(log, `${log}.1`);
      return openForAppending(log);
    });
  } catch (error) {
    throw new StartupError(`cannot use data folder ${folder.path}: ${messageOf(error)}`);
  }
}

/** The text of a file, read in the place of whose it is; none where it cannot be read. */
function textOf(file: string, owner: Owner): string {
  try {
    return inPlaceOf(owner, () => readText(file));
  } catch {
    return '';
  }
}

/** Ends Postgres in its `fast` way: sessions are cut, all that was committed is written out. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 60],
    ['SIGQUIT', 10],
    ['SIGKILL', 10],
  ] as const) {
    if (!signalTo(pid, signal)) return;
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(10))
      if (!isAlive(pid)) return;
  }
}

/** Ends Postgres at once, without waiting; its next start recovers from the log. */
export function killPostmaster(pid: number): void {
  signalTo(pid, 'SIGQUIT');
}

/** The last thing that Postgres said before it gave up. */
export function lastWords(folder: DataFolder): string {
  const lines = textOf(logFile(folder), folder.keeper).split('\n').filter(Boolean);
  const line = lines.findLast((text) => /FATAL|PANIC|could not|error/i.test(text)) ?? lines.at(-1);
  return line?.replace(/^.*?(FATAL|PANIC|LOG): +/, '') ?? 'it said nothing';
}

function signalTo(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Whether a process with this id runs, of any user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** A container's first process may leave the dead unburied: they still answer to signals. */
function isZombie(pid: number): boolean {
  const status = `/proc/${pid}/stat`;
  return existsSync(status) && /^\d+ \(.*\) Z/.test(readFileSync(status, 'utf8'));
}

/** A process id is given away again: whether this one is a Postgres, its owner's, and on this data. */
function serves(pid: number, folder: DataFolder): boolean {
  try {
    const { ids } = folder.owner;
    if (ids && existsSync(`/proc/${pid}`) && statSync(`/proc/${pid}`).uid !== ids.uid) return false;
    const command = existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(pgdata(folder));
  } catch {
    return false;
  }
}

/**
 * After a crash the lock file may name a process that is now somebody else's; Postgres would take it for a living
 * one and refuse to start. The file itself is kept: by its other lines Postgres makes sure that no worker of the
 * crashed one is left. Only the id is replaced, by one that cannot be alive.
 */
function disown(folder: DataFolder, lines: string[]): void {
  const NOBODY = 2 ** 31 - 1;
  const text = [String(NOBODY), ...lines.slice(1)].join('\n');
  inPlaceOf(folder.owner, () => writeText(pidFile(folder), text));
}
