import type { MeterEventView, MetersStatus, MetersView } from '../../src/events/meters/meter-view.js';
import { made, type BudgetAnswer, type Client } from './client.js';
import type { Fleet } from './fleet.js';
import { untilReadable } from './readable.js';

export const STRIPE_KEY = 'rk_test_51ForTheTestsOfOneRunOnly';

/** Meters of calls, of what was spent, and of tokens. */
export const METERS = {
  apiKey: STRIPE_KEY,
  customerLabel: 'customer',
  meters: [
    { eventName: 'calls', measure: 'calls' },
    { eventName: 'spent', measure: 'spent' },
    { eventName: 'tokens', measure: 'usage', units: ['input_tokens', 'output_tokens'] },
  ],
};

const MODEL = {
  vendor: 'acme',
  item: 'model',
  charges: [
    { unit: 'input_tokens', amount: '1', per: 1_000 },
    { unit: 'output_tokens', amount: '2', per: 1_000 },
  ],
};

/** A tree that keeps spend by customer, with a price. */
export async function meteredTree(client: Client, allocation = '1000'): Promise<BudgetAnswer> {
  const root = await client.root(allocation, { dimensions: ['customer'], scale: 6 });
  made(await client.write('PUT', `/v1/budgets/${root.id}/prices`, MODEL, { revision: root.revision }));
  return root;
}

/** A child of a customer. */
export const customerOf = (client: Client, root: BudgetAnswer, customer: string): Promise<BudgetAnswer> =>
  client.child(root.id, '100', { metadata: { customer } });

/** Sets meters that begin with what is recorded from now on. */
export async function setMeters(fleet: Fleet, rootId: string, asked: object = METERS): Promise<MetersView> {
  await untilReadable(fleet.database.sql);
  return made(await fleet.client().write<MetersView>('PUT', `/v1/budgets/${rootId}/meters`, asked));
}

/** The meters of a tree with how far they have come. */
export const metersOf = async (
  client: Client,
  rootId: string,
): Promise<MetersView & { status: MetersStatus }> =>
  made(await client.get<MetersView & { status: MetersStatus }>(`/v1/budgets/${rootId}/meters`));

/** Meter events in a state, the newest first. */
export const eventsOf = async (client: Client, rootId: string, state: string): Promise<MeterEventView[]> =>
  made(
    await client.get<{ items: MeterEventView[] }>(
      `/v1/budgets/${rootId}/meters/events?state=${state}&limit=100`,
    ),
  ).items;

/** Waits until something holds of what is asked for again and again. */
export async function untilOf<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
