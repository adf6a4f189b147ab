import { may, type Authority } from './keys.js';
import type { DenialCode, Violation } from './violations.js';

/** How many limits a claim names; of more it counts how many there are. */
const MAX_CLAIM_LIMITS = 10;

// The types below are JSON, with their keys in the order of canonical text: see ledger/seal.ts.

/** A rule that was in the way of recording all of a cost. */
export type ClaimedLimit = {
  budgetId: string;
  budgetName?: string;
  envelopeId?: string;
  envelopeName?: string;
  exceededBy?: string;
  rule: DenialCode;
};

/**
 * What a call cost beyond what the one who reported it may record: neither paid nor dropped, it waits for somebody who
 * may. Further costs are added to it; its fields are those of the last one.
 */
export type Claim = {
  at: string;
  by: string;
  /** Whether one of the commits was final: the reservation is then committed when the claim is settled. */
  final: boolean;
  limits: ClaimedLimit[];
  /** How many more there are; absent where these are all. */
  limitsOmitted?: number;
};

const limitOf = (limit: ClaimedLimit): ClaimedLimit => {
  const { budgetId, budgetName, envelopeId, envelopeName, exceededBy, rule } = limit;
  return { budgetId, budgetName, envelopeId, envelopeName, exceededBy, rule };
};

/** The rules that were in the way, as a claim names them. */
export function claimedLimits(violations: readonly Violation[]): Pick<Claim, 'limits' | 'limitsOmitted'> {
  const limits = violations.slice(0, MAX_CLAIM_LIMITS).map(limitOf);
  const limitsOmitted = violations.length - limits.length;
  return limitsOmitted > 0 ? { limits, limitsOmitted } : { limits };
}

/** Whether an entry is of a cost that was claimed, in whole or in part: one that records it, or one whose claim is full. */
export const addsToClaim = ({ claimed, outcome, requested }: ClaimingEntry): boolean =>
  claimed !== undefined || (outcome === 'accepted' && requested !== undefined);

/** The fields of an entry that show a claim. */
type ClaimingEntry = { claimed?: string; outcome: string; requested?: unknown };

/** Puts a claim back in the order of its keys, which a database does not keep. */
export const claimOf = ({ at, by, final, limits, limitsOmitted }: Claim): Claim => ({
  at,
  by,
  final,
  limits: limits.map(limitOf),
  limitsOmitted,
});

/** How far somebody may go above limits for one reservation; null for who may not at all. */
export function overdraftRight(authority: Authority | null): { most: string | null } | null {
  if (authority === null) return { most: null };
  return may(authority, 'overdraft') ? { most: authority.scopes.largestOverdraft } : null;
}
