import pg from 'pg';

/** A key of the service's own, so that it meets no other program's locks ("purser" as bytes). */
const LOCK = 0x707572736572n;

/** A Postgres that cannot be talked to yet, or no more: worth another attempt. */
const PASSING = new Set(['57P01', '57P02', '57P03', '53300', '08006', '08001', '08P01']);

/**
 * One connection that a service keeps for as long as it uses its data folder. The lock that it holds turns a second
 * service away, and ends with the connection, however the service ends.
 */
export class Session {
  private constructor(
    private readonly client: pg.Client,
    readonly ended: Promise<void>,
  ) {}

  /** Connects; undefined while Postgres starts, recovers or stops. */
  static async open(url: string): Promise<Session | undefined> {
    const client = new pg.Client({
      connectionString: url,
      application_name: `purser ${process.pid}`,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    // Without a listener the loss of the connection would end the process.
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
    });
    try {
      await client.connect();
      return new Session(client, ended);
    } catch (error) {
      await client.end().catch(() => undefined);
      const { code = '', message } = error as { code?: string; message: string };
      // pg gives no code to a connection that closes or times out while it is being made.
      if (PASSING.has(code) || /^E[A-Z]+$/.test(code) || /terminated|timeout/i.test(message))
        return undefined;
      throw error;
    }
  }

  /** Takes the lock, or answers who has it; 'lost' if Postgres ended over the question. */
  async claim(): Promise<'taken' | 'lost' | { readonly holder: number | undefined }> {
    try {
      const { rows } = await this.client.query<{ taken: boolean }>(
        'select pg_try_advisory_lock($1) as taken',
        [LOCK],
      );
      return rows[0]?.taken ? 'taken' : { holder: await this.holder() };
    } catch {
      return 'lost';
    }
  }

  /** The process id of the service that has the lock, where it is known. */
  private async holder(): Promise<number | undefined> {
    const { rows } = await this.client.query<{ holder: string }>(
      `select a.application_name as holder
         from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.granted and l.objsubid = 1
          and (l.classid::bigint << 32 | l.objid::bigint) = $1`,
      [LOCK],
    );
    return Number(rows[0]?.holder.match(/^purser (\d+)$/)?.[1]) || undefined;
  }

  async ensureDatabase(name: string): Promise<void> {
    const { rowCount } = await this.client.query('select from pg_database where datname = $1', [name]);
    if (!rowCount) await this.client.query(`create database ${pg.escapeIdentifier(name)}`);
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}
