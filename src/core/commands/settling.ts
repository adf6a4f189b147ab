import { parseAmount } from '../money.js';
import type { Overage } from '../reservations.js';
import { nothingMore, paysNothing, SPENDING, type ReservationTable, type Settling } from './command.js';

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

/** The service's own: gives back a hold whose time has come. */
export interface Expire extends Settling {
  type: 'expire';
}

/** How reservations are settled. */
export const SETTLING_COMMANDS: ReservationTable<Commit | Release | Extend | Refund | Expire> = {
  commit: {
    ...SPENDING,
    addressee: 'reservation',
    action: 'reserve',
    writes: 'commit',
    needs: ({ reservationId }) => ({ paid: reservationId }),
    // Of what is no question, decide/commit.ts claims what goes too far.
    pays: ({ amount, overage }, reservation, { scale }) =>
      (overage ?? reservation.overage) === 'overdraft' ? 0n : (parseAmount(amount, scale) ?? 0n),
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
  expire: {
    ...SPENDING,
    addressee: 'reservation',
    action: null,
    writes: 'expire',
    needs: nothingMore,
    pays: paysNothing,
  },
};
