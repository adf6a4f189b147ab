import { connect, type Socket } from 'node:net';
import { countReady, readClient, type Execution } from './postgres-wire.js';

/** A connection of a client of Postgres, and that to the server which belongs to it. */
export class TcpLink {
  /** Swallows all that comes, from now on. */
  silent = false;
  /** Sees what the client is about to execute, and may cut the link before it does. */
  onExecution: (executed: Execution[]) => void = () => undefined;
  /** Sees what is about to be passed on, and may cut the link instead. */
  onBytes: (count: number) => void = () => undefined;
  readonly closed: Promise<void>;
  private readonly server: Socket;
  private cutAt = Infinity;

  constructor(
    private readonly client: Socket,
    target: URL,
  ) {
    this.server = connect(Number(target.port || 5432), target.hostname);
    const executedIn = readClient();
    const readyIn = countReady();
    client.on('data', (data) => {
      const executed = executedIn(data);
      if (executed.length > 0) this.onExecution(executed);
      this.pass(data, this.server);
    });
    this.server.on('data', (data) => {
      const ready = readyIn(data);
      if (ready >= this.cutAt) this.cut();
      // An answer of which only the beginning came is no answer: nothing goes back from here on.
      else if (this.cutAt === Infinity) this.pass(data, client);
    });
    this.closed = Promise.all([this.closing(client), this.closing(this.server)]).then(() => undefined);
  }

  /** Cuts the link as soon as the server has said so often that it is ready, and passes nothing back until then. */
  cutWhenReady(times: number): void {
    this.cutAt = times;
  }

  cut(): void {
    for (const socket of [this.client, this.server]) socket.resetAndDestroy();
  }

  private pass(data: Buffer, to: Socket): void {
    if (this.silent) return;
    this.onBytes(data.length);
    if (!to.destroyed) to.write(data);
  }

  /** When the one side closes, the other is closed too; but behind a silent link the client does not learn it. */
  private closing(socket: Socket): Promise<void> {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    return new Promise((resolve) => {
      socket.on('close', () => {
        if (socket === this.client) this.server.destroy();
        else if (!this.silent) this.client.destroy();
        resolve();
      });
    });
  }
}
