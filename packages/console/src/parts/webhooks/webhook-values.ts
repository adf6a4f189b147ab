import type { paths, Webhook } from '@purser/sdk';
import type { Choices } from '../../forms/inputs.js';
import { isEventPattern } from './event-words.js';
import { linesIn, linesOf, textIn, textOrNull, type Values } from '../../forms/values.js';

type CreateWebhookBody = paths['/v1/webhooks']['post']['requestBody']['content']['application/json'];
type UpdateWebhookBody = paths['/v1/webhooks/{id}']['patch']['requestBody']['content']['application/json'];
type WebhookKind = Webhook['kind'];
type PagerDuty = NonNullable<Webhook['pagerDuty']>;

export const KIND_NAMES: Readonly<Record<WebhookKind, string>> = {
  http: 'HTTP',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  email: 'Email',
  pager_duty: 'PagerDuty',
};

const KINDS = ['http', 'slack', 'teams', 'email', 'pager_duty'] as const;

export const KIND_CHOICES: Choices = KINDS.map((kind) => [kind, KIND_NAMES[kind]]);

export const kindIn = (values: Values): WebhookKind =>
  KINDS.find((kind) => kind === textIn(values, 'kind')) ?? 'http';

const REGIONS = ['us', 'eu'] as const;
const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export const REGION_CHOICES: Choices = [
  ['us', 'United States'],
  ['eu', 'Europe'],
];
export const SEVERITY_CHOICES: Choices = SEVERITIES.map((one) => [one, one]);

export const NEW_WEBHOOK: Values = {
  kind: 'slack',
  url: '',
  'slack.url': '',
  'teams.url': '',
  'email.to': '',
  'pagerDuty.routingKey': '',
  'pagerDuty.region': 'us',
  'pagerDuty.severity': 'error',
  types: '',
  description: '',
};

/** What is known of one that is there: the addresses of channels and the keys of services are in no answer. */
export const webhookValues = ({ kind, url, email, pagerDuty, types, description }: Webhook): Values => ({
  ...NEW_WEBHOOK,
  kind,
  url: url ?? '',
  'email.to': linesOf(email?.to),
  'pagerDuty.region': pagerDuty?.region ?? 'us',
  'pagerDuty.severity': pagerDuty?.severity ?? 'error',
  types: linesOf(types),
  description: description ?? '',
});

const regionIn = (values: Values): PagerDuty['region'] =>
  REGIONS.find((one) => one === textIn(values, 'pagerDuty.region')) ?? 'us';
const severityIn = (values: Values): PagerDuty['severity'] =>
  SEVERITIES.find((one) => one === textIn(values, 'pagerDuty.severity')) ?? 'error';

/** Where the kind sends it to. */
function kindPart(values: Values): Omit<CreateWebhookBody, 'kind'> {
  const text = (name: string): string => textIn(values, name).trim();
  switch (kindIn(values)) {
    case 'http':
      return { url: text('url') };
    case 'slack':
      return { slack: { url: text('slack.url') } };
    case 'teams':
      return { teams: { url: text('teams.url') } };
    case 'email':
      return { email: { to: linesIn(values, 'email.to') } };
    case 'pager_duty':
      return {
        pagerDuty: {
          routingKey: text('pagerDuty.routingKey'),
          region: regionIn(values),
          severity: severityIn(values),
        },
      };
  }
}

/** `budgetId` is null for what everything is sent of that somebody sees. */
export function newWebhookBody(values: Values, budgetId: string | null): CreateWebhookBody {
  const types = linesIn(values, 'types').filter(isEventPattern);
  return {
    kind: kindIn(values),
    ...kindPart(values),
    ...(budgetId !== null && { budgetId }),
    ...(types.length > 0 && { types }),
    description: textOrNull(values, 'description'),
  };
}

/** What was changed. */
export function changedWebhookBody(values: Values, changed: readonly string[]): UpdateWebhookBody {
  const has = (name: string): boolean => changed.includes(name);
  const routingKey = textOrNull(values, 'pagerDuty.routingKey');
  return {
    ...(has('url') && { url: textIn(values, 'url').trim() }),
    ...(has('slack.url') && { slack: { url: textIn(values, 'slack.url').trim() } }),
    ...(has('teams.url') && { teams: { url: textIn(values, 'teams.url').trim() } }),
    ...(has('email.to') && { email: { to: linesIn(values, 'email.to') } }),
    ...(changed.some((name) => name.startsWith('pagerDuty.')) && {
      pagerDuty: {
        region: regionIn(values),
        severity: severityIn(values),
        ...(routingKey !== null && { routingKey }),
      },
    }),
    ...(has('types') && { types: linesIn(values, 'types').filter(isEventPattern) }),
    ...(has('description') && { description: textOrNull(values, 'description') }),
  };
}

/** Where one sends to, as far as that is shown. */
export function destinationOf({ url, slack, teams, email, pagerDuty }: Webhook): string {
  if (email) return email.to.join(', ');
  if (pagerDuty) return `${pagerDuty.severity}, ${pagerDuty.region}`;
  return url ?? slack?.host ?? teams?.host ?? '';
}
