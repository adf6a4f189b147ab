import { canonicalText } from '../../core/canonical.js';
import type { EntryContent, ReservationView } from '../../core/entries.js';
import type { UnitCharge, Tariff } from '../../core/prices/price.js';
import type { PriceSource, RatingView } from '../../core/prices/rating.js';
import { unitsOf } from '../chain.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Prices } from './prices.js';
import type { TierCounters } from './tier-counters.js';

type Usage = Record<string, number>;

/** The price of a reservation and what was reported of it, as the journal records them. */
export interface ReplayedRating {
  source: PriceSource;
  tariff: Tariff;
  /** Of its usage, by charge with tiers over a window: what each part of it cost, in the units of 'unitOf'. */
  graduated: bigint;
  charged: bigint;
}

/**
 * Rates the usage that entries report once more: in whole parts of 10^-36 times all that prices divide by, and by going
 * through each charge by itself. It shares no arithmetic with core/prices.
 */
export class Ratings {
  private readonly rated = new Map<string, ReplayedRating>();
  private readonly usage = new Map<string, Usage>();
  /** By their text: many reservations have the same. */
  private readonly tariffs = new Map<string, Tariff>();

  constructor(
    private readonly scale: number,
    private readonly prices: Prices,
    private readonly tiers: TierCounters,
  ) {}

  /** What the row of a reservation is to say of its price; null for one without. */
  ratingOf(id: string): string | null {
    const rating = this.rated.get(id);
    if (!rating) return null;
    const { source, tariff, graduated } = rating;
    const text = graduated === 0n ? undefined : fractionText(graduated, unitOf(tariff));
    return canonicalText({ graduated: text, source, tariff });
  }

  usageOf(id: string): string | null {
    const usage = this.usage.get(id);
    return usage ? canonicalText(usage) : null;
  }

  /** What the commits of a reservation have reported. */
  used(id: string): Readonly<Usage> | undefined {
    return this.usage.get(id);
  }

  /** Takes an accepted entry of a reservation, which was paid `paid` by it, and of whose cost `claimed` was claimed. */
  add(
    place: DifferencePlace,
    content: EntryContent,
    view: ReservationView,
    paid: bigint,
    claimed: bigint,
  ): void {
    const { kind, rating } = content;
    // What comes back with a refund is for evidence.ts.
    const usage = kind === 'refund' ? undefined : content.usage;
    if (kind === 'reserve') return this.begin(place, content, view);
    if (kind === 'charge') this.beginCharge(place, content, view);
    const before = this.usage.get(view.id);
    expectSame(place, 'reservation.usage', textOf(usage ?? before), textOf(view.usage));
    expectSame(place, 'usageBefore', textOf(usage && before), textOf(content.usageBefore));
    if (usage === undefined) {
      expectSame(place, 'tiers without usage', undefined, rating && 'some');
      const known = this.rated.get(view.id);
      expectSame(place, 'usage of what is paid by usage', true, !known || kind !== 'commit');
      return;
    }
    expectSame(place, 'kind of an entry with usage', kind === 'charge' ? 'charge' : 'commit', kind);
    for (const [unit, quantity] of Object.entries(before ?? {}))
      expectSame(place, `usage of ${unit} that never shrinks`, true, (usage[unit] ?? -1) >= quantity);
    this.usage.set(view.id, usage);
    const known = this.rated.get(view.id);
    expectSame(
      place,
      'price of a rated commit',
      rating !== undefined,
      known !== undefined && rating !== undefined,
    );
    if (known) this.commit(place, content, known, before ?? {}, usage, paid + claimed);
  }

  private begin(place: DifferencePlace, { at, rating, usage }: EntryContent, view: ReservationView): void {
    expectSame(place, 'reservation.price', textOf(rating?.source), textOf(view.price));
    expectSame(place, 'reservation.usage', undefined, textOf(view.usage));
    if (!rating || !usage) return expectSame(place, 'usage and a price', textOf(rating), textOf(usage));
    const { tariff } = this.know(place, rating, view, at);
    const stands = new Map((rating.tiers ?? []).map(({ unit, seen }) => [unit, seen]));
    const parts = partsOf(place, tariff, usage);
    const cost = costOf(tariff, usage, parts) + graduatedCost(tariff, parts, stands);
    expectSame(
      place,
      'amount by the price',
      charge(tariff, cost, this.scale),
      unitsOf(place, 'amount', view.amount, this.scale),
    );
  }

  /** A charge is rated by the price of when it happened, and all of its usage is of its own entry. */
  private beginCharge(
    place: DifferencePlace,
    { at, rating, usage }: EntryContent,
    view: ReservationView,
  ): void {
    expectSame(place, 'reservation.price', textOf(rating?.source), textOf(view.price));
    if (!rating) return;
    expectSame(place, 'usage of what is paid by usage', true, usage !== undefined);
    this.know(place, rating, view, view.occurredAt ?? at);
  }

  /** Takes note of the price that a reservation is made under. */
  private know(
    place: DifferencePlace,
    { source, tariff }: RatingView,
    { id, vendor, item }: ReservationView,
    at: string,
  ): ReplayedRating {
    if (!source || !tariff || vendor === null || item === undefined)
      throw different(place, 'rating of the reservation', 'source, tariff, vendor and item', 'less');
    const text = canonicalText(tariff);
    const shared = this.tariffs.get(text) ?? tariff;
    this.tariffs.set(text, shared);
    const rated = { source, tariff: shared, graduated: 0n, charged: 0n };
    this.rated.set(id, rated);
    if ('priceId' in source) this.prices.use(place, source.priceId, at, { tariff, vendor, item });
    return rated;
  }

  private commit(
    place: DifferencePlace,
    { rating, requested }: EntryContent,
    known: ReplayedRating,
    before: Usage,
    usage: Usage,
    found: bigint,
  ): void {
    const { tariff } = known;
    const [earlier, parts] = [partsOf(place, tariff, before), partsOf(place, tariff, usage)];
    const since = new Map([...parts].map(([unit, quantity]) => [unit, quantity - (earlier.get(unit) ?? 0n)]));
    const stands = new Map<string, string>();
    for (const { counterId, seen, unit, used } of rating?.tiers ?? []) {
      stands.set(unit, seen);
      // Entries from before it was recorded do not say it.
      if (used !== undefined)
        expectSame(place, `${unit} counted in tiers`, since.get(unit) ?? 0n, decimals(used, 6));
      this.tiers.see({ ...place, counterId }, known.source, unit, since.get(unit) ?? 0n);
    }
    known.graduated += graduatedCost(tariff, since, stands);
    const charged = charge(tariff, costOf(tariff, usage, parts) + known.graduated, this.scale);
    const due = charged > known.charged ? charged - known.charged : 0n;
    known.charged = charged;
    // Of what finds no place in a claim any more, the entry says how much it was.
    if (!requested) expectSame(place, 'cost by the price', due, found);
  }
}

const textOf = (value: object | undefined): string | undefined => value && canonicalText(value);

/** What amounts and quantities are counted in: 10^-12 of the currency, times 10^-6 of a unit, times all that is divided by. */
const unitOf = ({ charges }: Tariff): bigint =>
  charges.reduce((all, { per }) => all * BigInt(per), 10n ** 18n);

const decimals = (text: string, places: number): bigint => {
  const [whole = '0', rest = ''] = text.split('.');
  return BigInt(whole + rest.slice(0, places).padEnd(places, '0'));
};

const millionths = (quantity: number): bigint => decimals(String(quantity), 6);

/** What of each unit is left for it when its parts are taken off: of the whole once, of a part of a part once more. */
function partsOf(place: DifferencePlace, { charges }: Tariff, usage: Usage): Map<string, bigint> {
  const left = new Map(charges.map(({ unit }) => [unit, millionths(usage[unit] ?? 0)]));
  const depth = ({ within = [] }: UnitCharge): number => within.length;
  for (const charge of [...charges].sort((a, b) => depth(b) - depth(a)))
    for (const outer of charge.within ?? []) left.set(outer, left.get(outer)! - left.get(charge.unit)!);
  for (const [unit, quantity] of left)
    if (quantity < 0n) throw different(place, `usage of ${unit} less its parts`, 'at least 0', quantity);
  return left;
}

/** All but the tiers over windows. */
function costOf(tariff: Tariff, usage: Usage, parts: ReadonlyMap<string, bigint>): bigint {
  let cost = 0n;
  for (const charge of tariff.charges) {
    if (charge.over !== undefined) continue;
    let { amount } = charge;
    for (const tier of charge.tiers ?? []) if ((usage[charge.by!] ?? 0) > tier.above) amount = tier.amount;
    cost += pieceOf(tariff, charge, amount, parts.get(charge.unit)!);
  }
  return cost;
}

function graduatedCost(
  tariff: Tariff,
  parts: ReadonlyMap<string, bigint>,
  stands: ReadonlyMap<string, string>,
): bigint {
  let cost = 0n;
  for (const charge of tariff.charges) {
    if (charge.over === undefined) continue;
    // From the top: what lies above a tier costs that, and the rest is looked at by the next lower one.
    const from = decimals(stands.get(charge.unit) ?? '0', 6);
    let until = from + parts.get(charge.unit)!;
    for (const { above, amount } of [...(charge.tiers ?? [])].reverse()) {
      const edge = BigInt(above) * 1_000_000n;
      const start = edge > from ? edge : from;
      if (until <= start) continue;
      cost += pieceOf(tariff, charge, amount, until - start);
      until = start;
    }
    if (until > from) cost += pieceOf(tariff, charge, charge.amount, until - from);
  }
  return cost;
}

const pieceOf = (tariff: Tariff, { per }: UnitCharge, amount: string, quantity: bigint): bigint =>
  decimals(amount, 12) * quantity * (unitOf(tariff) / 10n ** 18n / BigInt(per));

/** Within its bounds, rounded up to the units of the tree. */
function charge(tariff: Tariff, cost: bigint, scale: number): bigint {
  const unit = unitOf(tariff);
  let bounded = cost;
  const bound = (text: string): bigint => decimals(text, 12) * (unit / 10n ** 12n);
  if (tariff.minimum !== undefined && bounded < bound(tariff.minimum)) bounded = bound(tariff.minimum);
  if (tariff.maximum !== undefined && bounded > bound(tariff.maximum)) bounded = bound(tariff.maximum);
  const scaled = bounded * 10n ** BigInt(scale);
  return scaled % unit === 0n ? scaled / unit : scaled / unit + 1n;
}

/** As rows have it: in lowest terms. */
function fractionText(n: bigint, d: bigint): string {
  let [a, b] = [n, d];
  while (b > 0n) [a, b] = [b, a % b];
  return `${n / a}/${d / a}`;
}
