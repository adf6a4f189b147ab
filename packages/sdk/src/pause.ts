const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** How long to wait before the next attempt, in milliseconds: twice as long each time, and never the same for all. */
export const backoff = (attempt: number): number =>
  Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS) * (0.5 + Math.random() / 2);

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
