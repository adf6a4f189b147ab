import type { Expense } from '../core/spend.js';
import { idOf } from '../ids/ids.js';
import { countSpend } from '../runtime/budget-metrics.js';
import type { PassedTree } from './sql/read-entries.js';

/** What was spent in each tree since the last time: for the metrics. */
export class Tally {
  private readonly trees = new Map<string, Sums>();

  add({ treeId, currency, scale }: PassedTree, { code, calls, denied, refunded, spent }: Expense): void {
    let sums = this.trees.get(treeId);
    if (!sums) {
      sums = { currency, scale, paid: 0n, refunded: 0n, calls: 0, denials: new Map() };
      this.trees.set(treeId, sums);
    }
    sums.paid += spent + refunded;
    sums.refunded += refunded;
    sums.calls += calls;
    if (code !== null) sums.denials.set(code, (sums.denials.get(code) ?? 0) + denied);
  }

  /** Once what was added is durable. */
  report(): void {
    for (const [treeId, { paid, refunded, scale, ...rest }] of this.trees)
      countSpend(idOf('budget', treeId), {
        ...rest,
        paid: inCurrency(paid, scale),
        refunded: inCurrency(refunded, scale),
      });
  }
}

interface Sums {
  currency: string;
  scale: number;
  /** In units of the tree. */
  paid: bigint;
  refunded: bigint;
  calls: number;
  denials: Map<string, number>;
}

/** A metric is a float: what has to be exact is asked of the API. A counter cannot go back. */
const inCurrency = (units: bigint, scale: number): number => Math.max(0, Number(units) / 10 ** scale);
