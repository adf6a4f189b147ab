import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrate, readMigrationFiles, type Migration } from '../database/migrate.js';
import { messageOf } from '../runtime/message-of.js';
import { StartupError } from '../runtime/startup-error.js';
import { decode, type BackupHeader, type BackupTable } from './format.js';
import { withSession } from './session.js';
import { appliedMigrations, NEVER_EMPTY, placeIn, tablesOf } from './tables.js';

/**
 * Fills an empty database from a backup and brings it up to date. The file is read to its end before anything is touched, and
 * all rows are loaded in one transaction: broken off at any moment, it leaves a database that is as empty as before.
 * Throws a StartupError.
 */
export async function restore(url: string, file: string): Promise<BackupHeader> {
  const known = await readMigrationFiles();
  const header = await read(file, { header: (found) => check(found, known), table: skip });
  try {
    await withSession(url, async (session) => {
      const before = await appliedMigrations(session, known);
      const ahead = before.find(({ name }) => !header.migrations.includes(name));
      if (ahead)
        throw new StartupError(
          `the database has ${ahead.name}, which the backup has not: restore to one that no service has used`,
        );
    });
    await migrate(url, undefined, header.migrations);
    await withSession(url, (session) => load(session, file, header));
    await migrate(url);
    // Ticks follow the transaction ids of a Postgres server, and this may be a younger one.
    await withSession(url, (session) => session.query('SELECT settle_journal_clock()'));
    return header;
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`the backup cannot be restored: ${messageOf(error)}`);
  }
}

/**
 * Nothing is billed by a copy until somebody says so: the service that the backup was taken of may still be there. Whatever it
 * had not sent it may have sent since.
 */
const HOLD_METERS = `
UPDATE meter_sinks
SET state = 'paused', pause_reason = 'restored', restored_at = clock_timestamp(), revision = revision + 1, worker_id = NULL
WHERE state <> 'deleting';
UPDATE meter_events SET maybe_sent_at = coalesce(maybe_sent_at, created_at) WHERE state IN ('pending', 'parked')`;

async function read(file: string, taker: Parameters<typeof decode>[1]): Promise<BackupHeader> {
  const source = createReadStream(file);
  const plain = createGunzip();
  // The reader of the plain text gets the error of either.
  source.on('error', (error) => plain.destroy(error));
  try {
    return await decode(source.pipe(plain) as AsyncIterable<Buffer>, taker);
  } catch (error) {
    const { syscall } = error as { syscall?: unknown };
    if (typeof syscall === 'string') throw new StartupError(`cannot read ${file}: ${messageOf(error)}`);
    throw error;
  } finally {
    source.destroy();
    plain.destroy();
  }
}

/** Names come from a file, and go into statements: they have to be those of this service. */
function check({ migrations, tables }: BackupHeader, known: readonly Migration[]): void {
  const newer = migrations.find((name) => !known.some((one) => one.name === name));
  if (newer !== undefined)
    throw new StartupError('the backup was made by a newer version of this service: use that one');
  const expected = tablesOf(known.filter(({ name }) => migrations.includes(name)));
  const found = tables.map(({ name }) => name).sort();
  if (found.join() !== [...expected].sort().join())
    throw new StartupError('the backup does not have the tables of its migrations');
}

async function skip(_table: BackupTable, rows: AsyncIterable<Buffer>): Promise<void> {
  for await (const piece of rows) void piece;
}

async function load(session: pg.Client, file: string, { tables, takenAt }: BackupHeader): Promise<void> {
  await session.query('BEGIN');
  // A service that starts now waits, and then finds a ledger.
  const names = tables.map(({ name }) => `public.${name}`);
  await session.query(`LOCK TABLE ${names.join(', ')} IN ACCESS EXCLUSIVE MODE`);
  for (const { name } of tables) {
    if (NEVER_EMPTY.includes(name)) await session.query(`DELETE FROM public.${name}`);
    const { rows } = await session.query(`SELECT 1 FROM public.${name} LIMIT 1`);
    if (rows.length > 0)
      throw new StartupError(`the database is not empty (${name}): a backup is restored to an empty one`);
  }
  const again = await read(file, {
    header: () => undefined,
    table: (table, rows) =>
      pipeline(
        Readable.from(rows, { objectMode: false }),
        session.query(copyFrom(`COPY ${placeIn(table)} FROM STDIN`)),
      ),
  });
  if (again.takenAt !== takenAt) throw new StartupError(`${file} was replaced while it was read`);
  // With the rows: a service that waits for them must not find meters that go on.
  if (tables.some(({ name }) => name === 'meter_sinks')) await session.query(HOLD_METERS);
  await session.query('COMMIT');
}
