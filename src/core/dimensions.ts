import type { Budget } from './budgets.js';
import type { JsonObject } from './canonical.js';

/** How many labels spend of a tree can be kept by. */
export const MAX_DIMENSIONS = 16;

/** What of a label spend is kept by: as many characters as the names of vendors and runs have. */
export const MAX_DIMENSION_VALUE = 128;

/** Values of dimensions by their names, in the order of these. */
export type SpendLabels = Readonly<Record<string, string>>;

/**
 * By which labels an entry of a budget is kept in spend: of each dimension of its tree that of the call itself (`own`, the
 * nearest first), else that of the nearest budget. `path` leads from the budget up to its root. Undefined where there is none.
 */
export function spendLabels(
  path: readonly Pick<Budget, 'dimensions' | 'metadata'>[],
  own: readonly (JsonObject | null)[],
): SpendLabels | undefined {
  const { dimensions } = path.at(-1)!;
  if (dimensions === null) return undefined;
  const holders = [...own, ...path.map(({ metadata }) => metadata)];
  const found: [string, string][] = [];
  for (const name of [...dimensions].sort()) {
    const value = firstValue(holders, name);
    if (value !== null) found.push([name, value]);
  }
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function firstValue(holders: readonly (JsonObject | null)[], name: string): string | null {
  for (const labels of holders) {
    // What every object has by birth, such as a "constructor", is no label.
    const value = labels !== null && Object.hasOwn(labels, name) ? labels[name] : null;
    if (typeof value === 'string') return beginning(value);
    // Labels from before they had to be text.
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return null;
}

/** Whole characters: half of one could not be written. */
const beginning = (text: string): string =>
  text.length <= MAX_DIMENSION_VALUE ? text : [...text].slice(0, MAX_DIMENSION_VALUE).join('');
