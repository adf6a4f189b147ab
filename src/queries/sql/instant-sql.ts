import { Prisma } from '../../generated/prisma/client.js';

/** A time as Postgres has it, of milliseconds since the epoch. */
export const instantSql = (at: number): Prisma.Sql => Prisma.sql`to_timestamp(${at}::float8 / 1000)`;
