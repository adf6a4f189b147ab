import type { Model } from './model.js';

/** Whether a budget owes what it could draw if somebody had it. */
function lacks(model: Model, id: string): boolean {
  const { state, owed, parent, ceiling } = model.node(id);
  return state !== 'closed' && owed > 0n && parent !== null && model.allocated(id) < ceiling;
}

/** After what was accepted, debts are paid as far as money is within reach; of those that are new all above hear. */
export function repay(model: Model, before: Model): void {
  const depth = (id: string) => model.path(id).length;
  const owing = (): string[] => [...model.nodes.keys()].filter((id) => lacks(model, id));
  for (const id of owing().sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))) {
    const { parent } = model.node(id);
    if (model.states(parent!).length === 0 && model.room(parent!) > 0n) model.touch(id, model.clone());
  }
  const fresh = owing().filter((id) => !before.nodes.has(id) || !lacks(before, id));
  for (const above of new Set(fresh.flatMap((id) => model.path(id).slice(1))))
    if (above.version === before.node(above.id).version) above.version += 1;
}
