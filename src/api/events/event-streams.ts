import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Config } from '../../config.js';
import type { Event } from '../../core/events.js';
import { OverloadedError } from '../../ledger/errors.js';
import type { Logger } from '../../logger.js';
import { eventLagSeconds, eventStreams } from '../../metrics.js';
import { messageOf } from '../../startup-error.js';
import { CONFIG, LOGGER } from '../../tokens.js';

/** A comment after so long without an event, so that nothing on the way takes the stream for dead. */
const HEARTBEAT_MS = 15_000;

/** A reader that takes nothing for so long is cut off: it can come back to where it was. */
const STALLED_MS = 30_000;

/** What a client waits before it comes back, and when there is no room for another. */
const COME_BACK_MS = 1_000;
const NO_ROOM_SECONDS = 5;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // For proxies that would collect the events.
  'x-accel-buffering': 'no',
};

/** Where the events of one stream come from. */
export type Source = (signal: AbortSignal) => AsyncIterable<Event[]>;

/** Writes events to those who stay on the line. They are bounded in number, and each in what it makes us hold. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly open = new Set<AbortController>();
  private ending = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Before the service waits for requests under way: these would never end. */
  onModuleDestroy(): void {
    this.ending = true;
    for (const stream of this.open) stream.abort();
  }

  /** Throws an OverloadedError unless there is room for one more. */
  reserve(): void {
    if (this.ending) throw new OverloadedError('The service is stopping.', 1);
    if (this.open.size >= this.config.eventStreams)
      throw new OverloadedError('Too many readers follow the events.', NO_ROOM_SECONDS);
  }

  /** Answers with the events of a source, until the client goes away, stops reading, or the service stops. */
  async serve(reply: FastifyReply, source: Source): Promise<void> {
    if (reply.request.method === 'HEAD') return void reply.headers(HEADERS).send();
    this.reserve();
    const stream = new AbortController();
    this.open.add(stream);
    eventStreams.set(this.open.size);
    reply.hijack();
    const { raw } = reply;
    raw.on('close', () => stream.abort());
    raw.on('error', () => stream.abort());
    try {
      raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
      await write(raw, `retry: ${COME_BACK_MS}\n\n`);
      await this.pump(raw, source, stream.signal);
    } catch (error) {
      // Nothing can be answered any more: the client comes back and goes on where it was.
      this.logger.warn({ error: messageOf(error) }, 'a stream of events was cut off');
      raw.destroy();
    } finally {
      this.open.delete(stream);
      eventStreams.set(this.open.size);
      raw.end();
    }
  }

  private async pump(raw: ServerResponse, source: Source, signal: AbortSignal): Promise<void> {
    let spokeAt = performance.now();
    const heartbeat = setInterval(() => {
      // While something waits to be read there is no silence to fill.
      if (performance.now() - spokeAt < HEARTBEAT_MS || raw.writableNeedDrain) return;
      spokeAt = performance.now();
      raw.write(': still here\n\n');
    }, HEARTBEAT_MS / 3);
    try {
      for await (const events of source(signal)) {
        for (const event of events) {
          if (signal.aborted) return;
          await write(raw, frameOf(event));
          spokeAt = performance.now();
          eventLagSeconds.observe(
            { to: 'stream' },
            Math.max(0, (Date.now() - Date.parse(event.timestamp)) / 1000),
          );
        }
      }
    } finally {
      clearInterval(heartbeat);
    }
  }
}

const frameOf = (event: Event): string =>
  `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** Writes, and waits while the client has enough to read. Throws when it does not read, or is gone. */
async function write(raw: ServerResponse, text: string): Promise<void> {
  if (raw.destroyed) return;
  if (raw.write(text)) return;
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error('the client does not read')), STALLED_MS);
  const { signal } = over;
  try {
    await Promise.race([once(raw, 'drain', { signal }), once(raw, 'close', { signal })]);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    // Takes away the listener of what did not happen.
    over.abort();
  }
}
