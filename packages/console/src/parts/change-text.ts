import type { Money } from '@purser/sdk';

/** How one amount stands against another, in whole hundredths: `+12 %`. Null where there is nothing to compare with. */
export function changeText(now: Money, before: Money): string | null {
  if (!before.isMoreThan(0)) return null;
  const [a, b] = [Number(now.toString()), Number(before.toString())];
  const percent = Math.round(((a - b) / b) * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} %`;
}
