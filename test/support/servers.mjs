// The Postgres servers of one test run. Plain JavaScript, since Jest loads it before it compiles anything; it uses
// the built service (dist), which `npm test` makes first.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import pg from 'pg';
import { getContainerRuntimeClient, Wait } from 'testcontainers';

const IMAGE = process.env.PURSER_TEST_IMAGE || 'postgres:18-alpine';

/** Name of the migrated database that every test database is a copy of. */
const TEMPLATE = 'purser_template';

/** @typedef {{ url: string, label: string, stop: () => Promise<unknown> }} TestServer */

/** @type {Promise<TestServer> | undefined} */
let embedded;
/** @type {Promise<TestServer> | undefined} */
let container;

/** The embedded Postgres, started when first asked for. */
export function embeddedServer() {
  return (embedded ??= startEmbedded());
}

/** A Postgres in Docker, or the embedded one where Docker cannot be reached. */
export async function containerServer() {
  // Its cleaning-up helper is an image of its own, which may not be at hand; the run stops what it started.
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  const docker = await getContainerRuntimeClient().catch(() => undefined);
  return docker ? (container ??= startContainer()) : embeddedServer();
}

/** Stops every server that was started. */
export async function stopServers() {
  const servers = await Promise.all([embedded, container]);
  embedded = container = undefined;
  for (const server of servers) await server?.stop();
}

async function startEmbedded() {
  const { EmbeddedPostgres } = await import('../../dist/database/embedded-postgres.js');
  const folder = await mkdtemp(path.join(tmpdir(), 'purser-test-'));
  const server = await EmbeddedPostgres.start(folder);
  return ready(server.url, 'embedded', async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
}

async function startContainer() {
  // Its own health check starts a program in the container four times a second, for as long as the tests run.
  const postgres = new PostgreSqlContainer(IMAGE)
    .withHealthCheck({ test: ['NONE'] })
    .withWaitStrategy(Wait.forListeningPorts());
  const started = await postgres.start().catch((error) => {
    throw new Error(
      `Docker can be reached, but no Postgres could be started from image ${IMAGE} (${error.message}): ` +
        'name one that is there in PURSER_TEST_IMAGE, or stop Docker to test on the embedded Postgres',
    );
  });
  const url = `${started.getConnectionUri()}?sslmode=disable`;
  return ready(url, `Testcontainers, image ${IMAGE}`, () => started.stop());
}

/** How long a server may listen before it takes connections. */
const STARTING_MS = 60_000;

/** A connection to a server that may still be starting. */
async function connected(url) {
  for (const until = Date.now() + STARTING_MS; ;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > until) throw error;
      await sleep(100);
    }
  }
}

/** Makes the template and says what the tests run on. */
async function ready(url, kind, stop) {
  try {
    const { migrate } = await import('../../dist/database/migrate.js');
    const client = await connected(url);
    const { rows } = await client.query('show server_version');
    await client.query(`create database ${TEMPLATE}`);
    await client.end();
    await migrate(Object.assign(new URL(url), { pathname: `/${TEMPLATE}` }).href);
    const label = `Postgres ${rows[0].server_version.split(' ')[0]} (${kind})`;
    return { url, label, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
