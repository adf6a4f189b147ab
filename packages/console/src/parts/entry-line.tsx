import { Money, type Entry } from '@purser/sdk';
import { Amount } from '../design/amount.js';
import { Badge } from '../design/badge.js';
import { Time } from '../design/time.js';
import styles from './entry-line.module.css';
import { BudgetName, HolderName } from './names.js';
import { Said } from '../design/said.js';

export type EntryContent = Entry['content'];

/** What each kind of entry says of its budget. */
const DID: Readonly<Record<EntryContent['kind'], string>> = {
  create: 'was opened',
  delegate: 'was delegated to',
  fund: 'was funded',
  defund: 'gave up money',
  update: 'had its settings changed',
  freeze: 'was frozen',
  resume: 'was resumed',
  close: 'was closed',
  pause: 'was paused',
  envelope_create: 'got a limit',
  envelope_update: 'had a limit changed',
  envelope_delete: 'lost a limit',
  appraise: 'had a limit follow the past',
  price_set: 'got a price',
  price_end: 'lost a price',
  key_issue: 'got a key',
  key_rotate: 'had a key rotated',
  key_revoke: 'had keys revoked',
  reserve: 'reserved',
  commit: 'paid',
  charge: 'was charged',
  release: 'gave back',
  extend: 'asked for more time',
  token_revoke: 'took back a settlement token',
  expire: 'let go by its time',
  expire_commit: 'paid by its time',
  refund: 'got back',
  claim_settle: 'had a claim settled',
  claim_dismiss: 'had a claim dismissed',
  dispute_open: 'disputes a payment',
  dispute_uphold: 'won a dispute',
  dispute_reject: 'lost a dispute',
  dispute_withdraw: 'took back a dispute',
  approve: 'was allowed',
  reject: 'was refused',
};

/** The amount that an entry is about: what it moved, or what was denied. Null where it is about none. */
function amountOf({ kind, outcome, deltas, requested, reservation }: EntryContent): string | null {
  if (kind === 'approve' || kind === 'reject') return reservation?.amount ?? null;
  const asked = outcome === 'denied' ? requested?.amount : undefined;
  if (typeof asked === 'string') return asked;
  const moved = deltas.spent ?? deltas.reserved ?? deltas.allocated;
  return moved === undefined || Money.of(moved).isZero ? null : moved.replace('-', '');
}

function didIn({ kind, outcome, reservation }: EntryContent): string {
  if (outcome === 'denied') return 'was denied';
  return kind === 'reserve' && reservation?.state === 'pending_approval' ? 'asks people' : DID[kind];
}

export interface EntryLineProps {
  readonly entry: EntryContent;
  readonly currency?: string | undefined;
  readonly scale?: number | undefined;
  readonly zone?: string | undefined;
}

/** One entry of a journal as a sentence: when, which budget, what it did, for whom, and how much. */
export function EntryLine({ entry, currency, scale, zone }: EntryLineProps) {
  const amount = amountOf(entry);
  const { reservation, denial, by } = entry;
  return (
    <li className={styles.line}>
      <span className="muted small">
        <Time at={entry.at} zone={zone} precision="second" />
      </span>
      <span>
        <strong>
          <BudgetName id={entry.budgetId} />
        </strong>{' '}
        {didIn(entry)}
        {reservation?.vendor && (
          <>
            {' '}
            at <Said text={reservation.vendor} />
          </>
        )}{' '}
        <span className="muted">
          by <HolderName holder={by} />
        </span>{' '}
        {denial && <Badge tone="bad">{denial.code.replaceAll('_', ' ')}</Badge>}
      </span>
      <span className={styles.amount}>
        {amount !== null && <Amount value={amount} currency={currency} scale={scale} />}
      </span>
    </li>
  );
}
