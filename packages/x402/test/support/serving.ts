import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
) => Promise<void> | void;

/** A server on loopback that somebody stands behind. */
export class Serving {
  private constructor(private readonly server: Server) {}

  static async start(handler: Handler): Promise<Serving> {
    const server = createServer((request, response) => void handle(handler, request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Serving(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function handle(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    await handler(request, response, Buffer.concat(parts).toString());
  } catch (error) {
    if (!response.headersSent) response.writeHead(500);
    response.end(String(error));
  }
}
