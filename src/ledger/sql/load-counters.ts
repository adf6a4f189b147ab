import type { WriteClient } from '../../database/connections.js';
import { REVIVED, type Counter, type Envelope } from '../../core/envelopes.js';
import { windowAt } from '../../core/windows.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { milliseconds, parametersOf, rowsOf, type Columns } from '../../database/columns.js';
import { KEY, type RowKey } from './load-budgets.js';
import { RESERVATION_KEY, type ReservationKey } from './load-reservations.js';
import { run } from '../../database/run.js';

/** A budget that is asked to reserve for a purpose. */
export interface Asked extends RowKey {
  vendor: string | null;
  category: string | null;
  runId: string | null;
}

/** A budget that is asked to reserve, and what names the request. */
export interface Requested extends RowKey {
  key: string;
}

const ASKED: Columns<Asked> = {
  ...KEY,
  vendor: ['text', (asked) => asked.vendor],
  category: ['text', (asked) => asked.category],
  run_id: ['text', (asked) => asked.runId],
};

const COUNTER_COLUMNS = `
  c.tree_id, c.id, c.envelope_id, c.key, ${milliseconds('c.window_start')} AS window_start,
  ${milliseconds('c.window_end')} AS window_end, c.metric, c.used, c.version, c.alerts, c.alert_limit, c.alert_passed`;

const current = `
WITH needed AS MATERIALIZED (
  SELECT DISTINCT e.tree_id, e.id, sought.key
  FROM ${rowsOf(ASKED, 'asked', 1)}
  JOIN budgets leaf ON leaf.tree_id = asked.tree_id AND leaf.id = asked.id
  JOIN envelopes e ON e.tree_id = leaf.tree_id AND e.budget_id = ANY (leaf.path || leaf.id)
    AND e.deleted_at IS NULL AND (e."window" <> 'transaction' OR e.match_new_vendors)
  -- Its own counter and, where it may be a new name, that of how many names are new today: see core/envelopes.ts.
  CROSS JOIN LATERAL (VALUES
    (coalesce(CASE WHEN e.per = 'vendor' OR e.match_new_vendors THEN asked.vendor
                   WHEN e.per = 'category' THEN asked.category WHEN e.per = 'run' THEN asked.run_id END, '')),
    (CASE WHEN e.per IN ('vendor', 'category', 'run') THEN '*' END)
  ) AS sought(key)
  WHERE sought.key IS NOT NULL
)
SELECT ${COUNTER_COLUMNS}
FROM needed
JOIN counters c ON c.tree_id = needed.tree_id AND c.envelope_id = needed.id AND c.key = needed.key
  AND c.window_end > statement_timestamp() - interval '1 minute'`;

const REQUESTED: Columns<Requested> = {
  ...KEY,
  key: ['text', ({ key }) => key],
};

const requested = `
WITH needed AS MATERIALIZED (
  SELECT DISTINCT e.tree_id, e.id, want.key
  FROM ${rowsOf(REQUESTED, 'want', 1)}
  JOIN budgets leaf ON leaf.tree_id = want.tree_id AND leaf.id = want.id
  JOIN envelopes e ON e.tree_id = leaf.tree_id AND e.budget_id = ANY (leaf.path || leaf.id)
    AND e.deleted_at IS NULL AND e.per = 'request'
)
SELECT ${COUNTER_COLUMNS}
FROM needed
JOIN counters c ON c.tree_id = needed.tree_id AND c.envelope_id = needed.id AND c.key = needed.key
  AND c.window_end > statement_timestamp() - interval '1 minute'`;

const charged = `
WITH needed AS MATERIALIZED (
  SELECT DISTINCT r.tree_id, charge.id
  FROM ${rowsOf(RESERVATION_KEY, 'want', 1)}
  JOIN reservations r ON r.tree_id = want.tree_id AND r.budget_id = want.budget_id AND r.id = want.id
  CROSS JOIN LATERAL unnest(r.charges) AS charge(id)
)
SELECT needed.tree_id AS wanted_tree, needed.id AS wanted, ${COUNTER_COLUMNS}
FROM needed
LEFT JOIN counters c ON c.tree_id = needed.tree_id AND c.id = needed.id`;

/** Names a counter: not by a UUID. */
export interface CounterKey {
  treeId: string;
  id: string;
}

const COUNTER_KEY: Columns<CounterKey> = {
  tree_id: ['uuid', (key) => uuidOf(key.treeId)],
  id: ['text', (key) => key.id],
};

const named = `
SELECT ${COUNTER_COLUMNS}
FROM ${rowsOf(COUNTER_KEY, 'want', 1)}
JOIN counters c ON c.tree_id = want.tree_id AND c.id = want.id`;

/** What a counter follows from, beside its id. */
const freed = `
SELECT DISTINCT e.tree_id, e.id, e."window", coalesce(e.timezone, t.timezone) AS timezone, e.metric
FROM ${rowsOf(KEY, 'want', 1)}
JOIN envelopes e ON e.tree_id = want.tree_id AND e.id = want.id
JOIN trees t ON t.id = e.tree_id`;

interface Row {
  tree_id: string;
  id: string;
  envelope_id: string;
  key: string;
  window_start: number;
  window_end: number;
  metric: Counter['metric'];
  used: string;
  version: string;
  alerts: string;
  alert_limit: string | null;
  alert_passed: boolean | null;
}

/** The counters of the current windows that new reservations for these purposes would be counted in. */
export async function loadCurrentCounters(sql: WriteClient, asked: Asked[]): Promise<Counter[]> {
  return (await run<Row>(sql, current, parametersOf(ASKED, asked))).map(counterOf);
}

/** The named counters. Unknown ones are missing. */
export async function loadNamedCounters(sql: WriteClient, wanted: CounterKey[]): Promise<Counter[]> {
  return (await run<Row>(sql, named, parametersOf(COUNTER_KEY, wanted))).map(counterOf);
}

/** The counters that follow these very requests, where envelopes count their denials. */
export async function loadRequestCounters(sql: WriteClient, wanted: Requested[]): Promise<Counter[]> {
  return (await run<Row>(sql, requested, parametersOf(REQUESTED, wanted))).map(counterOf);
}

/** The counters that existing reservations were counted in; those that were freed since as they are made anew. */
export async function loadChargedCounters(
  sql: WriteClient,
  reservations: ReservationKey[],
): Promise<Counter[]> {
  type Wanted = { wanted_tree: string; wanted: string };
  const rows = await run<Wanted & (Row | { id: null })>(
    sql,
    charged,
    parametersOf(RESERVATION_KEY, reservations),
  );
  const missing = rows.flatMap((row) => (row.id === null ? [row] : []));
  const found = rows.flatMap((row) => (row.id === null ? [] : [counterOf(row)]));
  if (missing.length === 0) return found;
  return [...found, ...(await revived(sql, missing))];
}

interface EnvelopeRow extends Pick<Envelope, 'window' | 'metric'> {
  tree_id: string;
  id: string;
  timezone: string;
}

async function revived(
  sql: WriteClient,
  missing: { wanted_tree: string; wanted: string }[],
): Promise<Counter[]> {
  const keys = missing.map(({ wanted_tree: tree, wanted }) => ({
    treeId: idOf('budget', tree),
    id: wanted.slice(0, wanted.indexOf('/')),
  }));
  const rows = await run<EnvelopeRow>(sql, freed, parametersOf(KEY, keys));
  const envelopes = new Map(rows.map((row) => [idOf('envelope', row.id), row]));
  return missing.flatMap(({ wanted_tree: tree, wanted: id }) => {
    const [envelopeId = '', start = '', ...key] = id.split('/');
    const envelope = envelopes.get(envelopeId);
    if (!envelope || envelope.window === 'transaction') return [];
    const from = Date.parse(start);
    return {
      treeId: idOf('budget', tree),
      id,
      envelopeId,
      window: { start: from, end: windowAt(envelope.window, envelope.timezone, from).end },
      key: key.join('/'),
      metric: envelope.metric,
      used: 0n,
      version: REVIVED,
      alert: null,
    };
  });
}

const counterOf = (row: Row): Counter => ({
  treeId: idOf('budget', row.tree_id),
  id: row.id,
  envelopeId: idOf(row.metric === 'usage' ? 'price' : 'envelope', row.envelope_id),
  window: { start: row.window_start, end: row.window_end },
  key: row.key,
  metric: row.metric,
  used: BigInt(row.used),
  version: Number(row.version),
  alert:
    row.alert_limit === null
      ? null
      : {
          number: Number(row.alerts),
          limit: BigInt(row.alert_limit),
          passed: row.alert_passed === true,
        },
});
