import type { Webhook } from '@purser/sdk';
import { client } from '../../api/client.js';
import { notice } from '../../design/notices.js';
import { Form, useFormState } from '../../forms/form.js';
import { FormChoice, FormLines, FormRow, FormSome, FormText } from '../../forms/inputs.js';
import { useForm } from '../../forms/use-form.js';
import { EVENT_CHOICES } from './event-words.js';
import { useWebhookRefresh } from './use-webhooks.js';
import {
  changedWebhookBody,
  KIND_CHOICES,
  kindIn,
  NEW_WEBHOOK,
  newWebhookBody,
  REGION_CHOICES,
  SEVERITY_CHOICES,
  webhookValues,
} from './webhook-values.js';

export interface NewWebhookProps {
  /** Whose events it gets, with those of all below; null: of all that somebody sees. */
  readonly budgetId: string | null;
  /** Its secret, if it has one. */
  readonly made: (secret: string | undefined) => void;
  readonly close: () => void;
}

export function NewWebhook({ budgetId, made, close }: NewWebhookProps) {
  const refresh = useWebhookRefresh();
  const form = useForm({
    saved: { values: NEW_WEBHOOK, revision: 0 },
    send: async ({ values, header }) => {
      const body = newWebhookBody(values, budgetId);
      return (await client.POST('/v1/webhooks', { params: { header }, body })).data?.secret;
    },
    done: async (secret) => {
      close();
      made(secret);
      notice('It is sent what happens from now on.');
      await refresh();
    },
  });
  return (
    <Form form={form} action="Add the webhook" close={close}>
      <FormChoice name="kind" label="Kind" choices={KIND_CHOICES} autoFocus />
      <WebhookFields isNew />
    </Form>
  );
}

export function ChangedWebhook({
  webhook,
  close,
}: {
  readonly webhook: Webhook;
  readonly close: () => void;
}) {
  const refresh = useWebhookRefresh();
  const form = useForm({
    saved: { values: webhookValues(webhook), revision: 0 },
    send: async ({ values, changed, header }) => {
      const params = { path: { id: webhook.id }, header };
      await client.PATCH('/v1/webhooks/{id}', { params, body: changedWebhookBody(values, changed) });
    },
    done: async () => {
      await refresh();
      notice('The webhook is changed.');
      close();
    },
  });
  return (
    <Form form={form} action="Save" close={close}>
      <WebhookFields isNew={false} />
    </Form>
  );
}

/** Where it sends to, and what. */
function WebhookFields({ isNew }: { readonly isNew: boolean }) {
  const { values } = useFormState();
  const kind = kindIn(values);
  const kept = isNew ? '' : ' No answer shows it: empty leaves it as it is.';
  return (
    <>
      {kind === 'http' && (
        <FormText
          name="url"
          label="URL"
          hint="Begins with https:// and leads to a public address."
          inputMode="url"
        />
      )}
      {kind === 'slack' && (
        <FormText
          name="slack.url"
          also="slack"
          label="Incoming webhook of a channel"
          hint={`As Slack shows it: https://hooks.slack.com/services/…${kept}`}
          inputMode="url"
        />
      )}
      {kind === 'teams' && (
        <FormText
          name="teams.url"
          also="teams"
          label="URL of the workflow"
          hint={`As the workflow shows it in Teams.${kept}`}
          inputMode="url"
        />
      )}
      {kind === 'email' && (
        <FormLines
          name="email.to"
          also="email"
          label="Addresses"
          hint="One a line, at most 20. Each sees the others."
        />
      )}
      {kind === 'pager_duty' && (
        <>
          <FormText
            name="pagerDuty.routingKey"
            also="pagerDuty"
            label="Integration key"
            hint={`Of a service with Events API v2.${kept}`}
          />
          <FormRow>
            <FormChoice name="pagerDuty.region" label="Region" choices={REGION_CHOICES} />
            <FormChoice name="pagerDuty.severity" label="Severity" choices={SEVERITY_CHOICES} />
          </FormRow>
        </>
      )}
      <FormText name="description" label="Description" hint="For people. May be empty." />
      <details>
        <summary>Which events</summary>
        <FormSome
          name="types"
          label="Events"
          hint={isNew ? 'None: what is usual for the kind.' : 'What it is sent.'}
          choices={EVENT_CHOICES}
        />
      </details>
    </>
  );
}
