import { parseAmount } from '../money.js';
import { nothingMore, SPENDING, type ReservationTable, type Settling } from './command.js';

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

/** What becomes of claims. */
export const CLAIM_COMMANDS: ReservationTable<SettleClaim | DismissClaim> = {
  claim_settle: {
    ...SPENDING,
    addressee: 'reservation',
    action: 'overdraft',
    writes: 'claim_settle',
    needs: ({ reservationId }) => ({ paid: reservationId }),
    pays: ({ amount }, { claimed }, { scale }) =>
      amount === null ? claimed : (parseAmount(amount, scale) ?? 0n),
  },
  claim_dismiss: {
    ...SPENDING,
    addressee: 'reservation',
    action: 'overdraft',
    writes: 'claim_dismiss',
    needs: nothingMore,
    // Who may not pay it all does not say that it is none either.
    pays: (_, { claimed }) => claimed,
  },
};
