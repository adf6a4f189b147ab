import { Link } from '@tanstack/react-router';
import { Money } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import { Said } from '../../design/said.js';
import { Time } from '../../design/time.js';
import { entryId } from '../../parts/entry-ids.js';
import type { EntryContent } from '../../parts/entry-content.js';
import { HolderName } from '../../parts/names.js';
import { RulePhrase, worstOf } from '../../parts/rule-text.js';
import { amountOfStep, stepOf } from './steps.js';
import styles from './timeline.module.css';

export interface TimelineStepProps {
  readonly entry: EntryContent;
  /** The step before it. */
  readonly before: EntryContent | undefined;
  readonly currency: string | undefined;
  readonly scale: number | undefined;
  readonly zone: string | undefined;
}

/** One entry: when, what, by whom, how much, and how the reservation stood then. */
export function TimelineStep({ entry, before, currency, scale, zone }: TimelineStepProps) {
  const { at, by, denial, reservation } = entry;
  const { title, until, text } = stepOf(entry, before);
  const amount = amountOfStep(entry);
  const worst = denial && worstOf(denial);
  return (
    <li className={styles.step} data-denied={denial !== undefined || entry.kind === 'reject' || undefined}>
      <span className="muted small">
        <Time at={at} zone={zone} precision="second" />
      </span>
      <div className={styles.what}>
        <p>
          <strong>{title}</strong>{' '}
          {by !== 'purser' && (
            <span className="muted">
              by <HolderName holder={by} />
            </span>
          )}
          {until !== undefined && (
            <span className="muted">
              {' '}
              until <Time at={until} zone={zone} precision="second" />
            </span>
          )}
        </p>
        {text !== undefined && text !== null && text !== '' && (
          <p className={styles.text}>
            <Said text={text} />
          </p>
        )}
        {denial && (
          <p>
            {worst ? <RulePhrase {...worst} /> : denial.code}.{' '}
            <Link to="/why/$id" params={{ id: entryId(entry) }}>
              Why?
            </Link>
          </p>
        )}
        {entry.claimed !== undefined && (
          <p>
            <Amount value={entry.claimed} currency={currency} scale={scale} /> more could not be recorded, and
            is claimed.
          </p>
        )}
      </div>
      <span className={styles.amount}>
        {amount !== null && <Amount value={amount} currency={currency} scale={scale} />}
        {reservation && (
          <span className="muted small">
            held <Amount value={reservation.held} scale={scale} />, paid{' '}
            <Amount value={Money.of(reservation.committed).subtract(reservation.refunded)} scale={scale} />
          </span>
        )}
      </span>
    </li>
  );
}
