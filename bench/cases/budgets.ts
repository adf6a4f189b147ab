import type { Stage } from '../stage.js';
import type { ServiceProcess } from '../support/service-process.js';

/** More than any run can reserve: nothing is to be denied. */
const PLENTY = '100000000';

const root = (more: object = {}) => ({
  path: '/v1/budgets',
  body: { name: 'bench', currency: 'USD', allocation: PLENTY, ...more },
});

const child = (parentId: string, guarantee: string, more: object = {}) => ({
  path: `/v1/budgets/${parentId}/children`,
  body: { name: 'bench', guarantee, ...more },
});

/** One root, with envelopes if any. */
export async function hotBudget(
  stage: Stage,
  service: ServiceProcess,
  envelopes?: object[],
): Promise<string> {
  const [id] = await stage.create(service, [root(envelopes && { envelopes })]);
  return id!;
}

/** Envelopes that nobody comes near: what they cost is looking at them and counting. */
export const daily = { window: 'day', limit: PLENTY };
export const monthly = { window: 'month', limit: PLENTY };
export const perVendor = { window: 'day', per: 'vendor', limit: PLENTY };

/** A chain of budgets with a subtree envelope on every level; the lowest one. */
export async function chain(stage: Stage, service: ServiceProcess, depth: number): Promise<string> {
  let id = await hotBudget(stage, service, [daily]);
  for (let level = 2; level <= depth; level += 1) {
    const guarantee = String(Number(PLENTY) - level * 1_000);
    [id] = (await stage.create(service, [child(id, guarantee, { envelopes: [daily] })])) as [string];
  }
  return id;
}

const CHILDREN = 9;

/** Trees of ten budgets each; the ids of all budgets. */
export async function forest(stage: Stage, service: ServiceProcess, trees: number): Promise<string[]> {
  const roots = await stage.create(
    service,
    Array.from({ length: trees }, () => root()),
  );
  const children = await stage.create(
    service,
    Array.from({ length: CHILDREN }, () => roots.map((id) => child(id, '1000000'))).flat(),
  );
  return [...roots, ...children];
}

/** Reservations that were made and committed, in bulk, as days of use leave them. */
export async function history(
  stage: Stage,
  service: ServiceProcess,
  budgetId: string,
  reservations: number,
): Promise<void> {
  const size = 500;
  const calls = Math.ceil((2 * reservations) / size);
  const result = await stage.run({
    targets: [service.url],
    // An even number of calls for each connection, so that what is reserved is committed.
    connections: 4,
    traffic: { kind: 'bulk', budgets: [budgetId], size, settle: true },
    calls,
  });
  if (result.firstFailure) throw new Error(`the history could not be made: ${result.firstFailure}`);
}
