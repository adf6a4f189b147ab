import { timeText } from '../core/entries.js';
import { formatAmount } from '../core/money.js';
import { SPEND_FORMAT } from '../core/spend.js';
import { rangesOf, type KeptBy } from '../core/spend-times.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { UnavailableError } from '../runtime/try-later.js';
import { decodeSpend, encodeSpend } from './spend-cursor.js';
import {
  expectDimensions,
  isLabelGroup,
  isPeriod,
  periodsOf,
  periodText,
  timesOf,
  type LabelGroup,
  type SpendGroup,
} from './spend-question.js';
import { inSnapshot } from './snapshot.js';
import {
  askedBudget,
  prepareReading,
  readSpend,
  type AskedBudget,
  type GroupValue,
  type SpendRow,
  type SpendSumsRow,
} from './sql/spend.js';

/** What is asked about the spend of a budget and all that lies under it. */
export interface SpendQuestion {
  budgetId: string;
  /** Milliseconds since the epoch; left out, the month under way. */
  from?: number;
  to?: number;
  groups: readonly SpendGroup[];
  /** Values of dimensions: what has all of them. */
  labels?: Readonly<Record<string, string>>;
  /** Left out, that of the tree. */
  timezone?: string;
  limit: number;
  cursor?: string;
}

/** Sums as text, and counts. */
export type SpendSumsView = {
  spent: string;
  refunded: string;
  /** Held now: nothing where now is not asked for. */
  reserved: string;
  calls: number;
  denied: number;
  /** Quantities by unit, as text: sums can have more digits than a JSON number keeps. */
  usage: Record<string, string>;
};

/** A group by its own names, null where it has no value. */
export type SpendItem = SpendSumsView & {
  vendor?: string | null;
  category?: string | null;
  item?: string | null;
  budgetId?: string;
  childId?: string | null;
  runId?: string | null;
  principal?: string | null;
  hour?: string;
  day?: string;
  month?: string;
  code?: string | null;
  [label: LabelGroup]: string | null;
};

/** One page of the groups of a question. */
export type SpendView = {
  asOf: string;
  timezone: string;
  currency: string;
  from: string;
  to: string;
  groupBy: SpendGroup[];
  items: SpendItem[];
  total: SpendSumsView;
  nextCursor: string | null;
};

/** When it is worth asking again while sums are made. */
const RETRY_SECONDS = 5;

/** How answers name the groups that are not named as they are asked for. */
const NAMES: Partial<Record<SpendGroup, keyof SpendItem>> = {
  budget: 'budgetId',
  child: 'childId',
  run: 'runId',
};

/** Where the money went, as readers see it. */
export class SpendQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /**
   * Sums by groups, in the order of their names; null if there is no such budget. Throws a SpendQuestionError, a
   * MalformedCursorError, and an UnavailableError while the sums are being made.
   */
  async spend(question: SpendQuestion): Promise<SpendView | null> {
    const { budgetId, groups, labels = {}, limit, cursor } = question;
    if (!isId('budget', budgetId)) return null;
    return await inSnapshot(this.prisma, async (tx) => {
      await prepareReading(tx);
      const budget = await askedBudget(tx, uuidOf(budgetId));
      if (!budget) return null;
      expectMade(budget);
      const zone = question.timezone ?? budget.timezone;
      expectDimensions(budget.dimensions ?? [], groups, labels);
      // No group has a colon.
      const list = [budgetId, zone, ...groups, ...Object.entries(labels).map((label) => label.join(':'))];
      const position = cursor === undefined ? null : decodeSpend(list, cursor);
      const { from, to } = position ?? question;
      const span = timesOf(from, to, zone, budget.now);
      const periods = periodsOf(span, groups, zone);
      const ranges = rangesOf(periods, budget.timezone, keptBy(groups, labels));
      const after = position?.group ?? null;
      const reading = { budget, groups, labels, zone, periods, ranges, after, limit: limit + 1 };
      const { total, rows } = await readSpend(tx, reading);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        asOf: timeText(budget.asOf),
        timezone: zone,
        currency: budget.currency,
        from: timeText(span.start),
        to: timeText(span.end),
        groupBy: [...groups],
        items: page.map((row) => itemOf(row, groups, zone, budget.scale)),
        total: sumsOf(total, budget.scale),
        nextCursor: last
          ? encodeSpend(list, { from: span.start, to: span.end, group: valuesOf(last, groups) })
          : null,
      };
    });
  }
}

/** What sums have to know to answer for these groups, and for these labels alone. */
function keptBy(groups: readonly SpendGroup[], labels: object): KeptBy {
  const asksFor = (...names: SpendGroup[]): boolean => groups.some((group) => names.includes(group));
  const forPlain = asksFor('vendor', 'category', 'item', 'code');
  const forLabels = groups.some(isLabelGroup) || Object.keys(labels).length > 0;
  if (asksFor('run', 'principal')) return forPlain || forLabels ? 'all' : 'run';
  if (forLabels) return forPlain ? 'labelled' : 'labels';
  return 'plain';
}

function expectMade({ format, phase }: AskedBudget): void {
  if (format !== SPEND_FORMAT || phase !== 'follow')
    throw new UnavailableError('Spend is being added up from the journal.', RETRY_SECONDS);
}

const valuesOf = (row: SpendRow, groups: readonly SpendGroup[]): GroupValue[] =>
  groups.map((_, i) => row[`g${i}`] ?? null);

function itemOf(row: SpendRow, groups: readonly SpendGroup[], zone: string, scale: number): SpendItem {
  const names = valuesOf(row, groups).map((value, i) => {
    const group = groups[i]!;
    return [NAMES[group] ?? group, nameOf(group, value, zone)];
  });
  return { ...Object.fromEntries(names), ...sumsOf(row, scale) } as SpendItem;
}

function nameOf(group: SpendGroup, value: GroupValue, zone: string): string | null {
  if (value === null) return null;
  if (isPeriod(group)) return periodText(group, zone, Number(value));
  return group === 'budget' || group === 'child' ? idOf('budget', String(value)) : String(value);
}

const sumsOf = (
  { spent, refunded, reserved, calls, denied, usage }: SpendSumsRow,
  scale: number,
): SpendSumsView => ({
  spent: formatAmount(BigInt(spent), scale),
  refunded: formatAmount(BigInt(refunded), scale),
  reserved: formatAmount(BigInt(reserved), scale),
  calls,
  denied,
  usage: inOrder(usage ?? {}),
});

/** In the order of the units, as usage is everywhere. */
const inOrder = (usage: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(usage).sort(([a], [b]) => (a < b ? -1 : 1)));
