/** What is made in one turn of the event loop: one or two milliseconds of work. */
export const AT_ONCE = 50;

/** Lets other work of the process go on. */
export const letOthersWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Maps a list that may be long, and lets other work of the process go on meanwhile. */
export async function mapInSlices<T, R>(
  items: readonly T[],
  map: (item: T, index: number) => R,
): Promise<R[]> {
  const mapped: R[] = [];
  for (const [i, item] of items.entries()) {
    if (i > 0 && i % AT_ONCE === 0) await letOthersWork();
    mapped.push(map(item, i));
  }
  return mapped;
}
