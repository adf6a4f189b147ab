import postgres from 'postgres';

/** What a table or index took, in bytes and whole pages that were logged. */
export interface Taken {
  name: string;
  size: number;
  records: number;
  images: number;
  imageBytes: number;
}

/** Of a table, how many updates changed a row in its page alone. */
export interface Updated {
  name: string;
  updates: number;
  hot: number;
}

const SIZES = `
SELECT relname::text AS name, pg_total_relation_size(oid)::float8 - CASE relkind WHEN 'r' THEN pg_indexes_size(oid) ELSE 0 END AS size
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')`;

/** A record counts for the first page that it names; the pages in it count for themselves. */
const LOGGED = `
SELECT c.relname::text AS name,
  sum(CASE WHEN b.block_id = b.first_block THEN b.record_length - b.all_images ELSE 0 END)::float8 AS records,
  count(*) FILTER (WHERE b.block_fpi_length > 0)::float8 AS images,
  sum(b.block_fpi_length)::float8 AS "imageBytes"
FROM (
  SELECT *, min(block_id) OVER record AS first_block, sum(block_fpi_length) OVER record AS all_images
  FROM pg_get_wal_block_info($1::pg_lsn, $2::pg_lsn, false)
  WINDOW record AS (PARTITION BY start_lsn)
) AS b
JOIN pg_class c ON pg_relation_filenode(c.oid) = b.relfilenode
WHERE b.reldatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
GROUP BY c.relname`;

const UPDATES = `
SELECT relname::text AS name, n_tup_upd::float8 AS updates, n_tup_hot_upd::float8 AS hot
FROM pg_stat_user_tables WHERE n_tup_upd > 0`;

/** What is written of a database to the disk, from a moment on. */
export class Bytes {
  private constructor(
    private readonly sql: postgres.Sql,
    private readonly from: string,
    private readonly sizes: ReadonlyMap<string, number>,
    private readonly updates: ReadonlyMap<string, Updated>,
  ) {}

  static async from(databaseUrl: string): Promise<Bytes> {
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
    await sql.unsafe('CREATE EXTENSION IF NOT EXISTS pg_walinspect');
    const [sizes, updates] = [await sizesOf(sql), await updatesOf(sql)];
    return new Bytes(sql, await place(sql), sizes, updates);
  }

  /** All that was logged, and of each table and index its part; sizes as they were at the beginning. */
  async taken(): Promise<{ all: number; parts: Taken[]; updated: Updated[] }> {
    try {
      const to = await place(this.sql);
      const [row] = await this.sql.unsafe<{ bytes: number }[]>(
        'SELECT ($2::pg_lsn - $1::pg_lsn)::float8 AS bytes',
        [this.from, to],
      );
      const logged = await this.sql.unsafe<Omit<Taken, 'size'>[]>(LOGGED, [this.from, to]);
      const parts = logged.map((part) => ({ ...part, size: this.sizes.get(part.name) ?? 0 }));
      const updated = [...(await updatesOf(this.sql)).values()].map(({ name, updates, hot }) => ({
        name,
        updates: updates - (this.updates.get(name)?.updates ?? 0),
        hot: hot - (this.updates.get(name)?.hot ?? 0),
      }));
      return { all: row!.bytes, parts, updated };
    } finally {
      await this.sql.end();
    }
  }
}

const place = async (sql: postgres.Sql): Promise<string> => {
  const [row] = await sql.unsafe<{ place: string }[]>('SELECT pg_current_wal_insert_lsn()::text AS place');
  return row!.place;
};

async function sizesOf(sql: postgres.Sql): Promise<Map<string, number>> {
  const rows = await sql.unsafe<{ name: string; size: number }[]>(SIZES);
  return new Map(rows.map(({ name, size }) => [name, size]));
}

async function updatesOf(sql: postgres.Sql): Promise<Map<string, Updated>> {
  // Postgres reports these a second late.
  await sql.unsafe('SELECT pg_stat_force_next_flush(), pg_sleep(1.5)');
  const rows = await sql.unsafe<Updated[]>(UPDATES);
  return new Map(rows.map((row) => [row.name, row]));
}
