import { counterId, type Counter } from '../envelopes.js';
import type { Tree } from '../budgets.js';
import { windowAt } from '../windows.js';
import type { CataloguePrice, Price, Tariff } from './price.js';

/** Where a price comes from: it was set on a budget, or it is of the catalogue. */
export type PriceSource =
  | {
      budgetId: string;
      priceId: string;
      /** Whose tiers count on: the first price of the item on that budget. */
      seriesId: string;
    }
  | { catalogue: string; model: string; provider: string };

/** The price that a reservation was made under, and is paid by. */
export type Rating = {
  /** The part of its cost so far that came from tiers over a window, exact: see prices/fraction.ts. */
  graduated?: string;
  source: PriceSource;
  tariff: Tariff;
};

export const ratingOfPrice = ({ budgetId, id: priceId, seriesId, tariff }: Price): Rating => ({
  source: { budgetId, priceId, seriesId },
  tariff,
});

export const ratingOfCatalogue = ({ catalogue, model, provider, tariff }: CataloguePrice): Rating => ({
  source: { catalogue, model, provider },
  tariff,
});

/** Where the tiers over a window stood when something was rated. */
export type TierStand = {
  counterId: string;
  /** What the window had seen before, as decimal text. */
  seen: string;
  unit: string;
  /** How much of the unit it counted there, as decimal text. Only of what settles, where it counted any. */
  used?: string;
};

/** How usage was rated. The entry that makes a reservation has its price as well. */
export type RatingView = {
  source?: PriceSource;
  tariff?: Tariff;
  /** Where the tiers over windows stood. */
  tiers?: TierStand[];
};

/** The counters of the tiers over windows, of the windows that contain a time: by unit. None of them need be there yet. */
export function tierCounters({ source, tariff }: Rating, tree: Tree, now: number): Map<string, Counter> {
  const counters = new Map<string, Counter>();
  if (!('seriesId' in source)) return counters;
  for (const { unit, over } of tariff.charges) {
    if (over === undefined) continue;
    const window = windowAt(over, tree.timezone, now);
    const id = counterId(source.seriesId, window, unit);
    const { seriesId: envelopeId } = source;
    const fresh = { treeId: tree.id, id, envelopeId, window, key: unit, metric: 'usage' as const };
    counters.set(unit, { ...fresh, used: 0n, version: 0, alert: null });
  }
  return counters;
}

/** A rating as it was stored, with its keys in order: see ledger/seal.ts. */
export function ratingOf({ graduated, source, tariff }: Rating): Rating {
  const kept =
    'priceId' in source
      ? { budgetId: source.budgetId, priceId: source.priceId, seriesId: source.seriesId }
      : { catalogue: source.catalogue, model: source.model, provider: source.provider };
  return { ...(graduated !== undefined && { graduated }), source: kept, tariff };
}
