#!/usr/bin/env -S node --max-old-space-size=1024 --max-semi-space-size=32
import { audit } from '../audit/audit.js';
import { reportText } from '../audit/report.js';
import { backUp } from '../backup/backup.js';
import type { BackupHeader } from '../backup/format.js';
import { restore } from '../backup/restore.js';
import { readConfig, type Config } from '../runtime/config.js';
import { openWriteClient } from '../database/connections.js';
import { EmbeddedPostgres } from '../database/embedded-postgres.js';
import { VERSION } from '../runtime/package.js';
import { serverOf, reachDatabase } from '../database/reach.js';
import { auditCommand } from './audit.js';
import { findLedgerDatabase, type LedgerDatabase } from './ledger-database.js';
import { reconcileCommand } from './reconcile.js';
import { runCommand } from './run-command.js';
import { spendCommand } from './spend.js';

const USAGE = `Usage: purser [start]
       purser backup FILE
       purser restore FILE
       purser audit [DATABASE_URL]
       purser spend rebuild [DATABASE_URL]
       purser reconcile INVOICE.csv --budget ID --vendor NAME --month YYYY-MM [--apply]

start, or no command, runs the service. backup writes one snapshot of the ledger to a new file, whether the service is
running or not. restore fills an empty database from such a file, brings it up to date, and audits it; no service may be
using it. audit recomputes a database from its journal, and compares. spend rebuild adds up its spend anew. reconcile compares an invoice with
what a running service has recorded (purser reconcile --help). The database is
that of the variable DATABASE_URL, or the service's own (PURSER_DATA_DIR). These end with 0 when all went well, with 1 when
an audit found a difference, and with 2 when it could not be done.
`;

const FINE = 0;
const DIFFERENT = 1;
const IMPOSSIBLE = 2;

async function main([command = 'start', ...args]: string[]): Promise<number> {
  if (command === 'audit') return await auditCommand(args);
  if (command === 'reconcile') return await reconcileCommand(args);
  if (command === 'spend') return await spendCommand(args);
  const [file, ...more] = args;
  if (command === 'start' && args.length === 0) {
    // Loaded here alone: it starts as it is loaded, and ends the process itself.
    await import('../main.js');
    return FINE;
  }
  const run = { backup: runBackup, restore: runRestore }[command];
  if (!run || !file || file.startsWith('-') || more.length > 0) {
    process.stdout.write(USAGE);
    return command === '--help' || command === '-h' ? FINE : IMPOSSIBLE;
  }
  return await run(file, readConfig(process.env));
}

async function runBackup(file: string, config: Config): Promise<number> {
  return await onDatabase(config, await findLedgerDatabase(config), async (url) => {
    const header = await backUp(url, file, VERSION);
    process.stdout.write(`Backed up ${serverOf(url)} to ${file}\n\n${countsText(header)}`);
    return FINE;
  });
}

async function runRestore(file: string, config: Config): Promise<number> {
  return await onDatabase(config, await databaseToFill(config), async (url) => {
    const header = await restore(url, file);
    process.stdout.write(
      `Restored ${serverOf(url)} from ${file}, taken ${header.takenAt} by version ${header.service}\n\n${countsText(header)}\n`,
    );
    const sql = openWriteClient(url, 1);
    try {
      const report = await audit(sql);
      process.stdout.write(reportText(report));
      return report.found > 0 ? DIFFERENT : FINE;
    } finally {
      await sql.end({ timeout: 1 });
    }
  });
}

async function onDatabase(
  { databaseWaitSeconds }: Config,
  database: LedgerDatabase,
  work: (url: string) => Promise<number>,
): Promise<number> {
  try {
    await reachDatabase(database.url, databaseWaitSeconds);
    return await work(database.url);
  } finally {
    await database.close();
  }
}

/** The service's own Postgres is made where there is none, and kept from any service meanwhile. */
async function databaseToFill(config: Config): Promise<LedgerDatabase> {
  if (config.databaseUrl) return { url: config.databaseUrl, close: async () => undefined };
  const embedded = await EmbeddedPostgres.start(config.dataDir);
  return { url: embedded.url, close: () => embedded.stop() };
}

function countsText({ tables }: BackupHeader): string {
  const width = Math.max(...tables.map(({ name }) => name.length));
  return tables
    .map(({ name, rows }) => `  ${name.padEnd(width)}  ${rows.toLocaleString('en-US').padStart(11)}\n`)
    .join('');
}

runCommand('purser', main, IMPOSSIBLE);
