import { MAX_DIMENSION_VALUE } from '../../core/dimensions.js';
import { GRAINS, KEPT_BY, quarterOf, type SpendRange } from '../../core/spend-times.js';
import { Prisma } from '../../generated/prisma/client.js';
import {
  beginningsOf,
  dimensionOf,
  filtersIn,
  isLabelGroup,
  isPeriod,
  type LabelGroup,
  type SpendFilters,
  type SpendGroup,
} from '../spend-question.js';

/** Where a statement can be asked: Prisma's client, a transaction on it, or a session. */
export interface SqlReader {
  $queryRaw: <T>(statement: Prisma.Sql) => Promise<T>;
}

/** A budget whose spend is asked for, and the moment of the answer. Ids are UUIDs, times milliseconds since the epoch. */
export interface AskedBudget {
  treeId: string;
  id: string;
  scale: number;
  timezone: string;
  currency: string;
  /** Of its tree: the labels that spend is kept by; null where there are none. */
  dimensions: string[] | null;
  now: number;
  /** What was committed before this is in the sums. */
  asOf: number;
  format: number;
  phase: string;
}

/**
 * What is known of a budget and of its tree's sums. An entry that is not in them yet was decided before it was committed:
 * what was committed before the oldest of them was decided is in them.
 */
export async function askedBudget(reader: SqlReader, id: string): Promise<AskedBudget | null> {
  const [row] = await reader.$queryRaw<AskedBudget[]>(Prisma.sql`
    SELECT b.tree_id::text AS "treeId", b.id::text AS id, t.scale::int AS scale, t.timezone, t.currency,
      root.dimensions, p.format, p.phase, clock.now, coalesce(least(clock.now, (
        SELECT min(extract(epoch FROM e.at) * 1000)::float8 FROM entries e
        WHERE e.tick > 0 AND e.tick >= p.tick AND e.tree_id = b.tree_id
          AND (e.tick, e.tree_id, e.budget_id, e.version) > (p.tick, p.tree_id, p.budget_id, p.version)
          AND p.phase = 'follow'
      )), clock.now) AS "asOf"
    FROM budgets b
    JOIN trees t ON t.id = b.tree_id
    JOIN budgets root ON root.tree_id = b.tree_id AND root.id = b.tree_id
    CROSS JOIN spend_place p
    CROSS JOIN (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now) clock
    WHERE b.id = ${id}::uuid`);
  return row ?? null;
}

/** Sums of a group, or of all of them: decimal digits in units of the tree, and counts. */
export interface SpendSumsRow {
  spent: string;
  refunded: string;
  reserved: string;
  calls: number;
  denied: number;
  /** Decimal digits by unit; null where nothing was used. */
  usage: Record<string, string> | null;
}

/** What groups are named by: text, the UUIDs of budgets, the quarters with which periods begin; null where there is none. */
export type GroupValue = string | number | null;

/** A group, named by `g0`, `g1`, `g2`. */
export type SpendRow = SpendSumsRow & Record<`g${number}`, GroupValue>;

/** What is asked for, worked out. */
export interface SpendReading {
  budget: AskedBudget;
  groups: readonly SpendGroup[];
  /** Values of dimensions: what has all of them. */
  labels: Readonly<Record<string, string>>;
  /** One value of each: what has all of them. */
  only: SpendFilters;
  /** In which periods are named. */
  zone: string;
  periods: readonly { start: number; end: number }[];
  ranges: readonly SpendRange[];
}

/** Which of the groups are on a page. */
export interface SpendPage {
  /** The group that it goes on behind. */
  after: readonly GroupValue[] | null;
  limit: number;
}

/** Sessions read with these: a plan is made for each question, and sums of many groups stay in memory. */
export async function prepareReading(tx: SqlReader): Promise<void> {
  await tx.$queryRaw(Prisma.sql`SELECT set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`);
}

/** The groups of a page in their order, and the sums of all there are. */
export async function readSpend(
  reader: SqlReader,
  reading: SpendReading,
  page: SpendPage,
): Promise<{ total: SpendSumsRow; rows: SpendRow[] }> {
  const { groups } = reading;
  const [total, ...rows] = await reader.$queryRaw<SpendRow[]>(Prisma.sql`
    ${withGroups(reading)}
    SELECT ${named(groups, nothing)} ${texts(SUMS_OF_ALL)},
      (SELECT ${USAGE} FROM (SELECT unit, sum(quantity) AS quantity FROM units GROUP BY unit) units) AS usage, 0 AS nth
    FROM groups
    UNION ALL
    SELECT * FROM (
      SELECT ${named(groups, shown)} ${texts(COLUMNS)}, usage, row_number() OVER (ORDER BY ${ordered(groups)}) AS nth
      FROM groups WHERE ${behind(groups, page.after)}
      ORDER BY nth LIMIT ${page.limit}
    ) page
    ORDER BY nth`);
  return { total: total!, rows };
}

/**
 * Has the groups worked out when the transaction commits, all as of its moment, and kept with its session: behind that nothing is
 * open but a cursor, which holds back neither vacuum nor anybody else.
 */
export async function holdSpend(reader: SqlReader, reading: SpendReading): Promise<void> {
  const { groups } = reading;
  await reader.$queryRaw(Prisma.sql`
    DECLARE spend NO SCROLL CURSOR WITH HOLD FOR
    ${withGroups(reading)}
    SELECT ${named(groups, shown)} ${texts(COLUMNS)}, usage
    FROM (SELECT * FROM groups ORDER BY ${ordered(groups)}) groups`);
}

/** The next groups of what {@link holdSpend} has kept. */
export async function nextSpend(reader: SqlReader, count: number): Promise<SpendRow[]> {
  return await reader.$queryRaw(Prisma.raw(`FETCH FORWARD ${count} FROM spend`));
}

/** The common table expression `groups`, of all that are asked for, and `units`, what each used. */
function withGroups(reading: SpendReading): Prisma.Sql {
  const names = reading.groups.map((_, i) => Prisma.raw(`g${i}`));
  return Prisma.sql`
    WITH RECURSIVE asked AS (${askedBudgets(reading)}),
    lines AS (${cellLines(reading)} UNION ALL ${heldLines(reading)}),
    units AS MATERIALIZED (
      SELECT ${listed(names)} unit, sum(quantity) AS quantity FROM (${usedLines(reading)}) used
      GROUP BY ${listed(names)} unit
    ),
    groups AS MATERIALIZED (
      SELECT ${listed(names)} ${SUMS}, (array_agg(usage) FILTER (WHERE usage IS NOT NULL))[1] AS usage
      FROM (
        SELECT *, NULL::jsonb AS usage FROM lines
        UNION ALL
        SELECT ${listed(names)} 0, 0, 0, 0, 0, ${USAGE} FROM units ${by(names)}
      ) known
      ${by(names)}
    )`;
}

const listed = (columns: readonly Prisma.Sql[]): Prisma.Sql =>
  columns.length > 0 ? Prisma.sql`${Prisma.join([...columns], ', ')},` : Prisma.empty;

/** A column for each group, under its name. */
const named = (groups: readonly SpendGroup[], of: (group: SpendGroup, i: number) => Prisma.Sql): Prisma.Sql =>
  listed(groups.map((group, i) => Prisma.sql`${of(group, i)} AS ${Prisma.raw(`g${i}`)}`));

/** Without groups there is one row. */
const ordered = (groups: readonly SpendGroup[]): Prisma.Sql =>
  groups.length > 0 ? Prisma.join(groups.map(order), ', ') : Prisma.sql`calls`;

const by = (names: readonly Prisma.Sql[]): Prisma.Sql =>
  names.length > 0 ? Prisma.sql`GROUP BY ${Prisma.join([...names], ', ')}` : Prisma.empty;

/** Of some units of which each comes once: null where there are none. */
const USAGE = Prisma.sql`jsonb_object_agg(unit, trim_scale(quantity)::text) FILTER (WHERE unit IS NOT NULL)`;
const SUMS = Prisma.sql`coalesce(sum(spent), 0) AS spent, coalesce(sum(refunded), 0) AS refunded,
  coalesce(sum(reserved), 0) AS reserved, coalesce(sum(calls), 0) AS calls, coalesce(sum(denied), 0) AS denied`;
const SUMS_OF_ALL = ['spent', 'refunded', 'reserved', 'calls', 'denied'].map(
  (name) => `coalesce(sum(${name}), 0)`,
);
const COLUMNS = ['spent', 'refunded', 'reserved', 'calls', 'denied'];
const texts = ([spent, refunded, reserved, calls, denied]: readonly string[]): Prisma.Sql =>
  Prisma.raw(
    `${spent}::text AS spent, ${refunded}::text AS refunded, ${reserved}::text AS reserved, ${calls}::float8 AS calls, ${denied}::float8 AS denied`,
  );

const KEY_COLUMNS = {
  vendor: 'vendor',
  category: 'category',
  item: 'item',
  run: 'run_id',
  principal: 'principal',
  code: 'code',
} as const;
type KeyGroup = keyof typeof KEY_COLUMNS | LabelGroup;
const isOfKey = (group: SpendGroup): group is KeyGroup =>
  Object.hasOwn(KEY_COLUMNS, group) || isLabelGroup(group);

/** What a key has of a group. */
const ofKey = (group: KeyGroup): Prisma.Sql =>
  isLabelGroup(group)
    ? Prisma.sql`k.labels ->> ${dimensionOf(group)}::text`
    : Prisma.raw(`k.${KEY_COLUMNS[group]}`);

/** The dimensions that a question is about, each once. */
const dimensionsIn = ({ groups, labels }: SpendReading): string[] => [
  ...new Set([...groups.filter(isLabelGroup).map(dimensionOf), ...Object.keys(labels)]),
];

/** What of a label spend is kept by: see core/dimensions.ts. */
const labelOf = (alias: string, name: string, column = 'metadata'): Prisma.Sql =>
  Prisma.sql`left(${Prisma.raw(`${alias}.${column}`)} ->> ${name}::text, ${MAX_DIMENSION_VALUE}::int)`;

/**
 * The budget asked for and all that lie under it, with the direct child above each, and the labels that hold there (`l0`, `l1`, …): those of
 * the nearest budget up to the root.
 */
function askedBudgets(reading: SpendReading): Prisma.Sql {
  const { treeId, id } = reading.budget;
  const names = dimensionsIn(reading);
  const above = names.map(
    (name, i) => Prisma.sql`, (
        SELECT ${labelOf('p', name)} FROM budgets p
        WHERE p.tree_id = b.tree_id AND p.id = ANY (b.path || b.id) AND p.metadata ->> ${name}::text IS NOT NULL
        ORDER BY cardinality(p.path) DESC LIMIT 1
      ) AS ${Prisma.raw(`l${i}`)}`,
  );
  const below = names.map(
    (name, i) => Prisma.sql`, coalesce(${labelOf('b', name)}, ${Prisma.raw(`a.l${i}`)})`,
  );
  const listed = (of: readonly Prisma.Sql[]) => (of.length > 0 ? Prisma.join([...of], '') : Prisma.empty);
  return Prisma.sql`
      SELECT b.id, NULL::uuid AS child ${listed(above)}
      FROM budgets b WHERE b.tree_id = ${treeId}::uuid AND b.id = ${id}::uuid
      UNION ALL
      SELECT b.id, coalesce(a.child, b.id) ${listed(below)}
      FROM asked a JOIN budgets b ON b.tree_id = ${treeId}::uuid AND b.parent_id = a.id`;
}

/** Text in the order of its bytes, whatever the database's language. */
const order = (group: SpendGroup, i: number): Prisma.Sql =>
  isOfKey(group) ? Prisma.raw(`g${i} COLLATE "C"`) : Prisma.raw(`g${i}`);

const shown = (group: SpendGroup, i: number): Prisma.Sql =>
  group === 'budget' || group === 'child' ? Prisma.raw(`g${i}::text`) : Prisma.raw(`g${i}`);

const nothing = (group: SpendGroup): Prisma.Sql => Prisma.raw(isPeriod(group) ? 'NULL::int' : 'NULL::text');

/** What comes after a group, nulls last: what is larger in its first part, or the same there and larger in the next. */
function behind(groups: readonly SpendGroup[], after: SpendPage['after']): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  if (groups.length === 0) return Prisma.sql`false`;
  const same = (i: number): Prisma.Sql =>
    Prisma.sql`${order(groups[i]!, i)} IS NOT DISTINCT FROM ${typed(groups[i]!, after[i]!)}`;
  const larger = (i: number): Prisma.Sql =>
    after[i] === null
      ? Prisma.sql`false`
      : Prisma.sql`(${Prisma.raw(`g${i}`)} IS NULL OR ${order(groups[i]!, i)} > ${typed(groups[i]!, after[i]!)})`;
  const parts = groups.map(
    (_, i) =>
      Prisma.sql`(${Prisma.join([...groups.slice(0, i).map((_, j) => same(j)), larger(i)], ' AND ')})`,
  );
  return Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}

function typed(group: SpendGroup, value: GroupValue): Prisma.Sql {
  if (group === 'budget' || group === 'child') return Prisma.sql`${value}::uuid`;
  return isPeriod(group) ? Prisma.sql`${value}::int` : Prisma.sql`${value}::text`;
}

/** The sums that are kept, as lines of the groups. */
const cellLines = (reading: SpendReading): Prisma.Sql =>
  keptLines(reading, {
    table: 'spend_cells',
    // Many sums have few keys where these know no run: added up before the keys are looked at, they are few as well.
    added: `sum(c.spent) AS spent, sum(c.refunded) AS refunded, sum(c.calls) AS calls, sum(c.denied) AS denied`,
    each: `c.spent::numeric, c.refunded, c.calls::numeric, c.denied::numeric`,
    columns: 'f.spent, f.refunded, 0::numeric AS reserved, f.calls, f.denied',
  });

/** What was used, as lines of the groups and units. */
const usedLines = (reading: SpendReading): Prisma.Sql =>
  keptLines(reading, {
    table: 'spend_usage',
    added: 'sum(c.quantity) AS quantity',
    each: 'c.quantity',
    unit: true,
    columns: 'f.unit, f.quantity',
  });

/** A table of sums, and what is read of it: in sums as they are kept, or added up by all that the groups ask for. */
interface KeptTable {
  table: 'spend_cells' | 'spend_usage';
  added: string;
  each: string;
  columns: string;
  /** Whether it has units. */
  unit?: true;
}

/** Sums of the whole tree are the root's: the other budgets are looked at only where there are sums of their own to add. */
function keptLines(reading: SpendReading, kept: KeptTable): Prisma.Sql {
  const ofTree = reading.ranges.filter(({ grain }) => GRAINS[grain].of === 'tree');
  const ofBudgets = reading.ranges.filter(({ grain }) => GRAINS[grain].of === 'budget');
  const root = Prisma.sql`(SELECT * FROM asked WHERE id = ${reading.budget.treeId}::uuid)`;
  const parts = [
    ...(ofTree.length > 0 ? [linesIn({ ...reading, ranges: ofTree }, kept, root)] : []),
    ...(ofBudgets.length > 0 ? [linesIn({ ...reading, ranges: ofBudgets }, kept, Prisma.sql`asked`)] : []),
  ];
  return Prisma.join(parts, ' UNION ALL ');
}

function linesIn(reading: SpendReading, kept: KeptTable, owners: Prisma.Sql): Prisma.Sql {
  const { budget, groups, labels, only, zone, periods, ranges } = reading;
  const starts = periods.map(({ start }) => quarterOf(start));
  const kinds = ranges.map(({ grain }) => KEPT_BY[GRAINS[grain].by]);
  const hasKey = groups.some(isOfKey) || Object.keys(labels).length > 0 || filtersIn(only).length > 0;
  const columns = groups.map((group, i) => {
    const name = Prisma.raw(`g${i}`);
    if (isOfKey(group)) return Prisma.sql`${ofKey(group)} AS ${name}`;
    if (group === 'budget') return Prisma.sql`f.budget AS ${name}`;
    if (group === 'child') return Prisma.sql`f.child AS ${name}`;
    return Prisma.sql`(${beginningsOf(group, zone, periods)}::int[])[f.period] AS ${name}`;
  });
  const keys = hasKey
    ? Prisma.sql`JOIN spend_keys k ON k.tree_id = ${budget.treeId}::uuid AND k.kind = f.kind AND k.id = f.key
        AND k.kind = ANY (${[...new Set(kinds)]}::smallint[])
        ${labelled(labels, (name) => Prisma.sql`k.labels ->> ${name}::text`)}
        ${havingOnly(only, ofKey)}`
    : Prisma.empty;
  const asked = Prisma.sql`
    ${groups.includes('budget') ? Prisma.sql`a.id` : Prisma.sql`NULL::uuid`} AS budget,
    ${groups.includes('child') ? Prisma.sql`a.child` : Prisma.sql`NULL::uuid`} AS child,
    ${groups.some(isPeriod) ? Prisma.sql`width_bucket(c.quarter, ${starts}::int[])` : Prisma.sql`1`} AS period,
    ${hasKey ? Prisma.sql`c.key_id` : Prisma.sql`NULL::uuid`} AS key,
    ${hasKey ? Prisma.sql`r.kind` : Prisma.sql`NULL::smallint`} AS kind
    ${Prisma.raw(kept.unit ? ', c.unit' : '')}`;
  const isPlain = !kinds.some((kind) => kind === KEPT_BY.all || kind === KEPT_BY.run);
  return Prisma.sql`
    SELECT ${columns.length > 0 ? Prisma.sql`${Prisma.join(columns, ', ')},` : Prisma.empty} ${Prisma.raw(kept.columns)}
    FROM (
      SELECT ${asked}, ${Prisma.raw(isPlain ? kept.added : kept.each)}
      FROM ${owners} a
      CROSS JOIN unnest(${ranges.map(({ grain }) => GRAINS[grain].number)}::smallint[], ${kinds}::smallint[],
        ${ranges.map(({ low }) => low)}::int[], ${ranges.map(({ high }) => high)}::int[]) AS r (grain, kind, low, high)
      JOIN ${Prisma.raw(kept.table)} c ON c.tree_id = ${budget.treeId}::uuid AND c.budget_id = a.id AND c.grain = r.grain
        AND c.quarter >= r.low AND c.quarter < r.high
      ${Prisma.raw(isPlain ? `GROUP BY 1, 2, 3, 4, 5${kept.unit ? ', 6' : ''}` : '')}
    ) f ${keys}`;
}

/** What is held now, in the period of now: nobody has recorded it yet, so that it has no principal. */
function heldLines(reading: SpendReading): Prisma.Sql {
  const { budget, groups, labels, only, zone, periods } = reading;
  const names = dimensionsIn(reading);
  const held = (name: string): Prisma.Sql =>
    Prisma.sql`coalesce(${labelOf('r', name, 'settlement_metadata')}, ${labelOf('r', name)}, ${Prisma.raw(`a.l${names.indexOf(name)}`)})`;
  const current = periods.findIndex(({ start, end }) => start <= budget.now && budget.now < end);
  const columns = groups.map((group, i) => {
    const name = Prisma.raw(`g${i}`);
    if (isLabelGroup(group)) return Prisma.sql`${held(dimensionOf(group))} AS ${name}`;
    if (isOfKey(group)) return Prisma.sql`${heldOf(group)} AS ${name}`;
    if (group === 'budget') return Prisma.sql`a.id AS ${name}`;
    if (group === 'child') return Prisma.sql`a.child AS ${name}`;
    return Prisma.sql`${beginningsOf(group, zone, periods)[current] ?? null}::int AS ${name}`;
  });
  return Prisma.sql`
    SELECT ${columns.length > 0 ? Prisma.sql`${Prisma.join(columns, ', ')},` : Prisma.empty}
      0::numeric, 0::numeric, r.held::numeric, 0::numeric, 0::numeric
    FROM asked a
    JOIN reservations r ON r.tree_id = ${budget.treeId}::uuid AND r.budget_id = a.id
    WHERE r.state IN ('held', 'pending_approval') AND r.held > 0 AND ${current >= 0}
      ${labelled(labels, held)}
      ${havingOnly(only, heldOf)}`;
}

/** What a reservation has of a group before anything is settled: nobody has recorded it, and nothing denied it. */
const heldOf = (group: keyof typeof KEY_COLUMNS): Prisma.Sql =>
  group === 'principal' || group === 'code' ? Prisma.sql`NULL::text` : Prisma.raw(`r.${KEY_COLUMNS[group]}`);

/** The condition that groups have the values that are asked for. */
const havingOnly = (filters: SpendFilters, valueOf: typeof heldOf): Prisma.Sql =>
  filtersIn(filters).reduce(
    (all, [filter, value]) => Prisma.sql`${all} AND ${valueOf(filter)} = ${value}::text`,
    Prisma.empty,
  );

/** The condition that labels have these values. */
const labelled = (
  labels: Readonly<Record<string, string>>,
  valueOf: (name: string) => Prisma.Sql,
): Prisma.Sql =>
  Object.entries(labels).reduce(
    (all, [name, value]) => Prisma.sql`${all} AND ${valueOf(name)} = ${value}::text`,
    Prisma.empty,
  );
