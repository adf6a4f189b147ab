import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { ApplyMigrationsInput } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { SESSION_OPTIONS } from './connections.js';
import { messageOf } from '../runtime/message-of.js';
import { StartupError } from '../runtime/startup-error.js';
import { PACKAGE_ROOT } from '../runtime/package.js';

/** Held while migrations are applied, so that of several replicas that start at once one applies them. */
const LOCK = 0x6d696772617465n;
/** How long a starting replica waits for the one that applies them. */
const LOCK_TIMEOUT_MS = 60_000;

const FOLDER = path.join(PACKAGE_ROOT, 'prisma', 'migrations');

/** Node has it; the types of Node 20 do not. */
declare const WebAssembly: {
  compile(code: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<{ exports: object }>;
};

type MigrationList = ApplyMigrationsInput['migrationsList'];

/**
 * Brings the database's tables up to date and returns the names of the migrations that were applied now. What it
 * writes down is what `prisma migrate deploy` would, but all of it in one transaction: a start that dies half-way
 * leaves nothing behind that the next one would stumble over. `only` leaves out all others, for a database that is to be as
 * an older one.
 */
export async function migrate(url: string, folder = FOLDER, only?: readonly string[]): Promise<string[]> {
  const all = await readMigrations(folder);
  const wanted = all.migrationDirectories.filter(({ path: name }) => only?.includes(name) ?? true);
  const migrations = { ...all, migrationDirectories: wanted };
  // One connection, so that the engine's statements all fall into the transaction that is opened on it here.
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: 'purser migrations',
    options: SESSION_OPTIONS,
  });
  pool.on('error', () => undefined);
  try {
    const applied = await bringUp(pool, migrations);
    await validate(pool);
    return applied;
  } catch (error) {
    throw new StartupError(`the database's tables cannot be brought up to date: ${messageOf(error)}`);
  } finally {
    // A transaction that is still open ends with its connection.
    await pool.end();
  }
}

async function bringUp(pool: pg.Pool, migrations: MigrationList): Promise<string[]> {
  if (await isUpToDate(pool, migrations)) return [];
  await pool.query('begin');
  await pool.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
  await pool.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const applied = (await isUpToDate(pool, migrations)) ? [] : await apply(pool, migrations);
  await pool.query('commit');
  return applied;
}

/**
 * Holds the rows of before against constraints that were added as NOT VALID, each in a statement of its own: others read and
 * write meanwhile, which they could not while one that looks at all rows is added. A start that dies half-way leaves them to the next.
 */
async function validate(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ statement: string }>(`
    SELECT format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname) AS statement
    FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
    ORDER BY conrelid, conname`);
  for (const { statement } of rows) await pool.query(statement);
}

/** A migration of this service. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The migrations of this service, in their order. */
export async function readMigrationFiles(): Promise<Migration[]> {
  const { migrationDirectories } = await readMigrations(FOLDER);
  return migrationDirectories.map(({ path: name, migrationFile: { content } }) => ({
    name,
    sql: content.tag === 'ok' ? content.value : '',
  }));
}

async function readMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const migrationDirectories = names.sort().map(async (name) => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: {
        tag: 'ok' as const,
        value: await readFile(path.join(folder, name, 'migration.sql'), 'utf8'),
      },
    },
  }));
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(path.join(folder, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(migrationDirectories),
  };
}

/** Most starts find nothing to do: they need neither the lock nor the engine. */
async function isUpToDate(pool: pg.Pool, { migrationDirectories }: MigrationList): Promise<boolean> {
  const { rows: tables } = await pool.query<{ there: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as there`,
  );
  if (!tables[0]?.there) return false;
  const { rows } = await pool.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  const applied = new Set(rows.map((row) => row.migration_name));
  return migrationDirectories.every(({ path: name }) => applied.has(name));
}

async function apply(pool: pg.Pool, migrationsList: MigrationList): Promise<string[]> {
  const SchemaEngine = await (engine ??= loadEngine());
  const { adapter, failure } = adapterOf(pool);
  const run = await SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  try {
    const filters = { externalTables: [], externalEnums: [] };
    return (await run.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
  } catch (error) {
    // The engine then tries to write the failure down, in a transaction that takes no more statements; what it
    // says is about that. The first error is the one to report.
    throw failure() ?? error;
  } finally {
    run.free();
  }
}

let engine: ReturnType<typeof loadEngine> | undefined;

/**
 * The schema engine of this Prisma release, compiled to WebAssembly: nothing has to be downloaded for it. Loaded
 * once, since its module can serve only one instance.
 */
async function loadEngine() {
  // It reports a panic to this global before it stops, and without it would fail in another way.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => {
        throw new Error(message);
      },
    },
  });
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const code = await WebAssembly.compile(await readFile(script.replace(/\.js$/, '.wasm')));
  const { exports } = await WebAssembly.instantiate(code, {
    './schema_engine_bg.js': withoutLastingTimers(bindings),
  });
  bindings.__wbg_set_wasm(exports);
  (exports as { __wbindgen_start: () => void }).__wbindgen_start();
  return bindings.SchemaEngine;
}

/** The engine's time limits of ten seconds go on when their work is done: a process need not live as long. */
function withoutLastingTimers(bindings: object): Record<string, unknown> {
  const setTimer = (callback: () => void, milliseconds: number) =>
    setTimeout(callback, milliseconds >>> 0).unref();
  return Object.fromEntries(
    Object.entries(bindings).map(([name, value]) => [
      name,
      name.startsWith('__wbg_setTimeout_') ? setTimer : value,
    ]),
  );
}

function adapterOf(pool: pg.Pool) {
  let failure: Error | undefined;
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const connection = await connect();
    // Prisma's own cuts a script at every semicolon, those inside of a function's body too. Postgres takes it whole.
    connection.executeScript = async (script) => {
      await pool.query(script).catch((error: Error) => {
        failure ??= error;
        throw error;
      });
    };
    return connection;
  };
  return { adapter: bindMigrationAwareSqlAdapterFactory(factory), failure: () => failure };
}
