import { Prisma } from '../../generated/prisma/client.js';
import { instantSql } from './instant-sql.js';
import type { MetadataFilter } from '../metadata.js';
import type { Reader } from '../snapshot.js';
import { below, liesBelow, isWholeTree, LOOKED_AT, NOWHERE, type SearchPlace } from './below.js';
import { isAskedBy, isLabelled, isNamed, says } from './says.js';

/** Where an entry stands in the order of a search: of a place by its time, of everything by its tick and tree. */
export interface EntryPosition {
  /** Milliseconds since the epoch. */
  at: number;
  tick: bigint;
  /** UUIDs. */
  treeId: string;
  budgetId: string;
  version: number;
}

/** An entry that was found, with the hash of the one before it (null for the first); hashes are hexadecimal. */
export interface SearchedEntry extends EntryPosition {
  /** Entries that were found, up to the limit: more than the rows where these would have too many bytes. */
  found: number;
  reservationId: string | null;
  denied: boolean;
  content: string;
  hash: string;
  previousHash: string | null;
}

/** All of these have to hold; UUIDs, not TypeIDs. */
export interface EntryConditions {
  /** Null for everything that there is: then in the order in which it was recorded. */
  place: SearchPlace | null;
  order: 'asc' | 'desc';
  /** Only entries below this tick: they are all there, and nothing is added to them. */
  upTo: bigint;
  after?: Partial<EntryPosition> & Pick<EntryPosition, 'budgetId' | 'version'>;
  from?: number;
  /** This time not included. */
  to?: number;
  kinds?: readonly string[];
  outcome?: 'accepted' | 'denied';
  code?: string;
  principal?: string;
  vendor?: string;
  runId?: string;
  externalId?: string;
  outcomeType?: string;
  reservationId?: string;
  metadata?: MetadataFilter;
}

/**
 * Entries that meet the conditions, in the order wanted: as many as have room in so many bytes, and at least one. No more
 * than {@link LOOKED_AT} are looked at: behind the last of these goes on who found less than the limit.
 */
export async function searchEntries(
  reader: Reader,
  wanted: EntryConditions,
  limit: number,
  bytes: number,
): Promise<SearchedEntry[]> {
  return await reader.$queryRaw<SearchedEntry[]>`
    ${lookedAt(wanted)}
    SELECT picked.found, ${positionIn('e')}, e.reservation_id::text AS "reservationId", e.denied,
      e.content, encode(e.hash, 'hex') AS hash, encode(p.hash, 'hex') AS "previousHash"
    FROM (
      SELECT tree_id, budget_id, version, count(*) OVER ()::int AS found,
        sum(size) OVER (ORDER BY ${orderOf(wanted)}) - size AS before
      FROM (
        SELECT e.tree_id, e.budget_id, e.version, e.at, e.tick, octet_length(e.content) AS size
        FROM looked e
        WHERE ${Prisma.join([Prisma.sql`true`, ...conditions(wanted)], ' AND ')}
        ORDER BY ${orderOf(wanted, 'e.')}
        LIMIT ${limit}
      ) AS sized
    ) AS picked
    JOIN entries e ON e.tree_id = picked.tree_id AND e.budget_id = picked.budget_id AND e.version = picked.version
    LEFT JOIN entries p ON p.tree_id = e.tree_id AND p.budget_id = e.budget_id AND p.version = e.version - 1
    WHERE picked.before < ${bytes}
    ORDER BY ${orderOf(wanted, 'e.')}`;
}

/** The last of as many entries as are looked at; null where there are less. */
export async function lastLookedAt(reader: Reader, wanted: EntryConditions): Promise<EntryPosition | null> {
  const [row] = await reader.$queryRaw<EntryPosition[]>`
    ${lookedAt(wanted)}
    SELECT ${positionIn('looked')}
    FROM looked
    ORDER BY ${orderOf(wanted, 'looked.')}
    OFFSET ${LOOKED_AT - 1} LIMIT 1`;
  return row ?? null;
}

const positionIn = (table: string): Prisma.Sql =>
  Prisma.raw(`(extract(epoch FROM ${table}.at) * 1000)::float8 AS at, ${table}.tick, ${table}.tree_id::text AS "treeId",
      ${table}.budget_id::text AS "budgetId", ${table}.version::float8 AS version`);

/** What entries are put in order by: an index of a tree has its entries by time, and one of all has them by tick. */
const orderedBy = ({ place }: EntryConditions): string[] =>
  place ? ['at', 'budget_id', 'version'] : ['tick', 'tree_id', 'budget_id', 'version'];

const orderOf = (wanted: EntryConditions, prefix = ''): Prisma.Sql =>
  Prisma.raw(
    orderedBy(wanted)
      .map((column) => `${prefix}${column} ${wanted.order === 'asc' ? 'ASC' : 'DESC'}`)
      .join(', '),
  );

/** Whether an entry lies behind one. */
function isBehind({ after, order, place }: EntryConditions): Prisma.Sql {
  if (!after) return Prisma.sql`true`;
  const { at = 0, budgetId, tick = 0n, treeId, version } = after;
  const compare = Prisma.raw(order === 'asc' ? '>' : '<');
  const rest = Prisma.sql`${budgetId}::uuid, ${BigInt(version)}`;
  return place
    ? Prisma.sql`(e.at, e.budget_id, e.version) ${compare} (${instantSql(at)}, ${rest})`
    : Prisma.sql`(e.tick, e.tree_id, e.budget_id, e.version) ${compare} (${tick}, ${treeId}::uuid, ${rest})`;
}

/**
 * The common table expression `looked`: where entries are looked for, in their order. It is read as far as it is needed,
 * since it is used once. Columns are named, so that contents are read of those alone that are looked into.
 */
function lookedAt(wanted: EntryConditions): Prisma.Sql {
  const { place, upTo } = wanted;
  const within = place ? Prisma.sql`e.tree_id = ${place.treeId}::uuid` : Prisma.sql`e.tick > 0`;
  const where = [within, Prisma.sql`e.tick < ${upTo}`, isBehind(wanted)];
  // Of a tree these have indexes, which leave out all else.
  if (place) where.push(...timesAndDenials(wanted));
  return Prisma.sql`
    WITH RECURSIVE ${below(place ?? NOWHERE)},
    looked AS NOT MATERIALIZED (
      SELECT e.* FROM ${source(wanted)} e
      WHERE ${Prisma.join(where, ' AND ')}
      ORDER BY ${orderOf(wanted, 'e.')}
      LIMIT ${LOOKED_AT}
    )`;
}

/** Few entries are read by what makes them few, and then put in order; OFFSET keeps the planner from the order of the tree. */
function source({ place, reservationId, externalId }: EntryConditions): Prisma.Sql {
  if (!place) return Prisma.sql`entries`;
  const { treeId } = place;
  if (reservationId !== undefined)
    return Prisma.sql`(
      SELECT * FROM entries WHERE tree_id = ${treeId}::uuid AND reservation_id = ${reservationId}::uuid OFFSET 0
    )`;
  if (externalId !== undefined)
    return Prisma.sql`(
      SELECT * FROM entries
      WHERE tree_id = ${treeId}::uuid AND strpos(content, '"externalId":') > 0
        AND content::jsonb #>> '{reservation,externalId}' = ${externalId}
      UNION
      SELECT * FROM entries
      WHERE tree_id = ${treeId}::uuid AND kind = 'refund' AND strpos(content, '"externalId":') > 0
        AND content::jsonb #>> '{externalId}' = ${externalId}
      UNION
      SELECT * FROM entries
      WHERE tree_id = ${treeId}::uuid AND kind = 'dispute_uphold' AND strpos(content, '"externalId":') > 0
        AND content::jsonb #>> '{externalId}' = ${externalId}
      OFFSET 0
    )`;
  if (place.isSmall)
    return Prisma.sql`(
      SELECT own.* FROM below CROSS JOIN LATERAL (
        SELECT * FROM entries WHERE tree_id = ${treeId}::uuid AND budget_id = below.id OFFSET 0
      ) own
    )`;
  return Prisma.sql`entries`;
}

/** Whether only denied entries are asked for: they have an index of their own. */
const isDenied = ({ outcome, code }: EntryConditions): boolean => outcome === 'denied' || code !== undefined;

function timesAndDenials(wanted: EntryConditions): Prisma.Sql[] {
  const { from, to } = wanted;
  const list: Prisma.Sql[] = [];
  if (isDenied(wanted)) list.push(Prisma.sql`e.denied`);
  if (from !== undefined) list.push(Prisma.sql`e.at >= ${instantSql(from)}`);
  if (to !== undefined) list.push(Prisma.sql`e.at < ${instantSql(to)}`);
  return list;
}

/** What is asked of each entry that is looked at. */
function conditions(wanted: EntryConditions): Prisma.Sql[] {
  const { code, externalId, kinds, outcome, outcomeType, place, principal, reservationId, runId, vendor } =
    wanted;
  const list = place ? [] : timesAndDenials(wanted);
  const isWithin = !place || isWholeTree(place) || (place.isSmall && !reservationId && !externalId);
  if (!isWithin) list.push(liesBelow(Prisma.sql`e.budget_id`));
  if (kinds) list.push(Prisma.sql`e.kind = ANY (${[...kinds]}::text[])`);
  if (outcome) list.push(Prisma.sql`e.denied = ${outcome === 'denied'}`);
  if (code !== undefined) list.push(says('code', code, ['denial,code']));
  if (principal !== undefined) list.push(isAskedBy(principal));
  if (vendor !== undefined) list.push(says('vendor', vendor, ['reservation,vendor', 'requested,vendor']));
  if (outcomeType !== undefined) list.push(says('type', outcomeType, ['reservation,outcome,type']));
  if (runId !== undefined) list.push(says('runId', runId, ['reservation,runId', 'requested,runId']));
  if ((reservationId !== undefined || !place) && externalId !== undefined) list.push(isNamed(externalId));
  for (const [label, text] of Object.entries(wanted.metadata ?? {})) list.push(isLabelled(label, text));
  return list;
}
