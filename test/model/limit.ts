import type { Past } from '../../src/core/baselines.js';
import type { EnvelopeInput } from '../../src/core/commands.js';
import { parseAmount } from '../../src/core/money.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { max, min } from './model.js';
import { largestThat } from './search.js';

const DAYS = { transaction: 1, minute: 1, hour: 1, day: 3, week: 15, month: 63, lifetime: Infinity };

/** What a limit is, or why it cannot be one: of a relative one the largest that is not above so many averages. */
export function limitOf(one: Omit<EnvelopeInput, 'id'>, scale: number): bigint | RejectionCode {
  const read = (text: string) => parseAmount(text, one.metric === 'count' ? 0 : scale);
  if ((one.limit === null) === (one.relative === null)) return 'invalid_relative';
  if (one.relative === null) return read(one.limit!) ?? 'invalid_amount';
  const { atLeast, atMost, times, windowDays } = one.relative;
  const least = read(atLeast);
  const most = atMost === null ? 10n ** 18n : read(atMost);
  if (least === null || most === null) return 'invalid_amount';
  if (one.per !== null || windowDays < DAYS[one.window] || most < least) return 'invalid_relative';
  const { total, windows } = one.past ?? { total: 0n, windows: 0 };
  const isTooMuch = (limit: bigint) => limit * BigInt(windows) * 100n > total * BigInt(times * 100);
  const follows = windows === 0 ? 0n : largestThat((limit) => !isTooMuch(limit))!;
  return min(most, max(least, follows));
}

/** Up to when a past was looked at; one in which nothing was used is none. */
export const seenTo = (past: Past | null): number => (past && past.windows > 0 ? past.to : -Infinity);
