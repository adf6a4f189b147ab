import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Event } from '../../src/core/events.js';

/** A request that a receiver got, whatever it made of it. */
export interface Got {
  id: string;
  type: string;
  event: Event;
  body: string;
  headers: Record<string, string>;
}

type Behaviour = (response: ServerResponse, request: IncomingMessage, got: Got) => void;

const running = new Set<Receiver>();
afterAll(() => {
  for (const receiver of running) receiver.stop();
});

/** A receiver of webhooks on this machine, which can be made to behave badly. */
export class Receiver {
  static readonly well: Behaviour = (response) => void response.writeHead(204).end();
  static readonly badly: Behaviour = (response) => void response.writeHead(500).end('no');
  static readonly hanging: Behaviour = () => undefined;
  static readonly resetting: Behaviour = (_, request) => void request.socket.resetAndDestroy();
  static redirecting =
    (location: string): Behaviour =>
    (response) =>
      void response.writeHead(307, { location }).end();

  /** What it has answered 2xx to, each event once: what was not written down in time is sent again. */
  readonly taken: Got[] = [];
  /** All requests. */
  readonly got: Got[] = [];
  behave: Behaviour = Receiver.well;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    running.add(this);
  }

  static async start(): Promise<Receiver> {
    const server = createServer((request, response) => receiver.receive(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
    return receiver;
  }

  /** Waits until something has come to pass; the test's own timeout ends it if it does not. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Versions of a budget's events that were taken, in their order. */
  versionsOf(budgetId: string): number[] {
    return this.taken
      .filter(({ event }) => event.data.budgetId === budgetId)
      .map(({ event }) => event.data.version);
  }

  stop(): void {
    running.delete(this);
    this.server.close();
    this.server.closeAllConnections();
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('error', () => undefined);
    request.on('end', () => {
      const event = JSON.parse(body) as Event;
      const headers = request.headers as Record<string, string>;
      const got = { id: headers['webhook-id'] ?? '', type: event.type as string, event, body, headers };
      this.got.push(got);
      this.behave(response, request, got);
      const isTaken = response.statusCode < 300 && response.writableEnded;
      if (isTaken && this.taken.every(({ id }) => id !== got.id)) this.taken.push(got);
    });
  }
}
