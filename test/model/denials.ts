import type { Reserve } from '../../src/core/commands/reserving.js';
import type { Purpose } from '../../src/core/envelopes.js';
import { keyOf, type Limit, type Model } from './model.js';

/** A request that was denied while nothing had stopped its path. */
export interface Refusal extends Purpose {
  budgetId: string;
  /** All that makes it the same as another. */
  name: string;
  place: number;
  at: number;
}

/** How many denials a limit has counted under a key in a window; under none, with `per: request`, of how many requests. */
export function refused(model: Model, limit: Limit, window: string, key: string): bigint {
  const keys = model.refusals
    .filter(
      (one) =>
        limit.madeAt < one.place &&
        one.place < limit.deletedAt &&
        model.concerns(limit, one.budgetId, one) &&
        model.windowOf(limit, one.at) === window,
    )
    .map((one) => keyIn(limit, one));
  if (limit.per === 'request' && key === '') return BigInt(new Set(keys).size);
  return BigInt(keys.filter((one) => one === key).length);
}

const keyIn = (limit: Limit, refusal: Refusal): string =>
  limit.per === 'request' ? refusal.name : keyOf(limit, refusal);

/** Takes note of a denied request; answers the limits that stop their budgets since it is one too many. */
export function refuse(model: Model, command: Reserve, amount: string, at: number): string[] {
  const { budgetId, vendor, category, runId, item } = command;
  if (model.states(budgetId).length > 0) return [];
  const name = [budgetId, amount, vendor ?? '-', category ?? '-'].join(' ');
  const refusal = { budgetId, vendor, category, runId, item, name, place: model.place, at };
  model.refusals.push(refusal);
  return [...model.limits.values()]
    .filter((one) => one.deletedAt === Infinity && one.metric === 'denials' && one.onExceed === 'pause')
    .filter((one) => model.concerns(one, budgetId, refusal))
    .filter((one) => refused(model, one, model.windowOf(one, at), keyIn(one, refusal)) > one.limit)
    .map((one) => one.id);
}
