import type { Filter } from '../design/filters.js';

/** Names of the API as what a filter offers, in words. */
export const named = (names: readonly string[]) =>
  names.map((name) => [name, name.replaceAll('_', ' ')] as const);

export const ORDER_FILTER: Filter = {
  name: 'order',
  label: 'Beginning with',
  kind: 'choice',
  seldom: true,
  choices: [
    ['desc', 'the newest'],
    ['asc', 'the oldest'],
  ],
};
