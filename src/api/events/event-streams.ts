import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/access.js';
import type { Config } from '../../config.js';
import type { Event } from '../../core/events.js';
import { OverloadedError } from '../../ledger/errors.js';
import type { Logger } from '../../logger.js';
import { eventStreams } from '../../metrics.js';
import { messageOf } from '../../startup-error.js';
import { CONFIG, LOGGER } from '../../tokens.js';
import { bearerOf } from '../auth/bearer.js';
import { Problem } from '../problems/problem.js';
import { writeEvents } from './event-writer.js';

/** How often it is looked whether those who read may still do so. */
const LOOK_MS = 500;

/** What a client should wait when there is no room for another. */
const NO_ROOM_SECONDS = 5;

/** One key can have this part of all streams, so that it leaves room for others. */
const SHARE = 0.1;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // For proxies that would collect the events.
  'x-accel-buffering': 'no',
};

/** Where the events of one stream come from. */
export type Source = (signal: AbortSignal) => AsyncIterable<Event[]>;

interface Stream {
  /** Who opened it, and with what. */
  principalId: string;
  token: string;
  ending: AbortController;
}

/** Writes events to those who stay on the line. They are bounded in number, and each in what it makes us hold. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly open = new Set<Stream>();
  private looking: NodeJS.Timeout | undefined;
  private ending = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly access: Access,
  ) {}

  /** Before the service waits for requests under way: these would never end. */
  onModuleDestroy(): void {
    this.ending = true;
    for (const { ending } of this.open) ending.abort();
  }

  /** Throws an OverloadedError unless there is room for one more, and a 429 where one key has taken its share. */
  reserve({ principal }: FastifyRequest): void {
    if (this.ending) throw new OverloadedError('The service is stopping.', 1);
    const most = this.config.eventStreams;
    if (this.open.size >= most)
      throw new OverloadedError('Too many readers follow the events.', NO_ROOM_SECONDS);
    // As with rates, whoever is bound to nothing is not held up.
    if (principal.budgetId === null) return;
    const share = Math.ceil(most * SHARE);
    const own = [...this.open].filter(({ principalId }) => principalId === principal.id).length;
    if (own < share) return;
    const detail = `With one key at most ${share} readers can follow the events.`;
    throw new Problem('rate_limited', detail, {}, { 'Retry-After': String(NO_ROOM_SECONDS) });
  }

  /**
   * Answers with the events of a source, until the client goes away, stops reading, may no longer read, or the service
   * stops.
   */
  async serve(reply: FastifyReply, source: Source): Promise<void> {
    const { request, raw } = reply;
    if (request.method === 'HEAD') return void reply.headers(HEADERS).send();
    this.reserve(request);
    const stream = this.add(request);
    const { signal } = stream.ending;
    reply.hijack();
    raw.on('close', () => stream.ending.abort());
    raw.on('error', () => stream.ending.abort());
    try {
      raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
      await writeEvents(raw, source(signal), signal);
    } catch (error) {
      // Nothing can be answered any more: the client comes back and goes on where it was.
      if (!signal.aborted) this.logger.warn({ error: messageOf(error) }, 'a stream of events was cut off');
      raw.destroy();
    } finally {
      this.remove(stream);
      raw.end();
    }
  }

  private add({ principal, headers }: FastifyRequest): Stream {
    const token = bearerOf(headers.authorization) ?? '';
    const stream: Stream = { principalId: principal.id, token, ending: new AbortController() };
    this.open.add(stream);
    eventStreams.set(this.open.size);
    this.looking ??= setInterval(() => this.look(), LOOK_MS);
    return stream;
  }

  private remove(stream: Stream): void {
    this.open.delete(stream);
    eventStreams.set(this.open.size);
    if (this.open.size > 0) return;
    clearInterval(this.looking);
    this.looking = undefined;
  }

  /** Ends the streams of keys that were revoked, and of keys and tokens that have expired. */
  private look(): void {
    for (const { token, ending } of this.open) {
      this.access.stillHolds(token).then(
        (holds) => holds || ending.abort(),
        // Where the database cannot be asked there are no events to be told, either.
        () => undefined,
      );
    }
  }
}
