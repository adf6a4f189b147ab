import { Money, type Budget } from '@purser/sdk';
import type { ReactNode } from 'react';
import { Amount } from '../../design/amount.js';
import { restDigits } from '../../design/amounts.js';
import { Bar } from '../../design/bar.js';
import { Section } from '../../design/page.js';
import { Table } from '../../design/table.js';
import { partsOfSubtree } from '../../parts/money-parts.js';
import { useBudget } from './budget-context.js';
import styles from './budget-balances.module.css';

/** Where the money of a budget is: one bar, what its parts mean, and what it and those below it did with them. */
export function BudgetBalances() {
  const budget = useBudget();
  const { currency, scale, balances } = budget;
  return (
    <Section title="Money">
      <div className={styles.columns}>
        <div className={styles.money}>
          <p className={styles.figure}>
            <Amount value={balances.available} currency={currency} scale={scale} />{' '}
            <span className={styles.what}>
              left of <Amount value={balances.allocated} scale={scale} />
            </span>
          </p>
          <Bar parts={partsOfSubtree(budget)} currency={currency} scale={scale} legend />
          <Explained budget={budget} />
        </div>
        <Sums budget={budget} />
      </div>
    </Section>
  );
}

/** What the bar says, for those who see such a bar for the first time. */
function Explained({ budget }: { readonly budget: Budget }) {
  const { guarantee, ceiling, currency, scale, parentId } = budget;
  const isElastic = parentId !== null && !Money.of(guarantee).equals(ceiling);
  return (
    <p className="muted small">
      Spent is paid, reserved is set aside for calls under way, both here and below. Delegated is given on and
      not used yet. Available can be reserved now.
      {isElastic && (
        <>
          {' '}
          It is sure of <Amount value={guarantee} scale={scale} />, and may draw up to{' '}
          <Amount value={ceiling} currency={currency} scale={scale} /> while those above have it.
        </>
      )}
    </p>
  );
}

interface SumsRow {
  readonly name: string;
  readonly own: ReactNode;
  readonly all: ReactNode;
}

/** A count is null while spend is added up anew. */
const countText = (count: number | null): string => (count === null ? '…' : count.toLocaleString('en'));

function Sums({ budget }: { readonly budget: Budget }) {
  const { balances, own, subtree, scale } = budget;
  const room = restDigits([balances.spent, subtree.spent, balances.reserved, subtree.reserved]);
  const amount = (value: string): ReactNode => <Amount value={value} scale={scale} room={room} />;
  const rows: SumsRow[] = [
    { name: 'Spent', own: amount(balances.spent), all: amount(subtree.spent) },
    { name: 'Reserved', own: amount(balances.reserved), all: amount(subtree.reserved) },
    { name: 'Calls paid', own: countText(own.calls), all: countText(subtree.calls) },
    { name: 'Denied', own: countText(own.denied), all: countText(subtree.denied) },
  ];
  return (
    <Table
      label="What it did itself, and with all below it"
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        { head: 'Of all time', cell: ({ name }) => name },
        { head: 'Itself', cell: (row) => row.own, end: true },
        { head: 'With all below', cell: (row) => row.all, end: true },
      ]}
    />
  );
}
