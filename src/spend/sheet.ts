import { createHash } from 'node:crypto';
import { canonicalText } from '../core/canonical.js';
import type { EntryContent } from '../core/entries.js';
import { formatAmount } from '../core/money.js';
import { added, QUANTITY_SCALE, type Quantities } from '../core/prices/usage.js';
import { expenseOf, type Expense, type SpendKey, type SpendSums } from '../core/spend.js';
import {
  beginningOf,
  GRAINS,
  KEPT_BY,
  quarterOf,
  QUARTER_MS,
  type Grain,
  type KeptBy,
} from '../core/spend-times.js';
import { uuidText } from '../ids/ids.js';
import type { KeyIds, KnownKeys } from './known-keys.js';
import type { PassedEntry, PassedTree } from './sql/read-entries.js';
import type { BudgetSums, CellSums, SpendKeyRow, UsageSums } from './sql/write-sums.js';
import { Tally } from './tally.js';

/** What was spent by all of a key in a quarter of an hour: all other sums are made of these. */
interface Line extends BudgetSums {
  quarter: number;
  timezone: string;
  ids: KeyIds;
  usage: Quantities;
}

/** A sum, and the usage that belongs to it. */
interface Cell extends CellSums {
  usage: Quantities;
}

/** Rows of the sums in the order of their keys, so that neighbours in an index are written one after the other. */
interface SheetRows {
  cells: CellSums[];
  usage: UsageSums[];
  budgets: BudgetSums[];
  keys: SpendKeyRow[];
}

/** What a page of entries adds, with one row for each sum that it adds to. */
export class Sheet {
  readonly tally = new Tally();
  private readonly lines = new Map<string, Line>();
  private readonly keys = new Map<string, KeyIds>();
  private readonly keyRows = new Map<string, SpendKeyRow>();

  constructor(private readonly known: KnownKeys) {}

  /** Adds what an entry spends, if it spends anything. */
  add(entry: PassedEntry): void {
    const { scale, content } = entry;
    if (content !== null)
      this.addExpense(entry, entry.at, expenseOf(JSON.parse(content) as EntryContent, scale));
  }

  /** Adds what was spent of a budget at a time, in milliseconds since the epoch. */
  addExpense(of: PassedTree & { budgetId: string }, at: number, expense: Expense | null): void {
    if (!expense) return;
    const { treeId, budgetId, timezone } = of;
    this.tally.add(of, expense);
    const key = `${treeId} ${textOf(expense)}`;
    const quarter = quarterOf(at);
    const line = sumOf(this.lines, `${budgetId} ${quarter} ${key}`, () => ({
      ...{ treeId, budgetId, quarter, timezone },
      ...{ ids: this.idsOf(key, treeId, expense), usage: NO_USAGE, ...NOTHING },
    }));
    addTo(line, expense);
    if (expense.usage.size > 0) line.usage = added(line.usage, expense.usage);
  }

  rows(): SheetRows {
    const budgets = new Map<string, BudgetSums>();
    for (const line of this.lines.values()) {
      const { treeId, budgetId } = line;
      addTo(
        sumOf(budgets, budgetId, () => ({ treeId, budgetId, ...NOTHING })),
        line,
      );
    }
    const cells = this.cells().sort(byPlace);
    return { cells, usage: cells.flatMap(usageRows), budgets: inOrder(budgets), keys: inOrder(this.keyRows) };
  }

  /** The keys that are written with its rows, to be remembered when that is committed. */
  get newKeys(): ReadonlyMap<string, KeyIds> {
    return this.keys;
  }

  private cells(): Cell[] {
    const finest: Cell[] = [];
    const coarse = new Map<string, Cell>();
    for (const line of this.lines.values()) {
      const { treeId, budgetId, quarter, ids, timezone, usage } = line;
      const { spent, refunded, calls, denied } = line;
      // No two lines are of one such sum.
      const finestKey = { grain: GRAINS.quarter.number, quarter, keyId: ids.all };
      finest.push({ treeId, budgetId, ...finestKey, spent, refunded, calls, denied, usage });
      for (const grain of COARSE) {
        const { number, of, by } = GRAINS[grain];
        const ownerId = of === 'tree' ? treeId : budgetId;
        const begins = beginningOf(grain, timezone, quarter * QUARTER_MS);
        const keyId = ids[by];
        const cell = sumOf(coarse, `${ownerId}${number}${begins}${keyId}`, () => ({
          ...{ treeId, budgetId: ownerId, grain: number, quarter: begins, keyId, usage: NO_USAGE },
          ...NOTHING,
        }));
        addTo(cell, line);
        if (usage.size > 0) cell.usage = added(cell.usage, usage);
      }
    }
    return [...finest, ...coarse.values()];
  }

  private idsOf(name: string, treeId: string, key: SpendKey): KeyIds {
    const known = this.known.find(name) ?? this.keys.get(name);
    if (known) return known;
    const ids = Object.fromEntries(
      KEPT.map((by) => {
        const row = keyRow(treeId, by, key);
        this.keyRows.set(`${treeId} ${row.kind} ${row.id}`, row);
        return [by, row.id];
      }),
    ) as KeyIds;
    this.keys.set(name, ids);
    return ids;
  }
}

const COARSE = (Object.keys(GRAINS) as Grain[]).filter((grain) => grain !== 'quarter');
const KEPT = Object.keys(KEPT_BY) as KeptBy[];

const NOTHING: SpendSums = { spent: 0n, refunded: 0n, calls: 0, denied: 0 };
const NO_USAGE: Quantities = new Map();
const NO_KEY: SpendKey = {
  vendor: null,
  category: null,
  item: null,
  runId: null,
  principal: null,
  code: null,
  labels: null,
};

const knownBy: Record<KeptBy, (key: SpendKey) => SpendKey> = {
  all: (key) => key,
  run: ({ runId, principal }) => ({ ...NO_KEY, runId, principal }),
  plain: (key) => ({ ...key, runId: null, principal: null, labels: null }),
  labels: ({ labels }) => ({ ...NO_KEY, labels }),
  labelled: (key) => ({ ...key, runId: null, principal: null }),
};

const textOf = ({ vendor, category, item, runId, principal, code, labels }: SpendKey): string =>
  JSON.stringify([vendor, category, item, runId, principal, code, labels && canonicalText(labels)]);

/** Its id is the same for the same key in any process, so that nobody has to look up which one it was given. */
function keyRow(treeId: string, by: KeptBy, key: SpendKey): SpendKeyRow {
  const known = knownBy[by](key);
  const id = uuidText(createHash('sha256').update(textOf(known)).digest('hex'));
  const { vendor, category, item, runId, principal, code, labels } = known;
  return { treeId, kind: KEPT_BY[by], id, vendor, category, item, runId, principal, code, labels };
}

function sumOf<T>(sums: Map<string, T>, name: string, make: () => T): T {
  let sum = sums.get(name);
  if (!sum) sums.set(name, (sum = make()));
  return sum;
}

function addTo(sum: SpendSums, more: SpendSums): void {
  sum.spent += more.spent;
  sum.refunded += more.refunded;
  sum.calls += more.calls;
  sum.denied += more.denied;
}

const usageRows = ({ treeId, budgetId, grain, quarter, keyId, usage }: Cell): UsageSums[] =>
  [...usage].sort(byName).map(([unit, quantity]) => ({
    ...{ treeId, budgetId, grain, quarter, keyId, unit },
    quantity: formatAmount(quantity, QUANTITY_SCALE),
  }));

const byPlace = (a: CellSums, b: CellSums): number =>
  compare(a.budgetId, b.budgetId) || a.grain - b.grain || a.quarter - b.quarter || compare(a.keyId, b.keyId);

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => compare(a, b);

const compare = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const inOrder = <T>(rows: ReadonlyMap<string, T>): T[] => [...rows].sort(byName).map(([, row]) => row);
