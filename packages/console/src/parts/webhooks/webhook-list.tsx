import type { Webhook } from '@purser/sdk';
import { useState, type ReactNode } from 'react';
import { Button } from '../../design/button.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { Secret } from '../../design/secret.js';
import { useUnsaved } from '../../forms/unsaved.js';
import { useOpened } from '../../forms/use-opened.js';
import { useMay } from '../../session/session.js';
import { useWebhooks } from './use-webhooks.js';
import { NewWebhook } from './webhook-form.js';
import { WebhookRow } from './webhook-row.js';
import styles from './webhooks.module.css';

export interface WebhookListProps {
  /** Whose; null: all that somebody sees. */
  readonly budgetId: string | null;
  readonly children: ReactNode;
}

/** Webhooks, how they fare, and what can be done about it; above them a word on which these are. */
export function WebhookList({ budgetId, children }: WebhookListProps) {
  const may = useMay('manage');
  const adding = useOpened();
  const [secret, setSecret] = useState<string>();
  const query = useWebhooks(budgetId);
  return (
    <Section
      title="Webhooks"
      aside={may && !adding.isOpen && <Button {...adding.opener}>Add a webhook</Button>}
    >
      <p className="muted">{children}</p>
      {secret !== undefined && <SigningSecret secret={secret} close={() => setSecret(undefined)} />}
      {adding.isOpen && <NewWebhook budgetId={budgetId} made={setSecret} close={adding.close} />}
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text="There is no webhook." />
          ) : (
            <ul className={styles.list}>
              {inOrder(items).map((webhook) => (
                <WebhookRow
                  key={webhook.id}
                  webhook={webhook}
                  withBudget={budgetId === null}
                  made={setSecret}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

/** Those that fail come first. */
const inOrder = (webhooks: readonly Webhook[]): readonly Webhook[] => {
  const isFailing = ({ pauseReason }: Webhook): boolean => pauseReason === 'failing';
  return [...webhooks.filter(isFailing), ...webhooks.filter((one) => !isFailing(one))];
};

function SigningSecret({ secret, close }: { readonly secret: string; readonly close: () => void }) {
  useUnsaved(true, 'A secret that signs deliveries is shown, which nobody will see again.');
  return (
    <Secret
      text="The secret that signs what is delivered. It is shown now, and never again."
      secret={secret}
      close={close}
    />
  );
}
