import { randomUUID } from 'node:crypto';
import { checkContract } from './contract.js';
import { Fleet } from './fleet.js';
import { ADMIN_KEY } from './service.js';

/** What is sent as it is, well-formed or not. */
export interface Sent {
  method?: string;
  route: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A service with one root, one envelope and one reservation, and ways to treat it badly. */
export class HostileApi {
  private constructor(
    readonly fleet: Fleet,
    readonly root: string,
    readonly envelope: string,
    readonly reservation: string,
  ) {}

  static async start(): Promise<HostileApi> {
    const fleet = await Fleet.start(1);
    const admin = fleet.client();
    const root = await admin.root('100', { envelopes: [{ window: 'day', limit: '50' }] });
    const { id } = await admin.hold(root.id, '1');
    return new HostileApi(fleet, root.id, root.envelopes![0]!.id, id);
  }

  get baseUrl(): string {
    return this.fleet.client().baseUrl;
  }

  /** Stops the service, after making sure that nothing had an effect and nothing met a fault. */
  async stop(): Promise<void> {
    const [count] = await this.fleet.database.sql`
      select (select count(*)::int from budgets) as budgets, (select count(*)::int from entries) as entries,
             (select count(*)::int from reservations) as reservations`;
    const { output } = this.fleet.services[0]!;
    await this.fleet.stop();
    expect(count).toEqual({ budgets: 1, entries: 2, reservations: 1 });
    expect(output).not.toContain('unexpected error');
  }

  /** The body of a reservation that would pass, but for the fields given. */
  reserve(fields: object): string {
    return JSON.stringify({ budgetId: this.root, amount: '1', ...fields });
  }

  /** Sends a request as it is and expects a problem. */
  async send({ method = 'POST', route, headers = {}, body }: Sent) {
    const response = await fetch(this.baseUrl + route, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        'idempotency-key': randomUUID(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body,
    });
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('x-request-id')).toBeTruthy();
    const problem = JSON.parse(text) as {
      status: number;
      code: string;
      requestId: string;
      errors: { field: string; rule: string; message: string }[];
    };
    expect(problem.status).toBe(response.status);
    checkContract({
      method,
      route,
      status: response.status,
      contentType: response.headers.get('content-type'),
      body: problem,
    });
    return { status: response.status, headers: response.headers, body: problem };
  }
}
