import { resolutionOf, type Spending } from '../../core/baselines.js';
import type { Envelope } from '../../core/envelopes.js';
import type { WriteClient } from '../../database/connections.js';
import { firstUuidAt, uuidOf } from '../../ids/ids.js';
import { milliseconds } from '../../database/columns.js';
import { run } from '../../database/run.js';
import { namesMatched, namesAsked } from '../../rows/matches.js';

/** Whose spending is meant, and which of it. */
export type Subject = Pick<
  Envelope,
  'treeId' | 'budgetId' | 'window' | 'timezone' | 'metric' | 'match' | 'scope'
>;

/** How far the times in ids may be off the database's clock, which processes follow: what was made before they did is there, too. */
const SLACK_MS = 86_400_000;

/** The budgets that are meant: a tree, a budget and a scope are the first parameters. */
export const SUBTREE = `
WITH RECURSIVE subtree AS (
  SELECT $2::uuid AS id
  UNION ALL
  SELECT child.id
  FROM subtree
  JOIN budgets child ON child.tree_id = $1::uuid AND child.parent_id = subtree.id
  WHERE $3::text = 'subtree'
)
`;

// What waits for approval is no past: who asks for much must not raise the limit that made them ask.
// Ids are ordered by time, so that the primary key finds the reservations of a span; the exact times are compared, too.
const statement = `${SUBTREE}SELECT floor(${milliseconds('r.created_at')} / $7::float8) * $7::float8 AS start,
  sum(r.held + r.committed - r.refunded)::text AS amount,
  count(*) FILTER (WHERE r.state IN ('held', 'committed') OR r.committed > 0)::text AS count,
  count(*) FILTER (WHERE r.held + r.committed - r.refunded > 0)::text AS paying
FROM subtree
JOIN reservations r ON r.tree_id = $1::uuid AND r.budget_id = subtree.id AND r.id >= $4::uuid
WHERE r.created_at >= to_timestamp($5::float8 / 1000) AND r.created_at < to_timestamp($6::float8 / 1000)
  AND r.state <> 'pending_approval'
  AND ${namesMatched(8)}
GROUP BY 1
ORDER BY 1`;

/** What the subject used between two times (milliseconds since the epoch, the second exclusive), in short spans. */
export async function readSpending(
  sql: WriteClient,
  subject: Subject,
  from: number,
  to: number,
): Promise<Spending[]> {
  const rows = await run<{ start: number; amount: string; count: string; paying: string }>(sql, statement, [
    uuidOf(subject.treeId),
    uuidOf(subject.budgetId),
    subject.scope,
    firstUuidAt(from - SLACK_MS),
    from,
    to,
    resolutionOf(subject.window),
    ...namesAsked(subject.match),
  ]);
  return rows.map(({ start, amount, count, paying }) => ({
    start,
    amount: BigInt(amount),
    count: BigInt(count),
    paying: BigInt(paying),
  }));
}
