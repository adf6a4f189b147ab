import { Link } from '@tanstack/react-router';
import { Amount } from '../../design/amount.js';
import { Bar } from '../../design/bar.js';
import { Said } from '../../design/said.js';
import { useNarrow } from '../../design/use-narrow.js';
import type { Lever, LeverBudget } from '../../parts/levers/lever.js';
import { LeverMenu } from '../../parts/levers/lever-menu.js';
import { partsOfSubtree } from '../../parts/money-parts.js';
import { BudgetName } from '../../parts/names.js';
import { StateBadge } from '../../parts/state-badge.js';
import type { ListedBudget } from './budget-pages.js';
import { CloseLimits } from './close-limits.js';
import type { BudgetRow } from './rows.js';
import styles from './tree.module.css';

export interface BudgetCellsProps {
  readonly row: BudgetRow;
  readonly isActive: boolean;
  readonly pull: (lever: Lever, budget: LeverBudget) => void;
}

/** What a row shows of a budget. */
export function BudgetCells({ row: { budget, isOpen, level }, isActive, pull }: BudgetCellsProps) {
  const { id, name, ref, state, currency, scale, balances, subtree = balances } = budget;
  const tabIndex = isActive ? 0 : -1;
  // As much in every row of a tree: what comes moves no point.
  const room = useNarrow() ? 0 : Math.max(0, scale - 2);
  return (
    <>
      <span role="rowheader" className={styles.name}>
        <span className={styles.chevron} data-open={isOpen ?? undefined} aria-hidden />
        {level === 1 && <Path budget={budget} tabIndex={tabIndex} />}
        <span className={styles.text}>
          <BudgetName id={id} name={name} />
          {ref !== null && (
            <span className="muted">
              {' '}
              <Said text={ref} />
            </span>
          )}
        </span>
        <StateBadge state={state} />
        <CloseLimits budgetId={id} />
      </span>
      <span role="gridcell" className={styles.bar}>
        <Bar parts={partsOfSubtree({ balances, subtree })} currency={currency} scale={scale} />
      </span>
      <span role="gridcell" className={styles.spent}>
        <Amount value={subtree.spent} scale={scale} room={room} />
      </span>
      <span role="gridcell" className={styles.available}>
        <Amount value={balances.available} currency={currency} scale={scale} room={room} />
      </span>
      <span role="gridcell" className={styles.levers}>
        <LeverMenu budget={budget} pull={(lever) => pull(lever, budget)} tabIndex={tabIndex} inRow />
      </span>
    </>
  );
}

/** Where a budget lies that stands by itself: a way to the budget above it. */
function Path({ budget, tabIndex }: { readonly budget: ListedBudget; readonly tabIndex: number }) {
  const { ancestors = [], parentId } = budget;
  if (ancestors.length === 0 || parentId === null) return null;
  return (
    <Link to="/tree" search={{ root: parentId }} className={styles.path} tabIndex={tabIndex}>
      {ancestors.map(({ id, name }) => (
        <span key={id}>
          <Said text={name} /> /{' '}
        </span>
      ))}
    </Link>
  );
}
