import type { Sql } from 'postgres';
import { audit } from '../audit/audit.js';
import { reportText } from '../audit/report.js';
import { readConfig } from '../runtime/config.js';
import { openWriteClient } from '../database/connections.js';
import { serverOf, reachDatabase } from '../database/reach.js';
import { StartupError } from '../runtime/startup-error.js';
import { findLedgerDatabase } from './ledger-database.js';

const USAGE = `Usage: purser audit [DATABASE_URL]

Recomputes every balance, hold and counter of a database from its journal alone, and compares them with the tables.
Without a URL, the database is that of the variable DATABASE_URL, or the service's own (PURSER_DATA_DIR). The service
may be running meanwhile. Exits with 0 when all is as the journal says, with 1 when there are differences (it lists
the first hundred, and of every kind how many there are), and with 2 when there is nothing that it could audit.
`;

const FINE = 0;
const DIFFERENT = 1;
const IMPOSSIBLE = 2;

/** Audits a database, and answers the code to exit with. */
export async function auditCommand(args: string[]): Promise<number> {
  if (args.some((arg) => arg.startsWith('-'))) {
    process.stdout.write(USAGE);
    return args.every((arg) => ['-h', '--help'].includes(arg)) ? FINE : IMPOSSIBLE;
  }
  const [named, ...more] = args;
  if (more.length > 0) throw new StartupError('one database at a time: purser audit [DATABASE_URL]');
  // A URL that is given is read as the variable would be, so that it is checked in the same way.
  const config = readConfig(named === undefined ? process.env : { ...process.env, DATABASE_URL: named });
  const database = await findLedgerDatabase(config);
  try {
    await reachDatabase(database.url, config.databaseWaitSeconds);
    const sql = openWriteClient(database.url, 1);
    try {
      return await report(sql, serverOf(database.url));
    } finally {
      await sql.end({ timeout: 1 });
    }
  } finally {
    await database.close();
  }
}

async function report(sql: Sql, place: string): Promise<number> {
  const [found] = await sql`SELECT to_regclass('public.entries') IS NOT NULL AS ledger`;
  if (!found?.ledger) throw new StartupError(`there is no ledger in the database ${place}`);
  process.stdout.write(`Auditing ${place}\n`);
  const result = await audit(sql);
  process.stdout.write(reportText(result));
  return result.found > 0 ? DIFFERENT : FINE;
}
