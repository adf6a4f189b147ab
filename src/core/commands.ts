import type { ApprovalRule } from './approvals.js';
import type { Past, Relative } from './baselines.js';
import type { JsonObject } from './canonical.js';
import type { Authority, Role, Scopes } from './keys.js';
import type { Metric } from './metrics/metrics.js';
import type { OnExceed, Per, Purpose, Scope } from './envelopes.js';
import type { Policy } from './policy.js';
import type { Overage } from './reservations.js';
import type { Window } from './windows.js';

/** Who asked, and under which key. Ids are made before a command is submitted, so that deciding it again is harmless. */
export interface Origin {
  /** Who acts: the holder, whichever of their keys they use. */
  principal: string;
  /** The key that was sent; null for the admin's, and for people. */
  keyId: string | null;
  /** Who handed that key out, from the nearest up. */
  issuedBy: readonly string[];
  /** When that key was last looked at, by the clock of this process; absent where it was as the command came. */
  keySeenAt?: number;
  /** What the principal may do; null for the service itself, which may do all. */
  authority: Authority | null;
  requestId: string | null;
  /** The caller's Idempotency-Key; null for what the service does by itself. */
  idempotencyKey: string | null;
  /** Identifies the principal and the caller's key: a UUID made from their hash. */
  requestKey: string | null;
  /** Identifies what was asked: a repeated key has to ask for the same. */
  fingerprint: string | null;
  /** The same as it was made when keys were kept with amounts as they were written; absent where that makes no difference. */
  formerFingerprint?: string;
}

/** Of what the service does by itself. */
export const OWN_ORIGIN: Readonly<Origin> = {
  principal: 'purser',
  keyId: null,
  issuedBy: [],
  authority: null,
  requestId: null,
  idempotencyKey: null,
  requestKey: null,
  fingerprint: null,
};

interface Addressed {
  origin: Origin;
  treeId: string;
  budgetId: string;
}

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
  matchVendors: string[] | null;
  matchCategories: string[] | null;
  matchNewVendors: boolean;
  /** With `matchNewVendors`: who was paid before, as far as that was read before the command was submitted. */
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

export interface CreateRoot extends Addressed {
  type: 'create';
  name: string;
  currency: string;
  scale: number;
  timezone: string;
  allocation: string;
  envelopes: EnvelopeInput[];
  policy: Policy | null;
  metadata: JsonObject | null;
}

/** Delegates from `budgetId` to a new child. */
export interface Delegate extends Addressed {
  type: 'delegate';
  childId: string;
  /** What the caller calls the child: among the open children of a budget no two have the same. */
  ref: string | null;
  name: string;
  guarantee: string;
  /** Null: the same as the guarantee. */
  ceiling: string | null;
  envelopes: EnvelopeInput[];
  policy: Policy | null;
  metadata: JsonObject | null;
  /** A key for the child, issued with it. */
  key: KeyInput | null;
  expectedVersion: number | null;
}

export interface Fund extends Addressed {
  type: 'fund' | 'defund';
  amount: string;
  reason: string | null;
  expectedVersion: number | null;
}

/** Absent fields stay as they are. */
export interface Update extends Addressed {
  type: 'update';
  ifRevision: number;
  name?: string;
  policy?: Policy | null;
  metadata?: JsonObject | null;
  guarantee?: string;
  ceiling?: string;
  reason: string | null;
}

export interface ChangeState extends Addressed {
  type: 'freeze' | 'resume';
  ifRevision: number | null;
  reason: string | null;
}

/** The service's own: lets a paused budget go on whose time has come. */
export interface EndPause extends Addressed {
  type: 'pause_end';
}

export interface Close extends Addressed {
  type: 'close';
  ifRevision: number | null;
  holds: 'release' | 'refuse';
  reason: string | null;
}

/** The service's own: settles the next part of a close that is too large for one decision. */
export interface ContinueClose extends Addressed {
  type: 'continue_close';
  /** How many entries it writes, but for what the last one moves up the tree. */
  entries: number;
}

export interface CreateEnvelope extends Addressed {
  type: 'envelope_create';
  ifRevision: number;
  envelope: EnvelopeInput;
}

export interface UpdateEnvelope extends Addressed {
  type: 'envelope_update';
  ifRevision: number;
  envelopeId: string;
  name?: string | null;
  limit?: string;
  /** Takes the place of a fixed limit, and the other way round. */
  relative?: Relative;
  past?: Past | null;
  onExceed?: OnExceed;
  approve?: ApprovalRule;
}

export interface DeleteEnvelope extends Addressed {
  type: 'envelope_delete';
  ifRevision: number;
  envelopeId: string;
}

/** The service's own: works a relative limit out anew, from what the budget used in the past. */
export interface Appraise extends Addressed {
  type: 'appraise';
  envelopeId: string;
  past: Past;
  /** How far back it was looked: what has changed since is not meant. */
  windowDays: number;
}

export interface IssueKey extends Addressed {
  type: 'key_issue';
  key: KeyInput;
}

/** Replaces a key by a new one with the same rights; the old one works for `overlapSeconds` more. */
export interface RotateKey extends Addressed {
  type: 'key_rotate';
  keyId: string;
  newId: string;
  newHash: string;
  overlapSeconds: number;
  reason: string | null;
}

export interface RevokeKey extends Addressed {
  type: 'key_revoke';
  keyId: string;
  /** All that came of it as well. */
  issued: boolean;
  reason: string | null;
}

/** Revokes all keys of a budget, and of its descendants if `subtree`. */
export interface RevokeKeys extends Addressed {
  type: 'keys_revoke';
  subtree: boolean;
  /** All that came of them as well. */
  issued: boolean;
  reason: string | null;
}

export interface Reserve extends Addressed, Purpose {
  type: 'reserve';
  reservationId: string;
  amount: string;
  ttlSeconds: number;
  taskId: string | null;
  reason: string | null;
  context: JsonObject | null;
  metadata: JsonObject | null;
  overage: Overage;
  expectedVersion: number | null;
}

/** A dry run: what a reservation would be answered now. Nothing is changed. */
export interface DryRun extends Addressed, Purpose {
  type: 'dry_run';
  amount: string;
}

interface Settling extends Addressed {
  reservationId: string;
  reason: string | null;
  expectedVersion: number | null;
}

export interface Commit extends Settling {
  type: 'commit';
  amount: string;
  final: boolean;
  /** Null: as the reservation says. */
  overage: Overage | null;
}

export interface Release extends Settling {
  type: 'release';
}

export interface Extend extends Settling {
  type: 'extend';
  ttlSeconds: number;
}

export interface Refund extends Settling {
  type: 'refund';
  amount: string;
}

/** Pays what is claimed, or a part of it, whatever it exceeds. */
export interface SettleClaim extends Settling {
  type: 'claim_settle';
  /** Null: all of it. */
  amount: string | null;
}

/** Drops what is claimed, for a reason. */
export interface DismissClaim extends Settling {
  type: 'claim_dismiss';
}

/** A person agrees to a reservation; `reason` is the comment. */
export interface Approve extends Settling {
  type: 'approve';
  /** Of the request that the caller looked at: it must be the one that waits. */
  fingerprint: string | null;
}

/** A person refuses it, and has to say why. */
export interface Reject extends Settling {
  type: 'reject';
}

/** The service's own: gives back a hold whose time has come. */
export interface Expire extends Settling {
  type: 'expire';
}

type SettingsCommand =
  | CreateRoot
  | Delegate
  | Fund
  | Update
  | ChangeState
  | EndPause
  | Close
  | ContinueClose
  | CreateEnvelope
  | UpdateEnvelope
  | DeleteEnvelope
  | Appraise
  | IssueKey
  | RotateKey
  | RevokeKey
  | RevokeKeys;
/** Commands on a reservation, which anybody in its reach may give. */
export type OnReservation =
  Commit | Release | Extend | Refund | SettleClaim | DismissClaim | Approve | Reject;
type SpendingCommand = Reserve | OnReservation | Expire;
export type Command = SettingsCommand | SpendingCommand | DryRun;

const ON_RESERVATIONS: ReadonlySet<Command['type']> = new Set<OnReservation['type']>([
  'commit',
  'release',
  'extend',
  'refund',
  'claim_settle',
  'claim_dismiss',
  'approve',
  'reject',
]);

export const isOnReservation = (command: Command): command is OnReservation =>
  ON_RESERVATIONS.has(command.type);

const SPENDING: ReadonlySet<Command['type']> = new Set<Command['type']>([
  ...ON_RESERVATIONS,
  'dry_run',
  'reserve',
  'expire',
]);

/** Whether a command changes more than balances, counters and the states of what it touches. */
export const changesSettings = (command: Command): boolean => !SPENDING.has(command.type);

/**
 * A command as a caller submits it. The tree of an existing budget, and the budget of an existing reservation or
 * envelope, are found by the ledger.
 */
export type Submission =
  | CreateRoot
  | WithoutTree<
      | Delegate
      | Fund
      | Update
      | ChangeState
      | EndPause
      | Close
      | ContinueClose
      | CreateEnvelope
      | IssueKey
      | RevokeKeys
      | Reserve
      | DryRun
    >
  | WithoutBudget<
      UpdateEnvelope | DeleteEnvelope | Appraise | RotateKey | RevokeKey | Exclude<SpendingCommand, Reserve>
    >;

type WithoutTree<C> = C extends Command ? Omit<C, 'treeId'> : never;
type WithoutBudget<C> = C extends Command ? Omit<C, 'treeId' | 'budgetId'> : never;
