import { createHash } from 'node:crypto';
import type { EntryContent } from '../core/entries.js';
import { expenseOf, type SpendKey, type SpendSums, type Expense } from '../core/spend.js';
import { beginningOf, GRAINS, KEPT_BY, type Grain, type KeptBy } from '../core/spend-times.js';
import { uuidText } from '../ids/ids.js';
import type { PassedEntry } from './sql/read-entries.js';
import { Tally } from './tally.js';
import type { BudgetSums, CellSums, SpendKeyRow } from './sql/write-sums.js';

const ALL = Object.keys(GRAINS) as Grain[];

/** What a page of entries adds, with one row for each sum that it adds to. */
export class Sheet {
  readonly tally = new Tally();
  private readonly cells = new Map<string, CellSums>();
  private readonly budgets = new Map<string, BudgetSums>();
  private readonly keys = new Map<string, SpendKeyRow>();

  /** Adds what an entry spends, if it spends anything. */
  add(entry: PassedEntry): void {
    const { treeId, budgetId, at, scale, timezone, content } = entry;
    if (content === null) return;
    const spending = expenseOf(JSON.parse(content) as EntryContent, scale);
    if (!spending) return;
    this.tally.add(entry, spending);
    const place = { treeId, budgetId };
    add(this.budgets, budgetId, spending, () => ({ ...place, ...NOTHING }));
    for (const grain of ALL) {
      const { number, by } = GRAINS[grain];
      const keyId = this.keyOf(treeId, by, spending);
      const quarter = beginningOf(grain, timezone, at);
      const sum = { ...place, grain: number, quarter, keyId };
      add(this.cells, `${budgetId} ${number} ${quarter} ${keyId}`, spending, () => ({ ...sum, ...NOTHING }));
    }
  }

  /** In the order of their keys, so that neighbours in an index are written one after the other. */
  get rows(): { cells: CellSums[]; budgets: BudgetSums[]; keys: SpendKeyRow[] } {
    return { cells: inOrder(this.cells), budgets: inOrder(this.budgets), keys: inOrder(this.keys) };
  }

  private keyOf(treeId: string, by: KeptBy, expense: Expense): string {
    const { vendor, category, runId, principal, code } = knownBy[by](expense);
    const kind = KEPT_BY[by];
    const text = JSON.stringify([vendor, category, runId, principal, code]);
    const name = `${treeId} ${kind} ${text}`;
    let key = this.keys.get(name);
    if (!key) {
      key = { treeId, kind, id: uuidFor(text), vendor, category, runId, principal, code };
      this.keys.set(name, key);
    }
    return key.id;
  }
}

const NOTHING: SpendSums = { spent: 0n, refunded: 0n, calls: 0, denied: 0 };

const knownBy: Record<KeptBy, (key: SpendKey) => SpendKey> = {
  all: (key) => key,
  run: ({ runId, principal }) => ({ vendor: null, category: null, runId, principal, code: null }),
  plain: ({ vendor, category, code }) => ({ vendor, category, runId: null, principal: null, code }),
};

/** The same for the same text in any process, so that nobody has to look up which id a key was given. */
const uuidFor = (text: string): string => uuidText(createHash('sha256').update(text).digest('hex'));

function add<T extends SpendSums>(sums: Map<string, T>, name: string, more: Expense, make: () => T): void {
  let sum = sums.get(name);
  if (!sum) sums.set(name, (sum = make()));
  sum.spent += more.spent;
  sum.refunded += more.refunded;
  sum.calls += more.calls;
  sum.denied += more.denied;
}

const inOrder = <T>(rows: ReadonlyMap<string, T>): T[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
