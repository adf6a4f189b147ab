import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Event } from '../../core/events.js';
import type { FeedItem } from '../../events/feed.js';
import { eventLagSeconds } from '../../runtime/metrics.js';

/** How patient a stream is, in milliseconds. */
export interface Patience {
  /** A comment after so long without an event, so that nothing on the way takes the stream for dead. */
  heartbeatMs: number;
  /** A reader that takes nothing for so long is cut off: it can come back to where it was. */
  stalledMs: number;
}

const PATIENCE: Patience = { heartbeatMs: 15_000, stalledMs: 30_000 };

/** What a client waits before it comes back. */
const COME_BACK_MS = 1_000;

/** The reader takes nothing, and is sent nothing more. */
export class StalledReader extends Error {
  constructor() {
    super('the client does not read');
  }
}

/**
 * Writes events until there are no more or the signal. Waits for its reader, so that no more than the events that were
 * given at once are held for it; throws a {@link StalledReader} where it waits in vain.
 */
export async function writeEvents(
  raw: ServerResponse,
  source: AsyncIterable<FeedItem>,
  signal: AbortSignal,
  { heartbeatMs, stalledMs }: Patience = PATIENCE,
): Promise<void> {
  let spokeAt = performance.now();
  const heartbeat = setInterval(() => {
    // While something waits to be read there is no silence to fill.
    if (performance.now() - spokeAt < heartbeatMs || raw.writableNeedDrain) return;
    spokeAt = performance.now();
    raw.write(': still here\n\n');
  }, heartbeatMs / 3);
  try {
    raw.write(`retry: ${COME_BACK_MS}\n\n`);
    for await (const item of source) {
      if (typeof item === 'string') {
        // An id without data: clients keep it for when they come back, and receive nothing.
        if (!raw.write(`id: ${item}\n\n`)) await drained(raw, signal, stalledMs);
        spokeAt = performance.now();
        continue;
      }
      for (const event of item) {
        if (signal.aborted) return;
        if (!raw.write(frameOf(event))) await drained(raw, signal, stalledMs);
        spokeAt = performance.now();
        const lag = Math.max(0, (Date.now() - Date.parse(event.timestamp)) / 1000);
        eventLagSeconds.observe({ to: 'stream' }, lag);
      }
    }
  } finally {
    clearInterval(heartbeat);
  }
}

/** Readers of the same tree are given the same events: each is put into words once. */
const frames = new WeakMap<Event, string>();

function frameOf(event: Event): string {
  let frame = frames.get(event);
  if (frame === undefined) {
    frame = `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    frames.set(event, frame);
  }
  return frame;
}

/** Waits until the client has read. It is no longer waited for when the stream is over: what it has not read is lost. */
async function drained(raw: ServerResponse, signal: AbortSignal, stalledMs: number): Promise<void> {
  const waiting = new AbortController();
  const giveUp = (): void => waiting.abort();
  const timer = setTimeout(giveUp, stalledMs);
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    const options = { signal: waiting.signal };
    await Promise.race([once(raw, 'drain', options), once(raw, 'close', options)]);
  } catch (error) {
    throw waiting.signal.aborted ? new StalledReader() : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    // Takes away the listener of what did not happen.
    giveUp();
  }
}
