import type { Event } from '@purser/sdk';

const TYPES: Readonly<Record<Event['type'], true>> = {
  'reservation.reserved': true,
  'reservation.denied': true,
  'reservation.pending_approval': true,
  'reservation.approved': true,
  'reservation.rejected': true,
  'reservation.expired': true,
  'reservation.committed': true,
  'reservation.charged': true,
  'reservation.released': true,
  'reservation.refunded': true,
  'reservation.overdraft': true,
  'reservation.claimed': true,
  'reservation.claim_settled': true,
  'reservation.claim_dismissed': true,
  'reservation.disputed': true,
  'reservation.dispute_upheld': true,
  'reservation.dispute_rejected': true,
  'reservation.dispute_withdrawn': true,
  'budget.created': true,
  'budget.delegated': true,
  'budget.funded': true,
  'budget.updated': true,
  'budget.frozen': true,
  'budget.paused': true,
  'budget.resumed': true,
  'budget.closing': true,
  'budget.closed': true,
  'envelope.threshold_reached': true,
  'envelope.exhausted': true,
  'key.issued': true,
  'key.revoked': true,
};

/** A browser listens for each type by its name: the compiler says which is missing. */
export const EVENT_TYPES: readonly string[] = Object.keys(TYPES);
