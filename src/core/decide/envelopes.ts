import type { Budget, Tree } from '../budgets.js';
import type { CreateEnvelope, DeleteEnvelope, UpdateEnvelope } from '../commands/envelopes.js';
import type { EnvelopeInput } from '../commands/inputs.js';
import type { Draft } from '../draft.js';
import type { Charge } from '../entries.js';
import { envelopeView } from '../views.js';
import type { EntryKind } from '../kinds.js';
import {
  MAX_DELEGATED_ENVELOPES_ON_PATH,
  MAX_ENVELOPES_ON_PATH,
  MAX_ENVELOPES_PER_BUDGET,
  type Envelope,
} from '../envelopes.js';
import { knownVendors, newVendor, newVendorsMisfit } from '../matches/new-vendors.js';
import type { Measured } from '../metrics/metric.js';
import { METRIC_RULES } from '../metrics/rules.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import { may } from '../keys.js';
import { accepted, isRejection, settingsTarget } from './common.js';
import { fromAboveRejection, setsFromAbove } from './above.js';
import { readLimit } from './limits.js';

/** Adds a limit to a budget. It counts from now on; what was spent before is not in its windows. */
export function createEnvelope(draft: Draft, command: CreateEnvelope): Outcome {
  const target = settingsTarget(draft, command);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const beside = draft.envelopesOf(budget.id).length;
  const below = draft.state.envelopesBelow.get(budget.id) ?? 0;
  const onPath = Math.max(envelopesOn(draft, draft.path(budget)), below);
  const created = readEnvelopes(draft, tree, budget, onPath, [command.envelope], beside, () => '');
  if (isRejection(created)) return created;
  const [envelope] = created;
  putEnvelopes(draft, budget.id, created);
  const charges = knownVendors(draft, envelope!, command.envelope.knownVendors).map((vendor) =>
    draft.charge(newVendor(envelope!, vendor), 1n, tree.scale, null),
  );
  return changed(draft, tree, budget, 'envelope_create', envelope!, charges);
}

/** Changes a limit: the next decision obeys it, and what the current window has used stays used. */
export function updateEnvelope(draft: Draft, command: UpdateEnvelope): Outcome {
  const target = settingsTarget(draft, command);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const before = draft.envelopesOf(budget.id).find((one) => one.id === command.envelopeId);
  if (!before) return rejected('not_found', `There is no envelope ${command.envelopeId}.`);
  const theirs = before.fromAbove && fromAboveRejection(command, budget, MADE_FROM_ABOVE);
  if (theirs) return theirs;
  const after = { ...before };
  if (command.name !== undefined) after.name = command.name;
  if (command.onExceed !== undefined) after.onExceed = command.onExceed;
  if (command.approve !== undefined) after.approve = command.approve;
  // Whom to ask goes with asking.
  else if (after.onExceed !== 'approve') after.approve = null;
  const mismatch = approveRejection(after, 'approve');
  if (mismatch) return mismatch;
  if (command.limit !== undefined || command.relative !== undefined) {
    const { limit = null, relative = null, past = null } = command;
    const read = readLimit(draft, tree, { ...after, limit, relative, past }, '');
    if (isRejection(read)) return read;
    Object.assign(after, read);
  }
  const unfit = misfitRejection(after, '');
  if (unfit) return unfit;
  return replaced(draft, tree, budget, 'envelope_update', after);
}

/** Ends a limit. Its counters stay and go on settling, so that the journal still adds up. */
export function deleteEnvelope(draft: Draft, command: DeleteEnvelope): Outcome {
  const target = settingsTarget(draft, command);
  if (isRejection(target)) return target;
  const { tree, budget } = target;
  const before = draft.envelopesOf(budget.id).find((one) => one.id === command.envelopeId);
  if (!before) return rejected('not_found', `There is no envelope ${command.envelopeId}.`);
  const theirs = before.fromAbove && fromAboveRejection(command, budget, MADE_FROM_ABOVE);
  if (theirs) return theirs;
  return replaced(draft, tree, budget, 'envelope_delete', { ...before, deletedAt: draft.now });
}

/** How many envelopes lie on a path. */
export const envelopesOn = (draft: Draft, path: Budget[]): number =>
  path.reduce((sum, { id }) => sum + draft.envelopesOf(id).length, 0);

const MADE_FROM_ABOVE = 'The envelope was made from above';

/** Reads new envelopes at the scale of the tree; `onPath` are there already. It writes nothing: see {@link putEnvelopes}. */
export function readEnvelopes(
  draft: Pick<Draft, 'command' | 'now'>,
  tree: Tree,
  on: Pick<Budget, 'id' | 'path'>,
  onPath: number,
  inputs: EnvelopeInput[],
  beside = 0,
  prefixOf = (index: number): string => `envelopes.${index}.`,
): Envelope[] | Rejected {
  if (beside + inputs.length > MAX_ENVELOPES_PER_BUDGET)
    return rejected('too_many_envelopes', `A budget can have at most ${MAX_ENVELOPES_PER_BUDGET} envelopes.`);
  const crowded = pathRejection(draft, onPath, inputs.length);
  if (crowded) return crowded;
  const { id: budgetId } = on;
  const fromAbove = setsFromAbove(draft.command, on);
  const read: Envelope[] = [];
  for (const [i, input] of inputs.entries()) {
    const prefix = prefixOf(i);
    const limit = readLimit(draft, tree, input, prefix);
    if (isRejection(limit)) return limit;
    const unfit = misfitRejection(input, prefix);
    if (unfit) return unfit;
    const mismatch = approveRejection(input, `${prefix}approve`);
    if (mismatch) return mismatch;
    const { past: _, knownVendors: __, knownUntil: ___, ...settings } = input;
    read.push({ ...settings, ...limit, treeId: tree.id, budgetId, fromAbove, deletedAt: null });
  }
  return read;
}

/** Puts new envelopes beside those of their budget, once it is decided that they come to be. */
export function putEnvelopes(draft: Draft, budgetId: string, added: readonly Envelope[]): void {
  if (added.length === 0) return;
  draft.putEnvelopes(budgetId, [...draft.envelopesOf(budgetId), ...added]);
  draft.changedEnvelopes.push(...added);
}

/**
 * What fills the way from the root to a budget with envelopes. Who delegates, and may not set limits otherwise, leaves half
 * of it to those who may: they could add none any more.
 */
function pathRejection(draft: Pick<Draft, 'command'>, onPath: number, added: number): Rejected | null {
  const { authority } = draft.command.origin;
  const isAgents = authority !== null && !may(authority, 'manage');
  const most = isAgents ? MAX_DELEGATED_ENVELOPES_ON_PATH : MAX_ENVELOPES_ON_PATH;
  if (added === 0 || onPath + added <= most) return null;
  const detail = isAgents
    ? `With what a key that may not manage envelopes delegates, at most ${most} can lie on the way from the root to a budget; here are ${onPath}.`
    : `There can be at most ${most} envelopes on the way from the root to a budget; here are ${onPath}. Those of budgets below can be deleted to make room.`;
  return rejected('too_many_envelopes', detail);
}

/** `approve` says who is asked, and stands with `onExceed: approve` and with no other. */
function approveRejection(
  { onExceed, approve }: Pick<EnvelopeInput, 'onExceed' | 'approve'>,
  field: string,
): Rejected | null {
  const asks = onExceed === 'approve';
  if (asks !== (approve !== null))
    return rejected(
      'invalid_envelope',
      asks ? 'onExceed "approve" needs `approve`: who is asked.' : '`approve` goes with onExceed "approve".',
      { field },
    );
  if (approve && approve.approvers !== null && approve.approvers.length < approve.approvals)
    return rejected('invalid_envelope', 'approvers has fewer names than approvals asks for.', {
      field,
    });
  return null;
}

/** What of an envelope does not go with its metric, or with what it matches. */
function misfitRejection(
  envelope: Pick<EnvelopeInput, 'metric' | 'match'> & Measured,
  prefix: string,
): Rejected | null {
  const refused = (detail: string, field: string): Rejected =>
    rejected('invalid_envelope', detail, { field: prefix + field });
  const misfit = METRIC_RULES[envelope.metric].misfit(envelope);
  if (misfit) return refused(misfit.detail, misfit.field);
  const unmatched = newVendorsMisfit(envelope);
  return unmatched === null ? null : refused(unmatched, 'match.newVendors');
}

/** Puts an envelope in the place of the one with its id, and journals it. */
export function replaced(
  draft: Draft,
  tree: Tree,
  budget: Budget,
  kind: EntryKind,
  after: Envelope,
): Outcome {
  const others = draft.envelopesOf(budget.id).map((one) => (one.id === after.id ? after : one));
  draft.putEnvelopes(
    budget.id,
    others.filter((one) => one.deletedAt === null),
  );
  draft.changedEnvelopes.push(after);
  return changed(draft, tree, budget, kind, after);
}

function changed(
  draft: Draft,
  tree: Tree,
  budget: Budget,
  kind: EntryKind,
  envelope: Envelope,
  charges: Charge[] = [],
): Outcome {
  const details = {
    envelope: envelopeView(envelope, tree.scale),
    ...(charges.length > 0 && { charges }),
  };
  draft.record(budget, { ...budget, revision: budget.revision + 1 }, kind, details);
  return accepted(draft, tree, budget.id);
}
