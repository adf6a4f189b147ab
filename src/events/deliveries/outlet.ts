import type { EntryPlace } from '../sql/read-entries.js';
import type { Delivery, PendingDelivery } from './delivery-lanes.js';

/** A part of the journal, as what an outlet makes deliveries of, and the place up to which there is nothing else. */
export interface Part<Item> {
  items: readonly Item[];
  place: EntryPlace;
  /** Whether there is nothing more to be read at the moment. */
  last: boolean;
}

/** What became of one attempt. `status` is null where there was no answer. */
export interface DeliveryAttempt {
  delivered: boolean;
  status: number | null;
  error: string | null;
  /** Trying again would not help, and says nothing of whether the receiver is there. */
  hopeless?: boolean;
  /** Though it is hopeless, the receiver may be away: it counts towards the time for which it was tried. */
  isInVain?: boolean;
  /** The receiver wants nothing before so long. */
  retryAfterMs?: number;
}

/** What an attempt came to. */
export interface Result {
  state: 'delivered' | 'pending' | 'parked';
  /** Whether it was tried for as long as a delivery is. */
  isLate: boolean;
  /** Until the next attempt. */
  pauseMs: number;
  /** How long the attempt took. */
  tookMs: number;
  status: number | null;
  error: string | null;
}

/** How long a delivery of this kind is tried. */
export interface DeliveryPatience {
  /** In all; Infinity where time does not matter, 0 where one attempt is all. */
  retryMs: number;
  /** Where the receiver takes others. */
  holdMs: number;
}

/**
 * Where one replica at a time delivers what is in the journal: a webhook, or the meters of a tree. Its row says how far
 * it has come, what is yet to be delivered has rows of its own.
 */
export interface Outlet<D extends PendingDelivery, Item, A extends DeliveryAttempt = DeliveryAttempt> {
  /** A UUID. */
  readonly id: string;
  /** Whose part of the requests under way it has. */
  readonly treeId: string;
  /** The tree whose news it waits for; null for all. */
  readonly follows: string | null;
  /** Where it stands, by its row. */
  readonly place: EntryPlace;
  /** Whether something waits that may have been asked for by another replica. */
  readonly hasExtra: boolean;
  /** Whether deliveries of a lane wait for one that fails. */
  readonly isOrdered: boolean;
  /** Requests under way; one after a failure, to see whether the receiver is back, or a slow answer. */
  readonly atOnce: number;
  patienceFor(delivery: D): DeliveryPatience;
  pending(): Promise<D[]>;
  read(after: EntryPlace): Promise<Part<Item>>;
  /**
   * Makes deliveries and moves the outlet on, in one statement: neither is there without the other. Null if somebody else
   * has it meanwhile, or has changed where it stands.
   */
  make(move: { from: EntryPlace; to: EntryPlace }, items: readonly Item[]): Promise<D[] | null>;
  /** Those of some deliveries that wait no more. */
  settledAmong(ids: readonly string[]): Promise<string[]>;
  /** Null where nothing was sent, or it was broken off by the signal: it counts for nothing. */
  attempt(delivery: Delivery<D>, abort: AbortSignal): Promise<A | null>;
  /** Writes down what an attempt came to; answers whether the outlet is paused by it. */
  record(delivery: Delivery<D>, result: Result, attempt: A): Promise<{ paused: boolean }>;
}

/** Any of them, as those see it who only have it worked on. */
export type AnyOutlet = Outlet<PendingDelivery, unknown>;

/** What a replica has of one kind. */
export interface HeldOutlets {
  outlets: AnyOutlet[];
  /** Whether there are some that were deleted, and deliveries to them. */
  hasForgotten: boolean;
}

/** Outlets of one kind. */
export interface OutletKind {
  /**
   * Takes outlets that nobody delivers or whose replica has not been seen for `deadAfterSeconds`, some at a time so that all
   * replicas get their share, and answers all that are this replica's.
   */
  hold(deadAfterSeconds: number, atOnce: number): Promise<HeldOutlets>;
  /** Leaves them to the other replicas. */
  letGo(): Promise<void>;
  /** Deletes some deliveries to outlets that were deleted, and those without any; answers whether there may be more of it. */
  forget(): Promise<boolean>;
  /** Deletes some of what nobody will ask for any more; answers whether there may be more of it. */
  clean(): Promise<boolean>;
  close(): Promise<void>;
}
