import postgres from 'postgres';
import { windowAt } from '../../src/core/windows.js';
import { quarterOf } from '../../src/core/spend-times.js';
import { uuidOf } from '../../src/ids/ids.js';

/** What an hour of the month has in common: its spend is spread over vendors, runs and the budgets of a tree. */
const VENDORS = 20;

/** Teams that budgets belong to, and customers that each call names one of: the dimensions of the tree. */
const TEAMS = 10;
const CUSTOMERS = 20;

/** Settled reservations in one run. */
const OF_RUN = 50;

/** What keys of a kind know, besides what is the same for all. */
const KNOWN = [
  ['vendor', 'run_id', 'labels'],
  ['run_id'],
  ['vendor'],
  ['labels'],
  ['vendor', 'labels'],
] as const;

/**
 * Fills the sums of spend as so many settled reservations of the month under way leave them, evenly spread over the budgets of a tree. It
 * writes them directly: the journal behind them is not made, which nothing that is measured reads.
 */
export async function fillSpend(databaseUrl: string, budgetIds: string[], settled: number): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const month = windowAt('month', 'UTC', Date.now());
  const [begin, quarters] = [quarterOf(month.start), quarterOf(month.end) - quarterOf(month.start)];
  const budgets = `{${budgetIds.map(uuidOf).join(',')}}`;
  const tree = uuidOf(budgetIds[0]!);
  try {
    await sql`
      CREATE TABLE bench_settled AS
      SELECT (${budgets}::uuid[])[1 + i % ${budgetIds.length}::int] AS budget_id,
        ${begin}::int + (i::bigint * ${quarters}::int / ${settled}::int)::int AS quarter,
        'vendor-' || (random() * ${VENDORS - 1})::int AS vendor, 'inference' AS category,
        'run-' || i % ${budgetIds.length}::int || '-' || i / (${OF_RUN}::int * ${budgetIds.length}::int) AS run_id,
        'agent-' || i % ${budgetIds.length}::int AS principal,
        jsonb_build_object('team', 'team-' || i % ${budgetIds.length}::int % ${TEAMS}::int,
          'customer', 'customer-' || (random() * ${CUSTOMERS - 1})::int) AS labels, (1000 + random() * 100000)::bigint AS spent
      FROM generate_series(0, ${settled}::int - 1) AS i`;
    for (const [kind, known] of [
      [0, 'vendor, category, run_id, principal, labels'],
      [1, 'NULL AS vendor, NULL AS category, run_id, principal, NULL::jsonb AS labels'],
      [2, 'vendor, category, NULL AS run_id, NULL AS principal, NULL::jsonb AS labels'],
      [3, 'NULL AS vendor, NULL AS category, NULL AS run_id, NULL AS principal, labels'],
      [4, 'vendor, category, NULL AS run_id, NULL AS principal, labels'],
    ] as const)
      await sql.unsafe(`
        INSERT INTO spend_keys (tree_id, kind, id, vendor, category, run_id, principal, labels)
        SELECT DISTINCT '${tree}'::uuid, ${kind}, md5(concat_ws(' ', k.*::text))::uuid, k.*
        FROM (SELECT ${known} FROM bench_settled) k`);
    for (const [grain, kind, length, owner] of [
      [0, 0, 1, 's.budget_id'],
      [1, 1, 96, 's.budget_id'],
      [2, 2, 96, 's.budget_id'],
      [3, 2, quarters, 's.budget_id'],
      [4, 3, 96, 's.budget_id'],
      [5, 4, quarters, 's.budget_id'],
      [6, 2, 96, `'${tree}'::uuid`],
      [7, 2, quarters, `'${tree}'::uuid`],
      [8, 3, 96, `'${tree}'::uuid`],
      [9, 4, quarters, `'${tree}'::uuid`],
    ] as const)
      await sql.unsafe(`
        INSERT INTO spend_cells (tree_id, budget_id, grain, quarter, key_id, spent, refunded, calls, denied)
        SELECT '${tree}'::uuid, ${owner}, ${grain}, ${begin} + (s.quarter - ${begin}) / ${length} * ${length}, k.id,
          sum(s.spent), 0, count(*), 0
        FROM bench_settled s
        JOIN spend_keys k ON k.tree_id = '${tree}' AND k.kind = ${kind}
          AND ${KNOWN[kind].map((name) => `k.${name} = s.${name}`).join(' AND ')}
        GROUP BY 2, 4, 5 ORDER BY 4`);
    await sql`DROP TABLE bench_settled`;
  } finally {
    await sql.end();
  }
}
