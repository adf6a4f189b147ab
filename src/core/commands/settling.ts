import type { CallOutcome } from '../call-outcome.js';
import type { JsonObject } from '../canonical.js';
import type { Usage } from '../prices/usage.js';
import type { Overage } from '../reservations.js';
import { nothingMore, paysNothing, SPENDING, type ReservationTable, type Settling } from './command.js';

/** What a settlement says of itself: for those who look for it later. */
export interface Evidence {
  /** How the one who was paid, or paid back, names it. */
  externalId: string | null;
  /** Its labels: they come before those of the reservation. */
  metadata: JsonObject | null;
}

export interface Commit extends Settling, Evidence {
  type: 'commit';
  /** What this call, or part of it, cost. One of these is there, or usage on a reservation that is rated. */
  amount: string | null;
  /** What the whole call has cost so far. */
  total: string | null;
  /** What this part of the call used, or (`totalUsage`) the whole of it so far. */
  usage: Usage | null;
  totalUsage: Usage | null;
  /** What came of the call. */
  outcome: CallOutcome | null;
  final: boolean;
  /** Null: as the reservation says. */
  overage: Overage | null;
}

export interface Release extends Settling {
  type: 'release';
  /** Whether what is paid when it ends is left alone: it is done to many, of which the caller need not know each. */
  sparesPromises?: boolean;
}

export interface Extend extends Settling {
  type: 'extend';
  ttlSeconds: number;
}

export interface Refund extends Settling, Evidence {
  type: 'refund';
  amount: string;
  /** What of the usage came back with it. */
  usage: Usage | null;
}

/** Ends the settlement token of a reservation. */
export interface RevokeToken extends Settling {
  type: 'token_revoke';
}

/** The service's own: ends a hold whose time has come. */
export interface Expire extends Settling {
  type: 'expire';
}

/** How reservations are settled. */
export const SETTLING_COMMANDS: ReservationTable<Commit | Release | Extend | Refund | RevokeToken | Expire> =
  {
    commit: {
      ...SPENDING,
      addressee: 'reservation',
      action: 'reserve',
      writes: 'commit',
      needs: ({ reservationId, usage, totalUsage }) => ({
        paid: reservationId,
        isRated: usage !== null || totalUsage !== null,
      }),
      // Of what is no question, decide/commit.ts claims what goes too far.
      pays: ({ overage }, reservation, _, cost) =>
        (overage ?? reservation.overage) === 'overdraft' ? 0n : cost,
    },
    release: {
      ...SPENDING,
      addressee: 'reservation',
      action: 'reserve',
      writes: 'release',
      needs: nothingMore,
      pays: paysNothing,
    },
    extend: {
      ...SPENDING,
      addressee: 'reservation',
      action: 'reserve',
      writes: 'extend',
      needs: nothingMore,
      pays: paysNothing,
    },
    refund: {
      ...SPENDING,
      addressee: 'reservation',
      action: 'refund',
      writes: 'refund',
      needs: nothingMore,
      pays: paysNothing,
    },
    token_revoke: {
      ...SPENDING,
      addressee: 'reservation',
      action: 'reserve',
      writes: 'token_revoke',
      needs: nothingMore,
      pays: paysNothing,
    },
    expire: {
      ...SPENDING,
      addressee: 'reservation',
      action: null,
      writes: 'expire',
      needs: nothingMore,
      pays: paysNothing,
    },
  };
