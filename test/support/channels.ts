import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as it came to a channel. */
export interface Posted {
  path: string;
  headers: Record<string, string>;
  body: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a service sends is looked at by its parts
  json: any;
}

/** What a stand-in answers: a status, or a connection that breaks after the message was taken. */
export type Reply = { status: number; body?: string; headers?: Record<string, string> } | 'lost';

const running = new Set<ChannelStandIn>();
afterAll(() => {
  for (const channel of running) channel.stop();
});

/** Slack, Microsoft Teams or PagerDuty on this machine: it keeps what is posted, and answers as it is asked to. */
export class ChannelStandIn {
  readonly posted: Posted[] = [];
  reply: (posted: Posted, seen: number) => Reply = () => ({ status: 200, body: 'ok' });

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {
    running.add(this);
  }

  static async start(): Promise<ChannelStandIn> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('error', () => undefined);
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        channel.take({ path: request.url ?? '', headers, body, json: JSON.parse(body) }, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const channel = new ChannelStandIn(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return channel;
  }

  /** Waits until something has come to pass; the test's own timeout ends it if it does not. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  stop(): void {
    running.delete(this);
    this.server.close();
    this.server.closeAllConnections();
  }

  private take(posted: Posted, response: ServerResponse): void {
    this.posted.push(posted);
    const reply = this.reply(posted, this.posted.length);
    if (reply === 'lost') return void response.socket?.resetAndDestroy();
    response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
  }
}
