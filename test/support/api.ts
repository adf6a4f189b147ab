import { randomUUID } from 'node:crypto';
import { checkContract } from './contract.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { ServiceProcess, type Environment } from './service.js';

/** An answer of the service. Its body is whatever the test expects it to be. */
export interface Answer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A service on a database of its own, and requests to it. Every answer is held against the API's document. */
export class TestApi {
  private constructor(
    readonly service: ServiceProcess,
    readonly database: TestDatabase,
  ) {}

  static async start(environment: Environment = {}): Promise<TestApi> {
    const database = await createTestDatabase();
    return new TestApi(await ServiceProcess.start({ DATABASE_URL: database.url, ...environment }), database);
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.database.drop();
  }

  get(route: string): Promise<Answer> {
    return this.send('GET', route);
  }

  /** A write under a key that is new, unless the headers bring one. */
  write(
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.send(method, route, body, { 'idempotency-key': randomUUID(), ...headers });
  }

  post(route: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.write('POST', route, body, headers);
  }

  async send(
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await this.service.request(method, route, body, headers);
    const contentType = response.headers.get('content-type');
    const text = await response.text();
    const read = contentType?.includes('json') ? (JSON.parse(text) as unknown) : text;
    checkContract({ method, route, status: response.status, contentType, body: read });
    return { status: response.status, headers: response.headers, body: read };
  }

  /** A root with money on it. */
  async root(settings: object = {}): Promise<string> {
    const { status, body } = await this.post('/v1/budgets', {
      name: 'root',
      currency: 'USD',
      allocation: '100',
      ...settings,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id as string;
  }

  /** A reservation that is held. */
  async hold(budgetId: string, amount: string, more: object = {}): Promise<string> {
    const { status, body } = await this.post('/v1/reservations', { budgetId, amount, ...more });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id as string;
  }
}

/** If-Match with a revision. */
export const ifMatch = (revision: number): Record<string, string> => ({ 'if-match': `"${revision}"` });
