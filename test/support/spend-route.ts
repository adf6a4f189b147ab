import type { SpendView } from '../../src/queries/spend-queries.js';
import { made, type Answer, type Client } from './client.js';
import type { Fleet } from './fleet.js';
import { addedUp } from './spend.js';

export type SpendQuery = Record<string, string | string[]>;

/** Asks GET /v1/spend as it is at the moment. */
export function askSpend(client: Client, query: SpendQuery): Promise<Answer<SpendView>> {
  const text = new URLSearchParams();
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) text.append(name, value);
  return client.get<SpendView>(`/v1/spend?${text.toString()}`);
}

/** What a budget has spent, once all that was decided is in the sums. */
export async function spendOf(fleet: Fleet, budgetId: string, query: SpendQuery = {}): Promise<SpendView> {
  await addedUp(fleet.database.sql);
  return made(await askSpend(fleet.client(), { budgetId, ...query }));
}
