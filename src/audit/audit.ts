import type { Sql } from 'postgres';
import { Auditor, type Counts } from './auditor.js';
import { DifferenceFound, type Difference } from './difference.js';

/** What an audit looked at and found. */
export interface AuditReport extends Counts {
  /** Null when the tables are what the journal says. */
  difference: Difference | null;
  milliseconds: number;
}

/**
 * Recomputes every balance, setting, hold and counter of a database from the journal alone, and compares them with the
 * tables, up to the first difference. Reads one snapshot, so that the service may go on writing.
 */
export async function audit(sql: Sql): Promise<AuditReport> {
  const started = performance.now();
  const counts: Counts = { trees: 0, budgets: 0, entries: 0, reservations: 0, counters: 0 };
  const report = (difference: Difference | null): AuditReport => ({
    difference,
    ...counts,
    milliseconds: performance.now() - started,
  });
  try {
    await sql.begin('isolation level repeatable read read only', async (tx) => {
      // The client's limits are for the service's own short statements.
      await tx.unsafe('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
      await new Auditor(tx as unknown as Sql, counts).run();
    });
    return report(null);
  } catch (error) {
    if (error instanceof DifferenceFound) return report(error.difference);
    throw error;
  }
}
