import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

/** What becomes of one request to a vendor of models. */
export type VendorFault =
  /** It is worked on and billed, and its answer does not come back. */
  | 'answer lost'
  /** Nobody knows whether it was worked on. */
  | 'server error'
  | 'rate limited'
  | 'bad request'
  /** Its stream breaks in the middle. */
  | 'breaks'
  /** Its stream stops in the middle, and stays open. */
  | 'hangs';

/** What a program looks into without its type. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** How a vendor answers: with one body, or event by event. */
export interface Speaker {
  json(path: string, request: Json): object;
  events(path: string, request: Json): string[];
  error(status: number): object;
}

const STATUS = { 'server error': 500, 'rate limited': 429, 'bad request': 400 } as const;

const FAULTS: readonly VendorFault[] = [
  'answer lost',
  'server error',
  'rate limited',
  'bad request',
  'breaks',
  'hangs',
];

/** What a program asks to become of its request, the first time that it is made. */
function faultNamed({ headers }: IncomingMessage): VendorFault | undefined {
  if (Number(headers['x-stainless-retry-count'] ?? 0) > 0) return undefined;
  return FAULTS.find((fault) => fault === headers['x-fault']);
}

/** A vendor of models on loopback, which does what networks and vendors do. */
export class VendorStandIn {
  /** The requests that it has got. */
  readonly seen: {
    readonly path: string;
    readonly body: Json;
    readonly headers: IncomingMessage['headers'];
  }[] = [];
  /** How many streams were left by their readers. */
  left = 0;
  private readonly faults: VendorFault[] = [];

  private constructor(
    private readonly server: Server,
    private readonly speaker: Speaker,
    readonly url: string,
  ) {}

  static async start(speaker: Speaker): Promise<VendorStandIn> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const vendor = new VendorStandIn(server, speaker, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => void vendor.answer(request, response));
    return vendor;
  }

  /** The next requests meet these faults, one each. */
  next(...faults: VendorFault[]): void {
    this.faults.push(...faults);
  }

  clear(): void {
    this.faults.length = 0;
    this.seen.length = 0;
    this.left = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body: Json = parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString()) : {};
    const path = new URL(request.url!, this.url).pathname;
    this.seen.push({ path, body, headers: request.headers });
    const fault = faultNamed(request) ?? this.faults.shift();
    if (fault === 'answer lost') return void request.socket.destroy();
    if (fault !== undefined && fault in STATUS) {
      const status = STATUS[fault as keyof typeof STATUS];
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
      return void response.end(JSON.stringify(this.speaker.error(status)));
    }
    const isStreamed = body.stream === true || request.headers['ai-language-model-streaming'] === 'true';
    if (isStreamed) return this.stream(this.speaker.events(path, body), response, fault);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(this.speaker.json(path, body)));
  }

  private async stream(events: string[], response: ServerResponse, fault?: VendorFault): Promise<void> {
    let isOver = false;
    response.on('close', () => {
      if (!isOver) this.left += 1;
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const shown = fault === undefined ? events.length : Math.ceil(events.length / 2);
    for (const event of events.slice(0, shown)) {
      response.write(event);
      await turn();
    }
    if (fault === 'hangs') return;
    isOver = true;
    if (fault === 'breaks') response.destroy();
    else response.end();
  }
}
