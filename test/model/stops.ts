import type { Model, Node } from './model.js';

/** Stops the budgets of limits that stop when passed; what was made from above stops from above. */
export function pauseBy(model: Model, limitIds: string[]): void {
  const limits = limitIds.map((id) => model.limits.get(id)!);
  for (const budgetId of new Set(limits.map((one) => one.budgetId))) {
    const node = model.node(budgetId);
    const isFromAbove = limits.some((one) => one.budgetId === budgetId && one.fromAbove);
    if (stopUntil(node, null, isFromAbove)) node.version += 1;
  }
}

/**
 * Stops a budget until a time, or (null) for good, by those above it or not. Of two stops the stricter holds in each
 * respect; answers whether anything was added.
 */
export function stopUntil(node: Node, until: number | null, isFromAbove: boolean): boolean {
  const ends = (one: number | null) => one ?? Infinity;
  const { state, pausedUntil, stoppedFromAbove } = node;
  if (state === 'closed') return false;
  if (state === 'paused' && ends(pausedUntil) >= ends(until) && (stoppedFromAbove || !isFromAbove))
    return false;
  const end = state === 'active' ? ends(until) : Math.max(ends(pausedUntil), ends(until));
  node.state = 'paused';
  node.pausedUntil = end === Infinity ? null : end;
  node.stoppedFromAbove = stoppedFromAbove || isFromAbove;
  node.revision += 1;
  return true;
}
