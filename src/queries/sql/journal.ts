import { Prisma } from '../../generated/prisma/client.js';
import { instantSql } from './instant-sql.js';
import type { Reader } from '../snapshot.js';

/** An entry with the hash of the one before it (null for the first); hashes are hexadecimal. */
export interface JournalRow {
  /** Entries that meet the conditions, up to the limit: more than the rows where these would have too many bytes. */
  found: number;
  version: number;
  content: string;
  hash: string;
  previousHash: string | null;
}

/** All of these have to hold; UUIDs, not TypeIDs. */
export interface JournalConditions {
  treeId: string;
  budgetId: string;
  order: 'asc' | 'desc';
  /** Only entries that come after this version in that order. */
  after?: number;
  kind?: string;
  outcome?: 'accepted' | 'denied';
  reservationId?: string;
}

const COLUMNS = Prisma.sql`
  picked.found, e.version::float8 AS version, e.content, encode(e.hash, 'hex') AS hash, encode(p.hash, 'hex') AS "previousHash"`;
const FROM = Prisma.sql`
  JOIN entries e ON e.tree_id = picked.tree_id AND e.budget_id = picked.budget_id AND e.version = picked.version
  LEFT JOIN entries p ON p.tree_id = e.tree_id AND p.budget_id = e.budget_id AND p.version = e.version - 1`;

/**
 * Entries of one budget that meet the conditions, in the order wanted: as many as have room in so many bytes, and at
 * least one. The length of a text is known without reading it.
 */
export async function readJournal(
  reader: Reader,
  wanted: JournalConditions,
  limit: number,
  bytes: number,
): Promise<JournalRow[]> {
  const ascending = wanted.order === 'asc';
  const where = [Prisma.sql`e.tree_id = ${wanted.treeId}::uuid AND e.budget_id = ${wanted.budgetId}::uuid`];
  if (wanted.after !== undefined) {
    const after = BigInt(wanted.after);
    where.push(ascending ? Prisma.sql`e.version > ${after}` : Prisma.sql`e.version < ${after}`);
  }
  if (wanted.kind !== undefined) where.push(Prisma.sql`e.kind = ${wanted.kind}`);
  if (wanted.outcome !== undefined) where.push(Prisma.sql`e.denied = ${wanted.outcome === 'denied'}`);
  if (wanted.reservationId !== undefined)
    where.push(Prisma.sql`e.reservation_id = ${wanted.reservationId}::uuid`);
  const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  return await reader.$queryRaw<JournalRow[]>`
    SELECT ${COLUMNS}
    FROM (
      SELECT tree_id, budget_id, version, count(*) OVER ()::int AS found,
        sum(size) OVER (ORDER BY version ${order}) - size AS before
      FROM (
        SELECT e.tree_id, e.budget_id, e.version, octet_length(e.content) AS size
        FROM entries e
        WHERE ${Prisma.join(where, ' AND ')}
        ORDER BY e.version ${order}
        LIMIT ${limit}
      ) AS sized
    ) AS picked
    ${FROM}
    WHERE picked.before < ${bytes}
    ORDER BY e.version ${order}`;
}

/**
 * The version of the newest entry at or before a time; zero when the first one is later. The times of a budget's
 * entries never go back, so it is found by halving the versions: one probe of the primary key for each step.
 */
export async function versionAt(
  reader: Reader,
  treeId: string,
  budgetId: string,
  at: number,
): Promise<number> {
  const [row] = await reader.$queryRaw<{ version: number }[]>`
    WITH RECURSIVE search (low, high) AS (
      SELECT 0::bigint, b.version FROM budgets b WHERE b.tree_id = ${treeId}::uuid AND b.id = ${budgetId}::uuid
      UNION ALL
      SELECT CASE WHEN e.at <= ${instantSql(at)} THEN e.version ELSE s.low END,
             CASE WHEN e.at <= ${instantSql(at)} THEN s.high ELSE e.version - 1 END
      FROM search s
      JOIN entries e ON e.tree_id = ${treeId}::uuid AND e.budget_id = ${budgetId}::uuid
        AND e.version = (s.low + s.high + 1) / 2
      WHERE s.low < s.high
    )
    SELECT low::float8 AS version FROM search WHERE low = high`;
  return row?.version ?? 0;
}
