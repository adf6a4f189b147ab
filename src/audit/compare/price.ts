import { canonicalText, type JsonObject } from '../../core/canonical.js';
import { timeText, type PriceView } from '../../core/entries.js';
import type { Tariff } from '../../core/prices/price.js';
import { idOf } from '../../ids/ids.js';
import { different, expectSame, type DifferencePlace } from '../difference.js';
import type { Differences } from '../differences.js';
import type { Prices } from '../replay/prices.js';
import type { PriceRow } from '../sql/rows.js';

/** Holds the prices of a tree against its journal. */
export function comparePrices(
  tree: DifferencePlace,
  prices: Prices,
  rows: readonly PriceRow[],
  differences: Differences,
): void {
  const missing = new Map(prices.replayed);
  for (const row of rows) {
    const table = viewOf(row);
    const price = missing.get(table.id);
    missing.delete(table.id);
    const place = { ...tree, budgetId: table.budgetId, priceId: table.id };
    if (!price) {
      differences.add(different(place, 'price', 'no entry records it', 'there is a row').difference);
      continue;
    }
    const same = (what: string, journal: string | boolean | null, inTable: typeof journal): unknown =>
      differences.check(() => expectSame(price.place, `${what} of the price`, journal, inTable));
    const { seriesId = price.view.id, ...view } = price.view;
    for (const key of ['id', 'budgetId', 'vendor', 'item', 'from'] as const) same(key, view[key], table[key]);
    same('series_id', seriesId, table.seriesId);
    same('tariff', canonicalText(view.tariff), canonicalText(table.tariff));
    same('end', price.endedAt !== null, row.endedAt !== null);
    // The row has the clock's time; that of an entry is later where the clock went back.
    const notAfter = (what: string, journal: string, inTable: number): void => {
      if (inTable > Date.parse(journal)) same(what, `${journal} or before`, timeText(inTable));
    };
    notAfter('created_at', price.setAt, row.createdAt);
    if (row.endedAt !== null && price.endedAt !== null) notAfter('ended_at', price.endedAt, row.endedAt);
  }
  for (const { place, view } of missing.values())
    differences.add(different(place, 'price', view.id, 'there is no row').difference);
}

const viewOf = (row: PriceRow): PriceView & { seriesId: string } => ({
  id: idOf('price', row.id),
  budgetId: idOf('budget', row.budgetId),
  seriesId: idOf('price', row.seriesId),
  vendor: row.vendor,
  item: row.item,
  from: timeText(row.fromAt),
  tariff: JSON.parse(row.tariff) as Tariff & JsonObject,
});
