import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { readMigrationFiles } from '../database/migrate.js';
import { messageOf } from '../runtime/message-of.js';
import { StartupError } from '../runtime/startup-error.js';
import { encode, type BackupHeader, type BackupTable } from './format.js';
import { withSession } from './session.js';
import { appliedMigrations, describeTables, placeIn, tablesOf } from './tables.js';

/** A journal is text that says much the same again and again: more effort makes it little smaller. */
const COMPRESSION_LEVEL = 3;

/**
 * Writes one snapshot of a ledger to a file, which appears under its name when it is whole and on disk. The service may go on
 * writing meanwhile. Throws a StartupError.
 */
export async function backUp(url: string, file: string, service: string): Promise<BackupHeader> {
  if (existsSync(file)) throw new StartupError(`${file} is there already: a backup replaces nothing`);
  // Nobody else's, so that of two that write to one name neither puts the other's half there.
  const unfinished = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    const header = await withSession(url, (session) => write(session, unfinished, service));
    await rename(unfinished, file);
    await sync(path.dirname(path.resolve(file)));
    return header;
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    if (isFileFault(error)) throw new StartupError(`cannot write ${file}: ${messageOf(error)}`);
    throw error;
  }
}

async function write(session: pg.Client, file: string, service: string): Promise<BackupHeader> {
  await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const migrations = await appliedMigrations(session, await readMigrationFiles());
  if (migrations.length === 0) throw new StartupError('there is no ledger in this database');
  const header: BackupHeader = {
    service,
    takenAt: new Date().toISOString(),
    migrations: migrations.map(({ name }) => name),
    tables: await describeTables(session, tablesOf(migrations)),
  };
  const rowsOf = (table: BackupTable): AsyncIterable<Buffer> =>
    session.query(copyTo(`COPY ${placeIn(table)} TO STDOUT`));
  // A reader of it can sign as the webhooks do.
  const output = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  await pipeline(encode(header, rowsOf), createGzip({ level: COMPRESSION_LEVEL }), output);
  await sync(file);
  return header;
}

async function sync(place: string): Promise<void> {
  const handle = await open(place, 'r');
  await handle.sync().finally(() => handle.close());
}

const isFileFault = (error: unknown): boolean =>
  typeof (error as { syscall?: unknown }).syscall === 'string' && 'path' in (error as object);
