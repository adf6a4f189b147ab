import type { ReservationKind } from '../../core/kinds.js';
import { RESERVATION_STATES } from '../../core/reservation-state.js';

/** Where a claim may be. */
const CLAIMABLE = ['held', 'committed', 'released', 'expired'] as const;

export type Steps = Partial<Record<string, readonly string[]>>;

/** What was settled is disputed, and stays as it is. */
const DISPUTED: Steps = { committed: ['committed'], released: ['released'], expired: ['expired'] };

/** The kinds of entries that make a reservation. */
export const MAKING = ['reserve', 'charge'] as const satisfies ReservationKind[];
type Making = (typeof MAKING)[number];

/** From which states an entry of this kind leads to which. */
export const STEPS: Record<Exclude<ReservationKind, Making>, Steps> = {
  commit: {
    held: ['held', 'committed'],
    expired: ['expired', 'committed'],
    released: ['released', 'committed'],
  },
  release: { held: ['released'], pending_approval: ['released'], expired: ['released'] },
  expire: { held: ['expired'], pending_approval: ['expired'] },
  expire_commit: { held: ['committed'] },
  extend: { held: ['held'] },
  token_revoke: Object.fromEntries(RESERVATION_STATES.map((state) => [state, [state]])),
  approve: { pending_approval: ['pending_approval', 'held'] },
  reject: { pending_approval: ['rejected'] },
  claim_settle: Object.fromEntries(
    CLAIMABLE.map((state) => [state, state === 'held' ? ['held'] : [state, 'committed']]),
  ),
  claim_dismiss: Object.fromEntries(CLAIMABLE.map((state) => [state, [state]])),
  dispute_open: DISPUTED,
  dispute_uphold: DISPUTED,
  dispute_reject: DISPUTED,
  dispute_withdraw: DISPUTED,
  // Of nothing, in any state: it changes none.
  refund: Object.fromEntries(RESERVATION_STATES.map((state) => [state, [state]])),
};
