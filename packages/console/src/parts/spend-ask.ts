import type { paths, Spend } from '@purser/sdk';

/** What the API is asked. */
export type SpendParams = paths['/v1/spend']['get']['parameters']['query'];
/** One group of an answer. */
export type SpendRow = Spend['items'][number];

/** Why things are denied: the compiler says which is missing. */
const CODES: Readonly<Record<NonNullable<SpendParams['code']>, true>> = {
  budget_closed: true,
  budget_frozen: true,
  budget_paused: true,
  vendor_not_allowed: true,
  category_not_allowed: true,
  scope_vendor: true,
  scope_category: true,
  scope_run: true,
  scope_amount: true,
  overage_rejected: true,
  too_many_names: true,
  insufficient_funds: true,
  envelope_exceeded: true,
  count_exceeded: true,
};
const isCode = (text: string | undefined): text is NonNullable<SpendParams['code']> =>
  text !== undefined && Object.hasOwn(CODES, text);

/** Groups of which one value can be asked for alone, and the name of that in questions. */
const FILTERS = {
  vendor: 'vendor',
  category: 'category',
  item: 'item',
  run: 'runId',
  principal: 'principal',
  code: 'code',
} as const;
type FilterGroup = keyof typeof FILTERS;
export const FILTER_GROUPS: readonly string[] = Object.keys(FILTERS);
const isFilterGroup = (group: string): group is FilterGroup => Object.hasOwn(FILTERS, group);

/** A question about spend, by the names of the API, as it stands in the address of the page. */
export interface SpendAsk {
  readonly budgetId?: string;
  readonly from?: string;
  readonly to?: string;
  /** Up to three, with commas between them. Left out, by vendor; empty, one sum. */
  readonly groupBy?: string;
  readonly labels?: readonly string[];
  readonly vendor?: string;
  readonly category?: string;
  readonly item?: string;
  readonly runId?: string;
  readonly principal?: string;
  readonly code?: string;
  readonly timezone?: string;
}

export const MOST_GROUPS = 3;

export const groupsOf = ({ groupBy = 'vendor' }: SpendAsk): readonly string[] =>
  [...new Set(groupBy.split(',').filter((group) => group !== ''))].slice(0, MOST_GROUPS);

/** How items name what they are grouped by. */
const ITEM_NAMES: Readonly<Record<string, string>> = { budget: 'budgetId', child: 'childId', run: 'runId' };

/** What a row has of a group; null where it has none. */
export function valueIn(row: SpendRow, group: string): string | null {
  const value: unknown = new Map<string, unknown>(Object.entries(row)).get(ITEM_NAMES[group] ?? group);
  return typeof value === 'string' ? value : null;
}

const PERIODS = ['hour', 'day', 'month'] as const;
export type Period = (typeof PERIODS)[number];
export const isPeriod = (group: string | undefined): group is Period =>
  PERIODS.some((period) => period === group);

const LABELS = 'labels.';
/** The dimension that a group is of; undefined for others. */
export const dimensionIn = (group: string): string | undefined =>
  group.startsWith(LABELS) ? group.slice(LABELS.length) : undefined;
export const groupOfDimension = (name: string) => `${LABELS}${name}` as const;

/** The question as the API takes it. */
export function paramsOf(ask: SpendAsk, budgetId: string): SpendParams {
  const { from, to, labels, vendor, category, item, runId, principal, code, timezone } = ask;
  return {
    budgetId,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(groupsOf(ask).length > 0 && { groupBy: [...groupsOf(ask)] }),
    ...(labels !== undefined && labels.length > 0 && { labels: [...labels] }),
    ...(vendor !== undefined && { vendor }),
    ...(category !== undefined && { category }),
    ...(item !== undefined && { item }),
    ...(runId !== undefined && { runId }),
    ...(principal !== undefined && { principal }),
    ...(isCode(code) && { code }),
    ...(timezone !== undefined && { timezone }),
  };
}

/** The values that a question asks for alone. */
export function filtersOf(ask: SpendAsk): { readonly group: string; readonly value: string }[] {
  const named = Object.entries(FILTERS).flatMap(([group, name]) => {
    const value = ask[name];
    return value === undefined ? [] : [{ group, value }];
  });
  const labels = (ask.labels ?? []).map((label) => {
    const [name = '', ...value] = label.split(':');
    return { group: groupOfDimension(name), value: value.join(':') };
  });
  return [...named, ...labels];
}

/** The same question for one value of a group alone; undefined where the API cannot be asked that. */
export function onlyOf(ask: SpendAsk, group: string, value: string): SpendAsk | undefined {
  if (group === 'child' || group === 'budget') return { ...ask, budgetId: value };
  if (isFilterGroup(group)) return { ...ask, [FILTERS[group]]: value };
  const dimension = dimensionIn(group);
  if (dimension === undefined) return undefined;
  const others = (ask.labels ?? []).filter((label) => !label.startsWith(`${dimension}:`));
  return { ...ask, labels: [...others, `${dimension}:${value}`] };
}

/** The same question without one of its filters. */
export function withoutFilter(ask: SpendAsk, group: string): SpendAsk {
  const { [isFilterGroup(group) ? FILTERS[group] : 'code']: _, ...rest } = ask;
  if (isFilterGroup(group)) return rest;
  const labels = (ask.labels ?? []).filter((label) => !label.startsWith(`${dimensionIn(group) ?? ''}:`));
  return { ...ask, labels };
}

/** By what it is grouped once one of its groups has one value. */
const NEXT: Readonly<Record<string, string>> = {
  vendor: 'item',
  category: 'vendor',
  month: 'day',
  day: 'hour',
};

/** The groups after one of them was narrowed to a value: children and budgets go on being set apart. */
export function groupsAfter(ask: SpendAsk, group: string): string {
  const groups = groupsOf(ask);
  if (group === 'child' || group === 'budget') return groups.join(',');
  const taken = [...groups, ...filtersOf(ask).map((filter) => filter.group)];
  const next = [
    NEXT[group],
    groups.length === 1 ? 'vendor' : undefined,
    groups.length === 1 ? 'day' : undefined,
  ].find((one) => one !== undefined && !taken.includes(one));
  return groups.flatMap((one) => (one === group ? (next ?? []) : one)).join(',');
}
