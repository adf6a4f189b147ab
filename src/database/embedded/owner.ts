import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { StartupError } from '../../runtime/startup-error.js';

/** The operating system's user as whom Postgres runs: this process's own, or the one that stands in for root. */
export interface Owner {
  /** Set only where this process is root, which can and must become somebody else. */
  readonly ids?: { readonly uid: number; readonly gid: number };
  readonly name: string;
}

const USER = 'postgres';

/**
 * Whoever owns the data already, or the folder that it is to lie in; otherwise this process's user. Postgres refuses to
 * run as root, so root gives it to the system's user `postgres`, who is made if there is none (as Debian's and Alpine's
 * packages do).
 */
export function ownerFor(folder: string, clusterFolder: string): Owner {
  if (process.getuid?.() !== 0) return { name: 'you' };
  for (const place of [clusterFolder, folder]) {
    const owned = lstatSync(place, { throwIfNoEntry: false });
    if (owned && owned.uid !== 0) return { ids: { uid: owned.uid, gid: owned.gid }, name: nameOf(owned.uid) };
  }
  const user = findUser() ?? (addUser(), findUser());
  if (!user) {
    throw new StartupError(
      `Postgres does not run as root, and there is no user ${USER} to run it as: add one (useradd --system ${USER}), or set DATABASE_URL`,
    );
  }
  return { ids: user, name: USER };
}

/** Whether the owner can enter a folder, all its parents included. Root asks by trying, in the owner's place. */
export function canEnter(owner: Owner, folder: string): boolean {
  if (!owner.ids) return true;
  const { status } = spawnSync('/bin/sh', ['-c', 'cd "$1" && [ -x . ]', 'sh', folder], {
    ...owner.ids,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}

function users(): string[][] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
}

function findUser(): { uid: number; gid: number } | undefined {
  const row = users().find(([name]) => name === USER);
  return row && { uid: Number(row[2]), gid: Number(row[3]) };
}

function nameOf(uid: number): string {
  return users().find((row) => row[2] === String(uid))?.[0] ?? `user ${uid}`;
}

function addUser(): void {
  const quiet = { stdio: 'ignore' } as const;
  const shadow = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', USER];
  if (spawnSync('useradd', shadow, quiet).status === 0) return;
  // BusyBox (Alpine) has its own.
  spawnSync('addgroup', ['-S', USER], quiet);
  spawnSync('adduser', ['-S', '-D', '-H', '-G', USER, '-s', '/sbin/nologin', USER], quiet);
}
