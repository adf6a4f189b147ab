import type { Webhook } from '@purser/sdk';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { client, once } from '../../api/client.js';
import { errorText } from '../../api/errors.js';
import { Badge } from '../../design/badge.js';
import { Button } from '../../design/button.js';
import { notice } from '../../design/notices.js';
import { Said } from '../../design/said.js';
import { Time } from '../../design/time.js';
import { Question } from '../../forms/question.js';
import { useOnce } from '../../forms/use-once.js';
import { useMay } from '../../session/session.js';
import { BudgetName } from '../names.js';
import { Deliveries } from './deliveries.js';
import { useDeliveries, useWebhookRefresh } from './use-webhooks.js';
import { ChangedWebhook } from './webhook-form.js';
import { destinationOf, KIND_NAMES } from './webhook-values.js';
import styles from './webhooks.module.css';

export interface WebhookRowProps {
  readonly webhook: Webhook;
  /** Whether it is named whose events it gets. */
  readonly withBudget: boolean;
  /** Its new secret. */
  readonly made: (secret: string | undefined) => void;
}

/** One webhook in two lines; behind a button what it is, and what was sent to it. */
export function WebhookRow({ webhook, withBudget, made }: WebhookRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const details = useId();
  const { kind, description, budgetId, types, state } = webhook;
  return (
    <li>
      <div className={styles.line}>
        <div className={styles.facts}>
          <p>
            <strong>{KIND_NAMES[kind]}</strong> <Said text={destinationOf(webhook)} />{' '}
            <Health webhook={webhook} />
          </p>
          <p className="muted small">
            {description !== null && (
              <>
                <Said text={description} />;{' '}
              </>
            )}
            {withBudget && (budgetId === null ? 'all trees; ' : <BudgetName id={budgetId} />)}
            {withBudget && budgetId !== null && '; '}
            {types.length > 3 ? `${types.length} kinds of events` : types.join(', ')}
          </p>
        </div>
        <Button aria-expanded={isOpen} aria-controls={details} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Close' : 'Open'}
        </Button>
      </div>
      <div id={details} className={styles.details} hidden={!isOpen}>
        {isOpen && state !== 'deleted' && <WebhookDetails webhook={webhook} made={made} />}
      </div>
    </li>
  );
}

/** How it fares: whether it is paused, and whether something was given up. */
function Health({ webhook: { id, state, pauseReason } }: { readonly webhook: Webhook }) {
  const { data: parked } = useDeliveries(id, 'parked');
  const count = parked?.items.length ?? 0;
  return (
    <>
      {pauseReason === 'failing' && <Badge tone="bad">failing</Badge>}
      {state === 'paused' && pauseReason !== 'failing' && <Badge tone="warn">paused</Badge>}{' '}
      {count > 0 && (
        <Badge tone="warn">
          {count}
          {parked?.nextCursor !== null && '+'} parked
        </Badge>
      )}
    </>
  );
}

function WebhookDetails({ webhook, made }: Omit<WebhookRowProps, 'withBudget'>) {
  const may = useMay('manage');
  const [shows, setShows] = useState<'nothing' | 'form' | 'question'>('nothing');
  const { createdAt, createdBy, changedAt } = webhook;
  return (
    <>
      <p className="muted small">
        Made by <Said text={createdBy} /> on <Time at={createdAt} precision="day" />, changed on{' '}
        <Time at={changedAt} />.
      </p>
      {may && shows !== 'form' && (
        <WebhookActs
          webhook={webhook}
          made={made}
          change={() => setShows('form')}
          remove={() => setShows('question')}
        />
      )}
      {shows === 'form' && <ChangedWebhook webhook={webhook} close={() => setShows('nothing')} />}
      {shows === 'question' && <DeleteWebhook webhook={webhook} close={() => setShows('nothing')} />}
      <Deliveries webhook={webhook} />
    </>
  );
}

interface WebhookActsProps {
  readonly webhook: Webhook;
  readonly made: (secret: string | undefined) => void;
  readonly change: () => void;
  readonly remove: () => void;
}

/** What can be done to it. */
function WebhookActs({ webhook, made, change, remove }: WebhookActsProps) {
  const { id, kind, state } = webhook;
  const refresh = useWebhookRefresh();
  const doing = useMutation({
    mutationFn: (act: () => Promise<string>) => act(),
    onSuccess: async (said) => {
      await refresh();
      notice(said);
    },
    onError: (error) => notice(errorText(error), 'bad'),
  });
  const start = (
    what: (params: { path: { id: string }; header: ReturnType<typeof once> }) => Promise<string>,
  ): void => {
    const params = { path: { id }, header: once() };
    doing.mutate(() => what(params));
  };
  const turn = state === 'active' ? 'paused' : 'active';
  return (
    <div className={styles.acts}>
      <Button onClick={change}>Change</Button>
      <Button
        busy={doing.isPending}
        onClick={() =>
          start(async (params) => {
            await client.POST('/v1/webhooks/{id}/test', { params });
            return 'A ping is on its way: see what becomes of it below.';
          })
        }
      >
        Send a test
      </Button>
      <Button
        busy={doing.isPending}
        onClick={() =>
          start(async (params) => {
            await client.PATCH('/v1/webhooks/{id}', { params, body: { state: turn } });
            return turn === 'paused' ? 'It is sent nothing for now.' : 'It is sent what happened meanwhile.';
          })
        }
      >
        {turn === 'paused' ? 'Pause' : 'Resume'}
      </Button>
      {kind === 'http' && (
        <Button
          busy={doing.isPending}
          onClick={() =>
            start(async (params) => {
              const { data } = await client.POST('/v1/webhooks/{id}/rotate', { params });
              made(data?.secret);
              return 'It has a new secret. The old one signs as well for a while.';
            })
          }
        >
          Rotate the secret
        </Button>
      )}
      <Button onClick={remove}>Delete</Button>
    </div>
  );
}

function DeleteWebhook({
  webhook: { id },
  close,
}: {
  readonly webhook: Webhook;
  readonly close: () => void;
}) {
  const refresh = useWebhookRefresh();
  const header = useOnce();
  const remove = async (): Promise<void> => {
    await client.DELETE('/v1/webhooks/{id}', { params: { path: { id }, header } });
    await refresh();
  };
  return (
    <Question
      title="Delete this webhook?"
      action="Delete the webhook"
      said="The webhook is deleted."
      act={remove}
      close={close}
    >
      Its deliveries go with it: what is pending or parked is not sent any more.
    </Question>
  );
}
