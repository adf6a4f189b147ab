import { canonicalText } from '../../core/canonical.js';
import type { EntryContent, PriceView } from '../../core/entries.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';

/** What the journal records of one price. */
export interface ReplayedPrice {
  view: PriceView;
  /** When the entries were written that set it, and that ended it (RFC 3339). */
  setAt: string;
  endedAt: string | null;
  place: DifferencePlace;
}

/** The prices of a tree as the journal records them; those that were withdrawn stay. */
export class Prices {
  readonly replayed = new Map<string, ReplayedPrice>();
  /**
   * What reservations say of the prices they were made under, held against these when all is replayed: by price and what is
   * said of it, since many say the same. `at` is that of the first.
   */
  private readonly used = new Map<string, { place: DifferencePlace; id: string; at: string; said: string }>();

  constructor(private readonly differences: Differences) {}

  /** Takes what an accepted entry records. */
  add(place: DifferencePlace, { at, kind, price, pricesEnded = [] }: EntryContent): void {
    if (!price) return expectSame(place, 'prices that end without another', 0, pricesEnded.length);
    const where = { ...place, priceId: price.id };
    if (kind === 'price_end') return this.end(where, price.id, at, price);
    expectSame(where, 'kind of an entry with a price', 'price_set', kind);
    if (this.replayed.has(price.id)) throw different(where, 'price that is set', 'set before', 'set again');
    expectSame(where, 'budget of the price', place.budgetId, price.budgetId);
    for (const id of pricesEnded) this.differences.check(() => this.end(where, id, at));
    this.expectAlone(where, price, at);
    this.replayed.set(price.id, { view: price, setAt: at, endedAt: null, place: where });
  }

  /**
   * A reservation was made under a price that had been set. When it ended is not compared: the clock may have gone back between
   * the budgets.
   */
  use(
    place: DifferencePlace,
    id: string,
    at: string,
    said: Pick<PriceView, 'tariff' | 'vendor' | 'item'>,
  ): void {
    const facts = factsOf(said);
    const name = `${id} ${facts}`;
    const first = this.used.get(name);
    if (!first || at < first.at)
      this.used.set(name, { place: { ...place, priceId: id }, id, at, said: facts });
  }

  finish(): void {
    for (const { place, id, at, said } of this.used.values())
      this.differences.check(() => {
        const price = this.replayed.get(id);
        if (!price) throw different(place, 'price of a reservation', 'none was set', id);
        expectSame(place, 'what a reservation says of its price', factsOf(price.view), said);
        expectSame(place, 'time from which the price held', true, price.view.from <= at);
      });
  }

  private end(place: DifferencePlace, id: string, at: string, said?: PriceView): void {
    const price = this.replayed.get(id);
    if (!price || price.endedAt !== null) throw different(place, 'price that ends', 'none that holds', id);
    if (said) expectSame(place, 'price that is withdrawn', canonicalText(price.view), canonicalText(said));
    price.endedAt = at;
  }

  /** Of an item one price is in force at a time, and tiers go on from price to price. */
  private expectAlone(place: DifferencePlace, price: PriceView, at: string): void {
    const others = [...this.replayed.values()].filter(
      ({ view, endedAt }) =>
        endedAt === null &&
        view.budgetId === price.budgetId &&
        view.vendor === price.vendor &&
        view.item === price.item,
    );
    const inTheWay = others.find(
      ({ view }) => view.from === price.from || (price.from === at && view.from <= at),
    );
    if (inTheWay) throw different(place, 'price whose place it takes', inTheWay.view.id, 'another');
  }
}

const factsOf = ({ tariff, vendor, item }: Pick<PriceView, 'tariff' | 'vendor' | 'item'>): string =>
  canonicalText({ item, tariff, vendor });
