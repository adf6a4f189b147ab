import type { EventType } from './event-types.js';

/** All that is known of a kind of entry. */
interface KindRules {
  /** What it is about, on the budget that it is addressed to. */
  about: 'budget' | 'envelope' | 'key' | 'reservation';
  /**
   * The event that an accepted one emits, on the budget that it is about. A kind without one emits nothing, or what it
   * carries: see events.ts.
   */
  event: EventType | null;
  /** Whether it has the settings of the budget afterwards. */
  showsSettings?: true;
  /** Whether it adds to what is counted, so that limits can be passed with it. */
  isCounted?: true;
  /** What it is for a reservation to be refused. Denials of anything else concern only the asker. */
  deniedEvent?: EventType;
}

/** The kinds of entries, in the order in which the API names them. */
const KINDS = {
  create: { about: 'budget', event: 'budget.created', showsSettings: true },
  delegate: { about: 'budget', event: 'budget.delegated', showsSettings: true },
  fund: { about: 'budget', event: 'budget.funded', showsSettings: true },
  defund: { about: 'budget', event: 'budget.funded', showsSettings: true },
  update: { about: 'budget', event: 'budget.updated', showsSettings: true },
  freeze: { about: 'budget', event: 'budget.frozen', showsSettings: true },
  resume: { about: 'budget', event: 'budget.resumed', showsSettings: true },
  close: { about: 'budget', event: 'budget.closed', showsSettings: true },
  envelope_create: { about: 'envelope', event: 'budget.updated', showsSettings: true },
  envelope_update: { about: 'envelope', event: 'budget.updated', showsSettings: true },
  envelope_delete: { about: 'envelope', event: 'budget.updated', showsSettings: true },
  appraise: { about: 'envelope', event: 'budget.updated' },
  price_set: { about: 'budget', event: 'budget.updated', showsSettings: true },
  price_end: { about: 'budget', event: 'budget.updated', showsSettings: true },
  key_issue: { about: 'key', event: null },
  key_rotate: { about: 'key', event: null },
  key_revoke: { about: 'key', event: null },
  reserve: {
    about: 'reservation',
    event: 'reservation.reserved',
    isCounted: true,
    deniedEvent: 'reservation.denied',
  },
  commit: {
    about: 'reservation',
    event: 'reservation.committed',
    isCounted: true,
    deniedEvent: 'reservation.denied',
  },
  charge: {
    about: 'reservation',
    event: 'reservation.charged',
    isCounted: true,
    deniedEvent: 'reservation.denied',
  },
  release: { about: 'reservation', event: 'reservation.released' },
  extend: { about: 'reservation', event: null },
  token_revoke: { about: 'reservation', event: null },
  expire: { about: 'reservation', event: 'reservation.expired' },
  // It ends by itself, and is paid.
  expire_commit: { about: 'reservation', event: 'reservation.expired' },
  refund: { about: 'reservation', event: 'reservation.refunded' },
  claim_settle: { about: 'reservation', event: 'reservation.claim_settled', isCounted: true },
  claim_dismiss: { about: 'reservation', event: 'reservation.claim_dismissed' },
  dispute_open: { about: 'reservation', event: 'reservation.disputed' },
  dispute_uphold: { about: 'reservation', event: 'reservation.dispute_upheld' },
  dispute_reject: { about: 'reservation', event: 'reservation.dispute_rejected' },
  dispute_withdraw: { about: 'reservation', event: 'reservation.dispute_withdrawn' },
  approve: {
    about: 'reservation',
    event: 'reservation.approved',
    deniedEvent: 'reservation.denied',
  },
  reject: { about: 'reservation', event: 'reservation.rejected' },
  pause: { about: 'budget', event: 'budget.paused' },
} as const satisfies Record<string, KindRules>;

export type EntryKind = keyof typeof KINDS;
export const ENTRY_KINDS = Object.keys(KINDS) as [EntryKind, ...EntryKind[]];

/** The kinds of entries that are about a reservation. */
export type ReservationKind = {
  [K in EntryKind]: (typeof KINDS)[K]['about'] extends 'reservation' ? K : never;
}[EntryKind];

/** What is known of a kind. */
export const kindRules = (kind: EntryKind): KindRules => KINDS[kind];
