import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { openWriteClient, type WriteClient } from '../../src/database/connections.js';

/** Which of the run's servers this file's tests use: set for each project in jest.config.js. */
declare const purserTests: 'integration' | 'concurrency';

/** A migrated database for one test file. */
export interface TestDatabase {
  readonly url: string;
  /** Connections for the tests' own questions. */
  readonly sql: WriteClient;
  /** Deletes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** Clones the run's migrated template; takes about 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const database = await createDatabase('purser_template');
  const sql = openWriteClient(database.url, 4);
  return {
    url: database.url,
    sql,
    drop: async () => {
      await sql.end({ timeout: 1 });
      await database.drop();
    },
  };
}

/** A database without tables, as a service finds it that is started for the first time. */
export async function createEmptyDatabase(): Promise<Omit<TestDatabase, 'sql'>> {
  return createDatabase('template0');
}

async function createDatabase(template: string): Promise<Omit<TestDatabase, 'sql'>> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(`create database ${name} template ${template}`);
  return {
    url: Object.assign(new URL(serverUrl()), { pathname: `/${name}` }).href,
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  };
}

function serverUrl(): string {
  const url = process.env[`PURSER_TEST_SERVER_${purserTests.toUpperCase()}`];
  if (!url) throw new Error('this test belongs under test/integration, test/concurrency or test/faults');
  return url;
}

async function onServer(statement: string): Promise<void> {
  const server = postgres(serverUrl(), { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    // Another test file may be cloning the template at this moment.
    for (let attempt = 1; ; attempt++) {
      try {
        await server.unsafe(statement);
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== '55006' || attempt === 100) throw error;
        await sleep(50);
      }
    }
  } finally {
    await server.end();
  }
}
