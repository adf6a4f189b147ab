import {
  baselineOf,
  limitInForce,
  relativeFault,
  type Baseline,
  type Past,
  type Relative,
} from '../baselines.js';
import type { Tree } from '../budgets.js';
import type { Draft } from '../draft.js';
import { scaleOf, type Metric } from '../metrics/metrics.js';
import { METRIC_RULES } from '../metrics/rules.js';
import type { Per } from '../envelopes.js';
import { formatAmount, MAX_UNITS } from '../money.js';
import { rejected, type Rejected } from '../outcomes.js';
import type { Window } from '../windows.js';
import { amountOf, isRejection } from './common.js';

/** What of an envelope says what its limit is. */
interface Limited {
  window: Window;
  metric: Metric;
  per: Per | null;
  limit: string | null;
  relative: Relative | null;
  past: Past | null;
}

/** The limit of an envelope that is made or changed: a fixed one, or one that follows the past. */
export function readLimit(
  { now }: Pick<Draft, 'now'>,
  tree: Tree,
  envelope: Limited,
  prefix: string,
): { limit: bigint; relative: Relative | null; baseline: Baseline | null } | Rejected {
  const { limit: text, relative, past } = envelope;
  if ((text === null) === (relative === null))
    return refused('An envelope has either a `limit` or a `relative` one.', `${prefix}limit`);
  if (relative === null) {
    const limit = limitOf(text!, envelope, tree, `${prefix}limit`);
    return isRejection(limit) ? limit : { limit, relative: null, baseline: null };
  }
  const least = limitOf(relative.atLeast, envelope, tree, `${prefix}relative.atLeast`);
  if (isRejection(least)) return least;
  const most =
    relative.atMost === null
      ? MAX_UNITS
      : limitOf(relative.atMost, envelope, tree, `${prefix}relative.atMost`);
  if (isRejection(most)) return most;
  const scale = scaleOf(envelope.metric, tree.scale);
  const of = METRIC_RULES[envelope.metric].past;
  const fault = relativeFault(relative, envelope, scale);
  if (fault)
    return refused(fault.detail, `${prefix}relative${fault.field === null ? '' : `.${fault.field}`}`);
  const read: Relative = {
    ...relative,
    atLeast: formatAmount(least, scale),
    atMost: relative.atMost === null ? null : formatAmount(most, scale),
  };
  const baseline = past && of && baselineOf(past, scale, of, now);
  return { limit: limitInForce(read, baseline, scale)!, relative: read, baseline };
}

const limitOf = (text: string, envelope: Limited, tree: Tree, field: string): bigint | Rejected =>
  amountOf(text, { ...tree, scale: scaleOf(envelope.metric, tree.scale) }, field);

const refused = (detail: string, field: string): Rejected => rejected('invalid_envelope', detail, { field });
