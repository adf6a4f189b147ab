import type { WriteClient } from '../../database/connections.js';
import { uuidOf } from '../../ids/ids.js';
import { run } from '../../database/run.js';
import { namesMatched, namesAsked } from '../../rows/matches.js';
import { SUBTREE, type Subject } from './read-spending.js';

const statement = `${SUBTREE}
SELECT r.vendor
FROM subtree
JOIN reservations r ON r.tree_id = $1::uuid AND r.budget_id = subtree.id
WHERE r.committed > 0 AND r.vendor IS NOT NULL
  AND ${namesMatched(5)}
GROUP BY r.vendor
ORDER BY max(r.id::text) DESC
LIMIT $4::int`;

/** The vendors to whom the subject has paid anything, those of the newest reservations first. */
export async function readVendors(
  sql: WriteClient,
  subject: Pick<Subject, 'treeId' | 'budgetId' | 'scope' | 'match'>,
  limit: number,
): Promise<string[]> {
  const rows = await run<{ vendor: string }>(sql, statement, [
    uuidOf(subject.treeId),
    uuidOf(subject.budgetId),
    subject.scope,
    limit,
    ...namesAsked(subject.match),
  ]);
  return rows.map(({ vendor }) => vendor);
}
