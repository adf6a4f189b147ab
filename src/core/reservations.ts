import type { Approval } from './approvals.js';
import type { CallOutcome } from './call-outcome.js';
import type { Claim } from './claims.js';
import type { Dispute } from './disputes.js';
import type { JsonObject } from './canonical.js';
import type { Purpose } from './envelopes.js';
import type { Rating } from './prices/rating.js';
import type { Usage } from './prices/usage.js';
import type { ReservationState } from './reservation-state.js';
import type { SettlementToken } from './settlement-tokens.js';

export const OVERAGES = ['available', 'reject', 'overdraft'] as const;
/** What a commit above the hold does: take the rest under the same limits, fail whole, or record real cost as far as one may. */
export type Overage = (typeof OVERAGES)[number];

/** What a charge does: what it costs has happened, or is asked about as a commit above its hold is. */
export const CHARGE_OVERAGES = ['overdraft', 'available'] as const satisfies readonly Overage[];
export type ChargeOverage = (typeof CHARGE_OVERAGES)[number];

export const ON_EXPIRY = ['release', 'commit'] as const;
/**
 * What becomes of what is held when nobody settles it: it goes back, or it is paid, as of a promise that somebody else can cash.
 */
export type OnExpiry = (typeof ON_EXPIRY)[number];

/** How long ago a charge can have happened: 400 days, so that the invoices of a year can be worked off. */
export const MAX_CHARGE_AGE_MS = 400 * 86_400_000;
/** How far the clock of a caller may be ahead: what it says to happen within that time happens now. */
export const MAX_CLOCK_LEAD_MS = 60_000;

/** How somebody who is paid names what they are paid for. */
export interface External {
  vendor: string;
  externalId: string;
}

export const MIN_TTL_SECONDS = 1;
export const MAX_TTL_SECONDS = 604_800;
export const DEFAULT_TTL_SECONDS = 600;

/** Money set aside for one intended call. Amounts in units of the tree, times in milliseconds since the epoch. */
export interface Reservation extends Purpose {
  treeId: string;
  id: string;
  budgetId: string;
  state: ReservationState;
  /** What was asked for. */
  amount: bigint;
  /** What is still set aside. */
  held: bigint;
  /** What was paid, refunds not taken off. */
  committed: bigint;
  refunded: bigint;
  /** How far its commits went above limits, all in all. */
  overdrawn: bigint;
  /** What it cost beyond what could be recorded: see {@link Claim}. */
  claimed: bigint;
  /** Null where nothing is claimed. */
  claim: Claim | null;
  /** What of its payments somebody wants back, and a person has to decide on. */
  disputed: bigint;
  /** The last one; null where nothing was disputed. */
  dispute: Dispute | null;
  /** What its commits have reported so far; null where they have reported nothing. */
  usage: Usage | null;
  /** The price that it is paid by; null where callers name amounts. */
  rating: Rating | null;
  /** How the one who was paid named what was settled last. */
  externalId: string | null;
  /** What came of the call, as it was reported last; null where nobody has said. */
  outcome: CallOutcome | null;
  /** How the one who paid back named the last refund that had a name. */
  refundExternalId: string | null;
  /** What of the usage came back with refunds; null where none said so. */
  refundedUsage: Usage | null;
  /** When the cost happened that it records without a hold before; null for one that set money aside. */
  occurredAt: number | null;
  taskId: string | null;
  reason: string | null;
  overage: Overage;
  onExpiry: OnExpiry;
  /** What somebody else may settle it with; null where it was made without. */
  token: SettlementToken | null;
  /** The counters it was charged to when it was made, and in which it settles whenever that comes. */
  charges: string[];
  /** Null for one that nobody had to approve. */
  approval: Approval | null;
  context: JsonObject | null;
  metadata: JsonObject | null;
  /** The labels of its settlements, that of the latest where several have one; null where none has any. */
  settlementMetadata: JsonObject | null;
  createdAt: number;
  /** When it ends by itself: while it waits for approval, the deadline of that. */
  expiresAt: number;
  /** When its hold ended, or the last of its cost was recorded after that; null while it is live. */
  settledAt: number | null;
}

/** Whether it is paid when it ends by itself: what waits for people has promised nothing yet. */
export const isPromised = ({ state, onExpiry }: Pick<Reservation, 'state' | 'onExpiry'>): boolean =>
  state === 'held' && onExpiry === 'commit';

/** What says of a request how its reservation begins. */
type Asked = Purpose &
  Pick<Reservation, 'taskId' | 'reason' | 'overage' | 'metadata'> & { reservationId: string };

/** A reservation as it begins, on a budget at a time: nothing is held, paid or claimed yet. */
export const newReservation = (
  { id: budgetId, treeId }: { id: string; treeId: string },
  asked: Asked,
  now: number,
): Reservation => ({
  treeId,
  id: asked.reservationId,
  budgetId,
  state: 'released',
  amount: 0n,
  held: 0n,
  committed: 0n,
  refunded: 0n,
  overdrawn: 0n,
  claimed: 0n,
  claim: null,
  disputed: 0n,
  dispute: null,
  vendor: asked.vendor,
  category: asked.category,
  runId: asked.runId,
  item: asked.item,
  usage: null,
  rating: null,
  externalId: null,
  outcome: null,
  refundExternalId: null,
  refundedUsage: null,
  occurredAt: null,
  taskId: asked.taskId,
  reason: asked.reason,
  overage: asked.overage,
  onExpiry: 'release',
  token: null,
  charges: [],
  approval: null,
  context: null,
  metadata: asked.metadata,
  settlementMetadata: null,
  createdAt: now,
  expiresAt: now,
  settledAt: null,
});
