import type { Price, Tariff } from '../core/prices/price.js';
import { JSON_TEXT, TIME, type Column } from '../database/columns.js';
import { idOf, uuidOf } from '../ids/ids.js';
import { json } from './values.js';

/** A price as it is read. */
export interface StoredPrice {
  tree_id: string;
  id: string;
  budget_id: string;
  series_id: string;
  vendor: string;
  item: string;
  from_at: number;
  tariff: Tariff;
  created_at: number;
  ended_at: number | null;
}

/** All that is kept of a price: what is read and what is written. */
export const PRICE_COLUMNS: Readonly<Record<keyof StoredPrice, Column<Price>>> = {
  tree_id: ['uuid', (price) => uuidOf(price.treeId)],
  id: ['uuid', (price) => uuidOf(price.id)],
  budget_id: ['uuid', (price) => uuidOf(price.budgetId)],
  series_id: ['uuid', (price) => uuidOf(price.seriesId)],
  vendor: ['text', (price) => price.vendor],
  item: ['text', (price) => price.item],
  from_at: ['float8', (price) => price.from, TIME],
  tariff: ['text', (price) => json(price.tariff), JSON_TEXT],
  created_at: ['float8', (price) => price.createdAt, TIME],
  ended_at: ['float8', (price) => price.endedAt, TIME],
};

export const priceOfRow = (row: StoredPrice): Price => ({
  treeId: idOf('budget', row.tree_id),
  id: idOf('price', row.id),
  budgetId: idOf('budget', row.budget_id),
  seriesId: idOf('price', row.series_id),
  vendor: row.vendor,
  item: row.item,
  from: row.from_at,
  tariff: row.tariff,
  createdAt: row.created_at,
  endedAt: row.ended_at,
});
