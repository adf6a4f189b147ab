import type { Sql } from 'postgres';
import { Auditor, type Counts } from './auditor.js';
import { Differences } from './differences.js';
import type { Difference } from './difference.js';

/** What an audit looked at and found. */
export interface AuditReport extends Counts {
  /** How many differences there are; none when the tables are what the journal says. */
  found: number;
  /** How many of each kind. */
  kinds: ReadonlyMap<string, number>;
  /** The first of them, and of every kind the first: at most {@link MAX_TOLD}. */
  differences: Difference[];
  milliseconds: number;
}

/**
 * Recomputes every balance, setting, hold and counter of a database from the journal alone, and compares them with the
 * tables. Reads one snapshot, so that the service may go on writing.
 */
export async function audit(sql: Sql): Promise<AuditReport> {
  const started = performance.now();
  const counts: Counts = { trees: 0, budgets: 0, entries: 0, reservations: 0, counters: 0 };
  const differences = new Differences();
  await sql.begin('isolation level repeatable read read only', async (tx) => {
    // The client's limits are for the service's own short statements.
    await tx.unsafe('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
    await new Auditor(tx as unknown as Sql, counts, differences).run();
  });
  return {
    found: differences.count,
    kinds: differences.counts,
    differences: differences.listed(),
    ...counts,
    milliseconds: performance.now() - started,
  };
}
