import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { chown, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../runtime/message-of.js';
import { StartupError } from '../../runtime/startup-error.js';
import type { Binaries } from './binaries.js';
import type { DataFolder } from './data-folder.js';
import { inPlaceOf, keeperOf, readText } from './hands.js';

/** The superuser of the service's own Postgres. */
export const SUPERUSER = 'purser';

const UNFINISHED = '.initdb-';

/** Postgres's own folder. */
export const pgdata = (folder: DataFolder): string => path.join(folder.cluster, 'data');

/** Makes the cluster unless it is there, and refuses one that another major version made. Returns its password. */
export async function openCluster(folder: DataFolder, binaries: Binaries): Promise<string> {
  if (!existsSync(folder.cluster)) await createCluster(folder, binaries);
  const version = readOwn(path.join(pgdata(folder), 'PG_VERSION'), folder);
  if (version !== String(binaries.major)) {
    throw new StartupError(
      `data folder ${folder.path} holds data of Postgres ${/^\d+$/.test(version) ? version : 'unknown'}, and this service runs Postgres ${binaries.major}: set PURSER_DATA_DIR to another, and move the data with purser backup, run by the version that made it, and purser restore`,
    );
  }
  return readPassword(folder);
}

/** The password of the cluster's superuser. */
export const readPassword = (folder: DataFolder): string =>
  readOwn(path.join(folder.cluster, 'password'), folder);

/** Deletes what starts left behind that were killed while they made a cluster. Call it as the folder's only user. */
export async function removeUnfinished(folder: DataFolder): Promise<void> {
  for (const name of await readdir(folder.path)) {
    if (name.startsWith(UNFINISHED)) removeFolder(path.join(folder.path, name), folder);
  }
}

/** What is in a folder is deleted in the place of its owner, and the folder in that of who made it there. */
function removeFolder(unfinished: string, { keeper }: DataFolder): void {
  const attempt = (remove: () => void): void => {
    try {
      remove();
    } catch {
      // It is in nobody's way.
    }
  };
  attempt(() => inPlaceOf(keeperOf(unfinished), () => rmSync(unfinished, { recursive: true, force: true })));
  attempt(() => inPlaceOf(keeper, () => rmdirSync(unfinished)));
  // One that is a link, or a file, goes alone.
  attempt(() => inPlaceOf(keeper, () => unlinkSync(unfinished)));
}

function readOwn(file: string, folder: DataFolder): string {
  try {
    return inPlaceOf(folder.owner, () => readText(file)).trim();
  } catch (error) {
    throw new StartupError(
      `cannot use data folder ${folder.path}: ${messageOf(error)}: set PURSER_DATA_DIR to another`,
    );
  }
}

/** A cluster is made under another name and renamed, so that one half made is never taken for a whole one. */
async function createCluster(folder: DataFolder, binaries: Binaries): Promise<void> {
  const { keeper, owner } = folder;
  let unfinished: string | undefined;
  try {
    const made = inPlaceOf(keeper, () => mkdtempSync(path.join(folder.path, UNFINISHED)));
    unfinished = made;
    // In a folder of root's, where nobody can have put anything else in its place.
    if (owner.ids && !keeper.ids) await chown(made, owner.ids.uid, owner.ids.gid);
    const passwordFile = path.join(made, 'password');
    const password = `${randomBytes(24).toString('base64url')}\n`;
    inPlaceOf(owner, () => writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' }));
    await initdb(path.join(made, 'data'), passwordFile, folder, binaries);
    inPlaceOf(keeper, () => {
      renameSync(made, folder.cluster);
      syncFolder(folder.path);
    });
  } catch (error) {
    if (unfinished) removeFolder(unfinished, folder);
    // Another first start may have been quicker: its cluster is as good.
    if (!existsSync(folder.cluster)) {
      throw new StartupError(`cannot make a database in ${folder.path}: ${reasonOf(error)}`);
    }
  }
}

async function initdb(
  target: string,
  passwordFile: string,
  folder: DataFolder,
  binaries: Binaries,
): Promise<void> {
  const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`];
  await promisify(execFile)(binaries.initdb, ['-D', target, '--no-instructions', ...flags, ...access], {
    ...folder.owner.ids,
    cwd: folder.path,
    env: postgresEnvironment(),
  });
}

/** The caller's PG* and LC_* variables must not change what the service's own Postgres does. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/** initdb says what is wrong in a line of its own; the failed command itself is of no interest. */
function reasonOf(error: unknown): string {
  const { stderr } = error as { stderr?: string };
  return stderr?.split('\n').find((line) => /error|fatal/i.test(line)) ?? messageOf(error);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
