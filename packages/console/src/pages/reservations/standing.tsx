import type { Reservation } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import { Badge } from '../../design/badge.js';
import { Said } from '../../design/said.js';
import { Time } from '../../design/time.js';
import { HolderName } from '../../parts/names.js';
import { RulePhrase } from '../../parts/rule-text.js';
import styles from './reservations.module.css';

/** What is not settled about it yet: a claim, or a dispute. */
export function Standing({ reservation }: { readonly reservation: Reservation }) {
  const { claim, dispute, budget } = reservation;
  const money = { currency: budget?.currency, scale: budget?.scale };
  if (claim === null && dispute === null) return null;
  return (
    <ul className={styles.standing}>
      {claim !== null && (
        <li>
          <Badge tone="warn">claim</Badge>{' '}
          <span>
            <Amount value={claim.amount} {...money} /> that it cost could not be recorded by{' '}
            <HolderName holder={claim.by} />:{' '}
            {claim.limits.map((limit, i) => (
              <span key={`${limit.budgetId} ${limit.envelopeId} ${limit.rule}`}>
                {i > 0 && '; '}
                <RulePhrase {...limit} />
              </span>
            ))}
            {claim.limitsOmitted !== undefined && ` and ${claim.limitsOmitted} more`}. Somebody has to settle
            it, or to dismiss it.
          </span>
        </li>
      )}
      {dispute !== null && (
        <li>
          <Badge tone={dispute.state === 'open' ? 'warn' : 'plain'}>dispute {dispute.state}</Badge>{' '}
          <span>
            <HolderName holder={dispute.by} /> disputes{' '}
            <Amount value={dispute.state === 'open' ? dispute.amount : dispute.asked} {...money} />,{' '}
            <Time at={dispute.at} zone={budget?.timezone} />: <Said text={dispute.reason} />
            {dispute.answer && (
              <>
                {' '}
                Answered by <HolderName holder={dispute.answer.by} />
                {dispute.answer.reason !== null && (
                  <>
                    : <Said text={dispute.answer.reason} />
                  </>
                )}
              </>
            )}
          </span>
        </li>
      )}
    </ul>
  );
}
