import { chown, lstat, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newDataFolder, pgdataOf, postgresPid, usedDataFolder } from '../../support/data-folders.js';
import { ServiceProcess, type Ending } from '../../support/service.js';

// A service that root starts works in folders of the user whom its Postgres runs as. That user may put anything there,
// under any name: here links to what root alone may read or write. None of it is followed.

const SECRET = 'for-the-eyes-of-root-only';

const start = (folder: string, environment = {}) =>
  ServiceProcess.start({ PURSER_DATA_DIR: folder, ...environment });

/** Starts a service that may refuse to, and returns what it said and how it ended. */
async function attempt(folder: string): Promise<{ said: string; ending: Ending }> {
  const service = ServiceProcess.spawn({ PURSER_DATA_DIR: folder });
  const listens = await service.listening().then(
    () => true,
    () => false,
  );
  const ending = listens ? await service.stop() : await service.exited;
  return { said: service.output, ending };
}

// Only root has somebody else run Postgres.
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('started as root', () => {
  let folder: string;
  /** A folder that root alone may enter, with a file in it. */
  let vault: string;
  let secret: string;

  beforeEach(async () => {
    folder = await usedDataFolder();
    vault = await newDataFolder();
    secret = path.join(vault, 'secret');
    await writeFile(secret, SECRET, { mode: 0o600 });
  });

  const unharmed = async (): Promise<void> => {
    expect(await readdir(vault)).toEqual(['secret']);
    expect(await readFile(secret, 'utf8')).toBe(SECRET);
    const { uid, mode } = await lstat(secret);
    expect([uid, mode & 0o777]).toEqual([0, 0o600]);
  };

  it('has a folder of its own run by its owner', async () => {
    const { uid } = await lstat(folder);
    expect(uid).not.toBe(0);
    for (const name of ['postgres', 'postgres/password', 'postgres.log'])
      expect((await lstat(path.join(folder, name))).uid).toBe(uid);
    expect((await lstat(path.join(folder, 'postgres.log'))).mode & 0o777).toBe(0o600);
  });

  it.each(['new', 'secret'])('writes no log through a link to %s', async (target) => {
    const log = path.join(folder, 'postgres.log');
    await rename(log, path.join(folder, 'old.log'));
    await symlink(path.join(vault, target), log);
    // The link is moved out of the way, as a log of the run before would be.
    const { said, ending } = await attempt(folder);
    expect(said).not.toContain(SECRET);
    expect(ending.code).toBe(0);
    await unharmed();
    await rm(`${log}.1`);
  });

  it('does not wait for a log that is no file', async () => {
    await rm(path.join(folder, 'postgres.log'));
    await mkdir(path.join(folder, 'postgres.log.1', 'full'), { recursive: true });
    await symlink(secret, path.join(folder, 'postgres.log'));
    const { said, ending } = await attempt(folder);
    expect(ending.code).toBe(1);
    expect(said).toMatch(/^purser: cannot use data folder [^\n]+\n$/);
    await unharmed();
  });

  it.each([
    ['password', 'postgres/password'],
    ['version', 'postgres/data/PG_VERSION'],
    ['version of a foreign cluster', 'PG_VERSION'],
    ['place of the data', 'location'],
  ])('reads no %s through a link', async (_, name) => {
    const file = path.join(folder, name);
    await rm(file, { force: true });
    await symlink(secret, file);
    const { said, ending } = await attempt(folder);
    expect(said).not.toContain(SECRET);
    // Who cannot read where the data is finds it where it always was.
    expect(ending.code).toBe(name === 'location' ? 0 : 1);
    await unharmed();
  });

  it('does not overwrite what the lock file is a link to', async () => {
    // A process that lives and is no Postgres: what would be written down is that the lock is nobody's.
    const lock = path.join(vault, 'lock');
    const text = [process.pid, 'x', 'x', 5432].join('\n');
    await writeFile(lock, text, { mode: 0o600 });
    await symlink(lock, path.join(pgdataOf(folder), 'postmaster.pid'));
    await attempt(folder);
    expect(await readFile(lock, 'utf8')).toBe(text);
    await rm(lock);
    await unharmed();
  });

  it('deletes nothing behind a link that looks like an unfinished cluster', async () => {
    await symlink(vault, path.join(folder, '.initdb-left'));
    await mkdir(path.join(folder, '.initdb-more'));
    await symlink(vault, path.join(folder, '.initdb-more', 'data'));
    expect((await attempt(folder)).ending.code).toBe(0);
    expect((await readdir(folder)).filter((name) => name.startsWith('.initdb'))).toEqual([]);
    await unharmed();
  });

  it('is sent elsewhere by root alone', async () => {
    const elsewhere = await newDataFolder();
    await writeFile(path.join(folder, 'location'), `${elsewhere}\n`);
    const { said, ending } = await attempt(folder);
    expect(ending.code).toBe(1);
    expect(said).toMatch(/says that its data lives elsewhere, and others than root may write in it/);
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('signals no process of somebody else that calls itself Postgres', async () => {
    const service = await start(folder);
    const pid = (await postgresPid(folder))!;
    expect((await lstat(`/proc/${pid}`)).uid).toBe((await lstat(folder)).uid);
    await service.stop();
    expect(await postgresPid(folder)).toBeUndefined();
  });

  it('runs Postgres as the user whose folder it is', async () => {
    const theirs = await newDataFolder();
    await chown(theirs, 12_345, 12_345);
    await rm(path.join(theirs, 'x'), { force: true });
    const service = await start(theirs).catch((error: unknown) => error as Error);
    // Their folder has a path that they can enter, or else the data goes elsewhere.
    if (service instanceof ServiceProcess) await service.stop();
    for (const name of await readdir(theirs)) expect((await lstat(path.join(theirs, name))).uid).toBe(12_345);
  });
});
