import postgres from 'postgres';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.js';

/** The embedded Postgres on a data folder of its own: durable, as it comes. Both are gone afterwards. */
export class FreshPostgres {
  private databases = 0;

  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly folder: TemporaryFolder,
    private readonly sql: postgres.Sql,
  ) {}

  static async start(purpose: string): Promise<FreshPostgres> {
    const folder = await createTemporaryFolder(purpose);
    try {
      const server = await EmbeddedPostgres.start(folder.path);
      return new FreshPostgres(server, folder, postgres(server.url, { max: 1, onnotice: () => undefined }));
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  /** An empty database; its URL. */
  async createDatabase(): Promise<string> {
    this.databases += 1;
    const name = `${this.folder.path.replace(/.*-/, 'fresh_').toLowerCase()}_${this.databases}`;
    await this.sql.unsafe(`CREATE DATABASE ${name} TEMPLATE template0`);
    return Object.assign(new URL(this.server.url), { pathname: `/${name}` }).href;
  }

  async dropDatabase(url: string): Promise<void> {
    await this.sql.unsafe(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  }

  /**
   * Does at once what Postgres does in the background: a history made in minutes leaves as much vacuuming and writing
   * to do as days of use, and the runs that follow would share the machine with it.
   */
  async settle(url: string): Promise<void> {
    await this.execute(url, ['VACUUM (ANALYZE)', 'CHECKPOINT']);
  }

  /** Spares the next runs the vacuum that many new rows bring about in the middle of one of them. */
  async vacuum(url: string): Promise<void> {
    await this.execute(url, ['VACUUM']);
  }

  private async execute(url: string, statements: string[]): Promise<void> {
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    try {
      for (const statement of statements) await sql.unsafe(statement);
    } finally {
      await sql.end();
    }
  }

  /** What the server is and how it keeps its promises, for the heading of a report. */
  async describe(): Promise<string> {
    const setting = async (name: string): Promise<string> => {
      const [row] = await this.sql.unsafe(`SHOW ${name}`);
      return String(Object.values(row as object)[0]).split(' ')[0]!;
    };
    const [version, fsync, commit] = [
      await setting('server_version'),
      await setting('fsync'),
      await setting('synchronous_commit'),
    ];
    return `Postgres ${version}, fsync ${fsync}, synchronous_commit ${commit}`;
  }

  async stop(): Promise<void> {
    await this.sql.end({ timeout: 1 });
    await this.server.stop();
    await this.folder.remove();
  }
}
