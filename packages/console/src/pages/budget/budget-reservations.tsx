import type { Reservation } from '@purser/sdk';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { restDigits } from '../../design/amounts.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { Said } from '../../design/said.js';
import { Table } from '../../design/table.js';
import { Time } from '../../design/time.js';
import { BudgetName } from '../../parts/names.js';
import { useBudget } from './budget-context.js';
import styles from './budget-reservations.module.css';

const MOST = 8;

/** What was asked for last, by the budget and by those below it. */
export function BudgetReservations() {
  const { id } = useBudget();
  const query = api.useQuery('get', '/v1/reservations', {
    params: { query: { budgetId: id, subtree: true, limit: MOST } },
  });
  return (
    <Section
      title="Latest reservations"
      aside={
        <Link to="/reservations" search={{ budgetId: id, subtree: 'true' }}>
          All of them
        </Link>
      }
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text="Nothing was reserved yet." />
          ) : (
            <ReservationsTable items={items} />
          )
        }
      </Loaded>
    </Section>
  );
}

type ReservationRow = Pick<
  Reservation,
  'id' | 'createdAt' | 'budgetId' | 'budgetName' | 'vendor' | 'item' | 'state' | 'amount' | 'committed'
>;

function ReservationsTable({ items }: { readonly items: readonly ReservationRow[] }) {
  const { id, scale, timezone } = useBudget();
  const asked = restDigits(items.map(({ amount }) => amount));
  const paid = restDigits(items.map(({ committed }) => committed));
  return (
    <Table
      label="The latest reservations, the newest first"
      rows={items}
      keyOf={(one) => one.id}
      columns={[
        { head: 'When', wide: true, cell: ({ createdAt }) => <Time at={createdAt} zone={timezone} /> },
        {
          head: 'Budget',
          wide: true,
          cell: ({ budgetId, budgetName }) =>
            budgetId === id ? (
              <span className="muted">this one</span>
            ) : (
              <BudgetName id={budgetId} name={budgetName} />
            ),
        },
        {
          head: 'For',
          fill: true,
          cell: ({ vendor, item, createdAt }) => (
            <span className={styles.bought}>
              {vendor === null ? (
                <span className="muted">no vendor</span>
              ) : (
                <Said text={[vendor, item].filter(Boolean).join(' · ')} />
              )}
              <span className={`muted small ${styles.when ?? ''}`}>
                <Time at={createdAt} zone={timezone} />
              </span>
            </span>
          ),
        },
        { head: 'State', cell: ({ state }) => state.replace('_', ' ') },
        {
          head: 'Asked',
          end: true,
          wide: true,
          cell: ({ amount }) => <Amount value={amount} scale={scale} room={asked} />,
        },
        {
          head: 'Paid',
          end: true,
          cell: ({ committed }) => <Amount value={committed} scale={scale} room={paid} />,
        },
      ]}
    />
  );
}
