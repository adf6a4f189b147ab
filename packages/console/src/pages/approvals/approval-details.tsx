import type { Reservation } from '@purser/sdk';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { Badge } from '../../design/badge.js';
import { Button } from '../../design/button.js';
import { Countdown } from '../../design/countdown.js';
import { Facts } from '../../design/facts.js';
import { JsonBlock } from '../../design/json-block.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { Time } from '../../design/time.js';
import { BudgetName, HolderName } from '../../parts/names.js';
import { useMay, useSession } from '../../session/session.js';
import { AskingLimits } from './asking-limits.js';
import type { ApprovalAnswer } from './decision-dialog.js';
import { VendorHistory } from './vendor-history.js';
import styles from './approvals.module.css';
import { Said } from '../../design/said.js';

export interface ApprovalDetailsProps {
  readonly id: string;
  readonly answer: (answer: ApprovalAnswer) => void;
}

/** One that waits, with all that somebody wants to know before they answer. */
export function ApprovalDetails({ id, answer }: ApprovalDetailsProps) {
  const query = api.useQuery('get', '/v1/reservations/{id}', {
    params: { path: { id }, query: { expand: ['budget', 'envelopes'] } },
  });
  return (
    <Loaded query={query} lines={8}>
      {(asked) => <Asked asked={asked} answer={answer} />}
    </Loaded>
  );
}

function Asked({
  asked,
  answer,
}: {
  readonly asked: Reservation;
  readonly answer: (answer: ApprovalAnswer) => void;
}) {
  const { approval, budget, vendor, item, category, reason, runId, taskId } = asked;
  const zone = budget?.timezone;
  return (
    <article className={styles.asked}>
      <header>
        <p className={styles.figure}>
          <Amount value={asked.amount} currency={budget?.currency} scale={budget?.scale} />
        </p>
        <p>
          <BudgetName id={asked.budgetId} name={asked.budgetName} />
          {vendor !== null && (
            <>
              {' '}
              for <Said text={[vendor, item].filter(Boolean).join(' · ')} />
            </>
          )}
        </p>
      </header>
      <Answering asked={asked} answer={answer} />
      {reason !== null && (
        <blockquote className={styles.reason}>
          <Said text={reason} />
        </blockquote>
      )}
      <Facts
        facts={[
          ['Asked by', approval && <HolderName holder={approval.askedBy} />],
          ['Asked at', <Time key="at" at={asked.createdAt} zone={zone} />],
          ['Category', category],
          ['Run', runId],
          ['Task', taskId],
          [
            'Available to it',
            budget && (
              <Amount value={budget.balances.available} currency={budget.currency} scale={budget.scale} />
            ),
          ],
          [
            'Reservation',
            <Link key="reservation" to="/reservations/$id" params={{ id: asked.id }}>
              What happened to it
            </Link>,
          ],
          ['Held once approved', approval && `${approval.ttlSeconds} s`],
        ]}
      />
      <AskingLimits asked={asked} />
      <VendorHistory asked={asked} />
      {asked.context !== null && (
        <Section title="Context">
          <JsonBlock label="Context" value={asked.context} />
        </Section>
      )}
    </article>
  );
}

/** What can be done about it, or what has become of it. */
function Answering({
  asked,
  answer,
}: {
  readonly asked: Reservation;
  readonly answer: (answer: ApprovalAnswer) => void;
}) {
  const { holder: me } = useSession();
  const may = useMay('approve');
  const { approval, state, budget } = asked;
  if (!approval) return <p className="muted">Nobody had to approve this.</p>;
  const inTheWay = !may
    ? 'Your key may look at this, and not answer.'
    : approval.askedBy === me
      ? 'You asked for this yourself: somebody else has to answer.'
      : approval.approvers !== null && !approval.approvers.includes(me)
        ? 'Only those who are named by the limit may answer.'
        : approval.given.some(({ by }) => by === me)
          ? 'You have approved this already.'
          : null;
  return (
    <div className={styles.answering}>
      {state === 'pending_approval' ? (
        <>
          {inTheWay === null ? (
            <div className={styles.buttons}>
              <Button look="primary" shortcut="a" onClick={() => answer('approve')}>
                Approve
              </Button>
              <Button shortcut="r" onClick={() => answer('reject')}>
                Reject
              </Button>
            </div>
          ) : (
            <p>{inTheWay}</p>
          )}
          <p className="muted">
            <Countdown to={approval.deadline} zone={budget?.timezone} /> {approval.given.length} of{' '}
            {approval.needed} have agreed
          </p>
        </>
      ) : (
        <p>
          <Badge tone={state === 'rejected' || state === 'expired' ? 'bad' : 'good'}>{state}</Badge>{' '}
          {approval.rejection && (
            <>
              by <HolderName holder={approval.rejection.by} />: <Said text={approval.rejection.reason} />
            </>
          )}
        </p>
      )}
      {approval.given.length > 0 && (
        <ul className="muted">
          {approval.given.map(({ by, at, comment }) => (
            <li key={by}>
              Approved by <HolderName holder={by} />, <Time at={at} zone={budget?.timezone} />
              {comment !== null && (
                <>
                  : <Said text={comment} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
