import type { AddressInfo, Server, Socket } from 'node:net';

const running = new Set<StandIn>();
afterAll(() => {
  for (const standIn of running) standIn.stop();
});

/** Somebody else's server on this machine. Those that a file of tests has started end with it. */
export abstract class StandIn {
  private readonly sockets = new Set<Socket>();

  protected constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Of one that speaks HTTP. */
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Waits until something has come to pass; the test's own timeout ends it if it does not. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  stop(): void {
    running.delete(this);
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  protected async started(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    running.add(this);
    return this;
  }
}
