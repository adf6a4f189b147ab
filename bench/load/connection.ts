import { connect, type Socket } from 'node:net';

/** Receives every answer. The text is the body's, as Latin-1: what the load looks for in it is ASCII. */
export type OnAnswer = (status: number, body: string, milliseconds: number) => void;

/** What carries one request at a time. */
export interface Line {
  /** Sends a request, which was due at a time by `performance.now()`: the answer's time counts from then. */
  send(request: string, dueAt: number): void;
  close(): void;
}

const CONTENT_LENGTH = 'content-length: ';

/**
 * One connection that has one request under way at a time. It knows as much of HTTP as the service's answers need,
 * since the load shares the machine with what it measures: a complete client takes several times as much of it.
 */
export class Connection implements Line {
  private received = '';
  private dueAt = 0;
  private busy = false;

  private constructor(
    private readonly socket: Socket,
    private readonly onAnswer: OnAnswer,
    private readonly onBreak: () => void,
  ) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.take(text as unknown as string));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.busy) this.onBreak();
    });
  }

  /** Resolves when it is connected. */
  static open(target: URL, onAnswer: OnAnswer, onBreak: () => void): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(target.port), target.hostname);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket, onAnswer, onBreak));
      });
    });
  }

  send(request: string, dueAt: number): void {
    this.busy = true;
    this.dueAt = dueAt;
    this.socket.write(request, 'utf8');
  }

  close(): void {
    this.busy = false;
    this.socket.destroy();
  }

  private take(text: string): void {
    this.received = this.received === '' ? text : this.received + text;
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const at = this.received.indexOf(CONTENT_LENGTH) + CONTENT_LENGTH.length;
    const length = at < CONTENT_LENGTH.length ? 0 : parseInt(this.received.slice(at, at + 9), 10);
    if (this.received.length < end + 4 + length) return;
    const status = Number(this.received.slice(9, 12));
    const body = this.received.slice(end + 4, end + 4 + length);
    this.received = '';
    this.busy = false;
    this.onAnswer(status, body, performance.now() - this.dueAt);
  }
}
