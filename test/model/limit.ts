import type { Past } from '../../src/core/baselines.js';
import type { EnvelopeInput } from '../../src/core/commands/inputs.js';
import { parseAmount } from '../../src/core/money.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { type Limit, type Model } from './model.js';
import { largestThat } from './search.js';
import { max, min } from './units.js';

const DAYS = { transaction: 1, minute: 1, hour: 1, day: 3, week: 15, month: 63, lifetime: Infinity };

/** What a limit is, or why it cannot be one: of a relative one the largest that is not above so many averages. */
export function limitOf(one: Omit<EnvelopeInput, 'id'>, scale: number): bigint | RejectionCode {
  const read = (text: string) => parseAmount(text, one.metric === 'amount' ? scale : 0);
  if ((one.limit === null) === (one.relative === null)) return 'invalid_envelope';
  if (one.relative === null) return read(one.limit!) ?? 'invalid_amount';
  const { atLeast, atMost, times, windowDays } = one.relative;
  const least = read(atLeast);
  const most = atMost === null ? 10n ** 18n : read(atMost);
  if (least === null || most === null) return 'invalid_amount';
  if (one.per !== null || windowDays < DAYS[one.window] || most < least) return 'invalid_envelope';
  const { total, windows } = one.past ?? { total: 0n, windows: 0 };
  const isTooMuch = (limit: bigint) => limit * BigInt(windows) * 100n > total * BigInt(times * 100);
  const follows = windows === 0 ? 0n : largestThat((limit) => !isTooMuch(limit))!;
  return min(most, max(least, follows));
}

/** Why one of the limits cannot be had, or all of them. */
export function limitsOf(
  model: Model,
  inputs: EnvelopeInput[],
  budgetId: string,
  scale: number,
  fromAbove: boolean,
): Limit[] | RejectionCode {
  const limits: Limit[] = [];
  for (const one of inputs) {
    const limit = limitOf(one, scale);
    if (typeof limit === 'string') return limit;
    if (!isFit(one)) return 'invalid_envelope';
    const times = { madeAt: model.place, deletedAt: Infinity, seenTo: seenTo(one.past) };
    const made = { ...one, ...times, budgetId, limit, fromAbove };
    limits.push({ ...made, knownVendors: [...one.knownVendors, ...paidBy(model, made)] });
  }
  return limits;
}

/** The vendors that a limit for new ones knows since they were paid before it was made. */
function paidBy(model: Model, limit: Limit): string[] {
  if (!limit.match.newVendors) return [];
  return [...model.calls.values()].flatMap((call) =>
    call.vendor !== null && call.committed > 0n && model.concerns(limit, call.budgetId, call)
      ? [call.vendor]
      : [],
  );
}

/** Whether the parts of an envelope go together. */
export function isFit(one: Omit<EnvelopeInput, 'id' | 'limit'>): boolean {
  const { metric, window, per, onExceed, relative, match } = one;
  if (metric !== 'amount' && window === 'transaction') return false;
  if (match.newVendors && !isSingle(one)) return false;
  if (metric !== 'denials') return per !== 'request';
  return relative === null && ['pause', 'notify'].includes(onExceed);
}

/** Whether new vendors can be matched. */
const isSingle = ({ metric, window, per, relative }: Omit<EnvelopeInput, 'id' | 'limit'>): boolean =>
  window === 'transaction' && metric === 'amount' && per === null && relative === null;

/** Up to when a past was looked at; one in which nothing was used is none. */
export const seenTo = (past: Past | null): number => (past && past.windows > 0 ? past.to : -Infinity);
