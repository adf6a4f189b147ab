import { timeText } from '../core/entries.js';
import { formatAmount } from '../core/money.js';
import { SPEND_FORMAT } from '../core/spend.js';
import { rangesOf, type KeptBy, type SpendScope } from '../core/spend-times.js';
import type { Span } from '../core/windows.js';
import type { ReadSession } from '../database/read-session.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { UnavailableError } from '../runtime/try-later.js';
import { heldInSession } from './held-in-session.js';
import { PAGE_BYTES, type Page } from './page.js';
import { decodeSpend, encodeSpend } from './spend-cursor.js';
import {
  expectDimensions,
  filtersIn,
  isLabelGroup,
  isPeriod,
  periodsOf,
  periodText,
  timesOf,
  type LabelGroup,
  type SpendFilters,
  type SpendGroup,
} from './spend-question.js';
import { inSnapshot } from './snapshot.js';
import {
  askedBudget,
  holdSpend,
  nextSpend,
  prepareReading,
  readSpend,
  type AskedBudget,
  type GroupValue,
  type SpendReading,
  type SpendRow,
  type SpendSumsRow,
  type SqlReader,
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
  /** One value of each: what has all of them. */
  only?: SpendFilters;
  /** Left out, that of the tree. */
  timezone?: string;
}

/** Which page of the groups is asked for. */
interface PageQuestion {
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

/** Under which name an item has its value of a group. */
export const spendNameOf = (group: SpendGroup): keyof SpendItem => NAMES[group] ?? (group as keyof SpendItem);

/** The groups of a question, all as of one moment, to be read one page after the other; whoever begins it ends it. */
export interface SpendExport {
  asOf: string;
  next: () => Promise<Page<SpendItem>>;
  end: () => Promise<void>;
}

/** Where the money went, as readers see it. */
export class SpendQueries {
  /** `openSession` opens a session for an export. */
  constructor(
    private readonly prisma: PrismaClient,
    private readonly openSession: () => Promise<ReadSession>,
  ) {}

  /**
   * Sums by groups, in the order of their names; null if there is no such budget. Throws a SpendQuestionError, a
   * MalformedCursorError, and an UnavailableError while the sums are being made.
   */
  async spend(question: SpendQuestion & PageQuestion): Promise<SpendView | null> {
    const { groups, limit, cursor } = question;
    return await inSnapshot(this.prisma, async (tx) => {
      const asked = await askedOf(tx, question, cursor);
      if (!asked) return null;
      const { budget, zone, span, list, after } = asked;
      const { total, rows } = await readSpend(tx, asked, { after, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        asOf: timeText(budget.asOf),
        timezone: zone,
        currency: budget.currency,
        from: timeText(span.start),
        to: timeText(span.end),
        groupBy: [...groups],
        items: page.map((row) => itemOf(row, asked)),
        total: sumsOf(total, budget.scale),
        nextCursor: last
          ? encodeSpend(list, { from: span.start, to: span.end, group: valuesOf(last, groups) })
          : null,
      };
    });
  }

  /** All groups of the same, however many, in the same order: as of one moment. Throws what `spend` throws, and answers null where that does. */
  async export(question: SpendQuestion): Promise<SpendExport | null> {
    return await heldInSession(this.openSession, async (reader) => {
      const asked = await askedOf(reader, question);
      if (!asked) return null;
      await holdSpend(reader, asked);
      return { asOf: timeText(asked.budget.asOf), next: () => nextPage(reader, asked) };
    });
  }
}

/** A question, worked out: what is to be read, and how cursors of its pages name it. */
interface AskedSpend extends SpendReading {
  span: Span;
  list: string[];
  after: GroupValue[] | null;
}

/** Null if there is no such budget. */
async function askedOf(
  reader: SqlReader,
  question: SpendQuestion,
  cursor?: string,
): Promise<AskedSpend | null> {
  const { budgetId, groups, labels = {}, only = {} } = question;
  if (!isId('budget', budgetId)) return null;
  await prepareReading(reader);
  const budget = await askedBudget(reader, uuidOf(budgetId));
  if (!budget) return null;
  expectMade(budget);
  const zone = question.timezone ?? budget.timezone;
  expectDimensions(budget.dimensions ?? [], groups, labels);
  const filters = filtersIn(only);
  // No group has a colon or an equals sign, and no name of a label either.
  const list = [
    budgetId,
    zone,
    ...groups,
    ...Object.entries(labels).map((label) => label.join(':')),
    ...filters.map((filter) => filter.join('=')),
  ];
  const position = cursor === undefined ? null : decodeSpend(list, cursor);
  const { from, to } = position ?? question;
  const span = timesOf(from, to, zone, budget.now);
  const periods = periodsOf(span, groups, zone);
  const known = keptBy([...groups, ...filters.map(([filter]) => filter)], labels);
  const ranges = rangesOf(periods, budget.timezone, known, scopeOf(budget, groups));
  const after = position?.group ?? null;
  return { budget, groups, labels, only, zone, periods, ranges, span, list, after };
}

/** Groups that are fetched at once, and the most on a page. */
const FETCHED = 100;
const MOST_GROUPS = 1_000;

/** As many of the next groups as have some {@link PAGE_BYTES}: those with few units are small. */
async function nextPage(reader: SqlReader, asked: AskedSpend): Promise<Page<SpendItem>> {
  const items: SpendItem[] = [];
  let bytes = 0;
  while (items.length < MOST_GROUPS && bytes < PAGE_BYTES) {
    const rows = await nextSpend(reader, FETCHED);
    for (const row of rows) {
      items.push(itemOf(row, asked));
      bytes += GROUP_BYTES + UNIT_BYTES * Object.keys(row.usage ?? {}).length;
    }
    if (rows.length < FETCHED) return { items, nextCursor: null };
  }
  return { items, nextCursor: '' };
}

/** What a group has as text, and each of its units, taken as large. */
const GROUP_BYTES = 600;
const UNIT_BYTES = 150;

/** What sums have to know to answer for these groups and filters, and for these labels alone. */
function keptBy(groups: readonly SpendGroup[], labels: object): KeptBy {
  const asksFor = (...names: SpendGroup[]): boolean => groups.some((group) => names.includes(group));
  const forPlain = asksFor('vendor', 'category', 'item', 'code');
  const forLabels = groups.some(isLabelGroup) || Object.keys(labels).length > 0;
  if (asksFor('run', 'principal')) return forPlain || forLabels ? 'all' : 'run';
  if (forLabels) return forPlain ? 'labelled' : 'labels';
  return 'plain';
}

/** A whole tree whose budgets are not set apart is asked of its own sums, which are few however many budgets it has. */
const scopeOf = ({ id, treeId }: AskedBudget, groups: readonly SpendGroup[]): SpendScope =>
  id === treeId && !groups.includes('budget') && !groups.includes('child') ? 'tree' : 'budget';

function expectMade({ format, phase }: AskedBudget): void {
  if (format !== SPEND_FORMAT || phase !== 'follow')
    throw new UnavailableError('Spend is being added up from the journal.', RETRY_SECONDS);
}

const valuesOf = (row: SpendRow, groups: readonly SpendGroup[]): GroupValue[] =>
  groups.map((_, i) => row[`g${i}`] ?? null);

function itemOf(row: SpendRow, { budget, groups, zone }: SpendReading): SpendItem {
  const names = valuesOf(row, groups).map((value, i) => {
    const group = groups[i]!;
    return [spendNameOf(group), nameOf(group, value, zone)];
  });
  return { ...Object.fromEntries(names), ...sumsOf(row, budget.scale) } as SpendItem;
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
