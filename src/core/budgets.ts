import type { Allowance, Balances } from './balances.js';
import type { JsonObject } from './canonical.js';
import type { Policy } from './policy.js';

/** One root budget and everything under it. Its id is the id of its root. */
export interface Tree {
  id: string;
  currency: string;
  /** Decimals of the smallest unit, 0 to 9. */
  scale: number;
  /** IANA zone in which the calendar windows of its envelopes turn, unless an envelope names its own. */
  timezone: string;
}

export const BUDGET_STATES = ['active', 'frozen', 'paused', 'closing', 'closed'] as const;
/**
 * `frozen` by a person, `paused` by a rule: both stop the whole subtree from reserving and delegating, and both end
 * with a resume, which comes by itself where a pause has an end. `closed` is final, and so is `closing`: there is more
 * to settle below than one decision may weigh.
 */
export type BudgetState = (typeof BUDGET_STATES)[number];

/** A node of a tree. */
export interface Budget extends Balances, Allowance {
  treeId: string;
  id: string;
  /** Ids of the ancestors from the root down to the parent; empty for a root. */
  path: string[];
  /** What its maker calls it among the open children of its parent; null where it was given none. It never changes. */
  ref: string | null;
  name: string;
  state: BudgetState;
  /** When a paused budget goes on by itself, in milliseconds since the epoch; null where a person has to resume it. */
  pausedUntil: number | null;
  policy: Policy | null;
  /** Whether the policy was set by somebody who reaches above the budget, and is theirs to change. */
  policyFromAbove: boolean;
  /** While it is frozen or paused: whether by somebody who reaches above it, by an envelope of theirs, or by a cost above what is theirs. */
  stoppedFromAbove: boolean;
  metadata: JsonObject | null;
  /** Of a root: the labels that spend of its tree is kept by; null where there are none. */
  dimensions: string[] | null;
  /** Counts the journal entries of this budget. */
  version: number;
  /**
   * Counts the changes of its settings: state, policy, envelopes, guarantee, ceiling, name, metadata, dimensions. Funding a root is
   * none: it moves money.
   */
  revision: number;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Time of its newest entry. The times of a budget's entries never go back, even when the clock does. */
  changedAt: number;
}

/** The deepest budget may have this many ancestors. */
export const MAX_DEPTH = 32;

export const parentIdOf = (budget: Budget): string | null => budget.path.at(-1) ?? null;

/** Whether a budget was closed, be it that what is under way on it and below is still being settled. */
export const isClosed = ({ state }: Pick<Budget, 'state'>): boolean =>
  state === 'closing' || state === 'closed';

/**
 * Whether a budget owes what it could draw if its ancestors had it. A debt beyond the ceiling waits for another ceiling, and
 * a closed budget draws nothing any more.
 */
export const lacks = (b: Pick<Budget, 'allocated' | 'overdraft' | 'ceiling' | 'state'>): boolean =>
  !isClosed(b) && b.overdraft > 0n && b.allocated < b.ceiling;
