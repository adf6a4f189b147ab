import { Prisma } from '../../generated/prisma/client.js';
import { instantSql } from './instant-sql.js';
import type { MetadataFilter } from '../metadata.js';
import type { Reader } from '../snapshot.js';
import { below, liesBelow, isWholeTree, LOOKED_AT, type SearchPlace } from './below.js';
import { isAskedBy, isLabelled, isNamed, says } from './says.js';

/** Where an entry stands in the order of a search. */
export interface EntryPosition {
  /** Milliseconds since the epoch. */
  at: number;
  /** A UUID. */
  budgetId: string;
  version: number;
}

/** An entry that was found, with the hash of the one before it (null for the first); hashes are hexadecimal. */
export interface SearchedEntry extends EntryPosition {
  /** Entries that were found, up to the limit: more than the rows where these would have too many bytes. */
  found: number;
  treeId: string;
  reservationId: string | null;
  denied: boolean;
  content: string;
  hash: string;
  previousHash: string | null;
}

/** All of these have to hold; UUIDs, not TypeIDs. */
export interface EntryConditions {
  place: SearchPlace;
  order: 'asc' | 'desc';
  /** Only entries below this tick: they are all there, and nothing is added to them. */
  upTo: bigint;
  after?: EntryPosition;
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
  const order = orderOf(wanted);
  const position = Prisma.raw(`${order}, budget_id ${order}, version ${order}`);
  return await reader.$queryRaw<SearchedEntry[]>`
    ${lookedAt(wanted)}
    SELECT picked.found, picked.tree_id::text AS "treeId", picked.budget_id::text AS "budgetId", e.version::float8 AS version,
      (extract(epoch FROM e.at) * 1000)::float8 AS at, e.reservation_id::text AS "reservationId", e.denied,
      e.content, encode(e.hash, 'hex') AS hash, encode(p.hash, 'hex') AS "previousHash"
    FROM (
      SELECT tree_id, budget_id, version, count(*) OVER ()::int AS found,
        sum(size) OVER (ORDER BY at ${position}) - size AS before
      FROM (
        SELECT e.tree_id, e.budget_id, e.version, e.at, octet_length(e.content) AS size
        FROM looked e
        WHERE ${Prisma.join([Prisma.sql`true`, ...conditions(wanted)], ' AND ')}
        ORDER BY e.at ${position}
        LIMIT ${limit}
      ) AS sized
    ) AS picked
    JOIN entries e ON e.tree_id = picked.tree_id AND e.budget_id = picked.budget_id AND e.version = picked.version
    LEFT JOIN entries p ON p.tree_id = e.tree_id AND p.budget_id = e.budget_id AND p.version = e.version - 1
    WHERE picked.before < ${bytes}
    ORDER BY e.at ${Prisma.raw(order)}, e.budget_id ${Prisma.raw(order)}, e.version ${Prisma.raw(order)}`;
}

/** The last of as many entries as are looked at; null where there are less. */
export async function lastLookedAt(reader: Reader, wanted: EntryConditions): Promise<EntryPosition | null> {
  const order = Prisma.raw(orderOf(wanted));
  const [row] = await reader.$queryRaw<EntryPosition[]>`
    ${lookedAt(wanted)}
    SELECT (extract(epoch FROM at) * 1000)::float8 AS at, budget_id::text AS "budgetId", version::float8 AS version
    FROM looked
    ORDER BY at ${order}, budget_id ${order}, version ${order}
    OFFSET ${LOOKED_AT - 1} LIMIT 1`;
  return row ?? null;
}

const orderOf = ({ order }: EntryConditions): string => (order === 'asc' ? 'ASC' : 'DESC');

/**
 * The common table expression `looked`: where entries are looked for, in their order. It is read as far as it is needed,
 * since it is used once. Columns are named, so that contents are read of those alone that are looked into.
 */
function lookedAt(wanted: EntryConditions): Prisma.Sql {
  const { after, from, order, place, to, upTo } = wanted;
  const direction = Prisma.raw(orderOf(wanted));
  const where = [Prisma.sql`e.tree_id = ${place.treeId}::uuid AND e.tick < ${upTo}`];
  if (isDenied(wanted)) where.push(Prisma.sql`e.denied`);
  if (from !== undefined) where.push(Prisma.sql`e.at >= ${instantSql(from)}`);
  if (to !== undefined) where.push(Prisma.sql`e.at < ${instantSql(to)}`);
  if (after) {
    const behind = Prisma.sql`(${instantSql(after.at)}, ${after.budgetId}::uuid, ${BigInt(after.version)})`;
    const compare = Prisma.raw(order === 'asc' ? '>' : '<');
    where.push(Prisma.sql`(e.at, e.budget_id, e.version) ${compare} ${behind}`);
  }
  return Prisma.sql`
    WITH RECURSIVE ${below(place)},
    looked AS NOT MATERIALIZED (
      SELECT e.* FROM ${source(wanted)} e
      WHERE ${Prisma.join(where, ' AND ')}
      ORDER BY e.at ${direction}, e.budget_id ${direction}, e.version ${direction}
      LIMIT ${LOOKED_AT}
    )`;
}

/** Few entries are read by what makes them few, and then put in order; OFFSET keeps the planner from the order of the tree. */
function source({ place, reservationId, externalId }: EntryConditions): Prisma.Sql {
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

/** What is asked of each entry that is looked at. */
function conditions(wanted: EntryConditions): Prisma.Sql[] {
  const { code, externalId, kinds, outcome, outcomeType, place, principal, reservationId, runId, vendor } =
    wanted;
  const list: Prisma.Sql[] = [];
  const isWithin = isWholeTree(place) || (place.isSmall && !reservationId && !externalId);
  if (!isWithin) list.push(liesBelow(Prisma.sql`e.budget_id`));
  if (kinds) list.push(Prisma.sql`e.kind = ANY (${[...kinds]}::text[])`);
  if (outcome) list.push(Prisma.sql`e.denied = ${outcome === 'denied'}`);
  if (code !== undefined) list.push(says('code', code, ['denial,code']));
  if (principal !== undefined) list.push(isAskedBy(principal));
  if (vendor !== undefined) list.push(says('vendor', vendor, ['reservation,vendor', 'requested,vendor']));
  if (outcomeType !== undefined) list.push(says('type', outcomeType, ['reservation,outcome,type']));
  if (runId !== undefined) list.push(says('runId', runId, ['reservation,runId', 'requested,runId']));
  if (reservationId !== undefined && externalId !== undefined) list.push(isNamed(externalId));
  for (const [label, text] of Object.entries(wanted.metadata ?? {})) list.push(isLabelled(label, text));
  return list;
}
