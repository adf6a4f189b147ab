import type { Overage } from '../../src/core/reservations.js';
import {
  broken,
  countedAt,
  happened,
  isInTheWay,
  keyOf,
  weight,
  type Call,
  type Limit,
  type Model,
} from './model.js';
import { max } from './units.js';

/** The limits made after a call that count it, too, once it is paid as much as it is `after`. */
export function newer(model: Model, call: Call, after: Call): Limit[] {
  return model
    .inForce(call.budgetId, call)
    .filter(
      (limit) =>
        limit.window !== 'transaction' &&
        !limit.match.newVendors &&
        !model.charges(limit, call) &&
        weight(limit, after) > weight(limit, call),
    );
}

/** A call as it is when it was paid more than was held for it. */
export function grown(model: Model, call: Call, after: Call, now: number): Call {
  const joining = newer(model, call, after).map(({ id }) => [id, { at: now, place: model.place }] as const);
  return { ...after, joined: new Map([...call.joined, ...joining]) };
}

/** What stands in the way of a commit, and which limits only take notice. */
export function commitFindings(model: Model, call: Call, after: Call, overage: Overage, now: number) {
  const extra = max(0n, after.committed - call.committed - call.held);
  const found = { violations: [] as string[], notices: [] as string[], trips: [] as string[] };
  if (extra === 0n && happened(call) === happened(after)) return found;
  if (extra > 0n && overage === 'reject')
    return { ...found, violations: [`overage_rejected ${call.budgetId}`] };
  const then = model.clone();
  then.calls.set(call.id, grown(model, call, after, now));
  const joining = newer(model, call, after);
  for (const limit of [...model.metBy(call), ...joining]) {
    const isTransaction = limit.window === 'transaction';
    const window = model.windowOf(limit, joining.includes(limit) ? now : countedAt(limit, call));
    const [used, uses] = isTransaction
      ? [weight(limit, call), weight(limit, after)]
      : usesOf(model, then, limit, window, call);
    if (uses <= used || uses <= limit.limit) continue;
    (isInTheWay(limit, after, call) ? found.violations : found.notices).push(broken(limit, used));
    if (limit.onExceed === 'pause' && model.states(call.budgetId).length === 0) found.trips.push(limit.id);
  }
  found.violations.push(...model.states(call.budgetId));
  if (extra > 0n) found.violations.push(...model.forbidden(call.budgetId, call));
  if (!model.fits(call.budgetId, extra)) found.violations.push('insufficient_funds');
  return found.trips.length === found.violations.length ? found : { ...found, trips: [] };
}

/** What a limit counts before and after a call grew; what was held or paid before is no news to one made since. */
export function usesOf(
  model: Model,
  then: Model,
  limit: Limit,
  window: string,
  call: Call,
): [bigint, bigint] {
  const key = keyOf(limit, call);
  const before = model.charges(limit, call) ? 0n : weight(limit, call);
  return [model.counted(limit, window, key) + before, then.counted(limit, window, key)];
}
