import { available, type Balances } from '../../core/balances.js';
import { formatAmount } from '../../core/money.js';
import { different, expectSame } from '../difference.js';
import type { Differences } from '../differences.js';
import type { TreeRow } from '../sql/rows.js';
import { Counters } from './counters.js';
import { Envelopes } from './envelopes.js';
import { Keys } from './keys.js';

/** A budget of which all is told, as far as its relatives care. */
interface FinishedBudget {
  parentId: string | null;
  allocated: bigint;
  delegated: bigint;
}

/** What the journal tells of one tree, beyond its single budgets. */
export class ToldTree {
  readonly envelopes: Envelopes;
  readonly keys: Keys;
  readonly counters: Counters;
  private readonly budgets = new Map<string, FinishedBudget>();
  /** By child: the budgets whose journals say that they gave to it when it was made. */
  private readonly givers = new Map<string, string[]>();
  private readonly sums = { available: 0n, reserved: 0n, spent: 0n, overdraft: 0n };

  /** `facts` are those of the table; the first entry of the root has to tell the same. */
  constructor(
    readonly id: string,
    readonly facts: TreeRow,
    readonly differences: Differences,
  ) {
    this.keys = new Keys(differences);
    this.counters = new Counters(facts.scale, differences);
    this.envelopes = new Envelopes(facts.scale, differences);
  }

  get scale(): number {
    return this.facts.scale;
  }

  /** A budget's journal says that it gave to a new child, or to somebody between. */
  delegated(childId: string, giver: string): void {
    const givers = this.givers.get(childId);
    if (givers) givers.push(giver);
    else this.givers.set(childId, [giver]);
  }

  /** All of a budget is told. */
  finished(id: string, parentId: string | null, balances: Balances): void {
    this.budgets.set(id, { parentId, allocated: balances.allocated, delegated: balances.delegated });
    this.sums.available += available(balances);
    this.sums.reserved += balances.reserved;
    this.sums.spent += balances.spent;
    this.sums.overdraft += balances.overdraft;
  }

  /** Holds the budgets of the tree against each other. */
  finish(): void {
    this.keys.finish();
    const given = new Map<string, bigint>();
    for (const [id, { parentId, allocated }] of this.budgets) {
      if (parentId === null) continue;
      const place = { treeId: this.id, budgetId: id };
      const givers = this.givers.get(id) ?? [];
      if (!givers.includes(parentId))
        this.differences.add(
          different(place, 'parent (who delegated to it)', givers.join(' or '), parentId).difference,
        );
      given.set(parentId, (given.get(parentId) ?? 0n) + allocated);
    }
    const text = (units: bigint): string => formatAmount(units, this.scale);
    for (const [id, { delegated }] of this.budgets) {
      const place = { treeId: this.id, budgetId: id };
      this.differences.check(() =>
        expectSame(
          place,
          "delegated (the sum of the children's allocated)",
          text(given.get(id) ?? 0n),
          text(delegated),
        ),
      );
    }
    // Follows from what was checked before, and is what all of it is for: money is neither made nor lost.
    const put = (this.budgets.get(this.id)?.allocated ?? 0n) + this.sums.overdraft;
    const found = this.sums.available + this.sums.reserved + this.sums.spent;
    this.differences.check(() =>
      expectSame(
        { treeId: this.id },
        'money of the tree: allocated and owed = available, reserved and spent',
        text(put),
        text(found),
      ),
    );
  }
}
