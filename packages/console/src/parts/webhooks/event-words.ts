import type { paths } from '@purser/sdk';

type CreateWebhookBody = paths['/v1/webhooks']['post']['requestBody']['content']['application/json'];
type EventPattern = NonNullable<CreateWebhookBody['types']>[number];

/** What each type and group of types of events is about: the compiler says which is missing. */
const TEXTS: Readonly<Record<EventPattern, string>> = {
  '*': 'Everything',
  'reservation.*': 'All of reservations',
  'budget.*': 'All of budgets',
  'envelope.*': 'All of limits',
  'key.*': 'All of keys',
  'reservation.reserved': 'Reserved',
  'reservation.denied': 'Denied',
  'reservation.pending_approval': 'Waits for people',
  'reservation.approved': 'Approved',
  'reservation.rejected': 'Rejected',
  'reservation.expired': 'Let go by its time',
  'reservation.committed': 'Paid',
  'reservation.charged': 'Charged without a hold',
  'reservation.released': 'Given back',
  'reservation.refunded': 'Refunded',
  'reservation.overdraft': 'Paid above limits',
  'reservation.claimed': 'Cost waits in a claim',
  'reservation.claim_settled': 'Claim settled',
  'reservation.claim_dismissed': 'Claim dismissed',
  'reservation.disputed': 'Disputed',
  'reservation.dispute_upheld': 'Dispute upheld',
  'reservation.dispute_rejected': 'Dispute rejected',
  'reservation.dispute_withdrawn': 'Dispute withdrawn',
  'budget.created': 'Tree opened',
  'budget.delegated': 'Budget delegated',
  'budget.funded': 'Budget funded',
  'budget.updated': 'Settings changed',
  'budget.frozen': 'Budget frozen',
  'budget.paused': 'Budget paused',
  'budget.resumed': 'Budget resumed',
  'budget.closing': 'Budget closing',
  'budget.closed': 'Budget closed',
  'envelope.threshold_reached': 'Limit passed a mark',
  'envelope.exhausted': 'Limit used up',
  'key.issued': 'Key issued',
  'key.revoked': 'Key revoked',
};

export const EVENT_CHOICES: readonly (readonly [string, string])[] = Object.entries(TEXTS);

export const isEventPattern = (text: string): text is EventPattern => text in TEXTS;
