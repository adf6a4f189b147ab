import type { WrittenEntry } from '../core/entries.js';
import { expenseOf, isSpending, type Expense } from '../core/spend.js';
import { idOf } from '../ids/ids.js';
import type { PassedSpan } from './sql/read-spans.js';

/** Entries that are remembered; of more, none. */
const MOST = 20_000;

/** What an entry spends, at its time; null where that is nothing. */
interface Noted {
  version: number;
  /** Milliseconds since the epoch. */
  at: number;
  expense: Expense | null;
}

/** What the entries of a budget spend that were written together. */
interface NotedSpan {
  /** The version of the last one, and its hash, which covers all before it. */
  version: number;
  hash: string;
  noted: Noted[];
}

/**
 * What the entries spend that this process has just written, so that they need not be read again to be added up. It is asked for
 * while this process adds, and nothing rests on it: what is not here, or has another hash in the journal, is read from there.
 */
export class RecentExpenses {
  /** By budget, in the order of their versions. */
  private readonly budgets = new Map<string, NotedSpan[]>();
  /** Of entries that may spend. */
  private size = 0;
  private isWanted = false;

  constructor(private readonly most = MOST) {}

  /** Whether this process adds up: another one has no use for what is written here. */
  want(isWanted: boolean): void {
    this.isWanted = isWanted;
    if (!isWanted) this.clear();
  }

  /** Takes note of entries that were written together, once they are durable: those of a budget come in the order of their versions. */
  note(written: readonly WrittenEntry[]): void {
    if (!this.isWanted) return;
    const together = new Map<string, NotedSpan>();
    for (const { entry, hash } of written) {
      const { budgetId, version, at, kind, denied, scale, content } = entry;
      const spends = denied || isSpending(kind);
      let span = together.get(budgetId);
      if (!span && spends) together.set(budgetId, (span = { version, hash, noted: [] }));
      if (!span) continue;
      span.version = version;
      span.hash = hash;
      if (spends) span.noted.push({ version, at, expense: expenseOf(content, scale) });
    }
    for (const [budgetId, span] of together) this.keep(budgetId, span);
  }

  /** What the entries of a span spend; null where that is not known. It is forgotten, with all of the budget before it. */
  take({ budgetId, first, version, hash, spending }: PassedSpan): readonly Noted[] | null {
    if (spending === 0) return NOTHING;
    const id = idOf('budget', budgetId);
    const spans = this.budgets.get(id) ?? [];
    const place = spans.findIndex((one) => one.version === Number(version));
    const span = spans[place];
    if (!span) return null;
    for (const one of spans.splice(0, place + 1)) this.size -= one.noted.length;
    if (spans.length === 0) this.budgets.delete(id);
    const noted = span.noted.filter((one) => one.version >= Number(first));
    return span.hash === hash && noted.length === spending ? noted : null;
  }

  private keep(budgetId: string, span: NotedSpan): void {
    if (this.size + span.noted.length > this.most) this.clear();
    this.size += span.noted.length;
    const others = this.budgets.get(budgetId);
    if (others) others.push(span);
    else this.budgets.set(budgetId, [span]);
  }

  private clear(): void {
    this.budgets.clear();
    this.size = 0;
  }
}

const NOTHING: readonly Noted[] = [];
