import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { Page } from '../../design/page.js';
import { useApprovals } from '../../parts/use-approvals.js';
import { useMay } from '../../session/session.js';
import { ApprovalDetails } from './approval-details.js';
import { DecisionDialog, type ApprovalAnswer } from './decision-dialog.js';
import { Inbox } from './inbox.js';
import { ShortcutsHint, useShortcuts } from './shortcuts.js';
import styles from './approvals.module.css';

/** The inbox; one alone, by its address, for those who may look and not answer. */
export function ApprovalsPage() {
  const mayApprove = useMay('approve');
  const { id } = useParams({ strict: false });
  if (mayApprove) return <InboxPage />;
  return (
    <Page title="Approvals">
      {id === undefined ? (
        <EmptyState text="Your key may not answer what waits for people." />
      ) : (
        <ApprovalDetails id={id} answer={() => undefined} />
      )}
    </Page>
  );
}

/** What waits on one side, the one that is looked at on the other; on a phone one after the other. */
function InboxPage() {
  const query = useApprovals();
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  const [answer, setAnswer] = useState<ApprovalAnswer | null>(null);
  const waiting = query.data?.items ?? [];
  const shown = id ?? waiting[0]?.id;
  const at = waiting.findIndex((asked) => asked.id === shown);

  const show = (next: string | undefined): void =>
    void (next === undefined
      ? navigate({ to: '/approvals' })
      : navigate({ to: '/approvals/$id', params: { id: next }, replace: true }));
  const move = (by: number): void => {
    const next = waiting[at + by];
    if (next) show(next.id);
  };
  const shortcuts = useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    a: () => shown !== undefined && setAnswer('approve'),
    r: () => shown !== undefined && setAnswer('reject'),
  });
  const decided = (): void => {
    setAnswer(null);
    const next = waiting[at + 1] ?? waiting[at - 1];
    show(next?.id);
  };

  return (
    <Page title="Approvals" aside={<ShortcutsHint {...shortcuts} />}>
      <Loaded query={query} lines={6}>
        {({ items }) =>
          items.length === 0 && id === undefined ? (
            <EmptyState text="Nothing waits for an answer. What asks for one appears here by itself." />
          ) : (
            <div className={styles.panes} data-shows={id === undefined ? 'list' : 'one'}>
              <Inbox waiting={items} shown={shown} />
              <div className={styles.one}>
                <Link to="/approvals" className={styles.back}>
                  ← All that waits
                </Link>
                {shown !== undefined && <ApprovalDetails key={shown} id={shown} answer={setAnswer} />}
              </div>
            </div>
          )
        }
      </Loaded>
      {shown !== undefined && answer !== null && (
        <DecisionDialog id={shown} answer={answer} close={() => setAnswer(null)} decided={decided} />
      )}
    </Page>
  );
}
