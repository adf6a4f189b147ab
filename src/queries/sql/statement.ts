import { GRAINS, KEPT_BY, quarterOf } from '../../core/spend-times.js';
import type { Span } from '../../core/windows.js';
import { Prisma } from '../../generated/prisma/client.js';
import { instantSql } from './instant-sql.js';
import { below } from './below.js';
import { CORRECTING_KINDS, correctionsAmong } from './corrections.js';
import type { AskedBudget, SqlReader } from './spend.js';

/** What was bought of one vendor as one item in a month: decimal digits in units of the tree, and counts. */
export interface StatementRow {
  vendor: string | null;
  category: string | null;
  item: string | null;
  spent: string;
  refunded: string;
  calls: number;
  /** Decimal digits by unit; null where nothing was used. */
  usage: Record<string, string> | null;
}

/** All lines of a month together. */
export type StatementTotal = Pick<StatementRow, 'spent' | 'refunded' | 'calls' | 'usage'> & { lines: number };

/** A fee of a price that held in a month. Ids are UUIDs. */
export interface FeeRow {
  priceId: string;
  budgetId: string;
  vendor: string;
  item: string;
  baseFee: string;
}

/** What was recorded in a month, and is of an earlier one. */
export interface CorrectionRow {
  kind: 'refund' | 'charge';
  /** Which of the months that were asked about, from 1 on; 0 for one before them. */
  nth: number;
  vendor: string | null;
  category: string | null;
  item: string | null;
  spent: string;
  entries: number;
}

/** A month of a budget and all that lies under it. */
export interface StatementReading {
  budget: AskedBudget;
  span: Span;
}

const MONTH = GRAINS.month.number;
const PLAIN = KEPT_BY.plain;

/** Those under the budget of a statement, and itself: `below`. */
export const belowOf = ({ budget }: StatementReading): Prisma.Sql =>
  below({ treeId: budget.treeId, budgetId: budget.id, scope: 'subtree' });

/** The month as it is kept: cells by vendor, category and item, but for what was denied. */
function cellsOf(reading: StatementReading, table: 'spend_cells' | 'spend_usage', columns: Prisma.Sql) {
  const { budget, span } = reading;
  return Prisma.sql`
    SELECT k.vendor, k.category, k.item, ${columns}
    FROM below
    JOIN ${Prisma.raw(table)} s ON s.tree_id = ${budget.treeId}::uuid AND s.budget_id = below.id
      AND s.grain = ${MONTH}::smallint AND s.quarter = ${quarterOf(span.start)}::int
    JOIN spend_keys k ON k.tree_id = s.tree_id AND k.kind = ${PLAIN}::smallint AND k.id = s.key_id
    WHERE k.code IS NULL`;
}

/** Lines in the order of vendor, category and item, at most so many; and all of them together. */
export async function readLines(
  reader: SqlReader,
  reading: StatementReading,
  limit: number,
): Promise<{ total: StatementTotal; lines: StatementRow[] }> {
  const [total, ...lines] = await reader.$queryRaw<(StatementRow & StatementTotal)[]>(Prisma.sql`
    ${withSums(reading)}
    SELECT NULL AS vendor, NULL AS category, NULL AS item, coalesce(sum(spent), 0)::text AS spent,
      coalesce(sum(refunded), 0)::text AS refunded, coalesce(sum(calls), 0)::float8 AS calls,
      (SELECT ${USAGE} FROM (SELECT unit, sum(quantity) AS quantity FROM units GROUP BY unit) units) AS usage,
      count(*)::float8 AS lines, 0 AS nth
    FROM sums
    UNION ALL
    SELECT * FROM (
      SELECT ${LINE}, 1::float8, row_number() OVER (ORDER BY ${IN_ORDER}) AS nth
      FROM sums
      ORDER BY nth LIMIT ${limit}
    ) page
    ORDER BY nth`);
  return { total: total!, lines };
}

/** Has all lines, in their order, kept with the session when the transaction commits. */
export async function holdLines(reader: SqlReader, reading: StatementReading): Promise<void> {
  await reader.$queryRaw(Prisma.sql`
    DECLARE statement_lines NO SCROLL CURSOR WITH HOLD FOR
    ${withSums(reading)} SELECT ${LINE} FROM sums ORDER BY ${IN_ORDER}`);
}

/** The next lines of what {@link holdLines} has kept. */
export const nextLines = (reader: SqlReader, count: number): Promise<StatementRow[]> =>
  reader.$queryRaw(Prisma.raw(`FETCH FORWARD ${count} FROM statement_lines`));

const LINE = Prisma.sql`vendor, category, item, spent::text, refunded::text, calls::float8, usage`;
const IN_ORDER = Prisma.sql`vendor COLLATE "C", category COLLATE "C", item COLLATE "C"`;

/** The common table expression `sums`, of all lines, and `units`, what each used. */
function withSums(reading: StatementReading): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE ${belowOf(reading)},
    units AS MATERIALIZED (
      SELECT vendor, category, item, unit, sum(quantity) AS quantity
      FROM (${cellsOf(reading, 'spend_usage', Prisma.sql`s.unit, s.quantity`)}) used
      GROUP BY vendor, category, item, unit
    ),
    sums AS MATERIALIZED (
      SELECT vendor, category, item, sum(spent) AS spent, sum(refunded) AS refunded, sum(calls) AS calls,
        (array_agg(usage) FILTER (WHERE usage IS NOT NULL))[1] AS usage
      FROM (
        SELECT *, NULL::jsonb AS usage
        FROM (${cellsOf(reading, 'spend_cells', Prisma.sql`s.spent, s.refunded, s.calls`)}) cells
        UNION ALL
        SELECT vendor, category, item, 0, 0, 0, ${USAGE} FROM units GROUP BY vendor, category, item
      ) known
      GROUP BY vendor, category, item
      HAVING sum(spent) <> 0 OR sum(refunded) <> 0 OR sum(calls) <> 0 OR count(usage) > 0
    )`;
}

const USAGE = Prisma.sql`jsonb_object_agg(unit, trim_scale(quantity)::text)`;

/**
 * The fees of the prices that are set in the subtree: of each item of a budget that of the price that held last in the month,
 * unless the budget was closed before. What becomes of a price or a budget after the month changes nothing of it.
 */
export async function readFees(reader: SqlReader, reading: StatementReading): Promise<FeeRow[]> {
  const { budget, span } = reading;
  return await reader.$queryRaw<FeeRow[]>(Prisma.sql`
    WITH RECURSIVE ${belowOf(reading)},
    last AS (
      SELECT DISTINCT ON (p.series_id) p.id, p.budget_id, p.vendor, p.item, p.tariff ->> 'baseFee' AS fee
      FROM below
      JOIN prices p ON p.tree_id = ${budget.treeId}::uuid AND p.budget_id = below.id
      WHERE p.created_at < ${instantSql(span.end)} AND p.from_at < ${instantSql(span.end)}
        AND (p.ended_at IS NULL OR p.ended_at > greatest(${instantSql(span.start)}, p.from_at))
      ORDER BY p.series_id, p.from_at DESC, p.id DESC
    )
    SELECT l.id::text AS "priceId", l.budget_id::text AS "budgetId", l.vendor, l.item, l.fee AS "baseFee"
    FROM last l
    JOIN budgets b ON b.tree_id = ${budget.treeId}::uuid AND b.id = l.budget_id
    WHERE l.fee IS NOT NULL AND (b.state <> 'closed' OR EXISTS (
      SELECT FROM entries e
      WHERE e.tree_id = b.tree_id AND e.budget_id = b.id AND e.kind = 'close' AND NOT e.denied
        AND e.at >= ${instantSql(span.start)}
    ))
    ORDER BY l.vendor COLLATE "C", l.item COLLATE "C", l.budget_id, l.id
    LIMIT ${MOST_FEES}`);
}

/** More prices with fees than a statement can list are not looked for: a budget has 2,000 prices at most. */
const MOST_FEES = 10_000;

/**
 * What was recorded in the month, and is of an earlier one. `months` are the beginnings of the months from some time on up to this one,
 * milliseconds since the epoch.
 */
export async function readCorrections(
  reader: SqlReader,
  reading: StatementReading,
  months: readonly number[],
  limit: number,
): Promise<CorrectionRow[]> {
  return await reader.$queryRaw<CorrectionRow[]>(Prisma.sql`${corrected(reading, months)} LIMIT ${limit}`);
}

/** Has all of them, in their order, kept with the session when the transaction commits. */
export async function holdCorrections(
  reader: SqlReader,
  reading: StatementReading,
  months: readonly number[],
): Promise<void> {
  await reader.$queryRaw(Prisma.sql`
    DECLARE statement_corrections NO SCROLL CURSOR WITH HOLD FOR ${corrected(reading, months)}`);
}

/** The next of what {@link holdCorrections} has kept. */
export const nextCorrections = (reader: SqlReader, count: number): Promise<CorrectionRow[]> =>
  reader.$queryRaw(Prisma.raw(`FETCH FORWARD ${count} FROM statement_corrections`));

function corrected(reading: StatementReading, months: readonly number[]): Prisma.Sql {
  const { budget, span } = reading;
  const times = Prisma.join(months.map(instantSql));
  const candidates = Prisma.sql`
      SELECT e.*, ${instantSql(span.start)} AS month_start
      FROM entries e
      WHERE e.tree_id = ${budget.treeId}::uuid AND e.at >= ${instantSql(span.start)} AND e.at < ${instantSql(span.end)}
        AND e.kind = ANY (${[...CORRECTING_KINDS]}) AND NOT e.denied AND e.reservation_id IS NOT NULL
        AND (e.budget_id IN (SELECT id FROM below)) IS TRUE`;
  return Prisma.sql`
    WITH RECURSIVE ${belowOf(reading)}
    SELECT * FROM (
      SELECT CASE kind WHEN 'charge' THEN 'charge' ELSE 'refund' END AS kind, width_bucket(corrects, ARRAY[${times}]) AS nth,
        c #>> '{reservation,vendor}' AS vendor, c #>> '{reservation,category}' AS category, c #>> '{reservation,item}' AS item,
        sum(coalesce((c #>> '{deltas,spent}')::numeric, 0) * 10::numeric ^ ${budget.scale}::int)::bigint::text AS spent,
        count(*)::float8 AS entries
      FROM (SELECT kind, corrects, content::jsonb AS c FROM (${correctionsAmong(candidates)}) found) corrected
      GROUP BY 1, 2, 3, 4, 5
    ) correction
    ORDER BY nth, kind COLLATE "C", vendor COLLATE "C", category COLLATE "C", item COLLATE "C"`;
}
