import { memo, type CSSProperties } from 'react';
import { errorText } from '../../api/errors.js';
import { Button } from '../../design/button.js';
import type { Lever, LeverBudget } from '../../parts/levers/lever.js';
import { BudgetCells } from './budget-cells.js';
import type { PageFault } from './budget-pages.js';
import type { PendingRow, TreeRow } from './rows.js';
import styles from './tree.module.css';

export interface GridRowProps {
  readonly row: TreeRow;
  readonly index: number;
  /** Where it stands, in pixels. */
  readonly top: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly fault: PageFault | undefined;
  readonly pull: (lever: Lever, budget: LeverBudget) => void;
  readonly showClosed: () => void;
}

type RowStyle = CSSProperties & Record<'--level', number>;

/** One row. It is drawn again only when something of it has changed: its layout is made anew all the time. */
export const GridRow = memo(DrawnRow, (before, after) => {
  const { row: a, ...others } = before;
  const { row: b, ...now } = after;
  return isSame({ ...others, ...a }, { ...now, ...b });
});

const isSame = (a: object, b: object): boolean => {
  const [left, right] = [Object.entries(a), Object.entries(b)];
  const known = new Map(right);
  return (
    left.length === right.length &&
    left.every(([name, value]) => name === 'page' || known.get(name) === value)
  );
};

function DrawnRow({ row, index, top, height, isActive, fault, pull, showClosed }: GridRowProps) {
  const style: RowStyle = { transform: `translateY(${top}px)`, blockSize: height, '--level': row.level - 1 };
  const isBudget = row.kind === 'budget';
  return (
    <div
      role="row"
      className={`${styles.row} ${styles.placed} ${isBudget && row.isOpen !== null ? (styles.opens ?? '') : ''}`}
      style={style}
      data-index={index}
      data-key={row.key}
      tabIndex={isActive ? 0 : -1}
      aria-rowindex={index + 2}
      aria-level={row.level}
      aria-expanded={isBudget ? (row.isOpen ?? undefined) : undefined}
      aria-posinset={isBudget ? row.place : undefined}
      aria-setsize={isBudget ? row.beside : undefined}
    >
      {isBudget && <BudgetCells row={row} isActive={isActive} pull={pull} />}
      {row.kind === 'pending' && <PendingCell row={row} fault={fault} />}
      {row.kind === 'closed' && (
        <span role="gridcell" className={styles.name}>
          <Button look="quiet" small onClick={showClosed} tabIndex={isActive ? 0 : -1}>
            {row.count} closed
          </Button>
        </span>
      )}
    </div>
  );
}

function PendingCell({ row, fault }: { readonly row: PendingRow; readonly fault: PageFault | undefined }) {
  if (!fault)
    return (
      <span role="gridcell" className={styles.pending}>
        <span className="unseen">Loading</span>
      </span>
    );
  return (
    <span role="gridcell" className={styles.fault}>
      {row.count > 1 ? `${row.count} budgets` : 'Budgets'} could not be loaded. {errorText(fault.error)}{' '}
      <Button small onClick={() => void fault.retry()}>
        Try again
      </Button>
    </span>
  );
}
