import type { ApprovalRule } from '../approvals.js';
import type { Past, Relative } from '../baselines.js';
import type { OnExceed, Per, Scope } from '../envelopes.js';
import type { Role, Scopes } from '../keys.js';
import type { Match } from '../matches/match.js';
import type { Metric } from '../metrics/metrics.js';
import type { Window } from '../windows.js';

/** A new envelope. Its limit, or the bounds of it, are decimal text, read at the scale of the tree. */
export interface EnvelopeInput {
  id: string;
  name: string | null;
  window: Window;
  timezone: string | null;
  metric: Metric;
  /** Null for one that is relative. */
  limit: string | null;
  relative: Relative | null;
  /** With `relative`: what the budget used before; null where that is nothing. */
  past: Past | null;
  match: Match;
  /** With `match.newVendors`: who was paid before, as far as that was read before the command was submitted. */
  knownVendors: string[];
  /** What was paid from this tick of the journal on may not be among those: the load of the command looks once more. */
  knownUntil: bigint | null;
  per: Per | null;
  scope: Scope;
  onExceed: OnExceed;
  /** With `onExceed: approve`, and only then. */
  approve: ApprovalRule | null;
}

/** A new key. The hash is that of the key's text, which never leaves the API. */
export interface KeyInput {
  id: string;
  name: string;
  role: Role;
  scopes: Scopes;
  /** Milliseconds since the epoch; null: when the authority of the one who issues it ends. */
  expiresAt: number | null;
  hash: string;
  /** Whether it is a further key of the one who issues it. Absent: it is, unless it is an agent's or the admin's. */
  holder?: 'self' | 'other';
}
