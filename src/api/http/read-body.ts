import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { OverloadedError } from '../../runtime/try-later.js';
import { tooMuchAtOnce } from '../problems/problem.js';
import type { ByteShares, NoRoom } from './byte-shares.js';
import { requestProblem } from './problem-filter.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What its body takes of its holder's share, until it is answered. */
    bodyBytes: number;
    /** Ends its turn, when it is answered. */
    bodyOver: (() => void) | null;
  }
}

/** What a body that comes in several parts gets at first. */
const FIRST = 64 * 1024;

/** When it is worth trying again: others' bodies are read, or given up, in a moment. */
const RETRY_SECONDS = 1;

type Done = (error: Error | null, body?: Buffer) => void;

/**
 * Reads a body of at most `limit` bytes. What it takes is counted before and while it comes, and whoever has no room for
 * more is refused at once: nobody makes this process keep more than a share, however many bodies they leave unfinished.
 */
export function readBody(
  request: FastifyRequest,
  payload: IncomingMessage,
  bodies: ByteShares,
  limit: number,
  done: Done,
): void {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) return done(requestProblem(413));
  const refused = bodies.noRoom(request.holder, announced);
  if (refused) return done(noRoomProblem(refused));
  const body = new Body(request, bodies);

  const end = (error: Error | null, read?: Buffer): void => {
    payload.off('data', onData).off('end', onEnd).off('error', onError);
    if (error) {
      body.forget();
      // The rest is read and thrown away, so that the caller comes to read the answer.
      payload.resume();
    }
    done(error, read);
  };
  const onData = (chunk: Buffer): void => {
    if (body.length + chunk.length > limit) return end(requestProblem(413));
    const noRoom = body.add(chunk);
    if (noRoom) end(noRoomProblem(noRoom));
  };
  const onEnd = (): void => end(null, body.read());
  const onError = (error: Error): void => end(Object.assign(error, { statusCode: 400 }));
  payload.on('data', onData).on('end', onEnd).on('error', onError);
}

const noRoomProblem = (refused: NoRoom): Error =>
  refused === 'holder'
    ? tooMuchAtOnce('The bodies of your requests under way take all of your share.', RETRY_SECONDS)
    : new OverloadedError('The bodies of requests under way take all the room there is.', RETRY_SECONDS);

/** What has come of a body: in one piece, since small parts would take more than they hold. */
class Body {
  length = 0;
  private bytes: Buffer | null = null;

  constructor(
    private readonly request: FastifyRequest,
    private readonly shares: ByteShares,
  ) {}

  add(chunk: Buffer): NoRoom | null {
    const { length } = this;
    const more = this.bytes === null ? chunk.length : this.growth(length + chunk.length, this.bytes.length);
    if (more > 0) {
      const refused = this.shares.noRoom(this.request.holder, more);
      if (refused) return refused;
      this.shares.take(this.request.holder, more);
      this.request.bodyBytes += more;
      this.bytes = this.grown(this.request.bodyBytes, chunk);
    }
    if (length > 0) chunk.copy(this.bytes!, length);
    this.length = length + chunk.length;
    return null;
  }

  read(): Buffer {
    return this.bytes === null ? Buffer.alloc(0) : this.bytes.subarray(0, this.length);
  }

  forget(): void {
    this.shares.give(this.request.holder, this.request.bodyBytes);
    this.request.bodyBytes = 0;
    this.bytes = null;
  }

  /** Doubles, so that each byte is copied twice at the most. */
  private growth(needed: number, has: number): number {
    return needed <= has ? 0 : Math.max(needed, FIRST, has * 2) - has;
  }

  /** Most bodies come in one part, which is kept as it is. */
  private grown(size: number, chunk: Buffer): Buffer {
    if (this.bytes === null) return chunk;
    const bytes = Buffer.allocUnsafe(size);
    this.bytes.copy(bytes, 0, 0, this.length);
    return bytes;
  }
}
