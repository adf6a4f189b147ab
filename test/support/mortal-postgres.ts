import { setTimeout as sleep } from 'node:timers/promises';
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import pg from 'pg';
import { getContainerRuntimeClient } from 'testcontainers';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { newDataFolder } from './data-folders.js';

/** A Postgres of one test's own, to be killed: the run's server has other tests to serve. */
export interface MortalPostgres {
  /** The superuser's database; after a revival it may be at another port. */
  readonly url: string;
  /** Ends all its processes without a warning. */
  kill(): Promise<void>;
  /** Starts it again on the same data. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/** In Docker where it can be reached, embedded otherwise: as the run's own servers are. */
export async function startMortalPostgres(): Promise<MortalPostgres> {
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  const docker = await getContainerRuntimeClient().catch(() => undefined);
  return docker ? await inContainer(docker) : await embedded();
}

type Docker = Awaited<ReturnType<typeof getContainerRuntimeClient>>;

async function inContainer(docker: Docker): Promise<MortalPostgres> {
  const started = await new PostgreSqlContainer(
    process.env.PURSER_TEST_IMAGE || 'postgres:18-alpine',
  ).start();
  const container = docker.container.getById(started.getId());
  let url = `${started.getConnectionUri()}?sslmode=disable`;
  return {
    get url() {
      return url;
    },
    kill: async () => {
      const ended = container.wait();
      await container.kill({ signal: 'SIGKILL' });
      await ended;
    },
    revive: async () => {
      await container.start();
      const { Ports } = (await container.inspect()).NetworkSettings;
      url = Object.assign(new URL(url), { port: Ports['5432/tcp']![0]!.HostPort }).href;
      await answering(url);
    },
    stop: async () => void (await started.stop()),
  };
}

async function embedded(): Promise<MortalPostgres> {
  const server = await EmbeddedPostgres.start(await newDataFolder());
  return {
    get url() {
      return server.url;
    },
    // Its other processes end by themselves when they miss this one.
    kill: async () => void process.kill(server.pid, 'SIGKILL'),
    // It starts again by itself.
    revive: () => answering(server.url),
    stop: () => server.stop(),
  };
}

async function answering(url: string): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch {
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
