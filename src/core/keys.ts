import { compareAmounts } from './money.js';

export const ACTIONS = ['read', 'reserve', 'delegate', 'approve', 'stop', 'manage'] as const;
/**
 * What can be done: `read`; `reserve`, which includes settling; `delegate` to new children (and close them again);
 * `approve` and reject; `stop`: freeze and resume; `manage`: settings, envelopes, funds and keys.
 */
export type Action = (typeof ACTIONS)[number];

export const ROLES = ['operator', 'agent', 'approver', 'auditor'] as const;
/** What a key is for. Each role is a set of actions, which the key's own scopes can only narrow. */
export type Role = (typeof ROLES)[number];

export const ROLE_ACTIONS: Readonly<Record<Role, readonly Action[]>> = {
  operator: ACTIONS,
  agent: ['read', 'reserve', 'delegate'],
  approver: ['read', 'approve', 'stop'],
  auditor: ['read'],
};

/** What a key may do less than its role could; null where nothing is narrowed. */
export type Scopes = {
  actions: Action[] | null;
  /** The only vendors and categories that may be reserved for. */
  vendors: string[] | null;
  categories: string[] | null;
  /** The largest amount of one reservation, as decimal text. */
  largestAmount: string | null;
};

export const UNSCOPED: Scopes = { actions: null, vendors: null, categories: null, largestAmount: null };

/** What somebody may do, and where: in the subtree of a budget, or (null) everywhere. */
export interface Authority {
  readonly role: Role;
  readonly budgetId: string | null;
  readonly scopes: Scopes;
}

/** A credential, bound to a budget and everything under it. The secret itself is nowhere: only its hash is kept. */
export interface Key extends Authority {
  treeId: string;
  id: string;
  budgetId: string;
  /** The ancestors of its budget, from the root down. */
  path: readonly string[];
  name: string;
  /** SHA-256 of the whole key, hexadecimal. */
  hash: string;
  createdAt: number;
  /** Milliseconds since the epoch; null for a key that does not expire. */
  expiresAt: number | null;
  revokedAt: number | null;
}

export const may = ({ role, scopes }: Authority, action: Action): boolean =>
  ROLE_ACTIONS[role].includes(action) && (scopes.actions?.includes(action) ?? true);

/** Whether an authority extends to a budget, given the ids of its ancestors. */
export const reaches = (authority: Authority, budgetId: string, path: readonly string[]): boolean =>
  authority.budgetId === null || authority.budgetId === budgetId || path.includes(authority.budgetId);

/** The scope that keeps an authority from reserving this; null if none does. */
export function scopeAgainst(
  { scopes }: Authority,
  asked: { amount: string; vendor: string | null; category: string | null },
): 'vendors' | 'categories' | 'largestAmount' | null {
  if (!isNamed(scopes.vendors, asked.vendor)) return 'vendors';
  if (!isNamed(scopes.categories, asked.category)) return 'categories';
  if (scopes.largestAmount !== null && compareAmounts(asked.amount, scopes.largestAmount) > 0)
    return 'largestAmount';
  return null;
}

const isNamed = (names: readonly string[] | null, name: string | null): boolean =>
  names === null || (name !== null && names.includes(name));

/** Who gives authority away can give no more than it has: what of the asked is too much, or null. */
export function widening(
  giver: Authority,
  asked: Pick<Authority, 'role' | 'scopes'>,
): 'role' | 'actions' | 'vendors' | 'categories' | 'largestAmount' | null {
  const { scopes } = asked;
  if (!ROLE_ACTIONS[asked.role].every((action) => ROLE_ACTIONS[giver.role].includes(action))) return 'role';
  const actions = scopes.actions ?? ROLE_ACTIONS[asked.role];
  if (!actions.every((action) => may(giver, action))) return 'actions';
  if (!isWithin(scopes.vendors, giver.scopes.vendors)) return 'vendors';
  if (!isWithin(scopes.categories, giver.scopes.categories)) return 'categories';
  const most = giver.scopes.largestAmount;
  if (most !== null && (scopes.largestAmount === null || compareAmounts(scopes.largestAmount, most) > 0))
    return 'largestAmount';
  return null;
}

const isWithin = (inner: readonly string[] | null, outer: readonly string[] | null): boolean =>
  outer === null || (inner !== null && inner.every((name) => outer.includes(name)));
