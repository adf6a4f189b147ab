import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { Owner } from './owner.js';

/** This process's own user, root or not. */
const OURSELVES: Owner = { name: 'you' };

/** Who can be led to nothing, since nothing is theirs. */
const NOBODY: Owner = { ids: { uid: 65_534, gid: 65_534 }, name: 'nobody' };

/** As much of a file as is read, from its end. */
const READ_BYTES = 64 * 1024;

/**
 * Does work on files in the place of their owner, where this process is root: by name, and in folders in which the owner
 * may have put anything under any name, such as a link to what root alone may touch. Work has to be done when it
 * returns, so that nothing else of this process is done in somebody's place.
 */
export function inPlaceOf<T>({ ids }: Owner, work: () => T): T {
  const { setgroups, setegid, seteuid, getgroups, getegid } = process;
  if (!ids || !setgroups || !setegid || !seteuid || !getgroups || !getegid) return work();
  const [groups, gid] = [getgroups(), getegid()];
  setgroups([ids.gid]);
  setegid(ids.gid);
  seteuid(ids.uid);
  try {
    return work();
  } finally {
    seteuid(0);
    setegid(gid);
    setgroups(groups);
  }
}

/**
 * In whose place work in a folder is done: in that of the folder's owner. Root's own folder is worked in by root, unless
 * others may write in it, too: then by `otherwise`, who cannot be led to more than is theirs.
 */
export function keeperOf(folder: string, otherwise: Owner = NOBODY): Owner {
  if (process.getuid?.() !== 0) return OURSELVES;
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found) return otherwise;
  if (found.uid !== 0) return { ids: { uid: found.uid, gid: found.gid }, name: `user ${found.uid}` };
  return (found.mode & 0o022) === 0 ? OURSELVES : otherwise;
}

/** Neither a link nor a pipe is what a file of ours was replaced by: the one leads elsewhere, the other never ends. */
const NO_DETOUR = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Opens a file of ours for appending, made if it is not there, and closed to others. */
export const openForAppending = (file: string): number =>
  openPlain(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT);

/** The text of a file of ours; of a long one the end. */
export function readText(file: string): string {
  const handle = openPlain(file, constants.O_RDONLY);
  try {
    const { size } = fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(size, READ_BYTES));
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, bytes.length, size - bytes.length));
  } finally {
    closeSync(handle);
  }
}

/** Puts a text into a file of ours, in the place of what it has. */
export function writeText(file: string, text: string): void {
  const handle = openPlain(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC);
  try {
    writeSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

function openPlain(file: string, flags: number): number {
  const handle = openSync(file, flags | NO_DETOUR, 0o600);
  if (fstatSync(handle).isFile()) return handle;
  closeSync(handle);
  throw new Error(`${file} is not a file`);
}
