import postgres from 'postgres';
import { uuidOf } from '../../src/ids/ids.js';

/** Makes the tables that the compare-and-swap works on, with a copy of one budget. */
export async function createCompareAndSwapTables(databaseUrl: string, budgetId: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    // A generated column takes no value: in the copies it is a plain one.
    for (const table of ['budgets', 'reservations', 'entries'])
      await sql.unsafe(`CREATE TABLE cas_${table} (LIKE ${table} INCLUDING ALL EXCLUDING GENERATED)`);
    await sql`INSERT INTO cas_budgets SELECT * FROM budgets WHERE id = ${uuidOf(budgetId)}`;
  } finally {
    await sql.end();
  }
}
