import type { WriteClient } from '../../../database/connections.js';
import { run } from '../../../database/run.js';

/** What people call a budget, and its money. */
interface Names {
  name: string;
  currency: string;
}

const statement = `
SELECT b.name, t.currency FROM budgets b JOIN trees t ON t.id = b.tree_id WHERE b.id = $1::uuid`;

/** Those of a budget (a UUID); null where there is none. */
export async function findNames(sql: WriteClient, budgetId: string): Promise<Names | null> {
  const [row] = await run<Names & { [name: string]: unknown }>(sql, statement, [budgetId]);
  return row ?? null;
}
