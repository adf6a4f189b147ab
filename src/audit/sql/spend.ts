/*
 * Where the money went, added up once more by Postgres, from entries alone and in another way than the service does. Only as
 * far as the sums have come, and where they are made: not while they are cleared or built. A thousand differences of a
 * kind say enough.
 */

/** Kinds of accepted entries about a reservation that are in the sums. */
export const ADDED_UP: readonly string[] = [
  'commit',
  'expire_commit',
  'charge',
  'refund',
  'claim_settle',
  'claim_dismiss',
  'dispute_uphold',
];
const KINDS = `('${ADDED_UP.join("', '")}')`;

/** What is kept beside quarters, by the numbers of grains. */
const GRAINS = `ARRAY['run and day', 'day', 'month', 'labels and day', 'labels and month',
  'day of the tree', 'month of the tree', 'labels and day of the tree', 'labels and month of the tree']`;

/** Entries that are in the sums, with what they record. A reservation is a call from the first entry on that shows it as one. */
const RECORDED = `
  read AS (
    SELECT e.tree_id, e.budget_id, e.version, e.at, e.kind, e.denied, e.content::jsonb AS c,
      10::numeric ^ t.scale::int AS units
    FROM entries e
    JOIN trees t ON t.id = e.tree_id
    CROSS JOIN spend_place p
    WHERE p.phase = 'follow' AND p.format > 0 AND (e.denied OR e.kind IN ${KINDS})
      AND (e.tick, e.tree_id, e.budget_id, e.version) <= (p.tick, p.tree_id, p.budget_id, p.version)
  ),
  called AS (
    SELECT tree_id, budget_id, min(version) AS version
    FROM read
    WHERE NOT denied AND c -> 'reservation' IS NOT NULL AND (
      (c #>> '{reservation,committed}')::numeric > 0
      OR c #>> '{reservation,state}' = 'committed' AND c #> '{reservation,claim}' IS NULL
    )
    GROUP BY tree_id, budget_id, c #>> '{reservation,id}'
  ),
  recorded AS (
    SELECT r.tree_id, r.budget_id, floor(extract(epoch FROM r.at) / 900)::int AS quarter,
      coalesce(c #>> '{reservation,vendor}', c #>> '{requested,vendor}') AS vendor,
      coalesce(c #>> '{reservation,category}', c #>> '{requested,category}') AS category,
      coalesce(c #>> '{reservation,item}', c #>> '{requested,item}') AS item,
      coalesce(c #>> '{reservation,runId}', c #>> '{requested,runId}') AS run_id,
      c ->> 'by' AS principal, c #>> '{denial,code}' AS code, c -> 'labels' AS labels,
      CASE WHEN denied THEN 0 ELSE coalesce((c #>> '{deltas,spent}')::numeric * units, 0) END AS spent,
      CASE WHEN denied OR kind NOT IN ('refund', 'dispute_uphold') THEN 0 ELSE coalesce(-(c #>> '{deltas,spent}')::numeric * units, 0) END AS refunded,
      (NOT denied AND called.version IS NOT NULL)::int AS calls, denied::int AS denied
    FROM read r
    LEFT JOIN called ON called.tree_id = r.tree_id AND called.budget_id = r.budget_id AND called.version = r.version
  )`;

/** The sums of entries and of cells side by side: each cell that is not what entries record. */
export const SPENT_OTHERWISE = `
  WITH ${RECORDED},
  both_sides AS (
    SELECT tree_id, budget_id, quarter, vendor, category, item, run_id, principal, code, labels,
      spent, refunded, calls, denied, 1 AS journal
    FROM recorded
    UNION ALL
    SELECT s.tree_id, s.budget_id, s.quarter, k.vendor, k.category, k.item, k.run_id, k.principal, k.code, k.labels,
      s.spent, s.refunded, s.calls, s.denied, 0
    FROM spend_cells s
    LEFT JOIN spend_keys k ON k.tree_id = s.tree_id AND k.kind = 0 AND k.id = s.key_id
    CROSS JOIN spend_place p
    WHERE s.grain = 0 AND p.phase = 'follow' AND p.format > 0
  ),
  summed AS (
    SELECT tree_id, budget_id, quarter, vendor, category, item, run_id, principal, code, labels,
      ${sides('spent')}, ${sides('refunded')}, ${sides('calls')}, ${sides('denied')}
    FROM both_sides
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  )
  SELECT tree_id::text AS "treeId", budget_id::text AS "budgetId", 'spend of a quarter of an hour' AS what,
    concat_ws(' ', at, trunc(spent_recorded), trunc(refunded_recorded), calls_recorded, denied_recorded) AS journal,
    concat_ws(' ', at, spent_kept, refunded_kept, calls_kept, denied_kept) AS kept
  FROM summed CROSS JOIN LATERAL (
    SELECT to_char(to_timestamp(quarter * 900.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') || ' ' ||
      json_build_array(vendor, category, item, run_id, principal, code, labels) AS at
  ) AS named
  WHERE (trunc(spent_recorded), trunc(refunded_recorded), calls_recorded, denied_recorded) <> (spent_kept, refunded_kept, calls_kept, denied_kept)
  ORDER BY tree_id, budget_id, quarter LIMIT 1000`;

/**
 * Days and months against the quarters that they consist of. Which day a quarter belongs to follows from where the days of its
 * tree begin: none of them begins between a quarter and the day that has it.
 */
export const ROLLED_UP_OTHERWISE = `
  WITH ${rolledUp('spend_cells', ['vendor', 'category', 'item', 'code'], ['spent', 'refunded', 'calls', 'denied'])},
  summed AS (
    SELECT tree_id, budget_id, grain, quarter, vendor, category, item, run_id, principal, code, labels,
      ${sides('spent')}, ${sides('refunded')}, ${sides('calls')}, ${sides('denied')}
    FROM both_sides
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  )
  SELECT tree_id::text AS "treeId", budget_id::text AS "budgetId",
    'spend by ' || (${GRAINS})[grain] || ' against its quarters' AS what,
    concat_ws(' ', quarter, spent_recorded::text, refunded_recorded::text, calls_recorded, denied_recorded) AS journal,
    concat_ws(' ', quarter, spent_kept::text, refunded_kept::text, calls_kept, denied_kept) AS kept
  FROM summed
  WHERE EXISTS (SELECT FROM spend_place p WHERE p.phase = 'follow' AND p.format > 0)
    AND (spent_recorded, refunded_recorded, calls_recorded, denied_recorded) <> (spent_kept, refunded_kept, calls_kept, denied_kept)
  ORDER BY tree_id, budget_id, grain, quarter LIMIT 1000`;

/** What each budget spent over all time against its quarters. */
export const TOTALS_OTHERWISE = `
  WITH both_sides AS (
    SELECT tree_id, budget_id, spent, refunded, calls, denied, 1 AS journal FROM spend_cells WHERE grain = 0
    UNION ALL
    SELECT tree_id, budget_id, spent, refunded, calls, denied, 0 FROM spend_budgets
  ),
  summed AS (
    SELECT tree_id, budget_id, ${sides('spent')}, ${sides('refunded')}, ${sides('calls')}, ${sides('denied')}
    FROM both_sides
    GROUP BY 1, 2
  )
  SELECT tree_id::text AS "treeId", budget_id::text AS "budgetId", 'spend over all time against its quarters' AS what,
    concat_ws(' ', spent_recorded::text, refunded_recorded::text, calls_recorded, denied_recorded) AS journal,
    concat_ws(' ', spent_kept::text, refunded_kept::text, calls_kept, denied_kept) AS kept
  FROM summed
  WHERE EXISTS (SELECT FROM spend_place p WHERE p.phase = 'follow' AND p.format > 0)
    AND (spent_recorded, refunded_recorded, calls_recorded, denied_recorded) <> (spent_kept, refunded_kept, calls_kept, denied_kept)
  ORDER BY tree_id, budget_id LIMIT 1000`;

/**
 * What was used, of which each commit of a rated call reports all so far: what it adds is that less what the call had reported
 * before. A refund says what of it came back.
 */
export const USED_OTHERWISE = `
  WITH ${RECORDED},
  reported AS (
    SELECT r.*, c -> 'usage' AS usage,
      lag(c -> 'usage') OVER (PARTITION BY tree_id, budget_id, c #>> '{reservation,id}' ORDER BY version) AS before
    FROM read r
    WHERE NOT denied AND kind IN ('commit', 'charge') AND c -> 'usage' IS NOT NULL AND c #> '{reservation,price}' IS NOT NULL
  ),
  moved AS (
    SELECT r.*, u.key AS unit, u.value::numeric - coalesce((before ->> u.key)::numeric, 0) AS quantity
    FROM reported r CROSS JOIN LATERAL jsonb_each_text(usage) u
    UNION ALL
    SELECT r.*, NULL, NULL, u.key, -u.value::numeric
    FROM read r CROSS JOIN LATERAL jsonb_each_text(c -> 'usage') u
    WHERE NOT denied AND kind = 'refund' AND c #> '{reservation,price}' IS NOT NULL
  ),
  both_sides AS (
    SELECT tree_id, budget_id, floor(extract(epoch FROM at) / 900)::int AS quarter, c #>> '{reservation,vendor}' AS vendor,
      c #>> '{reservation,category}' AS category, c #>> '{reservation,item}' AS item, c #>> '{reservation,runId}' AS run_id,
      c ->> 'by' AS principal, NULL AS code, c -> 'labels' AS labels, unit, quantity, 1 AS journal
    FROM moved
    UNION ALL
    SELECT s.tree_id, s.budget_id, s.quarter, k.vendor, k.category, k.item, k.run_id, k.principal, k.code, k.labels, s.unit, s.quantity, 0
    FROM spend_usage s
    LEFT JOIN spend_keys k ON k.tree_id = s.tree_id AND k.kind = 0 AND k.id = s.key_id
    CROSS JOIN spend_place p
    WHERE s.grain = 0 AND p.phase = 'follow' AND p.format > 0
  ),
  summed AS (
    SELECT tree_id, budget_id, quarter, vendor, category, item, run_id, principal, code, labels, unit, ${sides('quantity')}
    FROM both_sides
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  )
  SELECT tree_id::text AS "treeId", budget_id::text AS "budgetId", 'usage of a quarter of an hour' AS what,
    concat_ws(' ', quarter, unit, trim_scale(quantity_recorded)) AS journal,
    concat_ws(' ', quarter, unit, trim_scale(quantity_kept)) AS kept
  FROM summed WHERE quantity_recorded <> quantity_kept
  ORDER BY tree_id, budget_id, quarter, unit LIMIT 1000`;

/** Usage of days and months against the quarters that they consist of: see {@link ROLLED_UP_OTHERWISE}. */
export const USAGE_ROLLED_UP_OTHERWISE = `
  WITH ${rolledUp('spend_usage', ['vendor', 'category', 'item'], ['unit', 'quantity'])},
  summed AS (
    SELECT tree_id, budget_id, grain, quarter, vendor, category, item, run_id, principal, labels, unit, ${sides('quantity')}
    FROM both_sides
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  )
  SELECT tree_id::text AS "treeId", budget_id::text AS "budgetId",
    'usage by ' || (${GRAINS})[grain] || ' against its quarters' AS what,
    concat_ws(' ', quarter, unit, trim_scale(quantity_recorded)) AS journal,
    concat_ws(' ', quarter, unit, trim_scale(quantity_kept)) AS kept
  FROM summed
  WHERE EXISTS (SELECT FROM spend_place p WHERE p.phase = 'follow' AND p.format > 0) AND quantity_recorded <> quantity_kept
  ORDER BY tree_id, budget_id, grain, quarter, unit LIMIT 1000`;

/**
 * The common table expressions `begins` and `both_sides`: what the quarters of a table come to by days and months, of each budget and
 * (as the root's) of the whole tree, and what is kept of those, by the names of their keys.
 */
function rolledUp(table: string, names: readonly string[], values: readonly string[]): string {
  const kept = values.map((value) => `s.${value}`).join(', ');
  return `begins AS (
    SELECT tree_id, grain, array_agg(DISTINCT quarter ORDER BY quarter) AS quarters
    FROM spend_cells WHERE grain > 0 GROUP BY tree_id, grain
  ),
  both_sides AS (
    SELECT s.tree_id, CASE WHEN g.grain < 6 THEN s.budget_id ELSE s.tree_id END AS budget_id, g.grain, coalesce(b.quarters[width_bucket(s.quarter, b.quarters)], s.quarter) AS quarter,
      ${names.map(plain).join(', ')},
      CASE WHEN g.grain = 1 THEN k.run_id END AS run_id, CASE WHEN g.grain = 1 THEN k.principal END AS principal,
      CASE WHEN g.grain IN (4, 5, 8, 9) THEN k.labels END AS labels,
      ${kept}, 1 AS journal
    FROM ${table} s
    JOIN spend_keys k ON k.tree_id = s.tree_id AND k.kind = 0 AND k.id = s.key_id
    CROSS JOIN generate_series(1, 9) AS g (grain)
    LEFT JOIN begins b ON b.tree_id = s.tree_id AND b.grain = g.grain
    WHERE s.grain = 0
    UNION ALL
    SELECT s.tree_id, s.budget_id, s.grain, s.quarter, ${names.map((name) => `k.${name}`).join(', ')}, k.run_id, k.principal, k.labels, ${kept}, 0
    FROM ${table} s
    JOIN spend_keys k ON k.tree_id = s.tree_id AND k.kind = (ARRAY[1, 2, 2, 3, 4, 2, 2, 3, 4])[s.grain] AND k.id = s.key_id
    WHERE s.grain > 0
  )`;
}

/** A column of keys that days and months know, but not what is kept by runs, or by labels alone. */
function plain(column: string): string {
  return `CASE WHEN g.grain IN (2, 3, 5, 6, 7, 9) THEN k.${column} END AS ${column}`;
}

/** The sums of a column of the journal, and of the tables. */
function sides(column: string): string {
  return [['recorded', 1] as const, ['kept', 0] as const]
    .map(
      ([side, journal]) =>
        `coalesce(sum(${column}) FILTER (WHERE journal = ${journal}), 0) AS ${column}_${side}`,
    )
    .join(', ');
}
