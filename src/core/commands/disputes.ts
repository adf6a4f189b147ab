import { nothingMore, paysNothing, SPENDING, type ReservationTable, type Settling } from './command.js';

/** Says that something which was paid, or a part of it, should come back, and why. */
export interface OpenDispute extends Settling {
  type: 'dispute_open';
  /** Null: all that was paid, has not come back, and was not answered. */
  amount: string | null;
}

/** What a person answers. */
interface Answering extends Settling {
  /** When the dispute was opened that they have seen, as its `at` says; null where `expectedVersion` says which one. */
  openedAt: string | null;
}

/** A person gives back what is disputed, or a part of it. */
export interface UpholdDispute extends Answering {
  type: 'dispute_uphold';
  /** Null: all that is still disputed. */
  amount: string | null;
  /** How the one who pays back names it. */
  externalId: string | null;
}

/** A person refuses it, and has to say why. */
export interface RejectDispute extends Answering {
  type: 'dispute_reject';
}

/** Who opened it takes it back. */
export interface WithdrawDispute extends Settling {
  type: 'dispute_withdraw';
}

/** What is said against payments, and what people answer. */
export const DISPUTE_COMMANDS: ReservationTable<
  OpenDispute | UpholdDispute | RejectDispute | WithdrawDispute
> = {
  dispute_open: {
    ...SPENDING,
    addressee: 'reservation',
    action: 'reserve',
    writes: 'dispute_open',
    needs: ({ reservationId }) => ({ payer: reservationId }),
    pays: paysNothing,
  },
  dispute_uphold: {
    changesSettings: false,
    rechecksKey: true,
    addressee: 'reservation',
    action: 'approve',
    writes: 'dispute_uphold',
    needs: nothingMore,
    pays: paysNothing,
  },
  dispute_reject: {
    changesSettings: false,
    rechecksKey: true,
    addressee: 'reservation',
    action: 'approve',
    writes: 'dispute_reject',
    needs: nothingMore,
    pays: paysNothing,
  },
  dispute_withdraw: {
    ...SPENDING,
    addressee: 'reservation',
    action: 'reserve',
    writes: 'dispute_withdraw',
    needs: nothingMore,
    pays: paysNothing,
  },
};
