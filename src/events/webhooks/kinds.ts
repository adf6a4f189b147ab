/** What a webhook can be: requests to a URL of one's own, or messages to people. */
export const WEBHOOK_KINDS = ['http', 'slack', 'teams', 'email', 'pager_duty'] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/** The kinds that have settings of their own. */
export type PeopleKind = Exclude<WebhookKind, 'http'>;

export const PAGER_DUTY_REGIONS = ['us', 'eu'] as const;
export const PAGER_DUTY_SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;

// The types below are JSON: what a kind is set to, and what nobody sees again.

/** Of Slack and Teams. */
export type ChatSettings = {
  /** Of the address of the channel, which is a password. */
  host: string;
};
export type ChatCredentials = { url: string };

export type SlackSettings = ChatSettings & {
  /** Whose clicks decide: the holders of keys by the ids of Slack's users. Null where messages have no buttons. */
  buttons: { people: Record<string, string> } | null;
};
export type SlackCredentials = ChatCredentials & { signingSecret: string | null };

export type EmailSettings = { to: string[] };

export type PagerDutySettings = {
  region: (typeof PAGER_DUTY_REGIONS)[number];
  severity: (typeof PAGER_DUTY_SEVERITIES)[number];
};
export type PagerDutyCredentials = { routingKey: string };

/** The settings of each kind, as views have them: only those of its own kind are there. */
export type KindSettings = {
  slack: SlackSettings;
  teams: ChatSettings;
  email: EmailSettings;
  pager_duty: PagerDutySettings;
};

/** What people are sent where they choose no types: what waits for them, how it ended, and what has stopped or is about to. */
const TYPES_FOR_PEOPLE = [
  'reservation.pending_approval',
  'reservation.approved',
  'reservation.rejected',
  'budget.paused',
  'budget.resumed',
  'envelope.threshold_reached',
  'envelope.exhausted',
];

/** What wakes somebody, and what lets them sleep again. */
const TYPES_FOR_ON_CALL = [
  'reservation.pending_approval',
  'reservation.approved',
  'reservation.rejected',
  'reservation.expired',
  'reservation.released',
  'budget.paused',
  'budget.resumed',
  'budget.closed',
];

/** The types of a webhook that chooses none. */
export function typesOf(kind: WebhookKind): string[] {
  if (kind === 'http') return ['*'];
  return kind === 'pager_duty' ? TYPES_FOR_ON_CALL : TYPES_FOR_PEOPLE;
}
