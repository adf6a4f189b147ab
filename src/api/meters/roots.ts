import type { FastifyRequest } from 'fastify';
import type { MeterQueries } from '../../events/meters/meter-queries.js';
import type { Reach } from '../auth/reach.js';
import { found } from '../http/found.js';
import { Problem } from '../problems/problem.js';

/** Throws unless a budget is a root within the caller's reach. */
export async function checkRoot(
  request: FastifyRequest,
  reach: Reach,
  queries: MeterQueries,
  budgetId: string,
): Promise<void> {
  await reach.check(request, 'budget', budgetId);
  const isRoot = await found(queries.isRoot(budgetId), `budget ${budgetId}`);
  if (!isRoot) throw new Problem('not_a_root', 'Meters are set on the root of a tree.');
}
