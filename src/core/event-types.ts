/** The types of events. Names are stable: receivers choose by them. */
export const EVENT_TYPES = [
  'reservation.reserved',
  'reservation.denied',
  'reservation.pending_approval',
  'reservation.approved',
  'reservation.rejected',
  'reservation.expired',
  'reservation.committed',
  'reservation.charged',
  'reservation.released',
  'reservation.refunded',
  'reservation.overdraft',
  'reservation.claimed',
  'reservation.claim_settled',
  'reservation.claim_dismissed',
  'reservation.disputed',
  'reservation.dispute_upheld',
  'reservation.dispute_rejected',
  'reservation.dispute_withdrawn',
  'budget.created',
  'budget.delegated',
  'budget.funded',
  'budget.updated',
  'budget.frozen',
  'budget.paused',
  'budget.resumed',
  'budget.closing',
  'budget.closed',
  'envelope.threshold_reached',
  'envelope.exhausted',
  'key.issued',
  'key.revoked',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What can be asked for: all, all of a group, or one type. */
export const EVENT_PATTERNS: readonly string[] = [
  '*',
  ...new Set(EVENT_TYPES.map((type) => `${groupOf(type)}.*`)),
  ...EVENT_TYPES,
];

function groupOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

/** Whether one of the patterns means this type. */
export const matches = (type: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => pattern === '*' || pattern === type || pattern === `${groupOf(type)}.*`);
