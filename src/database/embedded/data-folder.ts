import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, link, mkdir, readFile, readdir, realpath, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartupError, messageOf } from '../../startup-error.js';
import { PACKAGE_ROOT, sharedFolder } from '../places.js';
import { canEnter, ownerFor, type Owner } from './owner.js';

/** Where the data of one service lives, and who owns it. */
export interface DataFolder {
  /** The folder that was asked for. */
  readonly named: string;
  /** The folder that holds the data: the same one, or the one that its file `location` names. */
  readonly path: string;
  /** Made whole or not at all: `data` is Postgres's own folder, `password` its superuser's. */
  readonly cluster: string;
  readonly owner: Owner;
}

/** A file of one line in a data folder whose data had to go elsewhere. */
const LOCATION = 'location';

/**
 * Settles where data lives: in the folder asked for, or in `data` beside package.json. As root that folder may be one that
 * the user whom Postgres runs as cannot enter (anything in root's home): then the data goes to the shared folder,
 * and a file in the folder that was asked for says where. So the data still belongs to this folder alone: another
 * clone in the same place starts afresh, and deleting the folder forgets it.
 */
export async function locateData(asked: string = path.join(PACKAGE_ROOT, 'data')): Promise<DataFolder> {
  const named = await makeFolder(asked);
  await refuseForeignCluster(named);
  const here = (await readLocation(named)) ?? named;
  const folder = describe(named, here);
  if (canEnter(folder.owner, here)) return folder;
  if (existsSync(folder.cluster)) {
    throw new StartupError(
      `data folder ${here}: the user ${folder.owner.name}, who owns its data, cannot enter it`,
    );
  }
  // A new folder that only its own mode closes, as mktemp makes it, is simply given to the owner.
  const { ids } = folder.owner;
  if (ids && canEnter(folder.owner, path.dirname(here)) && (await readdir(here)).length === 0) {
    await chown(here, ids.uid, ids.gid);
    return folder;
  }
  return describe(named, await moveAway(named, folder.owner));
}

function describe(named: string, here: string): DataFolder {
  const cluster = path.join(here, 'postgres');
  return { named, path: here, cluster, owner: ownerFor(cluster) };
}

/** Makes the folder if it is not there; returns the one path of it that has no symbolic link. */
async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await readdir(folder);
    return await realpath(folder);
  } catch (error) {
    throw new StartupError(
      `cannot use data folder ${folder}: ${messageOf(error)}: set PURSER_DATA_DIR to another`,
    );
  }
}

/** Somebody's Postgres may live in the very folder that was named: it is not to be built into. */
async function refuseForeignCluster(folder: string): Promise<void> {
  const version = await readFile(path.join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) return;
  throw new StartupError(
    `data folder ${folder} holds a Postgres of version ${version.trim()} that is not this service's: set PURSER_DATA_DIR to another`,
  );
}

async function readLocation(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, LOCATION), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const location = text.trim();
  if (!existsSync(location)) {
    throw new StartupError(
      `data folder ${folder} says that its data lives in ${location}, which is not there: bring it back, or delete ${path.join(folder, LOCATION)} to start afresh`,
    );
  }
  return location;
}

async function moveAway(named: string, owner: Owner): Promise<string> {
  const elsewhere = path.join(sharedFolder(), `data-${randomBytes(6).toString('hex')}`);
  await makeFolder(elsewhere);
  if (owner.ids) await chown(elsewhere, owner.ids.uid, owner.ids.gid);
  if (!canEnter(owner, elsewhere)) {
    throw new StartupError(
      `the user ${owner.name}, as whom Postgres runs, can enter neither ${named} nor ${elsewhere}: set PURSER_DATA_DIR to a folder that it can`,
    );
  }
  // Linked into place, the file appears with its content, and only one of several first starts can make it.
  const draft = path.join(named, `.${path.basename(elsewhere)}`);
  await writeFile(draft, `${elsewhere}\n`);
  try {
    await link(draft, path.join(named, LOCATION));
    return elsewhere;
  } catch (error) {
    const winner = await readLocation(named);
    if (winner === undefined) throw error;
    return winner;
  } finally {
    await unlink(draft);
  }
}
