import type { ReservationFilter } from '../../queries/reservation-queries.js';
import { validationProblem } from '../problems/problem.js';
import { limitOf } from '../validation/page-query.js';
import { labelsOf, partsOf } from '../validation/query-fields.js';
import { timeRangeOf } from '../validation/time-range.js';
import type { ListReservationsQuery } from './reservation-queries.dto.js';

/** What a query asks for, but for where. */
export function filterOf(query: ListReservationsQuery): ReservationFilter {
  const { budgetId: _, subtree: __, createdFrom, createdTo, settledFrom, settledTo, ...asked } = query;
  const { claimed, cursor, dispute, expand, limit: ___, metadata, state, vendor, ...filter } = asked;
  const created = timeRangeOf(['createdFrom', 'createdTo'], { createdFrom, createdTo });
  const settled = timeRangeOf(['settledFrom', 'settledTo'], { settledFrom, settledTo });
  return {
    ...filter,
    ...(cursor !== undefined && { cursor }),
    ...(created.from !== undefined && { createdFrom: created.from }),
    ...(created.to !== undefined && { createdTo: created.to }),
    ...(settled.from !== undefined && { settledFrom: settled.from }),
    ...(settled.to !== undefined && { settledTo: settled.to }),
    ...(claimed !== undefined && { claimed: claimed === 'true' }),
    ...(dispute !== undefined && { disputes: partsOf(dispute) }),
    ...(state !== undefined && { states: partsOf(state) }),
    ...(vendor !== undefined && { vendors: partsOf(vendor) }),
    metadata: labelsOf(metadata),
    expand: partsOf(expand),
    limit: limitOf(query),
  };
}

/** The order of settlement is kept for each tree: without a budget there is none. */
export function expectPlace({ orderBy }: ListReservationsQuery, budgetId: string | undefined): void {
  if (orderBy !== 'settledAt' || budgetId !== undefined) return;
  const message = 'budgetId must be there with orderBy=settledAt';
  throw validationProblem([{ field: 'budgetId', rule: 'required', message }]);
}
