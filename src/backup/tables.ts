import type pg from 'pg';
import { StartupError } from '../runtime/startup-error.js';
import type { Migration } from '../database/migrate.js';
import type { BackupTable } from './format.js';

/** Tables that hold a row of their own from the beginning, or of live replicas: they show no ledger. */
export const NEVER_EMPTY = ['journal_clock', 'event_workers', 'spend_place'];

/** Tables that are in no backup: who had signed in then has to sign in again. */
export const IN_NO_BACKUP = ['sessions'];

/** The tables that migrations make: a table of somebody else's beside them is not ours to keep. */
export function tablesOf(migrations: readonly Migration[]): Set<string> {
  const statements = migrations.flatMap(({ sql }) => [
    ...sql.matchAll(/\b(CREATE|DROP) TABLE (?:IF (?:NOT )?EXISTS )?"?(\w+)"?/gi),
  ]);
  const tables = new Set<string>();
  for (const [, verb, name] of statements)
    if (verb!.toUpperCase() === 'CREATE') tables.add(name!);
    else tables.delete(name!);
  for (const name of IN_NO_BACKUP) tables.delete(name);
  return tables;
}

/** The migrations that a database has, which have to be among those of this service. */
export async function appliedMigrations(
  session: pg.Client,
  known: readonly Migration[],
): Promise<Migration[]> {
  const found = await session.query<{ there: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there`,
  );
  if (!found.rows[0]?.there) return [];
  const { rows } = await session.query<{ name: string }>(`
    SELECT migration_name AS name FROM public._prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`);
  return rows.map(({ name }) => {
    const migration = known.find((one) => one.name === name);
    if (!migration) throw new StartupError(`the database is newer than this service (it has ${name})`);
    return migration;
  });
}

/** The tables with what is in them, those that others refer to first. */
export async function describeTables(session: pg.Client, names: ReadonlySet<string>): Promise<BackupTable[]> {
  const columns = await session.query<{ name: string; columns: string[] }>(`
    SELECT table_name::text AS name, json_agg(column_name::text ORDER BY ordinal_position) AS columns
    FROM information_schema.columns
    WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name ORDER BY table_name`);
  const references = await session.query<{ from: string; to: string }>(`
    SELECT a.relname::text AS from, b.relname::text AS to
    FROM pg_constraint c JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND c.conrelid <> c.confrelid`);
  const kept = columns.rows.filter(({ name }) => names.has(name));
  const tables: BackupTable[] = [];
  for (const table of ordered(kept, references.rows)) {
    const counted = await session.query<{ rows: string }>(
      `SELECT count(*) AS rows FROM public.${table.name}`,
    );
    tables.push({ name: table.name, columns: table.columns, rows: Number(counted.rows[0]!.rows) });
  }
  return tables;
}

/** A table with its columns, as COPY names them. */
export const placeIn = ({ name, columns }: BackupTable): string =>
  `public.${name} (${columns.map((column) => `"${column}"`).join(', ')})`;

function ordered<T extends { name: string }>(
  tables: readonly T[],
  references: readonly { from: string; to: string }[],
): T[] {
  const placed = new Set<string>();
  const rest = [...tables];
  const result: T[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex(({ name }) =>
      references.every(({ from, to }) => from !== name || placed.has(to)),
    );
    // Tables that refer to each other in a circle would have no order: none do.
    const [table] = rest.splice(Math.max(0, next), 1);
    placed.add(table!.name);
    result.push(table!);
  }
  return result;
}
