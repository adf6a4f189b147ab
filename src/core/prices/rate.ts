import { fractionOf, isBelow, plus, times, unitsAbove, ZERO, type Fraction } from './fraction.js';
import type { UnitCharge, Tariff } from './price.js';
import { isPartOf } from './units.js';
import { CALL, quantityOf, type Quantities } from './usage.js';

/** What one charge comes to. */
export type RatedLine = {
  /** Decimal text, rounded up to twelve decimals: for people, as the sum is rounded on its own. */
  cost: string;
  quantity: number;
  unit: string;
};

/** What a whole call comes to so far. */
export interface Rated {
  /** Before `minimum` and `maximum`, and before rounding. */
  cost: Fraction;
  /** The part of the cost that came from tiers over a window: it depends on when it was used. */
  graduated: Fraction;
  lines: RatedLine[];
  /** What the counters of tiers over windows have to add: quantities by unit, in millionths. */
  seen: ReadonlyMap<string, bigint>;
}

/** Why usage cannot be rated: a unit without a charge, or one that contains less than its parts. */
export interface Unratable {
  unit: string;
  detail: string;
}

export const isUnratable = (result: Rated | Unratable): result is Unratable => 'detail' in result;

/** What was rated of a call before. */
export interface Before {
  usage: Quantities;
  graduated: Fraction;
}

export const NOTHING_BEFORE: Before = { usage: new Map(), graduated: ZERO };

const MILLIONTH: Fraction = { n: 1n, d: 1_000_000n };

/**
 * What a call comes to that has used `usage` all in all. Tiers over a window are charged for what it has used since it
 * was rated `before`, from where the window stands now; all else is charged for the whole of it.
 */
export function rate(
  tariff: Tariff,
  usage: Quantities,
  stands: ReadonlyMap<string, bigint>,
  before: Before = NOTHING_BEFORE,
): Rated | Unratable {
  const unknown = unknownUnit(tariff, usage);
  if (unknown !== null) return { unit: unknown, detail: `The price has no charge for ${unknown}.` };
  const whole = partsOf(tariff, usage);
  if (!(whole instanceof Map)) return whole;
  const earlier = partsOf(tariff, before.usage);
  let cost = before.graduated;
  let graduated = before.graduated;
  const lines: RatedLine[] = [];
  const seen = new Map<string, bigint>();
  for (const charge of tariff.charges) {
    const quantity = whole.get(charge.unit)!;
    let part: Fraction;
    if (charge.over === undefined) {
      part = chargeFor(amountBy(charge, usage), charge, quantity);
      cost = plus(cost, part);
    } else {
      const since = quantity - (earlier instanceof Map ? earlier.get(charge.unit)! : 0n);
      part = since > 0n ? graduatedCharge(charge, stands.get(charge.unit) ?? 0n, since) : ZERO;
      if (since > 0n) seen.set(charge.unit, since);
      cost = plus(cost, part);
      graduated = plus(graduated, part);
    }
    if (quantity > 0n)
      lines.push({ cost: decimalAbove(part), quantity: quantityOf(quantity), unit: charge.unit });
  }
  return { cost, graduated, lines, seen };
}

/** What one call is charged, in units of the tree: within its minimum and maximum, rounded up. */
export function chargedUnits(tariff: Tariff, cost: Fraction, scale: number): bigint {
  let charged = cost;
  if (tariff.minimum !== undefined) charged = largest(charged, fractionOf(tariff.minimum));
  if (tariff.maximum !== undefined) charged = smallest(charged, fractionOf(tariff.maximum));
  return unitsAbove(charged, scale);
}

/** The unit of which callers ask for less when they cannot have all: what a model may answer, or the only one there is. */
export function reducible(usage: Quantities): string | null {
  if (usage.has('output_tokens')) return 'output_tokens';
  return usage.size === 1 ? [...usage.keys()][0]! : null;
}

/** The most of a unit, in whole numbers and no more than is asked for, with which a call is charged at most so many units of the tree. */
export function largestFitting(
  tariff: Tariff,
  usage: Quantities,
  unit: string,
  stands: ReadonlyMap<string, bigint>,
  { most, scale }: { most: bigint; scale: number },
): Quantities | null {
  const withQuantity = (whole: bigint): Quantities => new Map([...usage, [unit, whole * MILLION]]);
  const fits = (whole: bigint): boolean => {
    const rated = rate(tariff, withQuantity(whole), stands);
    return !isUnratable(rated) && chargedUnits(tariff, rated.cost, scale) <= most;
  };
  let [fitting, above] = [-1n, (usage.get(unit) ?? 0n) / MILLION + 1n];
  while (above - fitting > 1n) {
    const middle = (fitting + above) / 2n;
    if (middle >= 0n && fits(middle)) fitting = middle;
    else above = middle;
  }
  return fitting > 0n ? withQuantity(fitting) : null;
}

const MILLION = 1_000_000n;

/** Usage of a call that is one, unless it says otherwise. */
export const ofOneCall = (tariff: Tariff, usage: Quantities): Quantities =>
  usage.has(CALL) || !tariff.charges.some(({ unit }) => unit === CALL)
    ? usage
    : new Map([...usage, [CALL, 1_000_000n]]);

const largest = (a: Fraction, b: Fraction): Fraction => (isBelow(a, b) ? b : a);
const smallest = (a: Fraction, b: Fraction): Fraction => (isBelow(a, b) ? a : b);

/** A unit that is neither charged nor, as far as is known, a part of one that is. */
function unknownUnit({ charges }: Tariff, usage: Quantities): string | null {
  for (const unit of usage.keys())
    if (!charges.some((charge) => charge.unit === unit || isPartOf(unit, charge.unit))) return unit;
  return null;
}

/** What of each unit is charged as that unit, and not as one of its parts. */
function partsOf({ charges }: Tariff, usage: Quantities): Map<string, bigint> | Unratable {
  const own = new Map<string, bigint>();
  // The innermost first: what is left of a unit is what none of its parts has taken.
  const inward = [...charges].sort((a, b) => (b.within?.length ?? 0) - (a.within?.length ?? 0));
  for (const { unit } of inward) {
    let left = usage.get(unit) ?? 0n;
    for (const part of charges) if (part.within?.includes(unit)) left -= own.get(part.unit) ?? 0n;
    if (left < 0n) return { unit, detail: `${unit} is less than what was reported of its parts.` };
    own.set(unit, left);
  }
  return own;
}

/** The amount of a charge, of the tier that the call as a whole has come to. */
function amountBy({ amount, tiers = [], by }: UnitCharge, usage: Quantities): string {
  const quantity = by === undefined ? 0n : (usage.get(by) ?? 0n);
  return tiers.findLast(({ above }) => quantity > millionths(above))?.amount ?? amount;
}

/** Each part of a quantity at the amount of its own tier, from where the window stands. */
function graduatedCharge(charge: UnitCharge, stand: bigint, quantity: bigint): Fraction {
  const { amount, tiers = [] } = charge;
  const end = stand + quantity;
  let cost = ZERO;
  const steps = [{ above: 0n, amount }, ...tiers.map((tier) => ({ ...tier, above: millionths(tier.above) }))];
  for (const [i, step] of steps.entries()) {
    const top = steps[i + 1]?.above ?? end;
    const from = stand > step.above ? stand : step.above;
    const until = end < top ? end : top;
    if (until > from) cost = plus(cost, chargeFor(step.amount, charge, until - from));
  }
  return cost;
}

const chargeFor = (amount: string, { per }: UnitCharge, quantity: bigint): Fraction =>
  times(times(fractionOf(amount), { n: quantity, d: 1n }), times(MILLIONTH, { n: 1n, d: BigInt(per) }));

const millionths = (above: number): bigint => BigInt(above) * 1_000_000n;

/** Decimal text that is not below a fraction, to twelve decimals. */
function decimalAbove(fraction: Fraction): string {
  const digits = unitsAbove(fraction, 12).toString().padStart(13, '0');
  const text = `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, '');
  return text === '' ? '0' : text;
}
