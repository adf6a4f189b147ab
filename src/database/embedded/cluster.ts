import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartupError, messageOf } from '../../startup-error.js';
import type { Binaries } from './binaries.js';
import type { DataFolder } from './data-folder.js';

/** The superuser of the service's own Postgres. */
export const SUPERUSER = 'purser';

const UNFINISHED = '.initdb-';

/** Postgres's own folder. */
export const pgdata = (folder: DataFolder): string => path.join(folder.cluster, 'data');

/** Makes the cluster unless it is there, and refuses one that another major version made. Returns its password. */
export async function openCluster(folder: DataFolder, binaries: Binaries): Promise<string> {
  if (!existsSync(folder.cluster)) await createCluster(folder, binaries);
  const version = await readOwn(path.join(pgdata(folder), 'PG_VERSION'), folder);
  if (version !== String(binaries.major)) {
    throw new StartupError(
      `data folder ${folder.path} holds data of Postgres ${version}, and this service runs Postgres ${binaries.major}: set PURSER_DATA_DIR to another, or move the data with pg_dump`,
    );
  }
  return readOwn(path.join(folder.cluster, 'password'), folder);
}

/** Deletes what starts left behind that were killed while they made a cluster. Call it as the folder's only user. */
export async function removeUnfinished(folder: DataFolder): Promise<void> {
  for (const name of await readdir(folder.path)) {
    if (name.startsWith(UNFINISHED)) await rm(path.join(folder.path, name), { recursive: true, force: true });
  }
}

async function readOwn(file: string, folder: DataFolder): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new StartupError(
      `cannot use data folder ${folder.path}: ${messageOf(error)}: set PURSER_DATA_DIR to another`,
    );
  }
}

/** A cluster is made under another name and renamed, so that one half made is never taken for a whole one. */
async function createCluster(folder: DataFolder, binaries: Binaries): Promise<void> {
  let unfinished: string | undefined;
  try {
    unfinished = await mkdtemp(path.join(folder.path, UNFINISHED));
    const passwordFile = path.join(unfinished, 'password');
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    const { ids } = folder.owner;
    if (ids) await Promise.all([unfinished, passwordFile].map((made) => chown(made, ids.uid, ids.gid)));
    await initdb(path.join(unfinished, 'data'), passwordFile, folder, binaries);
    await rename(unfinished, folder.cluster);
    await syncFolder(folder.path);
  } catch (error) {
    if (unfinished) await rm(unfinished, { recursive: true, force: true });
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

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
