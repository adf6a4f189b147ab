import { available } from '../../core/balances.js';
import { formatAmount } from '../../core/money.js';
import { different, expectSame } from '../difference.js';
import type { Differences } from '../differences.js';
import { payableDebts, type Debtor } from './debts.js';
import { Alerts } from './alerts.js';
import type { TreeRow } from '../sql/rows.js';
import { Counters } from './counters.js';
import { Envelopes } from './envelopes.js';
import { Keys } from './keys.js';
import { Labels } from './labels.js';
import { Prices } from './prices.js';
import { TierCounters } from './tier-counters.js';

/** What the journal records of one tree, beyond its single budgets. */
export class ReplayedTree {
  readonly envelopes: Envelopes;
  readonly keys: Keys;
  readonly counters: Counters;
  readonly labels: Labels;
  readonly prices: Prices;
  readonly tiers: TierCounters;
  readonly alerts: Alerts;
  /** What its charges are called by those who were paid: each is charged once. */
  readonly charged = new Set<string>();
  private readonly budgets = new Map<string, Debtor>();
  /** By child: the budgets whose journals say that they gave to it when it was made. */
  private readonly givers = new Map<string, string[]>();
  /** By parent and ref: the open child that is called so. */
  private readonly called = new Map<string, string>();
  /** The tick of the newest accepted entry. */
  newest = 0;
  private readonly sums = { available: 0n, reserved: 0n, spent: 0n, overdraft: 0n };

  /** From which tick on `settledAt` moves as it does now. */
  readonly settledSince: number;

  /** `facts` are those of the table; the first entry of the root has to have the same. `since`: ticks of new rules. */
  constructor(
    readonly id: string,
    readonly facts: TreeRow,
    readonly differences: Differences,
    since: { alertsSince: number; settledSince: number },
  ) {
    this.settledSince = since.settledSince;
    this.keys = new Keys(differences);
    this.labels = new Labels(differences);
    this.prices = new Prices(differences);
    this.tiers = new TierCounters(differences);
    this.counters = new Counters(facts.scale, differences);
    this.alerts = new Alerts(facts.scale, since.alertsSince);
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

  /** All of a budget is replayed. */
  finished(id: string, budget: Debtor): void {
    const { balances } = budget;
    this.budgets.set(id, budget);
    this.expectOwnRef(id, budget);
    this.sums.available += available(balances);
    this.sums.reserved += balances.reserved;
    this.sums.spent += balances.spent;
    this.sums.overdraft += balances.overdraft;
  }

  /** Among the open children of a budget no two have the same ref. */
  private expectOwnRef(id: string, { parentId, ref, state }: Debtor): void {
    if (ref === null || state === 'closing' || state === 'closed') return;
    const name = `${parentId} ${ref}`;
    const other = this.called.get(name);
    if (other !== undefined) {
      const place = { treeId: this.id, budgetId: id };
      this.differences.add(
        different(place, 'ref of the budget', 'its own', `that of ${other} too`).difference,
      );
    }
    this.called.set(name, id);
  }

  /** Holds the budgets of the tree against each other. Debts from before `debtsSince` (a tick) need not be paid yet. */
  finish(debtsSince: number): void {
    this.keys.finish();
    this.labels.finish();
    this.prices.finish();
    const given = new Map<string, bigint>();
    for (const [id, { parentId, balances }] of this.budgets) {
      if (parentId === null) continue;
      const place = { treeId: this.id, budgetId: id };
      const givers = this.givers.get(id) ?? [];
      if (!givers.includes(parentId))
        this.differences.add(
          different(place, 'parent (who delegated to it)', givers.join(' or '), parentId).difference,
        );
      given.set(parentId, (given.get(parentId) ?? 0n) + balances.allocated);
    }
    const text = (units: bigint): string => formatAmount(units, this.scale);
    if (this.newest >= debtsSince)
      for (const [budgetId, money] of payableDebts(this.budgets)) {
        const place = { treeId: this.id, budgetId };
        this.differences.add(
          different(place, 'debt that could be paid', 'none', `${text(money)} could be given`).difference,
        );
      }
    for (const [id, { balances }] of this.budgets) {
      const place = { treeId: this.id, budgetId: id };
      this.differences.check(() =>
        expectSame(
          place,
          "delegated (the sum of the children's allocated)",
          text(given.get(id) ?? 0n),
          text(balances.delegated),
        ),
      );
    }
    // Follows from what was checked before, and is what all of it is for: money is neither made nor lost.
    const put = (this.budgets.get(this.id)?.balances.allocated ?? 0n) + this.sums.overdraft;
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
