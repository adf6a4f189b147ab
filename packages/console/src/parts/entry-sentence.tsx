import { Money } from '@purser/sdk';
import type { ReactNode } from 'react';
import { Badge } from '../design/badge.js';
import { Said } from '../design/said.js';
import { ENTRY_PREDICATES } from './entry-predicates.js';
import type { EntryContent } from './entry-content.js';
import styles from './entry-line.module.css';
import { BudgetName, HolderName } from './names.js';
import { passesMoneyOn } from './entry-amount.js';

export interface EntrySentenceProps {
  readonly entry: EntryContent;
  readonly scale?: number | undefined;
  readonly zone?: string | undefined;
  /** What stands behind the sentence, and before what somebody wrote. */
  readonly children?: ReactNode;
  /** Whether what somebody wrote is shown, at most two lines of it. */
  readonly reason?: boolean;
}

/** What an entry records, as a sentence: which budget, what happened to it, by whom, and why as they wrote it. */
export function EntrySentence({ entry, scale, zone, children, reason = true }: EntrySentenceProps) {
  const { budgetId, by, denial, reservation, requested } = entry;
  const vendor = reservation?.vendor ?? requested?.vendor;
  const item = reservation?.item ?? requested?.item;
  const names = [vendor, item].filter((name) => typeof name === 'string').join(' · ');
  const said = reason ? reasonIn(entry) : null;
  return (
    <>
      <strong>
        <BudgetName id={budgetId} />
      </strong>{' '}
      {denial ? (
        (DENIED[entry.kind] ?? 'was denied')
      ) : passesMoneyOn(entry) ? (
        <PassedOn entry={entry} />
      ) : (
        ENTRY_PREDICATES[entry.kind](entry, { scale, zone })
      )}
      {names !== '' && (
        <>
          {' '}
          at <Said text={names} />
        </>
      )}{' '}
      <span className="muted">
        by <HolderName holder={by} />
      </span>{' '}
      {denial && <Badge tone="bad">{denial.code.replaceAll('_', ' ')}</Badge>}
      {children}
      {said !== null && (
        <span className={styles.said}>
          <Said text={said} />
        </span>
      )}
    </>
  );
}

/** What was asked for where it was denied. */
const DENIED: Partial<Record<EntryContent['kind'], string>> = {
  commit: 'was denied a payment',
  charge: 'was denied a charge',
  approve: 'was denied an approval',
  extend: 'was denied more time',
  refund: 'was denied a refund',
  delegate: 'was denied a budget below it',
  update: 'was denied other settings',
  envelope_create: 'was denied a limit',
};

/** A decision about another budget, whose money came from here or went back. */
function PassedOn({ entry: { cause, deltas } }: { readonly entry: EntryContent }) {
  const given = Money.of(deltas.delegated ?? '0');
  const isOnWay = deltas.allocated !== undefined && deltas.delegated !== undefined;
  return (
    <>
      {given.isMoreThan(0)
        ? isOnWay
          ? 'passed money on to'
          : 'gave money to'
        : given.isZero
          ? 'had its money changed by'
          : 'got money back from'}{' '}
      {cause && <BudgetName id={cause.budgetId} />}
    </>
  );
}

/** What somebody wrote about it: why they did it, or answered so. */
function reasonIn({ kind, reason, reservation }: EntryContent): string | null {
  const { approval, dispute } = reservation ?? {};
  if (kind === 'reject') return approval?.rejection?.reason ?? null;
  if (kind === 'approve') return approval?.given.at(-1)?.comment ?? null;
  if (kind === 'dispute_open') return dispute?.reason ?? null;
  if (kind === 'dispute_uphold' || kind === 'dispute_reject') return dispute?.answer?.reason ?? null;
  return reason ?? (kind === 'reserve' ? (reservation?.reason ?? null) : null);
}
