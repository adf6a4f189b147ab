import type { Ending, ModelAttempt } from './attempt.js';

/** Whoever reads what a vendor sends, to learn what it has used. */
export interface StreamReader<Part> {
  /** Looks at a part; false keeps it from the caller, who has not asked for it. */
  read(part: Part): boolean;
  /** What was used, by all that was seen so far: where that is not certain, what has to be taken for it. */
  ending(): Ending;
}

interface Following<Part> {
  readonly attempt: ModelAttempt;
  readonly reader: StreamReader<Part>;
  readonly onLeave: 'stop' | 'finish' | undefined;
  /** Ends the call, where its reader leaves. */
  readonly stop?: (() => void) | undefined;
}

/**
 * The same stream, followed to its end, and paid for before whoever reads it sees that end. It is read as fast as it comes,
 * whether somebody takes it or not: what nobody reads is paid for, too, and held no longer than the call takes.
 */
export function followStream<Part>(
  source: AsyncIterable<Part>,
  { attempt, reader, onLeave = 'stop', stop }: Following<Part>,
): ReadableStream<Part> {
  const parts = source[Symbol.asyncIterator]();
  let hasLeft = false;
  const leave = async (): Promise<void> => {
    if (hasLeft) return;
    hasLeft = true;
    if (onLeave === 'finish') return;
    stop?.();
    await attempt.settle(reader.ending());
    // A source that never answers keeps nobody waiting.
    parts.return?.().then(undefined, () => undefined);
  };
  const follow = async (controller: ReadableStreamDefaultController<Part>): Promise<void> => {
    try {
      for (let next = await parts.next(); next.done !== true; next = await parts.next())
        if (reader.read(next.value) && !hasLeft) controller.enqueue(next.value);
      await attempt.settle(reader.ending());
      if (!hasLeft) controller.close();
    } catch (error) {
      await attempt.fail(error, reader.ending());
      if (!hasLeft) controller.error(error);
    }
  };
  return new ReadableStream<Part>(
    {
      start(controller) {
        const abort = (): void => void leave().then(() => controller.error(attempt.signal.reason));
        if (attempt.signal.aborted) abort();
        else attempt.signal.addEventListener('abort', abort, { once: true });
        void follow(controller);
      },
      cancel: leave,
    },
    { highWaterMark: Infinity },
  );
}
