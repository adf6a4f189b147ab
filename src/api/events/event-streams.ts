import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, type Credential } from '../../access/access.js';
import type { Config } from '../../runtime/config.js';
import type { FeedItem } from '../../events/feed.js';
import { OverloadedError } from '../../runtime/try-later.js';
import type { Logger } from '../../runtime/logger.js';
import { eventStreams } from '../../runtime/metrics.js';
import { messageOf } from '../../runtime/message-of.js';
import { CONFIG, LOGGER } from '../../runtime/tokens.js';
import { IDLE, Worker } from '../../runtime/worker.js';
import { credentialOf } from '../auth/bearer.js';
import { tooMuchAtOnce } from '../problems/problem.js';
import { writeEvents } from './event-writer.js';

/** How often it is looked whether those who read may still do so. */
const LOOK_MS = 500;

/** What a client should wait when there is no room for another. */
const NO_ROOM_SECONDS = 5;

/** What part of all streams one holder, one tree, and all who are bound to one can have: others find room. */
const OF_HOLDER = 0.1;
const OF_TREE = 0.25;
const OF_BOUND = 0.9;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // For proxies that would collect the events.
  'x-accel-buffering': 'no',
};

/** Where the events of one stream come from. */
export type Source = (signal: AbortSignal) => AsyncIterable<FeedItem>;

interface Stream {
  /** Who opened it, in which tree (null: all), and with what. */
  holder: string;
  tree: string | null;
  credential: Credential;
  ending: AbortController;
}

/** Writes events to those who stay on the line. They are bounded in number, and each in what it makes us hold. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly open = new Set<Stream>();
  private readonly worker: Worker;
  private ending = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly access: Access,
  ) {
    this.worker = new Worker(
      () => this.look(),
      LOOK_MS,
      (error) => logger.error({ error: messageOf(error) }, 'readers of events could not be looked at'),
    );
  }

  /** Before the service waits for requests under way: these would never end. */
  async onModuleDestroy(): Promise<void> {
    this.ending = true;
    for (const { ending } of this.open) ending.abort();
    await this.worker.stop();
  }

  /** Throws an OverloadedError unless there is room for one more, and a 429 where a holder or tree has its share. */
  reserve({ holder }: FastifyRequest, tree: string | null): void {
    if (this.ending) throw new OverloadedError('The service is stopping.', 1);
    const most = this.config.eventStreams;
    if (this.open.size >= most)
      throw new OverloadedError('Too many readers follow the events.', NO_ROOM_SECONDS);
    // Some are left for those who are bound to nothing: they look after the service.
    if (tree === null) return;
    const bound = [...this.open].filter((stream) => stream.tree !== null);
    const refuse = (whose: string, share: number): never => {
      throw tooMuchAtOnce(`At most ${share} readers of ${whose} can follow the events.`, NO_ROOM_SECONDS);
    };
    const ofHolder = Math.ceil(most * OF_HOLDER);
    if (bound.filter((stream) => stream.holder === holder).length >= ofHolder) refuse('one key', ofHolder);
    const ofTree = Math.ceil(most * OF_TREE);
    if (bound.filter((stream) => stream.tree === tree).length >= ofTree) refuse('one tree', ofTree);
    if (bound.length >= Math.ceil(most * OF_BOUND))
      throw new OverloadedError('Too many readers follow the events.', NO_ROOM_SECONDS);
  }

  /**
   * Answers with the events of a source, until the client goes away, stops reading, may no longer read, or the service
   * stops.
   */
  async serve(reply: FastifyReply, tree: string | null, source: Source): Promise<void> {
    const { request, raw } = reply;
    if (request.method === 'HEAD') return void reply.headers(HEADERS).send();
    this.reserve(request, tree);
    const stream = this.add(request, tree);
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

  private add(request: FastifyRequest, tree: string | null): Stream {
    const { holder } = request;
    const stream: Stream = { holder, tree, credential: credentialOf(request), ending: new AbortController() };
    this.open.add(stream);
    eventStreams.set(this.open.size);
    this.worker.wake(LOOK_MS);
    return stream;
  }

  private remove(stream: Stream): void {
    this.open.delete(stream);
    eventStreams.set(this.open.size);
  }

  /** Ends the streams of keys that were revoked, of keys and tokens that have expired, and of sessions that are over. */
  private look(): number {
    if (this.open.size === 0) return IDLE;
    for (const { credential, ending } of this.open) {
      this.access.stillHolds(credential).then(
        (holds) => holds || ending.abort(),
        // Where the database cannot be asked there are no events to send, either.
        () => undefined,
      );
    }
    return LOOK_MS;
  }
}
