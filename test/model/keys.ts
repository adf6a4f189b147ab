import type { KeyInput } from '../../src/core/commands/inputs.js';
import type { IssueKey, RevokeKey, RevokeKeys, RotateKey } from '../../src/core/commands/keys.js';
import type { Origin } from '../../src/core/commands/origin.js';
import type { Authority } from '../../src/core/keys.js';
import type { RejectionCode } from '../../src/core/outcomes.js';
import { RIGHTS, rightsOf } from './authority.js';
import type { Model, Opinion } from './model.js';

/** A key: what it may do, until when, who acts with it, and where it comes from. */
export interface Credential extends Authority {
  id: string;
  budgetId: string;
  revokedAt: number | null;
  holder: string;
  issuedBy: string[];
  madeFrom: string | null;
}

const no = (code: RejectionCode): Opinion => ({ status: 'rejected', code });

type KeyCommand = IssueKey | RotateKey | RevokeKey | RevokeKeys;

/** What the model says of a command about keys. */
export function answerKeys(model: Model, command: KeyCommand, now: number): Opinion {
  const fault =
    command.type === 'key_issue'
      ? issue(model, command, now)
      : command.type === 'key_rotate'
        ? rotate(model, command, now)
        : revoke(model, command, now);
  if (fault !== null) return no(fault);
  model.node(command.budgetId).version += 1;
  return { status: 'accepted' };
}

function issue(model: Model, { budgetId, key, origin }: IssueKey, now: number): RejectionCode | null {
  const isOwn = key.role !== 'agent' && origin.principal !== 'admin';
  if (key.holder === 'self' && !isOwn) return 'invalid_key';
  const { principal, issuedBy, keyId: madeFrom } = origin;
  const lineage =
    isOwn && key.holder !== 'other'
      ? { holder: principal, issuedBy: [...issuedBy], madeFrom }
      : { holder: key.id, issuedBy: handsOf(origin), madeFrom };
  return make(model, budgetId, key, origin, lineage, now);
}

function rotate(model: Model, command: RotateKey, now: number): RejectionCode | null {
  const { keyId, newId, origin, overlapSeconds } = command;
  const old = model.credentials.get(keyId);
  if (!old) return 'not_found';
  if (Math.min(old.expiresAt ?? Infinity, old.revokedAt ?? Infinity) <= now || old.revokedAt !== null)
    return 'key_ended';
  const hands = old.holder === origin.principal ? origin.issuedBy : handsOf(origin);
  const issuedBy = [...new Set([...hands, ...old.issuedBy])].filter((one) => one !== old.holder);
  const { role, scopes, expiresAt, budgetId, holder } = old;
  // A key that ends later than its successor is not cut short.
  if (origin.authority && isWider(origin.authority, old, true)) return 'forbidden';
  if (isKeptFrom(origin, old)) return 'forbidden';
  const input = { id: newId, role, scopes, expiresAt };
  const fault = make(model, budgetId, input, origin, { holder, issuedBy, madeFrom: keyId }, now);
  if (fault !== null) return fault;
  const end = Math.min(now + overlapSeconds * 1000, expiresAt ?? Infinity);
  Object.assign(old, end <= now ? { revokedAt: now } : { expiresAt: end });
  return null;
}

/** Whether somebody may not have the secret of a key whose role decides on others' requests. */
function isKeptFrom(
  { principal, authority }: Origin,
  { role, holder, issuedBy, budgetId }: Credential,
): boolean {
  if (role === 'agent' || role === 'auditor' || [holder, ...issuedBy].includes(principal)) return false;
  const place = authority?.budgetId ?? null;
  return place !== null && (place !== 'R' || budgetId === 'R');
}

/** Who hands a key on, and has had it handed on: any of them could have kept it. */
const handsOf = ({ principal, issuedBy }: Origin): string[] =>
  principal === 'admin' ? [...issuedBy] : [principal, ...issuedBy];

function make(
  model: Model,
  budgetId: string,
  input: Pick<KeyInput, 'id' | 'role' | 'scopes' | 'expiresAt'>,
  { authority }: Origin,
  lineage: Pick<Credential, 'holder' | 'issuedBy' | 'madeFrom'>,
  now: number,
): RejectionCode | null {
  const { id, role, scopes } = input;
  const expiresAt = input.expiresAt ?? authority?.expiresAt ?? null;
  if (authority && isWider(authority, { role, scopes, expiresAt }, true)) return 'forbidden';
  if (model.node(budgetId).state === 'closed') return 'budget_state';
  if (expiresAt !== null && expiresAt <= now) return 'invalid_key';
  model.credentials.set(id, { id, budgetId, role, scopes, expiresAt, revokedAt: null, ...lineage });
  return null;
}

function revoke(model: Model, command: RevokeKey | RevokeKeys, now: number): RejectionCode | null {
  const all = [...model.credentials.values()];
  const isUnder = ({ budgetId }: Credential): boolean =>
    budgetId === command.budgetId ||
    (command.type === 'keys_revoke' &&
      command.subtree &&
      model.path(budgetId).some(({ id }) => id === command.budgetId));
  if (command.type === 'key_revoke' && !model.credentials.has(command.keyId)) return 'not_found';
  let ending = all.filter((one) => (command.type === 'key_revoke' ? one.id === command.keyId : isUnder(one)));
  // Round by round, until nothing more comes of them.
  for (let size = -1; command.issued && size !== ending.length;) {
    size = ending.length;
    const ids = new Set(ending.map(({ id }) => id));
    ending = all.filter(({ id, madeFrom }) => ids.has(id) || (madeFrom !== null && ids.has(madeFrom)));
  }
  ending = ending.filter(({ revokedAt }) => revokedAt === null);
  const { authority } = command.origin;
  if (authority && ending.some((one) => isWider(authority, one, false))) return 'forbidden';
  for (const one of ending) one.revokedAt = now;
  return null;
}

/** Whether a key could do something that the one who gives it away, or takes it away, may not do. */
function isWider(
  giver: Authority,
  key: Pick<Authority, 'role' | 'scopes' | 'expiresAt'>,
  isGiven: boolean,
): boolean {
  const { scopes } = key;
  const isNarrower = (inner: readonly string[] | null, outer: readonly string[] | null): boolean =>
    outer === null || (inner !== null && inner.every((one) => outer.includes(one)));
  const isLess = (inner: string | null, outer: string | null): boolean =>
    outer === null || (inner !== null && Number(inner) <= Number(outer));
  const rights = scopes.actions ?? RIGHTS[key.role];
  return !(
    isNarrower(RIGHTS[key.role], RIGHTS[giver.role]) &&
    isNarrower(rights, rightsOf(giver)) &&
    isNarrower(scopes.vendors, giver.scopes.vendors) &&
    isNarrower(scopes.categories, giver.scopes.categories) &&
    isNarrower(scopes.runs, giver.scopes.runs) &&
    isLess(scopes.largestAmount, giver.scopes.largestAmount) &&
    (!rights.includes('overdraft') || isLess(scopes.largestOverdraft, giver.scopes.largestOverdraft)) &&
    (!isGiven || (key.expiresAt ?? Infinity) <= (giver.expiresAt ?? Infinity))
  );
}
