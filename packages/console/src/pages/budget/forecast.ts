import { Money, type MoneyLike } from '@purser/sdk';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/** Over how long the rate is taken: each day of the week is in it once, and a change of habit shows within days. */
const RATE_MS = 7 * DAY_MS;

/** A budget that is younger says nothing of how it will go on: its first hours are no day. */
const SHORTEST_MS = DAY_MS;

/** A day that lies further ahead is not named: nothing goes on as it is for so long. */
const HORIZON_MS = 3_650 * DAY_MS;

/**
 * From when on spend is asked for to find the rate: the quarter of an hour that was seven days ago (spend is kept by quarters),
 * or in which the budget was opened, where that is later.
 */
export function rateFrom(now: Date, createdAt: string): string {
  const from = Math.max(now.getTime() - RATE_MS, Date.parse(createdAt));
  return new Date(Math.floor(from / QUARTER_MS) * QUARTER_MS).toISOString();
}

/** What is read of an answer of GET /v1/spend. */
export interface SpentSpan {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly total: { readonly spent: string };
}

export interface ForecastQuestion {
  /** The month under way, as `GET /v1/spend` answers without `from` and `to`. */
  readonly month: SpentSpan;
  /** From `rateFrom` on. */
  readonly lately: SpentSpan;
  /** What can still be spent, from `leftToSpend`. */
  readonly left: MoneyLike;
  /** Decimals of the tree's smallest unit. */
  readonly scale: number;
}

/** When an amount is spent at a rate: at a time; never, or too far ahead to be named; or it is spent already. */
export type SpentWhen = { readonly at: Date } | 'never' | 'later' | 'now';

export interface Forecast {
  /** What is spent on a day at the rate of the last seven. */
  readonly aDay: Money;
  /** What the month will come to. */
  readonly month: Money;
  readonly runsOut: SpentWhen;
}

/**
 * What a budget and all below it may still spend: up to the ceiling, less what was spent. What is held counts as left, since it
 * is not spent yet, and the rate below is of what is spent alone. Of a root, and of a child with a fixed allowance, the ceiling is
 * what it has; an elastic child has less in hand, and draws the rest while those above have it.
 */
export const leftToSpend = ({
  ceiling,
  subtree,
}: {
  readonly ceiling: string;
  readonly subtree: { readonly spent: string };
}): Money => Money.of(ceiling).subtract(subtree.spent);

/**
 * If it goes on as in the last seven days. Null where that says nothing: the budget is younger than a day.
 *
 * The rate is one fraction, `spent / span`, of the amount and the milliseconds from `lately.from` until `asOf`, the moment that
 * the sums stand for. It is never rounded: what is asked of it is multiplied first and divided last. So a month is
 * `spent so far + spent * left of the month / span`, one division rounded to the nearest smallest unit, and money lasts for
 * `left * span / spent` milliseconds, rounded down, since too early does less harm than too late. The month so far is not
 * estimated: it is what was spent. Where more came back than was spent, the rate is zero: nobody plans on refunds.
 */
export function forecastOf({ month, lately, left, scale }: ForecastQuestion): Forecast | null {
  const span = Date.parse(lately.asOf) - Date.parse(lately.from);
  if (span < SHORTEST_MS) return null;
  const spent = Money.of(lately.total.spent).isNegative ? Money.zero : Money.of(lately.total.spent);
  const over = (milliseconds: number): Money => spent.multiply(milliseconds).divide(span, scale, 'half-even');
  const rest = Math.max(0, Date.parse(month.to) - Date.parse(month.asOf));
  return {
    aDay: over(DAY_MS),
    month: Money.of(month.total.spent).add(over(rest)),
    runsOut: spentWhen(Money.of(left), { spent, span }, Date.parse(lately.asOf)),
  };
}

function spentWhen(left: Money, { spent, span }: { spent: Money; span: number }, now: number): SpentWhen {
  if (!left.isMoreThan(0)) return 'now';
  if (spent.isZero) return 'never';
  const lasts = left.multiply(span).divide(spent, 0, 'down');
  if (lasts.isMoreThan(HORIZON_MS)) return 'later';
  return { at: new Date(now + Number(lasts.toString())) };
}

/**
 * As exact as an estimate is worth: cents, where there is anything before the point; all digits of what is smaller.
 */
export const aboutThat = (amount: Money, scale: number): Money =>
  amount.round(amount.isLessThan(1) ? scale : Math.min(2, scale), 'half-even');
