import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../runtime/config.js';
import { serverOf, reachDatabase } from '../database/reach.js';
import { StartupError } from '../runtime/startup-error.js';
import { SpendProjection } from '../spend/projection.js';
import { findLedgerDatabase } from './ledger-database.js';

const USAGE = `Usage: purser spend rebuild [DATABASE_URL]

Makes the sums of spend anew from the journal. Without a URL, the database is that of the variable DATABASE_URL, or the
service's own (PURSER_DATA_DIR). The service may be running meanwhile: it answers 503 to questions about spend until the sums
are there. Whatever breaks this off, a service that runs goes on, and so does the same command.
`;

/** Between steps: a service may be taking the next one. */
const PAUSE_MS = 5;

const FINE = 0;
const IMPOSSIBLE = 2;

/** Makes the sums of spend anew, and answers the code to exit with. */
export async function spendCommand([action, named, ...more]: string[]): Promise<number> {
  if (action !== 'rebuild' || named?.startsWith('-') === true || more.length > 0) {
    process.stdout.write(USAGE);
    return action === '--help' || action === '-h' ? FINE : IMPOSSIBLE;
  }
  const config = readConfig(named === undefined ? process.env : { ...process.env, DATABASE_URL: named });
  const database = await findLedgerDatabase(config);
  try {
    await reachDatabase(database.url, config.databaseWaitSeconds);
    process.stdout.write(`Adding up the spend of ${serverOf(database.url)}\n`);
    await rebuild(database.url);
    process.stdout.write('The sums are those of the journal.\n');
    return FINE;
  } finally {
    await database.close();
  }
}

async function rebuild(databaseUrl: string): Promise<void> {
  const projection = new SpendProjection(databaseUrl, () => undefined);
  try {
    await projection.rebuild();
    // What the service adds meanwhile is added: this only has to see the end.
    while ((await projection.advance()) === 'making') await sleep(PAUSE_MS);
  } catch (error) {
    const isOlder = error instanceof Error && 'code' in error && error.code === '42P01';
    throw isOlder
      ? new StartupError('the database is older than this version: start the service once')
      : error;
  } finally {
    await projection.stop();
  }
}
