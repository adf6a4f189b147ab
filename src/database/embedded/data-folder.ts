import { randomBytes } from 'node:crypto';
import { constants, existsSync, linkSync, unlinkSync, writeFileSync } from 'node:fs';
import { chown, mkdir, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../runtime/message-of.js';
import { StartupError } from '../../runtime/startup-error.js';
import { defaultDataFolder, sharedFolder } from '../places.js';
import { inPlaceOf, keeperOf, readText } from './hands.js';
import { canEnter, ownerFor, type Owner } from './owner.js';

/** Where the data of one service lives, and who owns it. */
export interface DataFolder {
  /** The folder that was asked for. */
  readonly named: string;
  /** The folder that holds the data: the same one, or the one that its file `location` names. */
  readonly path: string;
  /** In whose place work in `path` is done: what is below `cluster` is the owner's. */
  readonly keeper: Owner;
  /** Made whole or not at all: `data` is Postgres's own folder, `password` its superuser's. */
  readonly cluster: string;
  readonly owner: Owner;
}

/** A file of one line in a data folder whose data had to go elsewhere. */
const LOCATION = 'location';

/**
 * Settles where data lives: in the folder asked for, or in the usual one. As root that folder may be one that
 * the user whom Postgres runs as cannot enter (anything in root's home): then the data goes to the shared folder,
 * and a file in the folder that was asked for says where. So the data still belongs to this folder alone: another
 * clone in the same place starts afresh, and deleting the folder forgets it.
 */
export async function locateData(asked = defaultDataFolder()): Promise<DataFolder> {
  const named = await makeFolder(asked);
  refuseForeignCluster(named);
  const here = readLocation(named) ?? named;
  const folder = describe(named, here);
  if (canEnter(folder.owner, here)) return folder;
  // A new folder that only its own mode closes, as mktemp makes it, is simply given to the owner: by this first start,
  // or by another at the same time. Whoever then moved the data away would have a second database for one folder.
  if (canEnter(folder.owner, path.dirname(here))) {
    await giveAway(here, folder.owner);
    const given = describe(named, here);
    if (canEnter(given.owner, here)) return given;
  }
  if (existsSync(folder.cluster)) {
    throw new StartupError(
      `data folder ${here}: the user ${folder.owner.name}, who owns its data, cannot enter it`,
    );
  }
  return describe(named, await moveAway(named, folder.owner));
}

function describe(named: string, here: string): DataFolder {
  const cluster = path.join(here, 'postgres');
  const owner = ownerFor(here, cluster);
  return { named, path: here, cluster, owner, keeper: keeperOf(here, owner) };
}

/** Makes a folder the owner's if it is root's and empty. Asked of the folder itself: its name may be another's by then. */
async function giveAway(folder: string, { ids }: Owner): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const isOurs = (await handle.stat()).uid === 0;
    if (ids && isOurs && (await readdir(folder)).length === 0) await handle.chown(ids.uid, ids.gid);
  } finally {
    await handle.close();
  }
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
function refuseForeignCluster(folder: string): void {
  if (!existsSync(path.join(folder, 'PG_VERSION'))) return;
  const version = readIfThere(folder, 'PG_VERSION') ?? '';
  throw new StartupError(
    `data folder ${folder} holds a Postgres of version ${/^[\d.]+/.exec(version)?.[0] ?? 'unknown'} that is not this service's: set PURSER_DATA_DIR to another`,
  );
}

/** The text of a file in the folder that was asked for, read in the place of the folder's owner. */
function readIfThere(folder: string, name: string): string | undefined {
  try {
    return inPlaceOf(keeperOf(folder), () => readText(path.join(folder, name)));
  } catch {
    return undefined;
  }
}

function readLocation(folder: string): string | undefined {
  const text = readIfThere(folder, LOCATION);
  if (text === undefined) return undefined;
  // Only root sends root elsewhere.
  if (keeperOf(folder).ids)
    throw new StartupError(
      `data folder ${folder} says that its data lives elsewhere, and others than root may write in it: close it to them (chown root, chmod go-w), or set PURSER_DATA_DIR to another`,
    );
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
  const isFirst = inPlaceOf(keeperOf(named), () => {
    writeFileSync(draft, `${elsewhere}\n`, { flag: 'wx' });
    try {
      linkSync(draft, path.join(named, LOCATION));
      return true;
    } catch {
      return false;
    } finally {
      unlinkSync(draft);
    }
  });
  const winner = isFirst ? elsewhere : readLocation(named);
  if (winner === undefined)
    throw new StartupError(`cannot use data folder ${named}: set PURSER_DATA_DIR to another`);
  return winner;
}
