import { nothingMore, paysNothing, type ReservationTable, type Settling } from './command.js';

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

/** What people answer who are asked. */
export const APPROVAL_COMMANDS: ReservationTable<Approve | Reject> = {
  approve: {
    changesSettings: false,
    rechecksKey: true,
    addressee: 'reservation',
    action: 'approve',
    writes: 'approve',
    needs: nothingMore,
    pays: paysNothing,
  },
  reject: {
    changesSettings: false,
    rechecksKey: true,
    addressee: 'reservation',
    action: 'approve',
    writes: 'reject',
    needs: nothingMore,
    pays: paysNothing,
  },
};
