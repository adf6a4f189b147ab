import { timeText } from '../core/entries.js';
import { formatAmount, unitsIn } from '../core/money.js';
import { fractionOf, unitsAbove } from '../core/prices/fraction.js';
import { QUANTITY_SCALE } from '../core/prices/usage.js';
import { SPEND_FORMAT } from '../core/spend.js';
import { windowAt, zonedText, type Span } from '../core/windows.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { UnavailableError } from '../runtime/try-later.js';
import { inSnapshot } from './snapshot.js';
import { askedBudget, prepareReading, type SqlReader } from './sql/spend.js';
import {
  readCorrections,
  readFees,
  readLines,
  type CorrectionRow,
  type FeeRow,
  type StatementReading,
  type StatementRow,
  type StatementTotal,
} from './sql/statement.js';
import { tiersOf, type TierView } from './statement-tiers.js';

/** Amounts and counts of a line, or of several. */
export type StatementSums = {
  /** What was paid, and what of all that was ever paid came back. */
  paid: string;
  refunded: string;
  /** Paid less refunded: as balances and spend have it. */
  spent: string;
  calls: number;
  usage: Record<string, string>;
};

/** What was bought of one vendor as one item; null where it was not named. */
export type StatementLine = StatementSums & {
  vendor: string | null;
  category: string | null;
  item: string | null;
};

/** The fee of a price for a month. */
export type BaseFeeView = { vendor: string; item: string; budgetId: string; priceId: string; amount: string };

/** What was recorded in the month, and is of an earlier one: part of the lines. */
export type CorrectionView = {
  kind: 'refund' | 'charge';
  /** Null for more than {@link MONTHS_BACK} months before. */
  month: string | null;
  vendor: string | null;
  category: string | null;
  item: string | null;
  /** What it adds to `spent`. */
  amount: string;
  entries: number;
};

/** What a budget and all that lies under it used and paid in a month. */
export type StatementView = {
  budgetId: string;
  month: string;
  timezone: string;
  currency: string;
  from: string;
  to: string;
  state: 'open' | 'closed';
  /** Null of a closed one: it is of all times. */
  asOf: string | null;
  lines: StatementLine[];
  /** The lines that are not listed, together; null where all are. */
  others: (StatementSums & { lines: number }) | null;
  tiers: TierView[];
  baseFees: BaseFeeView[];
  /** Those that are not listed, together; null where all are. */
  otherBaseFees: { count: number; amount: string } | null;
  corrections: CorrectionView[];
  /** Whether there are more than are listed. */
  moreCorrections: boolean;
  sums: StatementSums;
  /** All base fees. They are of the statement alone: no balance and no limit knows them. */
  fees: string;
  /** `spent` of the sums, and the fees. */
  total: string;
};

/** Lines, fees and corrections that are listed. */
const MOST_LINES = 1_000;

/** Months before a statement's that corrections are named by. */
const MONTHS_BACK = 60;

/** A decision that was made before the end of a month can be written this much later. */
const CLOSES_AFTER_MS = 3_600_000;

const RETRY_SECONDS = 5;

/** A month that has not begun has no statement. */
export class MonthToComeError extends Error {}

/** What a month came to, as readers see it. */
export class StatementQueries {
  constructor(private readonly prisma: PrismaClient) {}

  /**
   * The statement of a month (`2026-11`, in the time zone of the tree); null if there is no such budget. Throws a
   * MonthToComeError, and an UnavailableError while the sums of spend are being made.
   */
  async statement(budgetId: string, month: string): Promise<StatementView | null> {
    if (!isId('budget', budgetId)) return null;
    return await inSnapshot(this.prisma, async (tx) => {
      await prepareReading(tx);
      const budget = await askedBudget(tx, uuidOf(budgetId));
      if (!budget) return null;
      if (budget.format !== SPEND_FORMAT || budget.phase !== 'follow')
        throw new UnavailableError('Spend is being added up from the journal.', RETRY_SECONDS);
      const span = spanOf(month, budget.timezone);
      if (span.start > budget.now) throw new MonthToComeError(`${month} has not begun.`);
      return await viewOf(tx, { budget, span }, month);
    });
  }
}

/** The middle of a month lies in it, in any time zone. */
const spanOf = (month: string, zone: string): Span =>
  windowAt('month', zone, Date.parse(`${month}-15T12:00:00Z`));

async function viewOf(reader: SqlReader, reading: StatementReading, month: string): Promise<StatementView> {
  const { budget, span } = reading;
  const { scale } = budget;
  const months = monthsUpTo(span, budget.timezone);
  const { total, lines } = await readLines(reader, reading, MOST_LINES);
  const fees = feesOf(await readFees(reader, reading), scale);
  const corrections = await readCorrections(reader, reading, months, MOST_LINES + 1);
  const isClosed = Math.min(budget.asOf, budget.now) >= span.end + CLOSES_AFTER_MS;
  return {
    budgetId: idOf('budget', budget.id),
    month,
    timezone: budget.timezone,
    currency: budget.currency,
    from: timeText(span.start),
    to: timeText(span.end),
    state: isClosed ? 'closed' : 'open',
    asOf: isClosed ? null : timeText(budget.asOf),
    lines: lines.map((line) => lineOf(line, scale)),
    others: total.lines > lines.length ? othersOf(total, lines, scale) : null,
    tiers: await tiersOf(reader, reading),
    ...fees.listed,
    corrections: corrections.slice(0, MOST_LINES).map((row) => correctionOf(row, months, reading)),
    moreCorrections: corrections.length > MOST_LINES,
    sums: sumsOf(total, scale),
    fees: formatAmount(fees.sum, scale),
    total: formatAmount(BigInt(total.spent) + fees.sum, scale),
  };
}

const sumsOf = (
  { spent, refunded, calls, usage }: Pick<StatementRow, 'spent' | 'refunded' | 'calls' | 'usage'>,
  scale: number,
): StatementSums => ({
  paid: formatAmount(BigInt(spent) + BigInt(refunded), scale),
  refunded: formatAmount(BigInt(refunded), scale),
  spent: formatAmount(BigInt(spent), scale),
  calls,
  usage: Object.fromEntries(Object.entries(usage ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))),
});

const lineOf = (row: StatementRow, scale: number): StatementLine => ({
  vendor: row.vendor,
  category: row.category,
  item: row.item,
  ...sumsOf(row, scale),
});

/** What is left of the whole without the lines that are listed. */
function othersOf(
  total: StatementTotal,
  lines: readonly StatementRow[],
  scale: number,
): NonNullable<StatementView['others']> {
  const rest = (of: 'spent' | 'refunded'): string =>
    String(lines.reduce((left, line) => left - BigInt(line[of]), BigInt(total[of])));
  const calls = lines.reduce((left, line) => left - line.calls, total.calls);
  const left = new Map(Object.entries(total.usage ?? {}).map(([unit, text]) => [unit, quantityIn(text)]));
  for (const { usage } of lines)
    for (const [unit, text] of Object.entries(usage ?? {}))
      left.set(unit, left.get(unit)! - quantityIn(text));
  const usage = [...left].flatMap(([unit, of]) =>
    of === 0n ? [] : [[unit, formatAmount(of, QUANTITY_SCALE)]],
  );
  const row = {
    spent: rest('spent'),
    refunded: rest('refunded'),
    calls,
    usage: Object.fromEntries(usage) as Record<string, string>,
  };
  return { lines: total.lines - lines.length, ...sumsOf(row, scale) };
}

const quantityIn = (text: string): bigint =>
  text.startsWith('-') ? -unitsIn(text.slice(1), QUANTITY_SCALE) : unitsIn(text, QUANTITY_SCALE);

function feesOf(rows: readonly FeeRow[], scale: number) {
  const fees = rows.map((row) => ({ row, units: unitsAbove(fractionOf(row.baseFee), scale) }));
  const sumOf = (some: typeof fees): bigint => some.reduce((sum, { units }) => sum + units, 0n);
  const left = fees.slice(MOST_LINES);
  const listed: Pick<StatementView, 'baseFees' | 'otherBaseFees'> = {
    baseFees: fees.slice(0, MOST_LINES).map(({ row, units }) => ({
      vendor: row.vendor,
      item: row.item,
      budgetId: idOf('budget', row.budgetId),
      priceId: idOf('price', row.priceId),
      amount: formatAmount(units, scale),
    })),
    otherBaseFees:
      left.length === 0 ? null : { count: left.length, amount: formatAmount(sumOf(left), scale) },
  };
  return { listed, sum: sumOf(fees) };
}

/** The beginnings of this month and of those before it, the earliest first. */
function monthsUpTo({ start }: Span, zone: string): number[] {
  const months = [start];
  while (months.length <= MONTHS_BACK) months.unshift(windowAt('month', zone, months[0]! - 1).start);
  return months;
}

const correctionOf = (
  { kind, nth, vendor, category, item, spent, entries }: CorrectionRow,
  months: readonly number[],
  { budget }: StatementReading,
): CorrectionView => ({
  kind,
  month: nth === 0 ? null : zonedText(budget.timezone, months[nth - 1]!).slice(0, 7),
  vendor,
  category,
  item,
  amount: formatAmount(BigInt(spent), budget.scale),
  entries,
});
