import { Counter, Registry } from 'prom-client';
import { BoundedLabels } from './bounded-labels.js';

/** What is counted of budgets. Only the port of metrics shows it: `/metrics` of the API wants no key. */
export const budgetRegistry = new Registry();

/** Trees that have series of their own, and currencies. */
const MOST_TREES = 100;
const MOST_CURRENCIES = 20;

const trees = new BoundedLabels(MOST_TREES);
const currencies = new BoundedLabels(MOST_CURRENCIES);

/** The ids of the trees that have series of their own. */
export const namedTrees = (): string[] => trees.named;

/** A currency as a label: how many there are is not ours to say. */
export const currencyLabel = (currency: string): string => currencies.of(currency);

const counterOf = (name: string, help: string, ...labelNames: string[]) =>
  new Counter({ name, help, labelNames, registers: [budgetRegistry] });

const paid = counterOf(
  'purser_paid_total',
  'What was paid, in its currency, before refunds',
  'tree',
  'currency',
);
const refunded = counterOf('purser_refunded_total', 'What was refunded, in its currency', 'tree', 'currency');
const calls = counterOf('purser_calls_total', 'Reservations whose call took place', 'tree');
const denials = counterOf('purser_denials_total', 'Denied requests', 'tree', 'code');
const ratingMisses = counterOf(
  'purser_rating_misses_total',
  'Requests that named usage of an item that has no price (price_unknown)',
  'tree',
);

/** What a tree spent, in whole currency units; denials by code. */
export interface TreeSpend {
  currency: string;
  paid: number;
  refunded: number;
  calls: number;
  denials: ReadonlyMap<string, number>;
}

/** Counts what a tree has spent since the last time. */
export function countSpend(treeId: string, spend: TreeSpend): void {
  const tree = trees.of(treeId);
  const money = { tree, currency: currencyLabel(spend.currency) };
  paid.inc(money, spend.paid);
  refunded.inc(money, spend.refunded);
  calls.inc({ tree }, spend.calls);
  for (const [code, count] of spend.denials) denials.inc({ tree, code }, count);
}

/** Counts a request that could not be rated, since there is no price. */
export function countRatingMiss(treeId: string): void {
  ratingMisses.inc({ tree: trees.of(treeId) });
}
