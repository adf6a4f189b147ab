import { keyOf, type Limit, type Model } from './model.js';
import { windowName } from './window-name.js';

/** How many names a limit has taken up in a day: vendors, categories or runs that it counted for the first time in a window. */
export function named(model: Model, limit: Limit, day: string): bigint {
  const asked = limit.metric === 'denials' ? model.refusals : [...model.calls.values()];
  const taken: { name: string; at: number; place: number }[] = [];
  for (const one of asked) {
    const joined = 'joined' in one ? one.joined.get(limit.id) : undefined;
    const key = keyOf(limit, one);
    const isCharge = 'charged' in one && one.charged;
    const isCounted = joined ?? (!isCharge && limit.madeAt < one.place && one.place < limit.deletedAt);
    if (!isCounted || key === '' || !model.concerns(limit, one.budgetId, one)) continue;
    const { at, place } = joined ?? one;
    taken.push({ name: `${model.windowOf(limit, at)} ${key}`, at, place });
  }
  const first = new Map<string, number>();
  // In the order of the facts, whatever the clock said.
  for (const { name, at } of taken.sort((a, b) => a.place - b.place))
    if (!first.has(name)) first.set(name, at);
  return BigInt([...first.values()].filter((at) => windowName('day', 'UTC', at) === day).length);
}
