import type { WriteClient } from '../../database/connections.js';
import { uuidOf } from '../../ids/ids.js';
import { run } from '../../database/run.js';
import { SUBTREE, type Subject } from './read-spending.js';

const statement = `${SUBTREE}
SELECT r.vendor
FROM subtree
JOIN reservations r ON r.tree_id = $1::uuid AND r.budget_id = subtree.id
WHERE r.committed > 0 AND r.vendor IS NOT NULL
  AND ($4::text = '' OR r.vendor = ANY (string_to_array($4::text, ',')))
  AND ($5::text = '' OR r.category = ANY (string_to_array($5::text, ',')))
GROUP BY r.vendor
ORDER BY max(r.id::text) DESC
LIMIT $6::int`;

/** The vendors to whom the subject has paid anything, those of the newest reservations first. */
export async function readVendors(
  sql: WriteClient,
  subject: Pick<Subject, 'treeId' | 'budgetId' | 'scope' | 'matchVendors' | 'matchCategories'>,
  limit: number,
): Promise<string[]> {
  const rows = await run<{ vendor: string }>(sql, statement, [
    uuidOf(subject.treeId),
    uuidOf(subject.budgetId),
    subject.scope,
    subject.matchVendors?.join(',') ?? '',
    subject.matchCategories?.join(',') ?? '',
    limit,
  ]);
  return rows.map(({ vendor }) => vendor);
}
