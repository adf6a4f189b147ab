import { timeText } from '../core/entries.js';
import { formatAmount, unitsIn } from '../core/money.js';
import { fractionOf, unitsAbove } from '../core/prices/fraction.js';
import { QUANTITY_SCALE } from '../core/prices/usage.js';
import { SPEND_FORMAT } from '../core/spend.js';
import { windowAt, zonedText, type Span } from '../core/windows.js';
import type { ReadSession } from '../database/read-session.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { idOf, isId, uuidOf } from '../ids/ids.js';
import { UnavailableError } from '../runtime/try-later.js';
import { heldInSession } from './held-in-session.js';
import { inSnapshot } from './snapshot.js';
import { askedBudget, prepareReading, type SqlReader } from './sql/spend.js';
import {
  holdCorrections,
  holdLines,
  nextCorrections,
  nextLines,
  readCorrections,
  readFees,
  readLines,
  type CorrectionRow,
  type FeeRow,
  type StatementReading,
  type StatementRow,
  type StatementTotal,
} from './sql/statement.js';
import { pagesOfItems, type StatementExport, type StatementItem } from './statement-export.js';
import { tiersOf } from './statement-tiers.js';
import type {
  BaseFeeView,
  CorrectionView,
  StatementHeading,
  StatementLine,
  StatementSums,
  StatementView,
} from './statement-view.js';

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
  /** `openSession` opens a session for an export. */
  constructor(
    private readonly prisma: PrismaClient,
    private readonly openSession: () => Promise<ReadSession>,
  ) {}

  /**
   * The statement of a month (`2026-11`, in the time zone of the tree); null if there is no such budget. Throws a
   * MonthToComeError, and an UnavailableError while the sums of spend are being made.
   */
  async statement(budgetId: string, month: string): Promise<StatementView | null> {
    if (!isId('budget', budgetId)) return null;
    return await inSnapshot(this.prisma, async (tx) => {
      const reading = await readingOf(tx, budgetId, month);
      return reading && (await viewOf(tx, reading, month));
    });
  }

  /** All rows of the same, however many: as of one moment. Throws what `statement` throws, and answers null where that does. */
  async export(budgetId: string, month: string): Promise<StatementExport | null> {
    if (!isId('budget', budgetId)) return null;
    return await heldInSession(this.openSession, async (reader) => {
      const reading = await readingOf(reader, budgetId, month);
      if (!reading) return null;
      const next = pagesOfItems(await heldItems(reader, reading, month));
      return isClosed(reading) ? { next } : { asOf: timeText(reading.budget.asOf), next };
    });
  }
}

async function readingOf(
  reader: SqlReader,
  budgetId: string,
  month: string,
): Promise<StatementReading | null> {
  await prepareReading(reader);
  const budget = await askedBudget(reader, uuidOf(budgetId));
  if (!budget) return null;
  if (budget.format !== SPEND_FORMAT || budget.phase !== 'follow')
    throw new UnavailableError('Spend is being added up from the journal.', RETRY_SECONDS);
  const span = spanOf(month, budget.timezone);
  if (span.start > budget.now) throw new MonthToComeError(`${month} has not begun.`);
  return { budget, span };
}

const isClosed = ({ budget, span }: StatementReading): boolean =>
  Math.min(budget.asOf, budget.now) >= span.end + CLOSES_AFTER_MS;

function headingOf(reading: StatementReading, month: string): StatementHeading {
  const { budget, span } = reading;
  const closed = isClosed(reading);
  return {
    budgetId: idOf('budget', budget.id),
    month,
    timezone: budget.timezone,
    currency: budget.currency,
    from: timeText(span.start),
    to: timeText(span.end),
    state: closed ? 'closed' : 'open',
    asOf: closed ? null : timeText(budget.asOf),
  };
}

/** Rows that are fetched at once. */
const FETCHED = 100;

/** Reads what is bounded, and has the rest kept with the session: all of it as of the moment of the transaction. */
async function heldItems(
  reader: SqlReader,
  reading: StatementReading,
  month: string,
): Promise<AsyncGenerator<readonly StatementItem[], void>> {
  const { scale, timezone } = reading.budget;
  const months = monthsUpTo(reading.span, timezone);
  await holdLines(reader, reading);
  const tiers = await tiersOf(reader, reading);
  const fees = feeViews(await readFees(reader, reading), scale).map(({ view }) => view);
  await holdCorrections(reader, reading, months);
  const heading = headingOf(reading, month);
  return (async function* () {
    yield [{ row: 'statement', ...heading } as const];
    for await (const rows of fetched((count) => nextLines(reader, count)))
      yield rows.map((row) => ({ row: 'line', ...lineOf(row, scale) }) as const);
    yield tiers.map((tier) => ({ row: 'tier', ...tier }) as const);
    yield fees.map((fee) => ({ row: 'base_fee', ...fee }) as const);
    for await (const rows of fetched((count) => nextCorrections(reader, count)))
      yield rows.map((row) => ({ row: 'correction', ...correctionOf(row, months, reading) }) as const);
  })();
}

async function* fetched<T>(next: (count: number) => Promise<T[]>): AsyncGenerator<T[], void> {
  for (let rows = await next(FETCHED); rows.length > 0; rows = await next(FETCHED)) yield rows;
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
  return {
    ...headingOf(reading, month),
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

/** Fees in units of the tree, and as readers see them. */
const feeViews = (rows: readonly FeeRow[], scale: number): { units: bigint; view: BaseFeeView }[] =>
  rows.map(({ vendor, item, budgetId, priceId, baseFee }) => {
    const units = unitsAbove(fractionOf(baseFee), scale);
    const ids = { budgetId: idOf('budget', budgetId), priceId: idOf('price', priceId) };
    return { units, view: { vendor, item, ...ids, amount: formatAmount(units, scale) } };
  });

function feesOf(rows: readonly FeeRow[], scale: number) {
  const fees = feeViews(rows, scale);
  const sumOf = (some: typeof fees): bigint => some.reduce((sum, { units }) => sum + units, 0n);
  const left = fees.slice(MOST_LINES);
  const listed: Pick<StatementView, 'baseFees' | 'otherBaseFees'> = {
    baseFees: fees.slice(0, MOST_LINES).map(({ view }) => view),
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
