import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request on its way. */
export type Fault =
  /** It never arrives. */
  | 'lost'
  /** It is carried out, and its answer does not come back. */
  | 'answer lost'
  /** The service refuses it for now, and says when to come again. */
  | 'overloaded'
  /** The same, in an hour. */
  | 'overloaded for long'
  /** Something between has an error page. */
  | 'bad gateway'
  /** The same, and it is so for an hour: nobody tries again before his deadline, however long that is. */
  | 'gone';

interface Trap {
  readonly where: RegExp;
  readonly faults: Fault[];
}

/** Between a client and a service, to do what networks do. Counts what came by. */
export class FaultProxy {
  /** Method and path of each request that came by, in their order, with the key that it had. */
  readonly seen: { readonly what: string; readonly key: string | undefined }[] = [];
  private readonly traps: Trap[] = [];
  private away = false;

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  static async start(target: string): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(server, target);
    server.on('request', (request, response) => void proxy.pass(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests like this meet these faults, one each. */
  next(where: RegExp, ...faults: Fault[]): void {
    this.traps.push({ where, faults });
  }

  /** Nothing happens to requests any more, and none has come by. */
  clear(): void {
    this.traps.length = 0;
    this.seen.length = 0;
    this.away = false;
  }

  /** From now on all meet `gone`, or everything arrives again. */
  goAway(away: boolean): void {
    this.away = away;
  }

  /** The keys of the requests like this, each once. */
  keysOf(where: RegExp): string[] {
    return [...new Set(this.seen.filter(({ what }) => where.test(what)).map(({ key }) => String(key)))];
  }

  countOf(where: RegExp): number {
    return this.seen.filter(({ what }) => where.test(what)).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const what = `${request.method} ${request.url}`;
    this.seen.push({ what, key: request.headers['idempotency-key'] as string | undefined });
    const fault = this.away
      ? 'gone'
      : this.traps.find(({ where, faults }) => faults.length > 0 && where.test(what))?.faults.shift();
    if (fault === 'lost') return void request.socket.destroy();
    if (fault === 'overloaded') return overloaded(response, 1);
    if (fault === 'overloaded for long') return overloaded(response, 3_600);
    if (fault === 'bad gateway') return void response.writeHead(502).end(ERROR_PAGE);
    if (fault === 'gone') return void response.writeHead(502, { 'retry-after': '3600' }).end(ERROR_PAGE);
    try {
      const answer = await this.forward(request, Buffer.concat(parts));
      const body = Buffer.from(await answer.arrayBuffer());
      if (fault === 'answer lost') return void request.socket.destroy();
      const headers = Object.fromEntries(answer.headers);
      delete headers['content-length'];
      delete headers['transfer-encoding'];
      response.writeHead(answer.status, headers).end(body);
    } catch {
      request.socket.destroy();
    }
  }

  private forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Response> {
    const kept = Object.entries(headers).filter(([name]) =>
      ['authorization', 'content-type', 'idempotency-key', 'if-match', 'accept'].includes(name),
    ) as [string, string][];
    return fetch(`${this.target}${url}`, {
      method: method!,
      headers: kept,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
  }
}

const ERROR_PAGE = '<h1>Bad gateway</h1>';

function overloaded(response: ServerResponse, retryAfterSeconds: number): void {
  const problem = {
    type: '/docs/errors/overloaded',
    title: 'The service is overloaded or stopping',
    status: 503,
    detail: 'Nothing was decided.',
    code: 'overloaded',
    requestId: 'of the proxy',
    retryAfterSeconds,
  };
  const headers = { 'content-type': 'application/problem+json', 'retry-after': String(retryAfterSeconds) };
  response.writeHead(503, headers).end(JSON.stringify(problem));
}
