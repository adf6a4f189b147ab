import { Prisma } from '../../generated/prisma/client.js';

/** What was read, as far as it has room, and how many rows there were. */
export interface InBytes<T> {
  rows: T[];
  found: number;
}

/**
 * The rows of a query, in its order: as many as have room in so many bytes of JSON, and at least one. They come as one text, which
 * takes a fraction of the time that as many rows of as many columns take. Whole numbers that may be large are to be text.
 */
export const inBytes = (query: Prisma.Sql, bytes: number): Prisma.Sql => Prisma.sql`
  SELECT coalesce(max(found), 0)::int AS found, '[' || coalesce(string_agg(line, ',' ORDER BY nth), '') || ']' AS rows
  FROM (
    SELECT line, nth, count(*) OVER () AS found, sum(octet_length(line)) OVER (ORDER BY nth) - octet_length(line) AS before
    FROM (SELECT row_to_json(listed)::text AS line, row_number() OVER () AS nth FROM (${query}) listed) lines
  ) sized
  WHERE before < ${bytes}`;

/** Reads what {@link inBytes} answers. */
export const rowsInBytes = <T>([answer]: readonly { rows: string; found: number }[]): InBytes<T> => ({
  rows: JSON.parse(answer!.rows) as T[],
  found: answer!.found,
});
