import { relative } from '../controls.js';
import type { Spender } from '../load/plan.js';
import type { Stage } from '../stage.js';
import type { ServiceProcess } from '../support/service-process.js';

/** More than any run can reserve: nothing is to be denied. */
const PLENTY = '100000000';

/** A root, with envelopes if any; under controls with a limit that follows its past as well. */
const root = ({ options }: Stage, given: object[] = []) => {
  const envelopes = options.controls ? [...given, relative(PLENTY)] : given;
  return {
    path: '/v1/budgets',
    body: {
      name: 'bench',
      currency: 'USD',
      allocation: PLENTY,
      ...(envelopes.length > 0 && { envelopes }),
    },
  };
};

const child = (parentId: string, guarantee: string, more: object = {}) => ({
  path: `/v1/budgets/${parentId}/children`,
  body: { name: 'bench', guarantee, ...more },
});

/** One root, with envelopes if any. */
export async function hotBudget(
  stage: Stage,
  service: ServiceProcess,
  envelopes?: object[],
): Promise<Spender> {
  const [budgetId] = (await stage.create(service, [root(stage, envelopes)])) as [string];
  return spenderOf(stage, service, budgetId);
}

/** Budgets that are roots of trees of their own, each with an agent of its own. */
export async function tenants(stage: Stage, service: ServiceProcess, count: number): Promise<Spender[]> {
  const requests = Array.from({ length: count }, () => root(stage));
  const budgetIds = await stage.create(service, requests);
  const keys = await stage.agentKeys(service, budgetIds);
  return budgetIds.map((budgetId, i) => ({ budgetId, key: keys[i]! }));
}

async function spenderOf(stage: Stage, service: ServiceProcess, budgetId: string): Promise<Spender> {
  const [key] = (await stage.keys(service, [budgetId])) as [string];
  return { budgetId, key };
}

/** Envelopes that nobody comes near: what they cost is looking at them and counting. */
export const daily = { window: 'day', limit: PLENTY };
export const monthly = { window: 'month', limit: PLENTY };
export const perVendor = { window: 'day', per: 'vendor', limit: PLENTY };

/** A chain of budgets with a subtree envelope on every level; the lowest one. */
export async function chain(stage: Stage, service: ServiceProcess, depth: number): Promise<Spender> {
  let [id] = (await stage.create(service, [root(stage, [daily])])) as [string];
  for (let level = 2; level <= depth; level += 1) {
    const guarantee = String(Number(PLENTY) - level * 1_000);
    [id] = (await stage.create(service, [child(id, guarantee, { envelopes: [daily] })])) as [string];
  }
  return spenderOf(stage, service, id);
}

const CHILDREN = 9;

/** Trees of ten budgets each; all budgets. */
export async function forest(stage: Stage, service: ServiceProcess, trees: number): Promise<Spender[]> {
  const roots = await stage.create(
    service,
    Array.from({ length: trees }, () => root(stage)),
  );
  const children = await stage.create(
    service,
    Array.from({ length: CHILDREN }, () => roots.map((id) => child(id, '1000000'))).flat(),
  );
  // One key for a tree: that of its root reaches all of it.
  const keys = await stage.keys(service, roots);
  return [...roots, ...children].map((budgetId, i) => ({ budgetId, key: keys[i % trees]! }));
}

/** Reservations that were made and committed, in bulk, as days of use leave them. */
export async function history(
  stage: Stage,
  service: ServiceProcess,
  spender: Spender,
  reservations: number,
  randomKeys = false,
): Promise<void> {
  const size = 500;
  const calls = Math.ceil((2 * reservations) / size);
  const result = await stage.run({
    targets: [service.url],
    // An even number of calls for each connection, so that what is reserved is committed.
    connections: 4,
    traffic: { kind: 'bulk', spender, size, settle: true },
    randomKeys,
    calls,
  });
  if (result.firstFailure) throw new Error(`the history could not be made: ${result.firstFailure}`);
}
