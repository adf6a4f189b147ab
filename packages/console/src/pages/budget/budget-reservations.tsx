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

const MOST = 8;

/** What was asked for last, by the budget and by those below it. */
export function BudgetReservations() {
  const { id, scale, timezone } = useBudget();
  const query = api.useQuery('get', '/v1/reservations', {
    params: { query: { budgetId: id, subtree: true, limit: MOST } },
  });
  return (
    <Section title="Latest reservations">
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState text="Nothing was reserved yet." />
          ) : (
            <Table
              label="The latest reservations, the newest first"
              rows={items}
              keyOf={(one) => one.id}
              columns={[
                { head: 'When', cell: ({ createdAt }) => <Time at={createdAt} zone={timezone} /> },
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
                  cell: ({ vendor, item }) =>
                    vendor === null ? (
                      <span className="muted">no vendor</span>
                    ) : (
                      <Said text={[vendor, item].filter(Boolean).join(' · ')} />
                    ),
                },
                { head: 'State', cell: ({ state }) => state.replace('_', ' ') },
                {
                  head: 'Asked',
                  end: true,
                  wide: true,
                  cell: ({ amount }) => (
                    <Amount value={amount} scale={scale} room={restDigits(items.map((one) => one.amount))} />
                  ),
                },
                {
                  head: 'Paid',
                  end: true,
                  cell: ({ committed }) => (
                    <Amount
                      value={committed}
                      scale={scale}
                      room={restDigits(items.map((one) => one.committed))}
                    />
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
}
