import { used, type Balances } from '../../core/balances.js';

/** A budget that is replayed, as far as others of its tree care. */
export interface Debtor {
  parentId: string | null;
  /** What its maker calls it among the open children of its parent. */
  ref: string | null;
  state: string;
  ceiling: bigint;
  balances: Balances;
}

/** Beyond so many debts of a tree, a decision pays no more of them: they are paid by the ones after it. */
const LOOKED_AT = 100;

/**
 * The budgets of a tree that owe what their ancestors could give, with how much that is. A debt beyond the ceiling is not
 * one of these, nor is one on a closed budget; and what is stopped gives nothing.
 */
export function payableDebts(budgets: ReadonlyMap<string, Debtor>): Map<string, bigint> {
  const of = (id: string): Debtor | undefined => budgets.get(id);
  const isStopped = (id: string | null): boolean => {
    const one = id === null ? undefined : of(id);
    return one !== undefined && (one.state !== 'active' || isStopped(one.parentId));
  };
  const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
  const given = (id: string | null): bigint => {
    const one = id === null ? undefined : of(id);
    if (!one) return 0n;
    const { allocated } = one.balances;
    const above = given(one.parentId);
    const drawn = most(0n, one.ceiling - allocated);
    return most(0n, allocated + (drawn < above ? drawn : above) - used(one.balances));
  };
  const owing = [...budgets].filter(
    ([, { state, parentId, ceiling, balances }]) =>
      parentId !== null &&
      state !== 'closing' &&
      state !== 'closed' &&
      balances.overdraft > 0n &&
      balances.allocated < ceiling,
  );
  const payable = new Map<string, bigint>();
  if (owing.length > LOOKED_AT) return payable;
  for (const [id, { parentId }] of owing) {
    const money = isStopped(parentId) ? 0n : given(parentId);
    if (money > 0n) payable.set(id, money);
  }
  return payable;
}
