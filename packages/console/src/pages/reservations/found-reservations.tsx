import { Link } from '@tanstack/react-router';
import { Money, type Reservation } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import { restDigits } from '../../design/amounts.js';
import { Badge } from '../../design/badge.js';
import { Said } from '../../design/said.js';
import { Table } from '../../design/table.js';
import { Time } from '../../design/time.js';
import { BudgetName } from '../../parts/names.js';
import { ReservationBadge } from '../../parts/reservation-badge.js';
import styles from './reservations.module.css';

/** What a list shows of a reservation. */
export type FoundReservation = Omit<Reservation, 'context' | 'charges' | 'metadata' | 'settlementMetadata'>;

export interface FoundReservationsProps {
  readonly items: readonly FoundReservation[];
  /** Whether they stand in the order of their settlement, so that its time is shown. */
  readonly bySettlement: boolean;
}

/** What it comes to: what is held while it is, and then what was paid and did not come back. */
const figureOf = ({ held, committed, refunded }: FoundReservation): Money =>
  Money.of(held).add(committed).subtract(refunded);

export function FoundReservations({ items, bySettlement }: FoundReservationsProps) {
  const timeOf = ({ createdAt, settledAt }: FoundReservation): string =>
    bySettlement ? (settledAt ?? createdAt) : createdAt;
  const room = restDigits(items.map(figureOf));
  const askedRoom = restDigits(items.map(({ amount }) => amount));
  return (
    <Table
      label="Reservations"
      rows={items}
      keyOf={({ id }) => id}
      columns={[
        { head: 'For', fill: true, cell: (item) => <Bought item={item} at={timeOf(item)} /> },
        {
          head: bySettlement ? 'Settled' : 'Made',
          wide: true,
          cell: (item) => (
            <span className="muted">
              <Time at={timeOf(item)} zone={item.budget?.timezone} precision="second" />
            </span>
          ),
        },
        {
          head: 'State',
          cell: ({ state, claim, dispute }) => (
            <>
              <ReservationBadge state={state} />
              {claim !== null && <Badge tone="warn">claim</Badge>}
              {dispute?.state === 'open' && <Badge tone="warn">dispute</Badge>}
            </>
          ),
        },
        {
          head: 'Asked',
          end: true,
          wide: true,
          cell: ({ amount, budget }) => <Amount value={amount} scale={budget?.scale} room={askedRoom} />,
        },
        {
          head: 'Held or paid',
          end: true,
          cell: (item) => (
            <Amount
              value={figureOf(item)}
              currency={item.budget?.currency}
              scale={item.budget?.scale}
              room={room}
            />
          ),
        },
      ]}
    />
  );
}

/** Of whom and what it is bought, and by which budget; on a phone also when. */
function Bought({ item: found, at }: { readonly item: FoundReservation; readonly at: string }) {
  const { id, vendor, item, budget, budgetId, budgetName, runId, occurredAt } = found;
  return (
    <div className={styles.bought}>
      <Link to="/reservations/$id" params={{ id }} className={styles.row}>
        <Said text={[vendor, item].filter(Boolean).join(' · ') || 'no vendor'} />
        {occurredAt !== null && ' (charged)'}
      </Link>
      <span className={`muted ${styles.where ?? ''}`}>
        <BudgetName id={budgetId} name={budgetName} />
        {runId !== null && (
          <>
            {' · '}
            <Said text={runId} />
          </>
        )}
      </span>
      <span className={`muted small ${styles.when ?? ''}`}>
        <Time at={at} zone={budget?.timezone} precision="second" />
      </span>
    </div>
  );
}
