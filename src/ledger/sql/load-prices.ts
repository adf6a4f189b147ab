import type { WriteClient } from '../../database/connections.js';
import type { Price, Priced } from '../../core/prices/price.js';
import { idOf } from '../../ids/ids.js';
import { parametersOf, rowsOf, selected, TIME, type Columns } from '../../database/columns.js';
import { run } from '../../database/run.js';
import { PRICE_COLUMNS, priceOfRow, type StoredPrice } from '../../rows/prices.js';
import { KEY, type RowKey } from './load-budgets.js';

/** A budget, and an item that somebody is to be paid for. */
export type ItemKey = RowKey & Priced;

const ITEM: Columns<ItemKey> = {
  ...KEY,
  vendor: ['text', (key) => key.vendor],
  item: ['text', (key) => key.item],
};

const onPaths = `
SELECT DISTINCT ON (p.tree_id, p.id) ${selected(PRICE_COLUMNS, 'p')}
FROM ${rowsOf(ITEM, 'want', 1)}
JOIN budgets leaf ON leaf.tree_id = want.tree_id AND leaf.id = want.id
JOIN prices p ON p.tree_id = leaf.tree_id AND p.budget_id = ANY (leaf.path || leaf.id)
  AND p.vendor = want.vendor AND p.item = want.item AND p.ended_at IS NULL
ORDER BY p.tree_id, p.id`;

/** An item as it was sold at a time. */
export type PastItemKey = ItemKey & { at: number };

const PAST_ITEM: Columns<PastItemKey> = { ...ITEM, at: ['float8', (key) => key.at, TIME] };

const PAST = TIME.store('want.at');

const former = `
SELECT DISTINCT ON (p.tree_id, p.id) ${selected(PRICE_COLUMNS, 'p')}
FROM ${rowsOf(PAST_ITEM, 'want', 1)}
JOIN budgets leaf ON leaf.tree_id = want.tree_id AND leaf.id = want.id
JOIN prices p ON p.tree_id = leaf.tree_id AND p.budget_id = ANY (leaf.path || leaf.id)
  AND p.vendor = want.vendor AND p.item = want.item AND p.from_at <= ${PAST} AND p.ended_at > ${PAST}
ORDER BY p.tree_id, p.id`;

const named = `
SELECT ${selected(PRICE_COLUMNS, 'p')}
FROM ${rowsOf(KEY, 'want', 1)}
JOIN prices p ON p.tree_id = want.tree_id AND p.id = want.id`;

const counted = `
SELECT want.id, count(p.id)::int AS count
FROM ${rowsOf(KEY, 'want', 1)}
LEFT JOIN prices p ON p.tree_id = want.tree_id AND p.budget_id = want.id AND p.ended_at IS NULL
GROUP BY want.id`;

/** The prices of these items that were not withdrawn, on the budgets and all their ancestors. */
export async function loadPrices(sql: WriteClient, wanted: ItemKey[]): Promise<Price[]> {
  return (await run<StoredPrice>(sql, onPaths, parametersOf(ITEM, wanted))).map(priceOfRow);
}

/** The prices of these items that were withdrawn since, on the budgets and all their ancestors. */
export async function loadFormerPrices(sql: WriteClient, wanted: PastItemKey[]): Promise<Price[]> {
  return (await run<StoredPrice>(sql, former, parametersOf(PAST_ITEM, wanted))).map(priceOfRow);
}

/** The named prices, whether they hold or were withdrawn. */
export async function loadNamedPrices(sql: WriteClient, wanted: RowKey[]): Promise<Price[]> {
  return (await run<StoredPrice>(sql, named, parametersOf(KEY, wanted))).map(priceOfRow);
}

/** How many prices budgets have that were not withdrawn. */
export async function countPrices(
  sql: WriteClient,
  wanted: RowKey[],
): Promise<{ budgetId: string; count: number }[]> {
  const rows = await run<{ id: string; count: number }>(sql, counted, parametersOf(KEY, wanted));
  return rows.map(({ id, count }) => ({ budgetId: idOf('budget', id), count }));
}
