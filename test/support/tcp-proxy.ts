import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Execution } from './postgres-wire.js';
import { TcpLink } from './tcp-link.js';

/** When a connection is cut whose client executes a statement. */
export type Cut =
  /** The statement never reaches the server. */
  | 'before it arrives'
  /** The server has executed it, and its answer does not come back. */
  | 'before the answer comes back';

interface Trap {
  statement: RegExp;
  when: Cut;
  sprung: () => void;
}

/** Between a service and its Postgres, to do what networks do. Connections are cut with a reset, as by a crash. */
export class TcpProxy {
  private readonly links = new Set<TcpLink>();
  private trap: Trap | undefined;
  private silent = false;

  private constructor(
    private readonly server: Server,
    private target: URL,
  ) {}

  /** A proxy before the server of a database's URL. */
  static async start(databaseUrl: string): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, new URL(databaseUrl));
    server.on('connection', (socket) => proxy.accept(socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  /** The database's URL by way of the proxy. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return Object.assign(new URL(this.target), { host: `127.0.0.1:${port}` }).href;
  }

  /** From now on connections lead elsewhere: a server that was started again may have another port. */
  pointAt(databaseUrl: string): void {
    this.target = new URL(databaseUrl);
  }

  /** Cuts all connections now. */
  cutAll(): void {
    for (const link of this.links) link.cut();
  }

  /** Cuts the connection over which the last of the next so many bytes goes: somewhere in the middle of a message. */
  cutAfterBytes(bytes: number): void {
    let left = bytes;
    for (const link of this.links)
      link.onBytes = (count) => {
        if (left > 0 && (left -= count) <= 0) link.cut();
      };
  }

  /** Cuts the connection over which the next statement like this one is executed; resolves when that is done. */
  cutOn(statement: RegExp, when: Cut): Promise<void> {
    return new Promise((sprung) => (this.trap = { statement, when, sprung }));
  }

  /** Swallows everything, on all connections, old and new; nobody learns it, as when a cable is pulled. */
  goSilent(): void {
    this.silent = true;
    for (const link of this.links) link.silent = true;
  }

  /** New connections work again. The old ones stay silent for ever, as behind a firewall that has forgotten them. */
  speakAgain(): void {
    this.silent = false;
  }

  async stop(): Promise<void> {
    const closed = once(this.server.close(), 'close');
    this.cutAll();
    await closed;
  }

  private accept(client: Socket): void {
    const link = new TcpLink(client, this.target);
    link.silent = this.silent;
    link.onExecution = (executed) => this.look(link, executed);
    this.links.add(link);
    void link.closed.then(() => this.links.delete(link));
  }

  /** Whether what this connection is about to execute is what is waited for. */
  private look(link: TcpLink, executed: Execution[]): void {
    const { trap } = this;
    const caught = trap && executed.find(({ statement }) => trap.statement.test(statement));
    if (!caught) return;
    this.trap = undefined;
    void link.closed.then(trap.sprung);
    if (trap.when === 'before it arrives') link.cut();
    else link.cutWhenReady(caught.doneAt);
  }
}
