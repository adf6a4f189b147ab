import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../runtime/startup-error.js';
import { findInstalled, usableBinaries, type Binaries } from './embedded/binaries.js';
import { SUPERUSER, openCluster, removeUnfinished } from './embedded/cluster.js';
import { locateData, type DataFolder } from './embedded/data-folder.js';
import {
  findPostmaster,
  isAlive,
  killPostmaster,
  lastWords,
  logFile,
  startPostmaster,
  stopPostmaster,
  type Postmaster,
} from './embedded/postmaster.js';
import { Session } from './embedded/session.js';

const DATABASE = 'purser';

/** Recovery after a crash reads up to the whole log again, on any disk. */
const READY_SECONDS = 300;
/** How long the lock of another service is waited for: one that is stopping lets go of it. */
const LOCK_SECONDS = 3;
/** A service that was just killed has its lock until Postgres notices, which takes long only on a busy machine. */
const DEAD_LOCK_SECONDS = 30;
/** Postgres may be beaten to its port, or find the last worker of a crashed one still ending. */
const STARTS = 10;

/** What the service hears of its own Postgres while it runs. */
export interface EmbeddedEvents {
  /** Postgres ended or cut the connection that holds the lock; it is being started again. */
  readonly onRestart?: () => void;
  /** It could not be started again, or another service has the data now: this one has to end. */
  readonly onLost?: (reason: unknown) => void;
}

/** The service's own Postgres: real, on the disk, used by one service at a time, and started again if it ends. */
export class EmbeddedPostgres {
  private stopping = false;
  private lost = false;
  private recovering: Promise<void> = Promise.resolve();

  private constructor(
    private readonly folder: DataFolder,
    private readonly binaries: Binaries,
    private readonly password: string,
    private readonly events: EmbeddedEvents,
    private postmaster: Postmaster,
    private session: Session,
  ) {}

  /** Starts it on a data folder, or finds it still alive there. Throws a StartupError if the folder cannot be used. */
  static async start(dataDir: string | undefined, events: EmbeddedEvents = {}): Promise<EmbeddedPostgres> {
    const installed = await findInstalled();
    const folder = await locateData(dataDir);
    const binaries = await usableBinaries(installed, folder.owner);
    const password = await openCluster(folder, binaries);
    const { postmaster, session } = await acquire(folder, binaries, password);
    await removeUnfinished(folder);
    await session.ensureDatabase(DATABASE);
    const embedded = new EmbeddedPostgres(folder, binaries, password, events, postmaster, session);
    embedded.watch();
    return embedded;
  }

  /** Where clients connect. The port is this run's; it stays the same when Postgres has to be started again. */
  get url(): string {
    return urlOf(this.postmaster.port, this.password, DATABASE);
  }

  get dataDir(): string {
    return this.folder.path;
  }

  /** The process, for those who want to see what happens without it. */
  get pid(): number {
    return this.postmaster.pid;
  }

  /** Stops Postgres cleanly. One that is lost is left alone: it may be another service's by now. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.recovering;
    await this.session.close();
    if (!this.lost) await stopPostmaster(this.postmaster.pid);
  }

  /** Stops it without waiting for anything. */
  kill(): void {
    this.stopping = true;
    if (!this.lost) killPostmaster(this.postmaster.pid);
  }

  private watch(): void {
    void this.session.ended.then(() => {
      if (!this.stopping) this.recovering = this.recover();
    });
  }

  private async recover(): Promise<void> {
    this.events.onRestart?.();
    try {
      const again = await acquire(this.folder, this.binaries, this.password, this.postmaster.port);
      this.postmaster = again.postmaster;
      this.session = again.session;
      this.watch();
    } catch (error) {
      this.lost = true;
      this.events.onLost?.(error);
    }
  }
}

const urlOf = (port: number, password: string, database: string): string =>
  `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}?sslmode=disable`;

/** Brings Postgres to life, on the given port if any, and takes the folder's lock. */
async function acquire(
  folder: DataFolder,
  binaries: Binaries,
  password: string,
  port?: number,
): Promise<{ postmaster: Postmaster; session: Session }> {
  const readyBy = Date.now() + READY_SECONDS * 1000;
  let waitingSince: number | undefined;
  for (let starts = 0; ; await sleep(20)) {
    let alive = findPostmaster(folder);
    if (!alive) {
      if (++starts > STARTS)
        throw new StartupError(`Postgres does not start: ${lastWords(folder)} (${logFile(folder)})`);
      alive = await startAndWait(folder, binaries, port ?? (await freePort()));
      if (!alive) await sleep(200);
    }
    const session = alive && (await Session.open(urlOf(alive.port, password, 'postgres')));
    if (alive && session) {
      const claim = await session.claim();
      if (claim === 'taken') return { postmaster: alive, session };
      await session.close();
      if (claim !== 'lost') {
        waitingSince ??= Date.now();
        checkPatience(folder, claim.holder, waitingSince);
      }
    }
    if (Date.now() > readyBy)
      throw new StartupError(`Postgres is not ready after ${READY_SECONDS} s: ${logFile(folder)}`);
  }
}

/** Throws once a folder has been somebody else's for too long. */
function checkPatience(folder: DataFolder, holder: number | undefined, waitingSince: number): void {
  const patience = holder && !isAlive(holder) ? DEAD_LOCK_SECONDS : LOCK_SECONDS;
  if (Date.now() <= waitingSince + patience * 1000) return;
  throw new StartupError(
    `data folder ${folder.path} is in use by another service (process ${holder ?? 'unknown'}): stop it, or set PURSER_DATA_DIR to another`,
  );
}

/** Waits until a new Postgres has its lock file, from when on it can be found; undefined if it ended instead. */
async function startAndWait(
  folder: DataFolder,
  binaries: Binaries,
  port: number,
): Promise<Postmaster | undefined> {
  const { pid, exited } = startPostmaster(folder, binaries, port);
  let gone = false;
  void exited.then(() => (gone = true));
  while (!gone) {
    const found = findPostmaster(folder);
    if (found) return found.pid === pid ? { pid, port } : found;
    await sleep(5);
  }
  return undefined;
}

/** A port of the loopback that is free now; Postgres says so if it is not any more. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
