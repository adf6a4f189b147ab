import type { Request } from './calls.js';
import { isRefusal } from './errors.js';
import { MessageReader, type Message } from './event-source.js';
import { backoff, pause } from './pause.js';
import type { Event } from './types.js';

export interface FollowOptions {
  /** Only this budget and everything under it; all that the key may see where it is left out. */
  budgetId?: string;
  /**
   * Where to begin: right behind an event or place that an earlier stream had as its `place`, or `start`, with the first
   * event that there ever was. Left out: now.
   */
  after?: string;
  /** Types or groups of types, such as `reservation.*`; all where they are left out. */
  types?: readonly string[];
  /** Ends the stream. */
  signal?: AbortSignal;
  /** Called when a connection was lost: why, and how long is waited before the next. */
  onLost?: (error: unknown, waitMs: number) => void;
}

/** Who opens the stream: one attempt, which throws what the service refuses as a `PurserError`. */
export interface Opener {
  open(request: Request): Promise<Response>;
}

/** How patient a stream is, in milliseconds. */
export interface Patience {
  /** The service says something every 15 seconds: after so long without a word the connection is taken for lost. */
  silenceMs: number;
  /** How long it is tried to begin at all; a stream that has begun is resumed for as long as it takes. */
  beginMs: number;
  /** The first pause after a lost connection; each one more is twice as long, up to the longest. */
  pauseMs: number;
  longestPauseMs: number;
}

export const PATIENCE: Patience = {
  silenceMs: 45_000,
  beginMs: 30_000,
  pauseMs: 1_000,
  longestPauseMs: 30_000,
};

/** The service said nothing for so long that it cannot be there. */
class Silence extends Error {
  constructor(ms: number) {
    super(`the stream said nothing for ${ms} ms`);
  }
}

/** The service ended the stream: it stops, or the key may have ended. The next connection shows which. */
class StreamEnded extends Error {
  constructor() {
    super('the service ended the stream');
  }
}

/**
 * What is decided, event by event, each once and in the order in which it was committed. A lost connection is resumed behind
 * the last event that was handed out, for as long as it takes. It ends with `return()` (which leaving a loop calls) or the
 * signal; it throws what the service refuses, such as a key that was revoked (`unauthenticated`).
 */
export class EventStream implements AsyncIterableIterator<Event> {
  /**
   * Behind what has been handed out: keep it when you have worked on an event, and give it as `after` to go on there. Undefined
   * until the stream has begun.
   */
  place: string | undefined;
  private hasBegun = false;
  private readonly ending = new AbortController();
  private readonly events: AsyncGenerator<Event, undefined>;

  constructor(
    private readonly opener: Opener,
    private readonly options: FollowOptions,
    private readonly patience: Patience = PATIENCE,
  ) {
    this.place = options.after;
    this.events = this.run();
  }

  next(): Promise<IteratorResult<Event, undefined>> {
    return this.events.next();
  }

  /** Ends the stream, also while it waits for an event. */
  async return(): Promise<IteratorResult<Event, undefined>> {
    this.ending.abort();
    return await this.events.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async *run(): AsyncGenerator<Event, undefined> {
    const { signal: outer } = this.options;
    const end = (): void => this.ending.abort();
    outer?.addEventListener('abort', end, { once: true });
    if (outer?.aborted) end();
    try {
      yield* this.connections(this.ending.signal);
    } catch (error) {
      if (!this.ending.signal.aborted) throw error;
    } finally {
      outer?.removeEventListener('abort', end);
      end();
    }
    return undefined;
  }

  private async *connections(signal: AbortSignal): AsyncGenerator<Event, void> {
    const giveUpAt = performance.now() + this.patience.beginMs;
    let failures = 0;
    while (!signal.aborted) {
      try {
        for await (const event of this.connection(signal)) {
          failures = 0;
          yield event;
        }
      } catch (error) {
        if (signal.aborted || isRefusal(error)) throw error;
        failures += 1;
        const waitMs = backoff(failures - 1, this.patience.pauseMs, this.patience.longestPauseMs);
        if (!this.hasBegun && performance.now() + waitMs > giveUpAt) throw error;
        this.options.onLost?.(error, waitMs);
        await pause(waitMs, signal);
      }
    }
  }

  /** The events of one connection. Never just ends: it throws why it is over. */
  private async *connection(signal: AbortSignal): AsyncGenerator<Event, never> {
    const leaving = new AbortController();
    const leave = (): void => leaving.abort();
    signal.addEventListener('abort', leave, { once: true });
    try {
      const { budgetId, types } = this.options;
      const { place } = this;
      const query = { ...(budgetId && { budgetId }), ...(types && { types }), ...(place && { from: place }) };
      const response = await this.within(
        this.opener.open({ method: 'get', path: '/v1/events', query, signal: leaving.signal }),
      );
      this.hasBegun = true;
      const reader = new MessageReader();
      if (!response.body) throw new StreamEnded();
      const chunks = response.body.getReader();
      for (;;) {
        const chunk = await this.within(chunks.read());
        if (chunk.done) throw new StreamEnded();
        const bytes: Uint8Array = chunk.value;
        yield* this.taken(reader.read(bytes));
      }
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }

  private *taken(messages: Message[]): Generator<Event, void> {
    for (const { id, data } of messages) {
      this.place = id;
      if (data === undefined) continue;
      // What the service sends is an Event by its document.
      const event: Event = JSON.parse(data);
      yield event;
    }
  }

  private async within<T>(waited: Promise<T>): Promise<T> {
    const { silenceMs } = this.patience;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Silence(silenceMs)), silenceMs);
    });
    try {
      return await Promise.race([waited, silence]);
    } finally {
      clearTimeout(timer);
      // Whoever was not waited for fails when the connection is left.
      waited.catch(() => undefined);
    }
  }
}
