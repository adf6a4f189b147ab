import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** How long half-written files of others are left alone: they may be writing them. */
const STALE_MS = 3_600_000;

/**
 * A folder of small files that are whole or not there: each is written beside its place, brought to the disk, and moved. Several
 * processes may share it.
 */
export class Folder {
  private constructor(readonly path: string) {}

  static async open(folder: string): Promise<Folder> {
    // What was spent on is nobody else's business.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const opened = new Folder(folder);
    await opened.sweep();
    return opened;
  }

  /** Writes a file; it is on the disk when this resolves. */
  async write(name: string, text: string): Promise<void> {
    const beside = path.join(this.path, `.${name}.${process.pid}.tmp`);
    try {
      const file = await open(beside, 'w', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path.join(this.path, name));
      await this.sync();
    } catch (error) {
      // A full disk leaves half a file.
      await rm(beside, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** Undefined where it is gone. */
  async read(name: string): Promise<string | undefined> {
    return await readFile(path.join(this.path, name), 'utf8').catch(ifGone(undefined));
  }

  /** In the order of their names. */
  async names(): Promise<string[]> {
    const names = await readdir(this.path).catch(ifGone<string[]>([]));
    return names.filter((name) => name.endsWith('.json')).sort();
  }

  /** Whether it was there. A crash may bring it back. */
  async remove(name: string): Promise<void> {
    await rm(path.join(this.path, name), { force: true });
  }

  /** Brings the names to the disk. Windows has no such thing, and needs none. */
  private async sync(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** Takes away what a process left that died while it wrote. */
  private async sweep(): Promise<void> {
    for (const name of await readdir(this.path)) {
      if (!name.endsWith('.tmp')) continue;
      const file = path.join(this.path, name);
      const age = await stat(file).then(({ mtimeMs }) => Date.now() - mtimeMs, ifGone(0));
      if (age > STALE_MS) await rm(file, { force: true });
    }
  }
}

const ifGone =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
