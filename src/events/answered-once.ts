import type { JsonObject } from '../core/canonical.js';
import { timeText } from '../core/entries.js';
import { reaches, type Authority } from '../core/keys.js';
import type { WriteClient } from '../database/connections.js';
import { inTransaction } from '../database/in-transaction.js';
import { reached } from '../database/reached.js';
import type { ResilientClient } from '../database/resilient-client.js';
import { idOf, uuidOf } from '../ids/ids.js';
import { findBudget } from './sql/find-entry.js';
import { findAnswer, keepAnswer, lockRequestKey, type Answered } from './sql/requests.js';

/** Who asks, and under which key: see the API's origins. */
export interface Request {
  principal: Authority & { id: string };
  requestKey: string;
  fingerprint: string;
}

/** What was asked for as it is now, with what was answered first; or why there is none. */
export type RequestOutcome<NotDone extends string> =
  | { status: 'done'; answer: JsonObject; first: { at: string; answer: JsonObject } | null }
  | { status: NotDone | 'not_found' | 'key_reused' };

type Work<NotDone> = (tx: WriteClient) => Promise<{ subjectId: string; answer: JsonObject } | NotDone>;

/**
 * Does what is asked for unless it was done before under this key: one transaction with the answer. `presentOf` says how what an
 * answer is about is now; null where it is not kept any more. An answer names its budget as `budgetId`, null for all trees.
 */
export async function answeredOnce<NotDone extends string>(
  link: ResilientClient,
  request: Request,
  work: Work<NotDone>,
  presentOf: (tx: WriteClient, answered: Answered) => Promise<JsonObject | null>,
): Promise<RequestOutcome<NotDone>> {
  const { principal, requestKey, fingerprint } = request;
  const attempt = async (tx: WriteClient): Promise<RequestOutcome<NotDone>> => {
    await lockRequestKey(tx, requestKey);
    const seen = await findAnswer(tx, requestKey);
    if (seen && seen.fingerprint !== fingerprint) return { status: 'key_reused' };
    if (seen) {
      const { answer: first, at } = seen;
      const budgetId = first.budgetId as string | null;
      // The reach of a person can have changed since; the budget that the answer is about is there for ever.
      const within = await isWithinReach(tx, principal, budgetId && uuidOf(budgetId));
      const answer = within ? await presentOf(tx, seen) : null;
      if (!answer) return { status: 'not_found' };
      return { status: 'done', answer, first: { at: timeText(at), answer: first } };
    }
    const done = await work(tx);
    if (typeof done === 'string') return { status: done };
    await keepAnswer(tx, requestKey, { fingerprint, ...done });
    return { status: 'done', answer: done.answer, first: null };
  };
  return await reached(link.use((sql) => inTransaction(sql, attempt)));
}

/** Whether somebody can see a budget (a UUID), or all trees (null). What lies outside their reach is not there for them. */
export async function isWithinReach(
  tx: WriteClient,
  authority: Authority,
  budgetId: string | null,
): Promise<boolean> {
  if (authority.budgetId === null || budgetId === null) return authority.budgetId === null;
  const budget = await findBudget(tx, budgetId);
  const idsOf = (uuids: readonly string[]) => uuids.map((uuid) => idOf('budget', uuid));
  return budget !== null && reaches(authority, idOf('budget', budgetId), idsOf(budget.path));
}
