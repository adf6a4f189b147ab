import { keyOf, type Limit, type Model } from './model.js';
import { windowName } from './window-name.js';

/** How many names a limit has taken up in a day: vendors, categories or runs that it counted for the first time in a window. */
export function named(model: Model, limit: Limit, day: string): bigint {
  const asked = limit.metric === 'denials' ? model.refusals : [...model.calls.values()];
  const first = new Map<string, number>();
  for (const one of asked) {
    const isCounted = limit.madeAt < one.place && one.place < limit.deletedAt;
    const key = keyOf(limit, one);
    if (!isCounted || key === '' || !model.concerns(limit, one.budgetId, one)) continue;
    const name = `${model.windowOf(limit, one.at)} ${key}`;
    // Both are in the order in which they came, whatever the clock said.
    if (!first.has(name)) first.set(name, one.at);
  }
  return BigInt([...first.values()].filter((at) => windowName('day', 'UTC', at) === day).length);
}
