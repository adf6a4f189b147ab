import { CATALOGUE_CURRENCY, unknownPrice } from '../prices/catalogue.js';
import type { Budget, Tree } from '../budgets.js';
import type { RecordCharge } from '../commands/charging.js';
import type { Command } from '../commands/commands.js';
import type { DryRun, Reserve, Wanted } from '../commands/reserving.js';
import type { Commit } from '../commands/settling.js';
import { Draft } from '../draft.js';
import { formatAmount, larger } from '../money.js';
import { rejected, type Rejected } from '../outcomes.js';
import { fractionText, storedFraction, ZERO } from '../prices/fraction.js';
import { nearestInForce } from '../prices/price.js';
import {
  chargedUnits,
  isUnratable,
  largestFitting,
  ofOneCall,
  rate,
  reducible,
  type RatedLine,
  type Rated,
} from '../prices/rate.js';
import {
  ratingOfCatalogue,
  ratingOfPrice,
  tierCounters,
  type Rating,
  type TierStand,
} from '../prices/rating.js';
import {
  added,
  furthest,
  isQuantity,
  quantitiesOf,
  quantityOf,
  QUANTITY_SCALE,
  toUsage,
  type Quantities,
  type Usage,
} from '../prices/usage.js';
import { MAX_CHARGE_AGE_MS, MAX_CLOCK_LEAD_MS, type Reservation } from '../reservations.js';
import { priceKey, type State } from '../state.js';
import { amountOf, isRejection } from './common.js';

/** What is asked for, as money. */
export interface Wished {
  amount: bigint;
  /** Null where the caller named the amount. */
  rated: {
    rating: Rating;
    usage: Usage;
    lines: RatedLine[];
    tiers: TierStand[];
    stands: ReadonlyMap<string, bigint>;
  } | null;
}

/** Reads the amount that a reservation is to hold, or works it out from the usage that is expected and the price in force. */
export function wished(
  draft: Draft,
  tree: Tree,
  budget: Budget,
  command: Reserve | DryRun,
): Wished | Rejected {
  if (command.usage === null) {
    const amount = amountOf(command.amount ?? '', tree, 'amount');
    return isRejection(amount) ? amount : { amount, rated: null };
  }
  const rating = priceInForce(draft, tree, budget, command, draft.now);
  if (isRejection(rating)) return rating;
  const usage = ofOneCall(rating.tariff, quantitiesOf(command.usage));
  const { tiers, stands } = standsOf(draft, tree, rating);
  const rated = rate(rating.tariff, usage, stands);
  if (isUnratable(rated)) return unratable(rated);
  const amount = amountOf(chargedText(rating, rated, tree), tree, 'usage');
  if (isRejection(amount)) return amount;
  return { amount, rated: { rating, usage: toUsage(usage), lines: rated.lines, tiers, stands } };
}

/** The most usage of a call that would be charged at most so much, with less of one unit; null where that does not help. */
export function largestUsage(
  { rating, usage, stands }: NonNullable<Wished['rated']>,
  most: bigint,
  { scale }: Tree,
  reduce: string | null,
): Usage | null {
  const all = quantitiesOf(usage);
  const unit = reduce ?? reducible(all);
  if (unit === null || !all.has(unit)) return null;
  const found = largestFitting(rating.tariff, all, unit, stands, { most, scale });
  return found && toUsage(found);
}

/** The nearest price on the way to the root or else, in the currency of the catalogue, the one of that. */
export function priceInForce(
  draft: Draft,
  { currency }: Tree,
  budget: Budget,
  { vendor, item, catalogue }: Wanted,
  at: number,
): Rating | Rejected {
  if (vendor === null || item === null)
    return rejected(
      'price_unknown',
      'Usage is rated by the price of an item: name its vendor and the item.',
      {
        field: vendor === null ? 'vendor' : 'item',
      },
    );
  const priced = { vendor, item };
  const path = [budget.id, ...budget.path.toReversed()];
  const pricesOn = (id: string) => draft.state.pricesAt(priceKey(id, priced), at);
  const price = nearestInForce(path, pricesOn, at);
  if (price) return ratingOfPrice(price);
  if (catalogue !== null && currency === CATALOGUE_CURRENCY) return ratingOfCatalogue(catalogue);
  return rejected('price_unknown', unknownPrice(priced, currency), { field: 'item' });
}

/** What a commit pays, and how its reservation looks then, as far as that follows from what was reported. */
export interface Cost {
  amount: bigint;
  /** Of the reservation, whatever of it can be paid now; null where nothing was reported. */
  after: Pick<Reservation, 'usage'> | Pick<Reservation, 'usage' | 'rating'> | null;
  /** Null where nothing was rated. */
  rated: {
    /** Where the tiers over windows stood. */
    tiers: TierStand[];
    /** What those windows have seen with it. */
    seen: ReadonlyMap<string, bigint>;
  } | null;
}

/** What is reported of a call. */
type Report = Pick<Commit, 'amount' | 'total' | 'usage' | 'totalUsage'>;

/** Works out what a report pays: as it says, or as its reservation is rated. */
export function costOf(draft: Draft, tree: Tree, reservation: Reservation, command: Report): Cost | Rejected {
  const reported = reportedBy(reservation, command);
  if (isRejection(reported)) return reported;
  const { rating } = reservation;
  if (rating === null) return toldCost(tree, reservation, command, reported);
  if (command.amount !== null || command.total !== null)
    return rejected(
      'usage_required',
      'The reservation was made under a price: report its usage or totalUsage, and the cost follows.',
      { field: command.amount !== null ? 'amount' : 'total' },
    );
  if (reported === null) return rejected('usage_required', 'Report usage or totalUsage.', { field: 'usage' });
  const before = { usage: usedBefore(reservation), graduated: graduatedOf(rating) };
  const { tiers, stands } = standsOf(draft, tree, rating);
  const rated = rate(rating.tariff, reported, stands, before);
  if (isUnratable(rated)) return unratable(rated);
  const due = amountOf(chargedText(rating, rated, tree), tree, 'usage');
  if (isRejection(due)) return due;
  const graduated = fractionText(rated.graduated);
  return {
    amount: larger(0n, due - chargedBefore(tree, reservation, rating)),
    after: {
      usage: toUsage(reported),
      rating: rated.graduated.n === 0n ? rating : { ...rating, graduated },
    },
    rated: { tiers: tiers.map((stand) => countedAt(stand, rated.seen)), seen: rated.seen },
  };
}

/** Where a window stood, with what is counted in it now. */
function countedAt(stand: TierStand, seen: ReadonlyMap<string, bigint>): TierStand {
  const counted = seen.get(stand.unit);
  return counted === undefined ? stand : { ...stand, used: formatAmount(counted, QUANTITY_SCALE) };
}

function toldCost(
  tree: Tree,
  reservation: Reservation,
  { amount: text, total }: Report,
  reported: Quantities | null,
): Cost | Rejected {
  if (text === null && total === null)
    return rejected('amount_required', 'The reservation was made without a price: say amount or total.', {
      field: 'amount',
    });
  const said = text ?? total!;
  const amount = amountOf(said, tree, text === null ? 'total' : 'amount');
  if (isRejection(amount)) return amount;
  return {
    // What was said before is paid already: reports may come twice, and in any order.
    amount: text === null ? larger(0n, amount - reservation.committed) : amount,
    after: reported === null ? null : { usage: toUsage(reported) },
    rated: null,
  };
}

/** All that a reservation has used by what is reported now; null where nothing is reported. */
function reportedBy(reservation: Reservation, { usage, totalUsage }: Report): Quantities | null | Rejected {
  if (usage === null && totalUsage === null) return null;
  const before = usedBefore(reservation);
  const parts = quantitiesOf(usage ?? totalUsage!);
  const { rating } = reservation;
  // A call is one: it is counted with the first that is heard of it.
  const whole = rating !== null && before.size === 0 ? ofOneCall(rating.tariff, parts) : parts;
  const all = usage === null ? furthest(before, whole) : added(before, whole);
  for (const [unit, quantity] of all)
    if (!isQuantity(quantityOf(quantity)))
      return rejected('invalid_usage', `All in all, ${unit} is more than can be counted.`, {
        field: usage === null ? 'totalUsage' : 'usage',
      });
  return all;
}

const usedBefore = ({ usage }: Reservation): Quantities => quantitiesOf(usage ?? {});

const graduatedOf = ({ graduated }: Rating) => (graduated === undefined ? ZERO : storedFraction(graduated));

/** What a reservation was charged for what it has reported by now. */
function chargedBefore({ scale }: Tree, reservation: Reservation, rating: Rating): bigint {
  const usage = usedBefore(reservation);
  if (usage.size === 0) return 0n;
  const rated = rate(rating.tariff, usage, new Map(), { usage, graduated: graduatedOf(rating) });
  return isUnratable(rated) ? 0n : chargedUnits(rating.tariff, rated.cost, scale);
}

const chargedText = ({ tariff }: Rating, { cost }: Rated, { scale }: Tree): string =>
  formatAmount(chargedUnits(tariff, cost, scale), scale);

/** How much the windows of tiers have seen by now. */
function standsOf(draft: Draft, tree: Tree, rating: Rating) {
  const tiers: TierStand[] = [];
  const stands = new Map<string, bigint>();
  for (const [unit, fresh] of tierCounters(rating, tree, draft.now)) {
    const { used } = draft.counter(fresh.id) ?? fresh;
    stands.set(unit, used);
    tiers.push({ counterId: fresh.id, seen: formatAmount(used, QUANTITY_SCALE), unit });
  }
  return { tiers, stands };
}

/** Counts what a commit used in the windows of its price's tiers. */
export function countInTiers(draft: Draft, tree: Tree, rating: Rating | null, { rated }: Cost): void {
  if (rating === null || rated === null || rated.seen.size === 0) return;
  const { seen } = rated;
  for (const [unit, fresh] of tierCounters(rating, tree, draft.now)) {
    const more = seen.get(unit) ?? 0n;
    const counter = draft.counter(fresh.id) ?? fresh;
    if (more > 0n) draft.putCounter({ ...counter, used: counter.used + more, version: counter.version + 1 });
  }
}

const unratable = ({ unit, detail }: { unit: string; detail: string }): Rejected =>
  rejected('invalid_usage', detail, { field: `usage.${unit}` });

/** When a charge happened, by the clock of the decision; null where that cannot be. */
export function happenedAt({ now }: Draft, { occurredAt }: RecordCharge): number | null {
  if (occurredAt === null) return now;
  if (occurredAt > now + MAX_CLOCK_LEAD_MS || occurredAt < now - MAX_CHARGE_AGE_MS) return null;
  return Math.min(occurredAt, now);
}

/** The amount that a reservation would hold, before it is decided; null where it cannot be known. */
export function amountWished(state: State, command: Reserve): bigint | null {
  const budget = state.budgets.get(command.budgetId);
  if (!budget) return null;
  const draft = new Draft(state, command);
  const wish = wished(draft, draft.tree(budget.treeId), budget, command);
  return isRejection(wish) ? null : wish.amount;
}

/** The ids of the counters of tiers that a command will be rated by. */
export function tiersFor(state: State, command: Command): string[] {
  const rating = ratingFor(state, command);
  const tree = state.trees.get(command.treeId);
  if (!rating || !tree) return [];
  return [...tierCounters(rating, tree, state.now).values()].map(({ id }) => id);
}

function ratingFor(state: State, command: Command): Rating | null {
  if (command.type === 'commit') return state.reservations.get(command.reservationId)?.rating ?? null;
  const isNew = command.type === 'reserve' || command.type === 'dry_run' || command.type === 'charge';
  if (!isNew || command.usage === null || command.amount !== null) return null;
  const budget = state.budgets.get(command.budgetId);
  if (!budget) return null;
  const draft = new Draft(state, command);
  const at = command.type === 'charge' ? (happenedAt(draft, command) ?? draft.now) : draft.now;
  const rating = priceInForce(draft, draft.tree(budget.treeId), budget, command, at);
  return isRejection(rating) ? null : rating;
}
