import { Money, type BudgetTree } from '@purser/sdk';
import { useState } from 'react';
import { api } from '../../api/client.js';
import { Amount } from '../../design/amount.js';
import { restDigits } from '../../design/amounts.js';
import { Bar } from '../../design/bar.js';
import { Badge } from '../../design/badge.js';
import { Button } from '../../design/button.js';
import { EmptyState } from '../../design/empty-state.js';
import { Loaded } from '../../design/loaded.js';
import { Section } from '../../design/page.js';
import { Table } from '../../design/table.js';
import { isOverdrawn, partsOfSubtree } from '../../parts/money-parts.js';
import { BudgetName } from '../../parts/names.js';
import { StateBadge } from '../../parts/state-badge.js';
import { useBudget } from './budget-context.js';
import styles from './budget-children.module.css';

/** How many children are read, and how many of them are shown at first. */
const MOST = 200;
const MOST_SHOWN = 20;

/** Those that are open first, and of these the dearest. */
const inOrder = (children: readonly BudgetTree[]): BudgetTree[] =>
  children.toSorted(
    (a, b) =>
      Number(a.state === 'closed') - Number(b.state === 'closed') ||
      Money.of(b.subtree.spent).compare(a.subtree.spent),
  );

/** The children of a budget, each with where its money is. */
export function BudgetChildren() {
  const { id } = useBudget();
  const [all, setAll] = useState(false);
  const query = api.useQuery('get', '/v1/budgets/{id}/tree', {
    params: { path: { id }, query: { depth: 1, limit: MOST + 1 } },
  });
  return (
    <Section title="Children">
      <Loaded query={query}>
        {({ children, childrenCount }) => {
          const shown = inOrder(children).slice(0, all ? MOST : MOST_SHOWN);
          const hidden = children.length - shown.length;
          return children.length === 0 ? (
            <EmptyState text="None. What is delegated from it appears here." />
          ) : (
            <>
              <ChildrenTable rows={shown} />
              {hidden > 0 && (
                <div>
                  <Button small onClick={() => setAll(true)}>
                    Show {hidden} more
                  </Button>
                </div>
              )}
              {childrenCount > children.length && (
                <p className="muted small">
                  These are the {children.length} oldest of {childrenCount.toLocaleString('en')}.
                </p>
              )}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

function ChildrenTable({ rows }: { readonly rows: readonly BudgetTree[] }) {
  const { currency, scale } = useBudget();
  const spent = restDigits(rows.map(({ subtree }) => subtree.spent));
  const available = restDigits(rows.map(({ balances }) => balances.available));
  return (
    <Table
      label="Children, the dearest first"
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          head: 'Name',
          fill: true,
          cell: ({ id, name, state, balances }) => (
            <>
              <BudgetName id={id} name={name} /> <StateBadge state={state} />
              {isOverdrawn(balances) && <Badge tone="bad">overdraft</Badge>}
            </>
          ),
        },
        {
          head: 'Where its money is',
          wide: true,
          cell: (child) => (
            <div className={styles.bar}>
              <Bar parts={partsOfSubtree(child)} currency={currency} scale={scale} />
            </div>
          ),
        },
        {
          head: 'Spent',
          end: true,
          cell: ({ subtree }) => <Amount value={subtree.spent} scale={scale} room={spent} />,
        },
        {
          head: 'Available',
          end: true,
          cell: ({ balances }) => <Amount value={balances.available} scale={scale} room={available} />,
        },
      ]}
    />
  );
}
