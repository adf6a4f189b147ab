import { used } from './balances.js';
import type { Command, CommandOf, CommandType } from './commands/commands.js';
import { appraise } from './decide/appraise.js';
import { authorityRejection, openingRejection } from './decide/authority.js';
import { approve, reject } from './decide/approve.js';
import { close, continueClose } from './decide/close.js';
import { charge } from './decide/charge.js';
import { dismissClaim, settleClaim } from './decide/claim.js';
import { commit } from './decide/commit.js';
import { presentAfter } from './decide/common.js';
import { openDispute, rejectDispute, upholdDispute, withdrawDispute } from './decide/dispute.js';
import { createRoot, delegate, existingChild } from './decide/delegate.js';
import { createEnvelope, deleteEnvelope, updateEnvelope } from './decide/envelopes.js';
import { payDebts } from './decide/debts.js';
import { issueKey, revokeKey, revokeKeys, rotateKey } from './decide/keys.js';
import { endPrice, setPrice } from './decide/prices.js';
import { dryRun, reserve } from './decide/reserve.js';
import { scopeDenial } from './decide/scopes.js';
import { changeState, endPause, fund, update } from './decide/settings.js';
import { refund } from './decide/refund.js';
import { expire, extend, release } from './decide/settle.js';
import { revokeToken } from './decide/tokens.js';
import { Draft } from './draft.js';
import type { EntryContent } from './entries.js';
import { MAX_UNITS } from './money.js';
import { rejected, type Outcome } from './outcomes.js';
import { presentOf } from './present.js';
import { seenKey, type Seen, type State } from './state.js';

/** What became of a command, and what has to be written for it: nothing where the draft is null. */
export interface Verdict {
  outcome: Outcome;
  draft: Draft | null;
}

/**
 * Decides one command on a state. Pure and total: no I/O, no clock, no randomness, no exception for anything a caller
 * can send. Checked in a fixed order: replay, authority, a child that is there already, existence and shape, state and
 * revision, then all rules about money.
 */
export function decide(state: State, command: Command): Verdict {
  const replay = replayOf(state, command);
  if (replay) return { outcome: replay, draft: null };
  const draft = new Draft(state, command);
  const refused = authorityRejection(draft, command);
  const existing = refused ? null : existingChild(state, command);
  if (existing) return { outcome: existing, draft: null };
  const outcome = refused ?? dispatch(draft, command);
  if (outcome.status === 'rejected' || outcome.status === 'ignored') return { outcome, draft: null };
  const outside = scopeDenial(state, command, outcome);
  if (outside) return outside;
  if (outcome.status === 'accepted') {
    payDebts(draft);
    const { tree, budget, entry } = outcome;
    outcome.budget = draft.budget(budget.id);
    outcome.present = presentAfter(draft, tree, outcome.budget, entry);
  }
  if (overflows(draft))
    return {
      outcome: rejected('amount_overflow', 'A balance would exceed 10^18 of the smallest unit.'),
      draft: null,
    };
  return { outcome, draft: outcome.status === 'dry_run' ? null : draft };
}

/** What decides each command; what else is known of it stands in `commands/`. */
const DECIDE: { readonly [T in CommandType]: (draft: Draft, command: CommandOf<T>) => Outcome } = {
  create: createRoot,
  delegate,
  fund,
  defund: fund,
  update,
  freeze: changeState,
  resume: changeState,
  pause_end: endPause,
  close,
  continue_close: continueClose,
  envelope_create: createEnvelope,
  envelope_update: updateEnvelope,
  envelope_delete: deleteEnvelope,
  appraise,
  price_set: setPrice,
  price_end: endPrice,
  key_issue: issueKey,
  key_rotate: rotateKey,
  key_revoke: revokeKey,
  keys_revoke: revokeKeys,
  reserve,
  dry_run: dryRun,
  charge,
  commit,
  release,
  extend,
  refund,
  token_revoke: revokeToken,
  expire,
  claim_settle: settleClaim,
  claim_dismiss: dismissClaim,
  dispute_open: openDispute,
  dispute_uphold: upholdDispute,
  dispute_reject: rejectDispute,
  dispute_withdraw: withdrawDispute,
  approve,
  reject,
};

// A command has the type under which it is decided.
const dispatch = (draft: Draft, command: Command): Outcome =>
  (DECIDE[command.type] as (draft: Draft, command: Command) => Outcome)(draft, command);

/** What was decided under this key, and what has become of it; or that the key was used for something else; or null for a new key. */
function replayOf(state: State, command: Command): Outcome | null {
  const { fingerprint, formerFingerprint } = command.origin;
  const isOpening = command.type === 'create';
  const seen = seenUnderKey(state, command);
  if (!seen) return null;
  // All else is looked for within somebody's reach. A tree is found by the key alone, and they can have been bound since.
  const refusal = isOpening ? openingRejection(command.origin.authority) : null;
  if (refusal) return refusal;
  const first = seen.entry.request?.fingerprint;
  if (
    first === undefined ||
    (first !== fingerprint && first !== formerFingerprint) ||
    !isOfKey(seen.entry, command)
  )
    return rejected('idempotency_key_reused', 'This Idempotency-Key was used for a different request.');
  const budget = state.budgets.get(seen.budgetId);
  const tree = budget && state.trees.get(budget.treeId);
  if (!budget || !tree) throw new Error(`the budget of a replayed entry was not loaded: ${seen.budgetId}`);
  const { entry } = seen;
  const present = presentOf(state, tree, budget, entry);
  return { status: 'accepted', now: state.now, replayed: true, tree, budget, entry, present };
}

function seenUnderKey(state: State, { type, treeId, origin }: Command): Seen | undefined {
  const { requestKey, otherRequestKey } = origin;
  if (requestKey === null) return undefined;
  const scope = type === 'create' ? null : treeId;
  const seen = state.seen.get(seenKey(scope, requestKey));
  return (
    seen ?? (otherRequestKey === undefined ? undefined : state.seen.get(seenKey(scope, otherRequestKey)))
  );
}

/** What is kept is a hash: somebody who looks long enough finds two keys of their own with the same one. */
const isOfKey = ({ by, request }: EntryContent, { origin }: Command): boolean =>
  by === origin.principal && request?.idempotencyKey === origin.idempotencyKey;

function overflows(draft: Draft): boolean {
  // All that is used, and not each part: what is held can then always be paid.
  for (const budget of draft.budgets.values())
    if (budget.allocated > MAX_UNITS || used(budget) > MAX_UNITS) return true;
  for (const counter of draft.counters.values()) if (counter.used > MAX_UNITS) return true;
  // Paid and refunded over and over, the sums of one reservation outgrow the budget that they passed through.
  for (const reservation of draft.reservations.values())
    if (
      reservation.committed > MAX_UNITS ||
      reservation.claimed > MAX_UNITS ||
      reservation.overdrawn > MAX_UNITS
    )
      return true;
  return false;
}
