const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/**
 * How long to wait before the next attempt (from 0 up), in milliseconds: twice as long each time, less up to a half by chance.
 * What was lost together does not come back together.
 */
export const backoff = (attempt: number, firstMs = FIRST_MS, longestMs = LONGEST_MS): number =>
  Math.min(firstMs * 2 ** attempt, longestMs) * (1 - Math.random() / 2);

/** Waits; throws the reason of the signal as soon as that is aborted. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end, { once: true });
  });
  signal?.throwIfAborted();
}
