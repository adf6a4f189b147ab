import { compareAmounts } from './money.js';

export const ACTIONS = [
  'read',
  'reserve',
  'charge',
  'overdraft',
  'refund',
  'delegate',
  'approve',
  'stop',
  'manage',
] as const;
/**
 * What can be done: `read`; `reserve`, which includes settling; `charge`: record cost that nobody
 * reserved for; `overdraft`: record real cost above limits; `refund`:
 * take back money that was paid; `delegate` to new children (and close them again); `approve` and reject; `stop`: freeze
 * and resume; `manage`: settings, envelopes, funds and keys.
 */
export type Action = (typeof ACTIONS)[number];

export const ROLES = ['operator', 'agent', 'approver', 'auditor'] as const;
/** What a key is for. Each role is a set of actions, which the key's own scopes can change within {@link GIVEABLE}. */
export type Role = (typeof ROLES)[number];

/** What a key may do whose scopes name no actions. */
export const ROLE_ACTIONS: Readonly<Record<Role, readonly Action[]>> = {
  operator: ACTIONS,
  agent: ['read', 'reserve', 'delegate'],
  approver: ['read', 'approve', 'stop'],
  auditor: ['read'],
};

/** What `scopes.actions` can name for a role: an agent has the rights about money that is real only where it is given them. */
const GIVEABLE: Readonly<Record<Role, readonly Action[]>> = {
  ...ROLE_ACTIONS,
  agent: [...ROLE_ACTIONS.agent, 'charge', 'overdraft', 'refund'],
};

/** What a key may do other than its role does; null where nothing is said. */
export type Scopes = {
  /** All that it may do, of what its role can be given. */
  actions: Action[] | null;
  /** The only vendors, categories and runs that may be reserved for. */
  vendors: string[] | null;
  categories: string[] | null;
  runs: string[] | null;
  /** The largest amount of one reservation, as decimal text. */
  largestAmount: string | null;
  /** With `overdraft`: how far above limits one reservation may be settled, and any limit be passed by it, as decimal text. */
  largestOverdraft: string | null;
};

export const UNSCOPED: Scopes = {
  actions: null,
  vendors: null,
  categories: null,
  runs: null,
  largestAmount: null,
  largestOverdraft: null,
};

/** What somebody may do, and where: in the subtree of a budget, or (null) everywhere. */
export interface Authority {
  readonly role: Role;
  readonly budgetId: string | null;
  readonly scopes: Scopes;
  /**
   * When it ends, in milliseconds since the epoch; null for one that does not. A person's is null: their tokens are
   * sessions, and do not bound the keys that they issue.
   */
  readonly expiresAt: number | null;
  /** With a settlement token: the one reservation that it settles, which is all that it may do. */
  readonly settles?: string;
}

/** Where a key comes from. */
export interface Lineage {
  /**
   * Who acts with it: the id of the first key of its line, or the holder who issued it for themselves. What is said of a holder
   * (who asked, who agreed, whose Idempotency-Key it is) is said of all their keys.
   */
  readonly holder: string;
  /** The holders who handed it out, from the nearest up. The admin is not among them. */
  readonly issuedBy: readonly string[];
  /** The key that it was issued with, or whose place it took; null where that was none. */
  readonly madeFrom: string | null;
}

/** Names the holder of the admin key. */
export const ADMIN = 'admin';

/**
 * For how long it is good enough to have looked at a key, in milliseconds: with the third of a second in which a replica
 * hears of a change it makes less than the second in which a revocation binds.
 */
export const KEY_KEPT_MS = 500;

/** The longest chain of issuing holders. */
export const MAX_ISSUERS = 64;

/** A credential, bound to a budget and everything under it. The secret itself is nowhere: only its hash is kept. */
export interface Key extends Authority, Lineage {
  treeId: string;
  id: string;
  budgetId: string;
  /** The ancestors of its budget, from the root down. */
  path: readonly string[];
  name: string;
  /** SHA-256 of the whole key, hexadecimal. */
  hash: string;
  createdAt: number;
  revokedAt: number | null;
}

export const may = ({ role, scopes }: Authority, action: Action): boolean =>
  scopes.actions === null
    ? ROLE_ACTIONS[role].includes(action)
    : GIVEABLE[role].includes(action) && scopes.actions.includes(action);

/** Whether an authority extends to a budget, given the ids of its ancestors. */
export const reaches = (authority: Authority, budgetId: string, path: readonly string[]): boolean =>
  authority.budgetId === null || authority.budgetId === budgetId || path.includes(authority.budgetId);

/**
 * Whether somebody could have the key of another by rotating it, and act as its holder: the holder, those who handed it out, and
 * those who reach the whole tree from above its budget. `reach` is the budget that the asker is bound to, or null; `root` that
 * of the key's tree, for a key that lies below it.
 */
export const couldHave = (
  asker: string,
  reach: string | null,
  { holder, issuedBy }: Pick<Lineage, 'holder' | 'issuedBy'>,
  root: string | undefined,
): boolean => reach === null || reach === root || asker === holder || issuedBy.includes(asker);

/** What of an authority something is too much for. */
export type ScopeName = 'role' | 'expiresAt' | keyof Scopes;

/** Who gives authority away can give no more than it has: what of the asked is too much, or null. */
export function widening(
  giver: Authority,
  asked: Pick<Authority, 'role' | 'scopes' | 'expiresAt'>,
): ScopeName | null {
  const end = giver.expiresAt;
  return (
    wideningOf(giver, asked) ??
    (end !== null && (asked.expiresAt === null || asked.expiresAt > end) ? 'expiresAt' : null)
  );
}

/** The same, whatever the end: for taking away what somebody else may do. */
export function wideningOf(giver: Authority, asked: Pick<Authority, 'role' | 'scopes'>): ScopeName | null {
  const { scopes } = asked;
  if (!ROLE_ACTIONS[asked.role].every((action) => ROLE_ACTIONS[giver.role].includes(action))) return 'role';
  const actions = scopes.actions ?? ROLE_ACTIONS[asked.role];
  if (!actions.every((action) => may(giver, action))) return 'actions';
  if (!isWithin(scopes.vendors, giver.scopes.vendors)) return 'vendors';
  if (!isWithin(scopes.categories, giver.scopes.categories)) return 'categories';
  if (!isWithin(scopes.runs, giver.scopes.runs)) return 'runs';
  if (!isAtMost(scopes.largestAmount, giver.scopes.largestAmount)) return 'largestAmount';
  // The bound says nothing of who may not do it at all.
  if (actions.includes('overdraft') && !isAtMost(scopes.largestOverdraft, giver.scopes.largestOverdraft))
    return 'largestOverdraft';
  return null;
}

const isAtMost = (inner: string | null, outer: string | null): boolean =>
  outer === null || (inner !== null && compareAmounts(inner, outer) <= 0);

const isWithin = (inner: readonly string[] | null, outer: readonly string[] | null): boolean =>
  outer === null || (inner !== null && inner.every((name) => outer.includes(name)));
