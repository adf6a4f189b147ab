/** The largest amount up to 10^18 that passes a test which small amounts pass sooner than large ones; null if none. */
export function largestThat(passes: (amount: bigint) => boolean): bigint | null {
  if (!passes(0n)) return null;
  let low = 0n;
  let high = 1n;
  while (high <= 10n ** 18n && passes(high)) [low, high] = [high, high * 2n];
  if (high > 10n ** 18n) high = 10n ** 18n + 1n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (passes(middle)) low = middle;
    else high = middle;
  }
  return low;
}
