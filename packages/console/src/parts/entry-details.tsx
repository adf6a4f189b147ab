import { Money } from '@purser/sdk';
import { Link } from '@tanstack/react-router';
import { Amount } from '../design/amount.js';
import { restDigits } from '../design/amounts.js';
import { Facts } from '../design/facts.js';
import { JsonBlock } from '../design/json-block.js';
import { Said } from '../design/said.js';
import { Table } from '../design/table.js';
import { Time } from '../design/time.js';
import { changesSettings, EntryChanges } from './entry-changes.js';
import { entryId } from './entry-ids.js';
import styles from './entry-details.module.css';
import type { ShownEntry } from './entry-content.js';
import { BudgetName, HolderName } from './names.js';

const PARTS = ['allocated', 'reserved', 'delegated', 'spent', 'overdraft', 'available'] as const;

type Part = (typeof PARTS)[number];

export interface EntryDetailsProps extends ShownEntry {
  /** Whether the rules that it was decided on stand beside it. */
  readonly isExplained?: boolean;
}

/** All that an entry has: what it changed, the balances before and after, who asked and how, its place in the chain, and itself. */
export function EntryDetails({ entry, sealed, scale, zone, isExplained = false }: EntryDetailsProps) {
  const { request, cause, reservation } = entry;
  return (
    <div className={styles.details}>
      {sealed?.detail !== undefined && (
        <p>
          <Said text={sealed.detail} />
        </p>
      )}
      {changesSettings(entry) && <EntryChanges entry={entry} scale={scale} />}
      <BalancesTable entry={entry} scale={scale} />
      <Facts
        facts={[
          ['Kind', entry.kind],
          ['Outcome', entry.outcome],
          ['Version of the budget', String(entry.version)],
          ['At', <Time key="at" at={entry.at} zone={zone} precision="second" />],
          ['By', <HolderName key="by" holder={entry.by} />],
          ['Key that was sent', request?.credential],
          ['Because of', cause && <BudgetName id={cause.budgetId} />],
          ['Request', request?.id],
          ['Idempotency key', request?.idempotencyKey],
        ]}
      />
      <p className={styles.links}>
        {reservation && (
          <Link to="/reservations/$id" params={{ id: reservation.id }}>
            The reservation
          </Link>
        )}
        {!isExplained && (
          <Link to="/why/$id" params={{ id: entryId(entry) }}>
            The rules as they were
          </Link>
        )}
      </p>
      {sealed && (
        <dl className={styles.hashes}>
          <dt>Hash</dt>
          <dd>
            <code>{sealed.hash}</code>
          </dd>
          <dt>After</dt>
          <dd>
            <code>{sealed.previousHash}</code>
          </dd>
        </dl>
      )}
      <JsonBlock label="The entry as JSON" value={entry} />
    </div>
  );
}

function BalancesTable({ entry: { balances, deltas }, scale }: Pick<ShownEntry, 'entry' | 'scale'>) {
  const deltaOf = (part: Part): Money =>
    part === 'available' ? freed(deltas) : Money.of(deltas[part] ?? '0');
  const rows = PARTS.filter((part) => !deltaOf(part).isZero || !Money.of(balances[part]).isZero);
  if (rows.length === 0) return null;
  const before = (part: Part): Money => Money.of(balances[part]).subtract(deltaOf(part));
  const room = restDigits(rows.flatMap((part) => [balances[part], deltaOf(part), before(part)]));
  const shown = (value: Money | string) => <Amount value={value} scale={scale} room={room} />;
  return (
    <Table
      label="Balances before and after"
      rows={rows}
      keyOf={(part) => part}
      columns={[
        { head: 'Balance', cell: (part) => part, fill: true },
        { head: 'Before', end: true, wide: true, cell: (part) => shown(before(part)) },
        {
          head: 'Change',
          end: true,
          cell: (part) => (deltaOf(part).isZero ? <span className="muted">–</span> : shown(deltaOf(part))),
        },
        { head: 'After', end: true, cell: (part) => shown(balances[part]) },
      ]}
    />
  );
}

/** By how much what is available changed: what came, less what went elsewhere. */
function freed({
  allocated = '0',
  reserved = '0',
  delegated = '0',
  spent = '0',
  overdraft = '0',
}: ShownEntry['entry']['deltas']): Money {
  return Money.of(allocated).subtract(reserved).subtract(delegated).subtract(spent).add(overdraft);
}
