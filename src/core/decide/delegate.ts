import { assess, denialOf } from '../assess.js';
import { NOTHING } from '../balances.js';
import { isClosed, MAX_DEPTH, type Budget } from '../budgets.js';
import type { CreateRoot, Delegate } from '../commands/budgets.js';
import type { Command } from '../commands/commands.js';
import type { Draft } from '../draft.js';
import { envelopeView, keyView } from '../views.js';
import { rejected, type Outcome } from '../outcomes.js';
import { presentOf } from '../present.js';
import { amountBounds } from '../scopes.js';
import { refKey, type State } from '../state.js';
import { accepted, amountOf, deny, budgetFound, isRejection, versionRejection } from './common.js';
import { envelopesOn, putEnvelopes, readEnvelopes } from './envelopes.js';
import { newKey } from './keys.js';
import { lineageOfChild } from './lineage.js';

/** Opens a tree. */
export function createRoot(draft: Draft, command: CreateRoot): Outcome {
  const tree = {
    id: command.budgetId,
    currency: command.currency,
    scale: command.scale,
    timezone: command.timezone,
  };
  const allocation = amountOf(command.allocation, tree, 'allocation');
  if (isRejection(allocation)) return allocation;
  const on = { id: command.budgetId, path: [] };
  const envelopes = readEnvelopes(draft, tree, on, 0, command.envelopes);
  if (isRejection(envelopes)) return envelopes;
  draft.trees.push(tree);
  putEnvelopes(draft, tree.id, envelopes);
  const root: Budget = {
    ...NOTHING,
    ...newborn(draft, command),
    treeId: tree.id,
    id: tree.id,
    path: [],
    ref: null,
    dimensions: command.dimensions,
    policyFromAbove: false,
    allocated: allocation,
    guarantee: allocation,
    ceiling: allocation,
  };
  draft.record(null, root, 'create', {
    ...(envelopes.length > 0 && { envelopes: envelopes.map((one) => envelopeView(one, tree.scale)) }),
  });
  return accepted(draft, tree, root.id);
}

/**
 * The open child that a delegation names by its ref, as it is now; null if there is none, and one is to be made. Whoever
 * spawns an agent again, and no longer knows the Idempotency-Key of the first time, finds the budget that it made:
 * nothing is set aside a second time, and no rule about money is asked.
 */
export function existingChild(state: State, command: Command): Outcome | null {
  if (command.type !== 'delegate' || command.ref === null) return null;
  const seen = state.seen.get(refKey(command.budgetId, command.ref));
  const budget = seen && state.budgets.get(seen.budgetId);
  if (!budget || isClosed(budget)) return null;
  const tree = state.trees.get(budget.treeId)!;
  const { entry } = seen;
  const present = presentOf(state, tree, budget, entry);
  return { status: 'accepted', now: state.now, replayed: false, existed: true, tree, budget, entry, present };
}

/** Gives part of a budget to a new child: the guarantee at once, the rest up to the ceiling on demand. */
export function delegate(draft: Draft, command: Delegate): Outcome {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  const { tree, budget: parent } = target;
  const guarantee = amountOf(command.guarantee, tree, 'guarantee');
  if (isRejection(guarantee)) return guarantee;
  const ceiling = command.ceiling === null ? guarantee : amountOf(command.ceiling, tree, 'ceiling');
  if (isRejection(ceiling)) return ceiling;
  if (ceiling < guarantee)
    return rejected('invalid_allowance', 'The ceiling must not be below the guarantee.', {
      field: 'ceiling',
    });
  const path = [...parent.path, parent.id];
  const onPath = envelopesOn(draft, draft.path(parent));
  const envelopes = readEnvelopes(draft, tree, { id: command.childId, path }, onPath, command.envelopes);
  if (isRejection(envelopes)) return envelopes;
  if (parent.path.length >= MAX_DEPTH)
    return rejected('depth_exceeded', `A budget can have at most ${MAX_DEPTH} ancestors.`);
  const stale = versionRejection(parent, command.expectedVersion);
  if (stale) return stale;

  // Set aside like a hold; what a child may draw beyond is asked for when it is.
  const bounds = amountBounds(command.origin.authority, tree, parent.id, guarantee);
  const assessment = assess(draft, tree, draft.path(parent), guarantee, null, [], bounds);
  if (assessment.violations.length > 0)
    return deny(draft, parent, 'delegate', denialOf(assessment, tree), {
      requested: { name: command.name, guarantee: command.guarantee, ceiling: command.ceiling },
    });

  const child: Budget = {
    ...NOTHING,
    ...newborn(draft, command),
    treeId: tree.id,
    id: command.childId,
    path,
    ref: command.ref,
    dimensions: null,
    policyFromAbove: command.policy !== null,
    allocated: guarantee,
    guarantee,
    ceiling,
  };
  putEnvelopes(draft, child.id, envelopes);
  const lineage = command.key && lineageOfChild(command.origin, command.key);
  if (isRejection(lineage)) return lineage;
  const key = command.key && lineage && newKey(draft, child, command.key, lineage);
  if (isRejection(key)) return key;
  draft.record(null, child, 'delegate', {
    ...(key && { key: keyView(key) }),
    ...(envelopes.length > 0 && { envelopes: envelopes.map((one) => envelopeView(one, tree.scale)) }),
  });
  draft.move(parent.id, 'delegate', { delegated: guarantee }, {}, { cause: { budgetId: child.id } });
  return accepted(draft, tree, child.id);
}

const newborn = (draft: Draft, { name, policy, metadata }: CreateRoot | Delegate) => ({
  name,
  state: 'active' as const,
  stoppedFromAbove: false,
  pausedUntil: null,
  policy,
  metadata,
  version: 0,
  revision: 1,
  createdAt: draft.now,
  changedAt: draft.now,
});
