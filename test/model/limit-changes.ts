import type { Appraise, UpdateEnvelope } from '../../src/core/commands/envelopes.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { isAbove } from './authority.js';
import { isFit, limitOf, seenTo } from './limit.js';
import type { Model, Opinion } from './model.js';

const IGNORED: Opinion = { status: 'ignored' };
const no = (code: RejectionCode): Opinion => ({ status: 'rejected', code });

/** A change of an envelope moves no money, not even to repay a debt. */
export function limited(model: Model, id: string, fact: () => void): Opinion {
  fact();
  const node = model.node(id);
  Object.assign(node, { revision: node.revision + 1, version: node.version + 1 });
  return { status: 'accepted' };
}

/** What the model says of a change of a limit. */
export function changeLimit(model: Model, command: UpdateEnvelope, scale: number): Opinion {
  const limit = model.limits.get(command.envelopeId);
  if (!limit || limit.deletedAt < Infinity) return no('not_found');
  if (limit.fromAbove && !isAbove(model, command, limit.budgetId)) return no('set_from_above');
  const { limit: text = null, relative = null, past = null } = command;
  const isLimited = text !== null || relative !== null;
  const value = isLimited ? limitOf({ ...limit, limit: text, relative, past }, scale) : limit.limit;
  if (typeof value === 'string') return no(value);
  const after = { ...limit, ...(isLimited && { relative }), onExceed: command.onExceed ?? limit.onExceed };
  if (!isFit(after)) return no('invalid_envelope');
  return limited(model, limit.budgetId, () => {
    if (isLimited) Object.assign(limit, { limit: value, relative, seenTo: seenTo(past) });
    if (command.onExceed) limit.onExceed = command.onExceed;
    if (command.approve) limit.approve = command.approve;
  });
}

/** What it says of a limit that is worked out anew. */
export function appraise(model: Model, { envelopeId, past, windowDays }: Appraise, scale: number): Opinion {
  const limit = model.limits.get(envelopeId);
  if (!limit?.relative || limit.deletedAt < Infinity || model.node(limit.budgetId).state === 'closed')
    return IGNORED;
  if (limit.relative.windowDays !== windowDays || limit.seenTo > past.to) return IGNORED;
  const value = limitOf({ ...limit, limit: null, past }, scale);
  if (value === limit.limit) return IGNORED;
  return limited(model, limit.budgetId, () => Object.assign(limit, { limit: value, seenTo: seenTo(past) }));
}
