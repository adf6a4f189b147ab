import { isClosed, type Budget, type Tree } from '../budgets.js';
import type { KeyInput } from '../commands/inputs.js';
import type { IssueKey, RevokeKey, RevokeKeys, RotateKey } from '../commands/keys.js';
import type { Details, Draft } from '../draft.js';
import { timeText } from '../entries.js';
import { keyView } from '../views.js';
import type { EntryKind } from '../kinds.js';
import { widening, wideningOf, type Key, type Lineage, type ScopeName } from '../keys.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import { accepted, budgetFound, isRejection } from './common.js';
import { lineageOf, lineageOfNext, secretRejection } from './lineage.js';

/** The most keys that one decision revokes. Where there are more, it says so, and the next one goes on. */
export const MAX_REVOKED = 10_000;

/** The most keys that one entry ends: a revocation of more writes several. */
const MAX_ENDS = 1_000;

/** Makes a key for a budget, which can do no more, and no longer, than its issuer can. */
export function issueKey(draft: Draft, command: IssueKey): Outcome {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  const lineage = lineageOf(command.origin, command.key);
  if (isRejection(lineage)) return lineage;
  const key = newKey(draft, target.budget, command.key, lineage);
  if (isRejection(key)) return key;
  return noted(draft, target.tree, target.budget, 'key_issue', { key: keyView(key) });
}

/** The key of a budget, as it is issued. */
export function newKey(draft: Draft, budget: Budget, input: KeyInput, lineage: Lineage): Key | Rejected {
  const { authority } = draft.command.origin;
  const { holder: _, ...asked } = input;
  // Who says no end means: as long as I may.
  const wanted = { ...asked, expiresAt: asked.expiresAt ?? authority?.expiresAt ?? null };
  const scope = authority && widening(authority, wanted);
  if (scope !== null) return tooWide(scope, 'give away');
  if (isClosed(budget)) return rejected('budget_state', 'The budget is closed.');
  if (wanted.expiresAt !== null && wanted.expiresAt <= draft.now)
    return rejected('invalid_key', 'expiresAt lies in the past.', { field: 'expiresAt' });
  const key: Key = {
    ...wanted,
    ...lineage,
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
  const { authority } = command.origin;
  // An end beyond that of the rotating key is not cut short unseen.
  const scope = authority && widening(authority, old);
  if (scope !== null) return tooWide(scope, 'give away');
  const kept = secretRejection(command.origin, old);
  if (kept) return kept;
  const lineage = lineageOfNext(command.origin, old);
  if (isRejection(lineage)) return lineage;
  const input: KeyInput = { name, role, scopes, expiresAt, id: command.newId, hash: command.newHash };
  const key = newKey(draft, budget, input, lineage);
  if (isRejection(key)) return key;
  const end = Math.min(draft.now + command.overlapSeconds * 1000, old.expiresAt ?? Infinity);
  const atOnce = end <= draft.now;
  draft.changedKeys.push(atOnce ? { ...old, revokedAt: draft.now } : { ...old, expiresAt: end });
  const keysEnded = [{ at: timeText(end), id: old.id, revoked: atOnce }];
  return noted(draft, tree, budget, 'key_rotate', { key: keyView(key), keysEnded, ...because(command) });
}

/** Ends a key, and all that came of it if that is asked for. Repeating it is no error: the key is revoked either way. */
export function revokeKey(draft: Draft, command: RevokeKey): Outcome {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  const key = draft.state.keys.get(command.keyId);
  if (!key) return rejected('not_found', `There is no key ${command.keyId}.`);
  const keys = command.issued ? withIssued(draft, [key], cameOf(command.keyId)) : [key];
  return revoked(draft, target, keys, cameOf(command.keyId), command);
}

/** Ends all keys of a budget; of everything under it, and all that came of them, if that is asked for. */
export function revokeKeys(draft: Draft, command: RevokeKeys): Outcome {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  const { budgetId, subtree } = command;
  const keys = [...draft.state.keys.values()].filter(
    (key) => key.budgetId === budgetId || (subtree && key.path.includes(budgetId)),
  );
  const all = command.issued ? withIssued(draft, keys, keysOf(command)) : keys;
  return revoked(draft, target, all, keysOf(command), command);
}

/** Names the keys of a budget where there may be too many of them to be loaded. */
export const keysOf = ({
  budgetId,
  subtree,
  issued,
}: Pick<RevokeKeys, 'budgetId' | 'subtree' | 'issued'>): string =>
  `keys of ${budgetId}${subtree ? ' and below' : ''}${issued ? ' and issued' : ''}`;

/** The same for what came of one key. */
export const cameOf = (keyId: string): string => `keys issued from ${keyId}`;

/**
 * Keys, what was issued with them, what took their place, and so on. Of what came of keys that were revoked before, the load
 * has brought only those that work: see {@link State.cameOf}.
 */
function withIssued(draft: Draft, keys: Key[], name: string): Key[] {
  const { cameOf } = draft.state;
  const madeFrom = new Map<string | null, Key[]>();
  for (const key of draft.state.keys.values()) {
    const others = madeFrom.get(key.madeFrom);
    if (others) others.push(key);
    else madeFrom.set(key.madeFrom, [key]);
  }
  const working = (cameOf.get(name) ?? []).flatMap((id) => draft.state.keys.get(id) ?? []);
  const found = new Set([...keys, ...working]);
  // A set is walked on over what is added meanwhile.
  for (const { id } of found) for (const issued of madeFrom.get(id) ?? []) found.add(issued);
  return [...found];
}

const tooWide = (scope: ScopeName, done: string): Rejected =>
  rejected('forbidden', `A key cannot ${done} more than it has: ${scope}.`, { scope });

function working(draft: Draft, command: RotateKey): { tree: Tree; budget: Budget; key: Key } | Rejected {
  const target = budgetFound(draft, command.budgetId);
  if (isRejection(target)) return target;
  const key = draft.state.keys.get(command.keyId);
  if (!key) return rejected('not_found', `There is no key ${command.keyId}.`);
  if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= draft.now))
    return rejected('key_ended', 'The key has expired or was revoked; issue a new one.');
  return { ...target, key };
}

function revoked(
  draft: Draft,
  { tree, budget }: { tree: Tree; budget: Budget },
  keys: Key[],
  name: string,
  command: RevokeKey | RevokeKeys,
): Outcome {
  const { authority, keyId } = command.origin;
  const working = keys.filter((key) => key.revokedAt === null);
  const remain = draft.state.oversized.has(name) || working.length > MAX_REVOKED;
  // Where others are left, the key that is used goes on until the last part.
  const ending = remain ? working.filter(({ id }) => id !== keyId).slice(0, MAX_REVOKED) : working;
  // Who may do less than a key takes nothing away from its holder.
  for (const key of authority ? ending : []) {
    const scope = wideningOf(authority!, key);
    if (scope !== null) return tooWide(scope, 'revoke');
  }
  for (const key of ending) draft.changedKeys.push({ ...key, revokedAt: draft.now });
  const ends = ending.map(({ id }) => ({ at: timeText(draft.now), id, revoked: true }));
  const more = ends.length - MAX_ENDS;
  const first: Details = { keysEnded: ends.slice(0, MAX_ENDS), ...because(command) };
  if (more > 0) first.moreKeysEnded = more;
  if (remain) first.keysRemain = true;
  const outcome = noted(draft, tree, budget, 'key_revoke', first);
  for (let i = MAX_ENDS; i < ends.length; i += MAX_ENDS)
    draft.record(draft.budget(budget.id), { ...draft.budget(budget.id) }, 'key_revoke', {
      cause: { budgetId: budget.id },
      keysEnded: ends.slice(i, i + MAX_ENDS),
    });
  return outcome;
}

/** Keys are no settings that decisions obey: the entry leaves the revision as it is. */
function noted(draft: Draft, tree: Tree, budget: Budget, kind: EntryKind, details: Details): Outcome {
  draft.record(budget, { ...budget }, kind, details);
  return accepted(draft, tree, budget.id);
}

const because = ({ reason }: { reason: string | null }): Details => (reason === null ? {} : { reason });
