import { Prisma } from '../../generated/prisma/client.js';
import { instantSql } from './instant-sql.js';
import type { SqlReader } from './spend.js';
import { belowOf, type StatementReading } from './statement.js';

/** A price with tiers over windows that may have been used in a month. Ids are UUIDs. */
export interface TieredPrice {
  id: string;
  vendor: string;
  item: string;
  tariff: unknown;
}

/** A step of such a price: from where it begins to where the next one does (null for the last), in whole units. */
export interface TierStep {
  priceId: string;
  unit: string;
  bottom: number;
  top: number | null;
}

/** What was charged at a step: decimal digits. */
export interface UsedStep {
  priceId: string;
  unit: string;
  bottom: number;
  quantity: string;
}

/** Prices with tiers over windows, of the budgets below and of those above them, the latest first. */
export async function readTieredPrices(
  reader: SqlReader,
  reading: StatementReading,
  limit: number,
): Promise<TieredPrice[]> {
  const { budget, span } = reading;
  return await reader.$queryRaw<TieredPrice[]>(Prisma.sql`
    WITH RECURSIVE ${belowOf(reading)}
    SELECT p.id::text AS id, p.vendor, p.item, p.tariff
    FROM (
      SELECT id FROM below
      UNION
      SELECT unnest(b.path) FROM budgets b WHERE b.tree_id = ${budget.treeId}::uuid AND b.id = ${budget.id}::uuid
    ) place
    JOIN prices p ON p.tree_id = ${budget.treeId}::uuid AND p.budget_id = place.id
    WHERE p.created_at < ${instantSql(span.end)} AND strpos(p.tariff::text, '"over"') > 0
    ORDER BY p.id DESC
    LIMIT ${limit}`);
}

/** How much of what was settled in a month was charged at which step: each settlement says where its window stood. */
export async function readUsedSteps(
  reader: SqlReader,
  reading: StatementReading,
  steps: readonly TierStep[],
): Promise<UsedStep[]> {
  const { budget, span } = reading;
  return await reader.$queryRaw<UsedStep[]>(Prisma.sql`
    WITH RECURSIVE ${belowOf(reading)},
    settled AS (
      SELECT e.content::jsonb AS c
      FROM entries e
      WHERE e.tree_id = ${budget.treeId}::uuid AND e.at >= ${instantSql(span.start)} AND e.at < ${instantSql(span.end)}
        AND e.kind IN ('commit', 'charge') AND NOT e.denied AND strpos(e.content, '"seen":') > 0
        AND (e.budget_id IN (SELECT id FROM below)) IS TRUE
    ),
    used AS (
      SELECT c #>> '{reservation,price,priceId}' AS price, stand ->> 'unit' AS unit, (stand ->> 'seen')::numeric AS low,
        (stand ->> 'seen')::numeric + (stand ->> 'used')::numeric AS high
      FROM settled CROSS JOIN LATERAL jsonb_array_elements(c #> '{rating,tiers}') stand
      WHERE stand ->> 'used' IS NOT NULL
    )
    SELECT s."priceId", s.unit, s.bottom::float8 AS bottom,
      trim_scale(sum(least(u.high, s.top) - greatest(u.low, s.bottom)))::text AS quantity
    FROM json_to_recordset(${JSON.stringify(steps)}::json) AS s("priceId" text, unit text, bottom numeric, top numeric)
    JOIN used u ON u.price = s."priceId" AND u.unit = s.unit
      AND u.high > s.bottom AND (s.top IS NULL OR u.low < s.top)
    GROUP BY 1, 2, 3`);
}
