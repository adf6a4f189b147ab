const FIRST_MS = 1_000;
const LONGEST_MS = 3_600_000;

/**
 * How long to wait after the n-th failure in a row (from 1): twice as long each time, up to an hour, less up to a
 * half by chance, so that what failed together does not come back together.
 */
export function pauseAfter(failures: number, random: () => number = Math.random): number {
  const longest = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 30), LONGEST_MS);
  return longest * (1 - random() / 2);
}
