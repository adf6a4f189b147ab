import type { Relative } from '../../core/baselines.js';
import type { WriteClient } from '../../database/connections.js';
import { idOf, uuidOf } from '../../ids/ids.js';
import { milliseconds, only, selected } from '../../database/columns.js';
import { run } from '../../database/run.js';
import { ENVELOPE_COLUMNS, type StoredEnvelope } from '../../rows/envelopes.js';
import { MATCHED_BY, matchOfRow } from '../../rows/matches.js';
import type { Subject } from './read-spending.js';

/** A relative limit, with what has to be known to look at its past. */
export interface RelativeEnvelope extends Subject {
  id: string;
  relative: Relative;
  /** The tree's zone where the envelope has none. */
  zone: string;
  /** The database's clock: milliseconds since the epoch. */
  now: number;
}

/** One that this replica has taken on, until the time given: then others take it on. */
export interface DueEnvelope extends RelativeEnvelope {
  until: number;
  /** Its budget is closed: it never has to be looked at again. */
  isOver: boolean;
}

const READ = ['tree_id', 'id', 'budget_id', 'window', 'timezone', 'metric', ...MATCHED_BY, 'scope'] as const;

const COLUMNS = `
  ${selected(only(ENVELOPE_COLUMNS, READ), 'e')}, e.relative, t.timezone AS zone,
  floor(${milliseconds('clock_timestamp()')}) AS now`;

const take = `
UPDATE envelopes e
SET appraise_at = statement_timestamp() + $2::float8 * interval '1 millisecond'
FROM (
  SELECT x.tree_id, x.id
  FROM envelopes x
  WHERE x.appraise_at <= statement_timestamp()
  ORDER BY x.appraise_at
  LIMIT $1::int
  FOR NO KEY UPDATE SKIP LOCKED
) AS due, budgets b, trees t
WHERE e.tree_id = due.tree_id AND e.id = due.id AND b.tree_id = e.tree_id AND b.id = e.budget_id AND t.id = e.tree_id
RETURNING ${COLUMNS}, ${milliseconds('e.appraise_at')} AS until, b.state IN ('closing', 'closed') AS is_over`;

const one = `
SELECT ${COLUMNS}
FROM envelopes e
JOIN trees t ON t.id = e.tree_id
WHERE e.id = $1::uuid AND e.deleted_at IS NULL`;

// Only by the one who took it on: who was slow must not put off what has become due since.
const putOff = (at: string): string => `
UPDATE envelopes e
SET appraise_at = ${at}
WHERE e.tree_id = $1::uuid AND e.id = $2::uuid AND e.appraise_at = to_timestamp($3::float8 / 1000)`;
const putOffUntilTime = putOff('to_timestamp($4::float8 / 1000)');
const putOffForEver = putOff('NULL');

interface Row extends Pick<StoredEnvelope, (typeof READ)[number]> {
  relative: Relative;
  zone: string;
  now: number;
  until: number;
  is_over: boolean;
}

/** Takes on relative limits whose time has come, and that no other replica has taken on: for so long. */
export async function takeDue(sql: WriteClient, limit: number, forMs: number): Promise<DueEnvelope[]> {
  const rows = await run<Row>(sql, take, [limit, forMs]);
  return rows.map((row) => ({ ...envelopeOf(row), until: row.until, isOver: row.is_over }));
}

/** When a limit that was taken on is to be looked at again; null for never. */
export async function putOffUntil(
  sql: WriteClient,
  { treeId, id, until }: Pick<DueEnvelope, 'treeId' | 'id' | 'until'>,
  at: number | null,
): Promise<void> {
  const parameters = [uuidOf(treeId), uuidOf(id), until];
  if (at === null) await run(sql, putOffForEver, parameters);
  else await run(sql, putOffUntilTime, [...parameters, at]);
}

/** An envelope that is in force, relative or not; null if there is none. */
export async function readEnvelope(sql: WriteClient, id: string): Promise<RelativeEnvelope | null> {
  const [row] = await run<Row>(sql, one, [uuidOf(id)]);
  return row ? envelopeOf(row) : null;
}

const envelopeOf = (row: Row): RelativeEnvelope => ({
  treeId: idOf('budget', row.tree_id),
  id: idOf('envelope', row.id),
  budgetId: idOf('budget', row.budget_id),
  window: row.window,
  timezone: row.timezone,
  metric: row.metric,
  match: matchOfRow(row),
  scope: row.scope,
  relative: row.relative,
  zone: row.timezone ?? row.zone,
  now: row.now,
});
