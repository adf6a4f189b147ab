import type { PeopleKind, WebhookKind } from '../../events/webhooks/kinds.js';
import type { KindPart } from '../../events/webhooks/webhooks.js';
import type { Config } from '../../runtime/config.js';
import { validationProblem, type FieldError } from '../problems/problem.js';
import { checkedUrl } from './webhook-answers.js';
import type { SlackChangesBody } from './webhook-kinds.dto.js';
import type { CreateWebhookBody, UpdateWebhookBody } from './webhook.dto.js';

/** The field of a request that has what a kind is set to. */
const FIELDS = {
  http: 'url',
  slack: 'slack',
  teams: 'teams',
  email: 'email',
  pager_duty: 'pagerDuty',
} as const;
const KINDS = Object.keys(FIELDS) as WebhookKind[];

const PAGER_DUTY_DEFAULTS = { region: 'us', severity: 'error' } as const;

type Parts = Pick<UpdateWebhookBody, 'slack' | 'teams' | 'email' | 'pagerDuty'>;

/** What a new webhook is set to. Throws for what its kind does not have, or needs and has not. */
export function partOf(body: CreateWebhookBody, kind: WebhookKind, config: Config): KindPart | null {
  const errors = KINDS.flatMap((of) => faultOf(of, kind, body[FIELDS[of]] !== undefined) ?? []);
  if (errors.length > 0) throw validationProblem(errors);
  if (kind === 'http') return null;
  const slack = body.slack && { ...body.slack, buttons: body.slack.buttons ?? null };
  const pagerDuty = body.pagerDuty && { ...PAGER_DUTY_DEFAULTS, ...body.pagerDuty };
  return readPart(kind, { ...body, slack, pagerDuty }, config);
}

function faultOf(of: WebhookKind, kind: WebhookKind, isThere: boolean): FieldError | null {
  const field = FIELDS[of];
  if (of !== kind && isThere) return { field, rule: 'kind', message: `${field} goes with kind ${of}` };
  if (of === kind && !isThere)
    return { field, rule: 'required', message: `${field} is required with kind ${kind}` };
  return null;
}

/** What is changed of one kind. Throws for changes of several. */
export function partChanged(body: UpdateWebhookBody, config: Config): KindPart | undefined {
  const [first, ...others] = KINDS.filter((of) => body[FIELDS[of]] !== undefined);
  if (others.length > 0)
    throw validationProblem(
      others.map((of) => ({
        field: FIELDS[of],
        rule: 'kind',
        message: `${FIELDS[of]} and ${FIELDS[first!]} are of different kinds`,
      })),
    );
  return first === undefined || first === 'http' ? undefined : readPart(first, body, config);
}

function readPart(kind: PeopleKind, body: Parts, config: Config): KindPart {
  const { slack, teams, email, pagerDuty } = body;
  switch (kind) {
    case 'slack':
      return { kind, ...slackPart(slack ?? {}, config) };
    case 'teams':
      return { kind, ...channelAt(teams?.url, 'teams.url', config) };
    case 'email':
      return { kind, settings: { to: addressesIn(email?.to ?? [], config) }, credentials: {} };
    case 'pager_duty': {
      const { routingKey, region, severity } = pagerDuty ?? {};
      return { kind, settings: { region, severity }, credentials: { routingKey } };
    }
  }
}

/** The secret and the people are set together: see `ButtonPeople`. */
function slackPart(
  { url, buttons }: SlackChangesBody,
  config: Config,
): Pick<KindPart, 'settings' | 'credentials'> {
  const { settings, credentials } = channelAt(url, 'slack.url', config);
  if (buttons === undefined) return { settings, credentials };
  return {
    settings: { ...settings, buttons: buttons && { people: buttons.people } },
    credentials: { ...credentials, signingSecret: buttons && buttons.signingSecret },
  };
}

/** A channel whose address is its password. */
function channelAt(
  asked: string | undefined,
  field: string,
  { webhookAllowPrivate }: Config,
): Pick<KindPart, 'settings' | 'credentials'> {
  if (asked === undefined) return { settings: {}, credentials: {} };
  const url = checkedUrl(asked, webhookAllowPrivate, field);
  return { settings: { host: new URL(url).host }, credentials: { url } };
}

function addressesIn(to: string[], { smtpUrl, emailDomains }: Config): string[] {
  if (smtpUrl === undefined)
    throw validationProblem([
      {
        field: 'email',
        rule: 'mail_server',
        message: 'email needs a mail server, which whoever runs the service names (PURSER_SMTP_URL)',
      },
    ]);
  const outside = (address: string): boolean =>
    emailDomains !== undefined && !emailDomains.includes(address.split('@')[1]!.toLowerCase());
  const errors = to.flatMap((address, i) =>
    outside(address)
      ? [
          {
            field: `email.to.${i}`,
            rule: 'domain',
            message: `email.to.${i} is of a domain that mails may not go to`,
          },
        ]
      : [],
  );
  if (errors.length > 0) throw validationProblem(errors);
  return to;
}
