import { Link } from '@tanstack/react-router';
import { Amount } from '../../design/amount.js';
import { Countdown } from '../../design/countdown.js';
import { Said } from '../../design/said.js';
import type { Waiting } from '../../parts/use-approvals.js';
import styles from './approvals.module.css';

export interface InboxProps {
  readonly waiting: readonly Waiting[];
  readonly shown: string | undefined;
}

/** What waits, the earliest deadline first. */
export function Inbox({ waiting, shown }: InboxProps) {
  return (
    <nav className={styles.list} aria-label="What waits">
      <ol>
        {waiting.map(({ id, amount, budget, budgetName, vendor, approval }) => (
          <li key={id}>
            <Link to="/approvals/$id" params={{ id }} aria-current={id === shown ? 'true' : undefined}>
              <strong>
                <Amount value={amount} currency={budget?.currency} scale={budget?.scale} />
              </strong>
              {approval && <Countdown to={approval.deadline} zone={budget?.timezone} />}
              <span className={styles.who}>
                <Said text={budgetName} />
                {vendor !== null && (
                  <>
                    {' '}
                    for <Said text={vendor} />
                  </>
                )}
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
