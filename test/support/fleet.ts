import { uuidOf } from '../../src/ids/ids.js';
import { expectAuditPasses } from './audited.js';
import { Client } from './client.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { ServiceProcess, type Environment } from './service.js';

/** Service processes on one database, which is theirs alone. */
export class Fleet {
  private constructor(
    readonly database: TestDatabase,
    readonly services: ServiceProcess[],
    readonly clients: Client[],
  ) {}

  static async start(processes: number, environment: Environment = {}): Promise<Fleet> {
    const database = await createTestDatabase();
    const one = () => ServiceProcess.start({ DATABASE_URL: database.url, ...environment });
    const services = await Promise.all(Array.from({ length: processes }, one));
    return new Fleet(
      database,
      services,
      services.map(({ baseUrl }) => new Client(baseUrl)),
    );
  }

  /** The client of one of the processes; any number does, so that requests can be dealt out by their index. */
  client(i = 0): Client {
    return this.clients[i % this.clients.length]!;
  }

  /** Makes `count` requests at once, dealt out over the processes, and answers their answers. */
  atOnce<T>(count: number, request: (client: Client, i: number) => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: count }, (_, i) => request(this.client(i), i)));
  }

  /** The kinds of the journal entries about a reservation, in their order. */
  async historyOf(reservationId: string): Promise<string[]> {
    const rows = await this.database.sql<{ kind: string }[]>`
      SELECT kind FROM entries WHERE reservation_id = ${uuidOf(reservationId)} AND NOT denied ORDER BY version`;
    return rows.map(({ kind }) => kind);
  }

  async expectAuditPasses(): Promise<void> {
    await expectAuditPasses(this.database.sql);
  }

  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    await this.database.drop();
  }
}
