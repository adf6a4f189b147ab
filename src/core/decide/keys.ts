import type { Budget, Tree } from '../budgets.js';
import type { IssueKey, KeyInput, RevokeKey, RevokeKeys, RotateKey } from '../commands.js';
import type { Details, Draft } from '../draft.js';
import { keyView, timeText, type EntryKind } from '../entries.js';
import type { Key } from '../keys.js';
import { rejected, type Outcome } from '../outcomes.js';
import { accepted, found, isRejection } from './common.js';

/** The most keys that one command revokes. */
export const MAX_REVOKED = 10_000;

/** Makes a key for a budget. That its issuer may give as much was looked at where the issuer is known. */
export function issueKey(draft: Draft, command: IssueKey): Outcome {
  const target = found(draft, command.budgetId);
  if (isRejection(target)) return target;
  const key = newKey(draft, target.budget, command.key);
  if (isRejection(key)) return key;
  return noted(draft, target.tree, target.budget, 'key_issue', { key: keyView(key) });
}

/** The key of a budget, as it is issued. */
export function newKey(draft: Draft, budget: Budget, input: KeyInput): Key | Rejected {
  if (budget.state === 'closed') return rejected('budget_state', 'The budget is closed.') as Rejected;
  if (input.expiresAt !== null && input.expiresAt <= draft.now)
    return rejected('invalid_key', 'The key would have expired already.', { field: 'expiresAt' }) as Rejected;
  const key: Key = {
    ...input,
    treeId: budget.treeId,
    budgetId: budget.id,
    path: budget.path,
    // That of the entry: the times of a budget's entries never go back.
    createdAt: Math.max(draft.now, budget.changedAt),
    revokedAt: null,
  };
  draft.changedKeys.push(key);
  return key;
}

/** Puts a new key in the place of one that works; the old one works on for the overlap, and no longer than it would. */
export function rotateKey(draft: Draft, command: RotateKey): Outcome {
  const on = working(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, key: old } = on;
  const { name, role, scopes, expiresAt } = old;
  const input: KeyInput = { name, role, scopes, expiresAt, id: command.newId, hash: command.newHash };
  const key = newKey(draft, budget, input);
  if (isRejection(key)) return key;
  const end = Math.min(draft.now + command.overlapSeconds * 1000, old.expiresAt ?? Infinity);
  const atOnce = end <= draft.now;
  draft.changedKeys.push(atOnce ? { ...old, revokedAt: draft.now } : { ...old, expiresAt: end });
  const keysEnded = [{ at: timeText(end), id: old.id, revoked: atOnce }];
  return noted(draft, tree, budget, 'key_rotate', { key: keyView(key), keysEnded, ...because(command) });
}

/** Ends a key. Repeating it is no error: the key is revoked either way. */
export function revokeKey(draft: Draft, command: RevokeKey): Outcome {
  const target = found(draft, command.budgetId);
  if (isRejection(target)) return target;
  const key = draft.state.keys.get(command.keyId);
  if (!key) return rejected('not_found', `There is no key ${command.keyId}.`);
  return revoked(draft, target.tree, target.budget, [key], command);
}

/** Ends all keys of a budget, and of everything under it if that is asked for. */
export function revokeKeys(draft: Draft, command: RevokeKeys): Outcome {
  const target = found(draft, command.budgetId);
  if (isRejection(target)) return target;
  const { budgetId, subtree } = command;
  if (draft.state.oversized.has(keysOf(command)))
    return rejected('subtree_too_large', `More than ${MAX_REVOKED} keys: revoke them in parts.`);
  const keys = [...draft.state.keys.values()].filter(
    (key) => key.budgetId === budgetId || (subtree && key.path.includes(budgetId)),
  );
  return revoked(draft, target.tree, target.budget, keys, command);
}

/** Names the keys of a budget where there may be too many of them to be loaded. */
export const keysOf = ({ budgetId, subtree }: Pick<RevokeKeys, 'budgetId' | 'subtree'>): string =>
  `keys of ${budgetId}${subtree ? ' and below' : ''}`;

type Rejected = Extract<Outcome, { status: 'rejected' }>;

function working(draft: Draft, command: RotateKey): { tree: Tree; budget: Budget; key: Key } | Rejected {
  const target = found(draft, command.budgetId);
  if (isRejection(target)) return target;
  const key = draft.state.keys.get(command.keyId);
  if (!key) return rejected('not_found', `There is no key ${command.keyId}.`) as Rejected;
  if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= draft.now))
    return rejected('key_ended', 'The key has expired or was revoked; issue a new one.') as Rejected;
  return { ...target, key };
}

function revoked(
  draft: Draft,
  tree: Tree,
  budget: Budget,
  keys: Key[],
  command: RevokeKey | RevokeKeys,
): Outcome {
  const ending = keys.filter((key) => key.revokedAt === null);
  for (const key of ending) draft.changedKeys.push({ ...key, revokedAt: draft.now });
  const keysEnded = ending.map(({ id }) => ({ at: timeText(draft.now), id, revoked: true }));
  return noted(draft, tree, budget, 'key_revoke', { keysEnded, ...because(command) });
}

/** Keys are no settings that decisions obey: the entry leaves the revision as it is. */
function noted(draft: Draft, tree: Tree, budget: Budget, kind: EntryKind, details: Details): Outcome {
  draft.record(budget, { ...budget }, kind, details);
  return accepted(draft, tree, budget.id);
}

const because = ({ reason }: { reason: string | null }): Details => (reason === null ? {} : { reason });
