import { useQueries } from '@tanstack/react-query';
import { Said } from '../design/said.js';
import { budgetNameQuery, holderNameQuery, knownHolder } from './names.js';
import { dimensionIn, isPeriod } from './spend-ask.js';
import { periodName } from './spend-times.js';

const GROUP_NAMES: Readonly<Record<string, string>> = {
  vendor: 'Vendor',
  category: 'Category',
  item: 'Item',
  child: 'Child',
  budget: 'Budget',
  run: 'Run',
  principal: 'Principal',
  hour: 'Hour',
  day: 'Day',
  month: 'Month',
  code: 'Denied for',
};

/** All groups but the dimensions, which trees name themselves. */
export const PLAIN_GROUPS: readonly string[] = Object.keys(GROUP_NAMES);

export const groupName = (group: string): string => dimensionIn(group) ?? GROUP_NAMES[group] ?? group;

/** What stands for a group that has no value. */
function nothingOf(group: string): string {
  if (group === 'child') return 'the budget itself';
  if (group === 'code') return 'not denied';
  return `no ${groupName(group).toLowerCase()}`;
}

const isBudget = (group: string): boolean => group === 'child' || group === 'budget';

/** How values of a group are called, as text: budgets and principals by their names, once these are known. */
export function useGroupNames(
  group: string,
  values: readonly string[],
): (value: string, zone?: string) => string {
  const names = useQueries({
    queries: values.map((value) =>
      group === 'principal'
        ? holderNameQuery(value)
        : { ...budgetNameQuery(value), enabled: isBudget(group) },
    ),
  });
  const known = new Map(values.map((value, i) => [value, names[i]?.data]));
  return (value, zone = 'UTC') => {
    if (isPeriod(group)) return periodName(group, value, zone);
    if (group === 'code') return value.replaceAll('_', ' ');
    return known.get(value) ?? (group === 'principal' ? knownHolder(value) : value);
  };
}

export interface GroupValueProps {
  readonly group: string;
  readonly value: string | null;
  readonly zone: string;
}

/** The value of a group by the name that people know. */
export function GroupValue({ group, value, zone }: GroupValueProps) {
  const nameOf = useGroupNames(group, value === null ? [] : [value]);
  if (value === null) return <span className="muted">{nothingOf(group)}</span>;
  return <Said text={nameOf(value, zone)} title={value} />;
}
