import type { Model, Node } from './model.js';

/** Stops the budgets of limits that stop whoever passes them; what was made from above stops from above. */
export function pauseBy(model: Model, limitIds: string[]): void {
  const limits = limitIds.map((id) => model.limits.get(id)!);
  for (const budgetId of new Set(limits.map((one) => one.budgetId))) {
    const node = model.node(budgetId);
    if (!stopUntil(node, null)) continue;
    node.version += 1;
    node.stoppedFromAbove = limits.some((one) => one.budgetId === budgetId && one.fromAbove);
  }
}

/** Stops a budget until a time, or (null) for good, unless it is stopped for as long; answers whether it did. */
export function stopUntil(node: Node, until: number | null): boolean {
  const isShorter = node.pausedUntil !== null && (until === null || until > node.pausedUntil);
  if (node.state !== 'active' && !(node.state === 'paused' && isShorter)) return false;
  Object.assign(node, { state: 'paused', pausedUntil: until, revision: node.revision + 1 });
  return true;
}
