import { Module, type Provider } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { ReadSession } from '../database/read-session.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { BudgetQueries } from './budget-queries.js';
import { EnvelopeQueries } from './envelope-queries.js';
import { EntryQueries } from './entry-queries.js';
import { JournalQueries } from './journal-queries.js';
import { KeyQueries } from './key-queries.js';
import { PriceQueries } from './price-queries.js';
import { ReservationQueries } from './reservation-queries.js';
import { RunQueries } from './run-queries.js';
import { SpendQueries } from './spend-queries.js';
import { StatementQueries } from './statement-queries.js';

const onReadClient = <T>(Queries: new (prisma: PrismaClient) => T): Provider => ({
  provide: Queries,
  useFactory: (database: Database) => new Queries(database.read),
  inject: [Database],
});

/** Those that also read in sessions of their own, for exports. */
const withSessions = <T>(
  Queries: new (prisma: PrismaClient, openSession: () => Promise<ReadSession>) => T,
): Provider => ({
  provide: Queries,
  useFactory: (database: Database) => new Queries(database.read, () => database.openReadSession()),
  inject: [Database],
});

const QUERIES = [
  BudgetQueries,
  ReservationQueries,
  RunQueries,
  JournalQueries,
  EntryQueries,
  EnvelopeQueries,
  KeyQueries,
  PriceQueries,
];

const QUERIES_WITH_SESSIONS = [SpendQueries, StatementQueries];

/** The read side: what the database holds, in the words of the API. */
@Module({
  providers: [
    ...QUERIES.map((Queries) => onReadClient<object>(Queries)),
    ...QUERIES_WITH_SESSIONS.map((Queries) => withSessions<object>(Queries)),
  ],
  exports: [...QUERIES, ...QUERIES_WITH_SESSIONS],
})
export class QueriesModule {}
