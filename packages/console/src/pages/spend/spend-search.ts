import type { Budget } from '@purser/sdk';
import type { SpendAsk } from '../../parts/spend-ask.js';

/** How an answer is looked at. */
export interface SpendLook {
  /** The column that rows are ordered by; with a minus the largest first. */
  readonly sort?: string;
  /** How many pages of groups are shown. */
  readonly pages?: number;
}

/** What the address of the page keeps: the question, and how its answer is looked at. */
export interface SpendSearch extends SpendAsk, SpendLook {
  /** Beside each sum that of the period before. */
  readonly compare?: boolean;
}

/** What every part of the page is given. */
export interface SpendPartProps {
  /** With the budget that it is about. */
  readonly search: SpendSearch;
  readonly budget: Budget;
  readonly change: (next: SpendSearch) => void;
}

const TEXTS = [
  'budgetId',
  'from',
  'to',
  'vendor',
  'category',
  'item',
  'runId',
  'principal',
  'code',
  'timezone',
  'sort',
] as const satisfies readonly (keyof SpendSearch)[];

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** Lists are written `a,b` or repeated, as in questions of the API. */
const listOf = (value: unknown): string[] | undefined =>
  value === undefined ? undefined : [value].flat().flatMap((one) => textOf(one) ?? []);

/** Reads the address, whatever stands in it: what is no question is left out. */
export function spendSearch(search: Record<string, unknown>): SpendSearch {
  const texts = new Map<string, string>();
  for (const name of TEXTS) {
    const text = textOf(search[name]);
    if (text !== undefined && text !== '') texts.set(name, text);
  }
  const groupBy = listOf(search.groupBy)?.join(',');
  const labels = listOf(search.labels);
  return {
    ...Object.fromEntries(texts),
    ...(groupBy !== undefined && { groupBy }),
    ...(labels !== undefined && labels.length > 0 && { labels }),
    ...(search.compare === true && { compare: true }),
    ...(typeof search.pages === 'number' && search.pages > 1 && { pages: Math.floor(search.pages) }),
  };
}
