import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../access/principal.js';
import { may } from '../../core/keys.js';
import { urlFault } from '../../events/webhooks/addresses.js';
import type { WebhookQueries } from '../../events/webhooks/webhook-queries.js';
import type { WebhookView } from '../../events/webhooks/webhook-view.js';
import { MAX_WEBHOOKS, type WebhookOutcome } from '../../events/webhooks/webhooks.js';
import type { Reach } from '../auth/reach.js';
import { doneAnswer } from '../http/answered.js';
import { found } from '../http/found.js';
import { Problem, tooMuchAtOnce, validationProblem } from '../problems/problem.js';

/** When a receiver may have taken what waits for it. */
const RETRY_SECONDS = 10;

/** A webhook within the caller's reach: that of its budget, and all trees for one that receives events of all. */
export async function webhookFound(
  queries: WebhookQueries,
  reach: Reach,
  request: FastifyRequest,
  id: string,
): Promise<WebhookView> {
  const webhook = await found(queries.get(id), `webhook ${id}`);
  const { budgetId } = webhook;
  const isWithin =
    budgetId === null
      ? request.principal.budgetId === null
      : await reach.extendsTo(request, 'budget', budgetId);
  return await found(Promise.resolve(isWithin ? webhook : null), `webhook ${id}`);
}

/**
 * The path of an address is often its password: a caller that may not manage webhooks sees the host, and no more.
 */
export const shownTo = (principal: Principal, webhook: WebhookView): WebhookView =>
  may(principal, 'manage') || webhook.url === null
    ? webhook
    : { ...webhook, url: new URL(webhook.url).origin };

/** What is answered to a change; `what` is what was not found if it was not, `status` that of the operation. */
export function webhookAnswerOf(
  reply: FastifyReply,
  outcome: WebhookOutcome,
  what: string,
  status = 200,
): object {
  switch (outcome.status) {
    case 'done':
      return doneAnswer(reply, outcome, status);
    case 'not_found':
      throw new Problem('not_found', `There is no ${what}.`);
    case 'key_reused':
      throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used for a different request.');
    case 'too_many_pending':
      throw tooMuchAtOnce('Too many requested deliveries of this webhook are still waiting.', RETRY_SECONDS);
    case 'other_kind':
      throw new Problem('webhook_kind', 'A webhook of this kind has no such thing: see its kind.');
    case 'too_many':
      throw new Problem('too_many_webhooks', `A tree can have at most ${MAX_WEBHOOKS} webhooks.`);
  }
}

/**
 * The URL as it is kept: as it was understood when it was checked, so that no other reader can take it for another. Throws
 * unless deliveries may go there, as far as it shows.
 */
export function checkedUrl(url: string, allowPrivate: boolean, field = 'url'): string {
  const fault = urlFault(url, allowPrivate);
  if (fault) throw validationProblem([{ field, rule: 'url', message: `${field} ${fault}` }]);
  return new URL(url).href;
}
