import type { WriteClient } from '../../database/connections.js';
import type { Budget } from '../../core/budgets.js';
import type { WrittenEntry } from '../../core/entries.js';
import type { Counter } from '../../core/envelopes.js';
import type { Reservation } from '../../core/reservations.js';
import { uuidOf } from '../../ids/ids.js';
import {
  assigned,
  HEXADECIMAL,
  milliseconds,
  namesOf,
  within,
  only,
  parametersOf,
  rowsOf,
  stored,
  TIME,
  without,
  type Columns,
} from '../../database/columns.js';
import { run } from '../../database/run.js';
import { BUDGET_COLUMNS, NAMES_BUDGET, BUDGET_STATE } from '../../rows/budgets.js';
import {
  CONTEXT,
  RARE,
  RESERVATION_COLUMNS,
  RESERVATION_FACTS,
  NAMES_RESERVATION,
} from '../../rows/reservations.js';

/** A budget as it will be, with the hash of its newest entry, and version, revision and hash as they were read. */
export interface ChangedBudget {
  budget: Budget;
  readVersion: number;
  readRevision: number;
  /** Null for a new one. */
  readHead: string | null;
  head: string;
}

/** A budget that was only looked at: an ancestor whose settings a decision obeyed. */
type ConsultedBudget = Pick<Budget, 'treeId' | 'id' | 'revision'>;

/** A counter as it will be, with the version at which it was read. */
interface ChangedCounter {
  counter: Counter;
  readVersion: number;
}

/** An entry with its text and its hash. */
export interface SealedEntry extends WrittenEntry {
  text: string;
}

export interface BatchWrite {
  changed: ChangedBudget[];
  consulted: ConsultedBudget[];
  counters: ChangedCounter[];
  created: Reservation[];
  settled: Reservation[];
  /** Whether limits that are newer than a settled reservation count it now. */
  isCountedMore: boolean;
  /** Whether it leaves reservations without the claim that they had. */
  endsClaims: boolean;
  entries: SealedEntry[];
  /** The database's clock as it was taken to be, where the batch was decided without a load; null where it was read. */
  recalledAt: number | null;
}

/** How far the clock may be from what it was taken to be, in milliseconds: what a busy machine may take to get here, too. */
const CLOCK_MS = 2_000;

const CHANGED: Columns<ChangedBudget> = {
  ...within(
    { ...only(BUDGET_COLUMNS, NAMES_BUDGET), ...BUDGET_STATE },
    ({ budget }: ChangedBudget) => budget,
  ),
  read_version: ['bigint', (row) => row.readVersion],
  read_revision: ['bigint', (row) => row.readRevision],
  read_head: ['text', (row) => row.readHead, HEXADECIMAL],
  head: ['text', (row) => row.head, HEXADECIMAL],
};

const CONSULTED: Columns<ConsultedBudget> = {
  tree_id: ['uuid', (budget) => uuidOf(budget.treeId)],
  id: ['uuid', (budget) => uuidOf(budget.id)],
  read_revision: ['bigint', (budget) => budget.revision],
};

const COUNTERS: Columns<ChangedCounter> = {
  tree_id: ['uuid', ({ counter }) => uuidOf(counter.treeId)],
  id: ['text', ({ counter }) => counter.id],
  read_version: ['bigint', (row) => row.readVersion],
  version: ['bigint', ({ counter }) => counter.version],
  used: ['bigint', ({ counter }) => counter.used],
  alerts: ['bigint', ({ counter: { alert } }) => alert?.number ?? 0],
  alert_limit: ['bigint', ({ counter: { alert } }) => alert?.limit ?? null],
  alert_passed: ['boolean', ({ counter: { alert } }) => (alert ? (alert.passed ? 't' : 'f') : null)],
};

const NAME = only(RESERVATION_COLUMNS, NAMES_RESERVATION);
const CREATED: Columns<Reservation> = { ...without(RESERVATION_COLUMNS, RARE), ...CONTEXT };
/** Which counters a reservation is in changes where limits made after it come to count it. */
const SETTLED = without(RESERVATION_COLUMNS, NAMES_RESERVATION, RESERVATION_FACTS, RARE, ['charges']);

const ENTRIES: Columns<SealedEntry> = {
  tree_id: ['uuid', ({ entry }) => uuidOf(entry.treeId)],
  budget_id: ['uuid', ({ entry }) => uuidOf(entry.budgetId)],
  version: ['bigint', ({ entry }) => entry.version],
  at: ['float8', ({ entry }) => entry.at, TIME],
  kind: ['text', ({ entry }) => entry.kind],
  denied: ['boolean', ({ entry }) => (entry.denied ? 't' : 'f')],
  reservation_id: [
    'uuid',
    ({ entry }) => (entry.reservationId === null ? null : uuidOf(entry.reservationId)),
  ],
  request_key: ['uuid', ({ entry }) => entry.requestKey],
  content: ['text', (sealed) => sealed.text],
  hash: ['text', (sealed) => sealed.hash, HEXADECIMAL],
};

/** The columns of a batch, with those that few reservations use (of approvals, and of costs above limits) or without. */
interface Shape {
  sets: Columns<never>[];
  created: Columns<Reservation>;
  /** What is set of those that were there. */
  changes: Columns<Reservation>;
  settled: Columns<Reservation>;
}

function shapeOf(isWhole: boolean): Shape {
  const created = isWhole ? { ...RESERVATION_COLUMNS, ...CONTEXT } : CREATED;
  const changes = isWhole ? { ...SETTLED, ...only(RESERVATION_COLUMNS, [...RARE, 'charges']) } : SETTLED;
  const settled = { ...NAME, ...changes };
  const sets = [CHANGED, CONSULTED, COUNTERS, created, settled, ENTRIES] as Columns<never>[];
  return { sets, created, changes, settled };
}

type Rows = (set: number, alias: string) => string;

/** Locks what was read in one order for all writers, and finds the trees where it is not as it was read. */
const guardOf = (rows: Rows, recalledAt: string): string => `
WITH changed AS MATERIALIZED (SELECT * FROM ${rows(0, 'x')}),
consulted AS MATERIALIZED (SELECT * FROM ${rows(1, 'x')}),
counted AS MATERIALIZED (SELECT * FROM ${rows(2, 'x')}),
read AS MATERIALIZED (
  SELECT tree_id, id, read_version, read_revision, decode(read_head, 'hex') AS read_head FROM changed WHERE read_version > 0
  UNION ALL
  SELECT tree_id, id, NULL, read_revision, NULL FROM consulted
),
same_budgets AS MATERIALIZED (
  SELECT b.tree_id, b.id
  FROM read
  JOIN budgets b ON b.tree_id = read.tree_id AND b.id = read.id
  WHERE b.revision = read.read_revision
    AND (read.read_version IS NULL OR (b.version = read.read_version AND b.head = read.read_head))
  ORDER BY b.tree_id, b.id
  FOR NO KEY UPDATE OF b
),
same_counters AS MATERIALIZED (
  SELECT c.tree_id, c.id
  FROM counted
  JOIN counters c ON c.tree_id = counted.tree_id AND c.id = counted.id
  WHERE c.version = counted.read_version AND (SELECT count(*) FROM same_budgets) >= 0
  ORDER BY c.tree_id, c.id
  FOR NO KEY UPDATE OF c
),
lost AS MATERIALIZED (
  SELECT tree_id FROM (SELECT tree_id, id FROM read EXCEPT SELECT tree_id, id FROM same_budgets) AS b
  UNION
  SELECT tree_id FROM (SELECT tree_id, id FROM counted EXCEPT SELECT tree_id, id FROM same_counters) AS c
  UNION
  SELECT tree_id FROM changed
  WHERE abs(${milliseconds('clock_timestamp()')} - ${recalledAt}::float8) > ${CLOCK_MS}
),`;

/**
 * The guarded write. Every budget and counter that was read for a decision must still be as it was read; all rows of
 * a tree where one is not are left alone, and the tree is named in the answer. Rows are locked before they are
 * compared, in one order for all writers, so that what was compared is what is overwritten.
 */
function statementOf({ sets, created, changes }: Shape): string {
  const firsts = sets.map((_, i) => 1 + sets.slice(0, i).reduce((n, set) => n + Object.keys(set).length, 0));
  const rows: Rows = (i, alias) => rowsOf(sets[i]!, alias, firsts[i]!);
  const recalledAt = `$${1 + sets.reduce((n, set) => n + Object.keys(set).length, 0)}`;
  return `${guardOf(rows, recalledAt)}
write_budgets AS (
  UPDATE budgets b
  SET ${assigned({ ...BUDGET_STATE, head: CHANGED.head! }, 'x')}
  FROM changed x
  WHERE b.tree_id = x.tree_id AND b.id = x.id AND x.tree_id NOT IN (SELECT tree_id FROM lost)
),
write_counters AS (
  UPDATE counters c
  SET version = x.version, used = x.used, alerts = x.alerts, alert_limit = x.alert_limit, alert_passed = x.alert_passed
  FROM counted x
  WHERE c.tree_id = x.tree_id AND c.id = x.id AND x.tree_id NOT IN (SELECT tree_id FROM lost)
),
create_reservations AS (
  INSERT INTO reservations (${namesOf(created)})
  SELECT ${stored(created, 'x')}
  FROM ${rows(3, 'x')}
  WHERE x.tree_id NOT IN (SELECT tree_id FROM lost)
),
settle_reservations AS (
  UPDATE reservations r
  SET ${assigned(changes, 'x')}
  FROM ${rows(4, 'x')}
  WHERE r.tree_id = x.tree_id AND r.budget_id = x.budget_id AND r.id = x.id AND x.tree_id NOT IN (SELECT tree_id FROM lost)
),
write_entries AS (
  INSERT INTO entries (${namesOf(ENTRIES)}, tick)
  SELECT ${stored(ENTRIES, 'x')}, (SELECT journal_tick())
  FROM ${rows(5, 'x')}
  WHERE x.tree_id NOT IN (SELECT tree_id FROM lost)
)
SELECT floor(${milliseconds('clock_timestamp()')}) AS now, (SELECT string_agg(tree_id::text, ' ') FROM lost) AS lost`;
}

/** Most batches have to do with nobody's approval and no cost above limits, and do not carry the columns about. */
const PLAIN = shapeOf(false);
const WHOLE = shapeOf(true);
const statements = new Map([PLAIN, WHOLE].map((shape) => [shape, statementOf(shape)]));

const isRare = (one: Reservation): boolean =>
  one.approval !== null ||
  one.onExpiry !== 'release' ||
  one.token !== null ||
  one.claim !== null ||
  one.dispute !== null ||
  one.overdrawn > 0n ||
  one.item !== null ||
  one.usage !== null ||
  one.externalId !== null ||
  one.refundExternalId !== null ||
  one.refundedUsage !== null ||
  one.settlementMetadata !== null ||
  one.outcome !== null ||
  one.occurredAt !== null;

/** What became of a write. */
export interface Written {
  /** The database's clock, in milliseconds since the epoch. */
  now: number;
  /** The trees that changed since they were read, by their UUIDs: nothing of them was written. */
  lost: string[];
}

/** Writes a batch whole, but for the trees that changed since they were read. */
export async function writeBatchIfUnchanged(sql: WriteClient, batch: BatchWrite): Promise<Written> {
  const isWhole =
    batch.created.some(isRare) || batch.settled.some(isRare) || batch.isCountedMore || batch.endsClaims;
  const shape = isWhole ? WHOLE : PLAIN;
  const parameters = [
    ...parametersOf(CHANGED, batch.changed),
    ...parametersOf(CONSULTED, batch.consulted),
    ...parametersOf(COUNTERS, batch.counters),
    ...parametersOf(shape.created, batch.created),
    ...parametersOf(shape.settled, batch.settled),
    ...parametersOf(ENTRIES, batch.entries),
    batch.recalledAt,
  ];
  const [row] = await run<{ now: number; lost: string | null }>(sql, statements.get(shape)!, parameters);
  return { now: row!.now, lost: row!.lost?.split(' ') ?? [] };
}
