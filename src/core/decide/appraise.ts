import { baselineOf, limitInForce } from '../baselines.js';
import { isClosed } from '../budgets.js';
import type { Appraise } from '../commands/envelopes.js';
import type { Draft } from '../draft.js';
import { scaleOf } from '../metrics/metrics.js';
import { METRIC_RULES } from '../metrics/rules.js';
import type { Outcome } from '../outcomes.js';
import { budgetFound, isRejection } from './common.js';
import { replaced } from './envelopes.js';

const IGNORED: Outcome = { status: 'ignored' };

/**
 * Works a relative limit out anew. The past was looked at before the command came to be decided: where somebody has
 * changed or ended the limit since, or another replica has looked later, there is nothing to do. Neither is there where
 * the limit stays what it is: an agent that spends evenly, or nothing, does not fill its journal.
 */
export function appraise(draft: Draft, { budgetId, envelopeId, past, windowDays }: Appraise): Outcome {
  const target = budgetFound(draft, budgetId);
  if (isRejection(target) || isClosed(target.budget)) return IGNORED;
  const { tree, budget } = target;
  const envelope = draft.envelopesOf(budget.id).find((one) => one.id === envelopeId);
  if (!envelope?.relative || envelope.relative.windowDays !== windowDays) return IGNORED;
  if (envelope.baseline && Date.parse(envelope.baseline.to) > past.to) return IGNORED;
  const { past: of } = METRIC_RULES[envelope.metric];
  if (of === null) return IGNORED;
  const scale = scaleOf(envelope.metric, tree.scale);
  const baseline = baselineOf(past, scale, of, draft.now);
  const limit = limitInForce(envelope.relative, baseline, scale)!;
  if (limit === envelope.limit) return IGNORED;
  return replaced(draft, tree, budget, 'appraise', { ...envelope, limit, baseline });
}
