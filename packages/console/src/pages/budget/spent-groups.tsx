import { Money } from '@purser/sdk';
import { Amount } from '../../design/amount.js';
import { restDigits } from '../../design/amounts.js';
import { Table } from '../../design/table.js';
import { GroupValue } from '../../parts/group-value.js';
import { BudgetName } from '../../parts/names.js';
import { valueIn, type SpendRow } from '../../parts/spend-ask.js';
import { useBudget } from './budget-context.js';
import { nameOfGroup, type SpendChoice } from './spend-choice.js';

/** How many are listed. */
const MOST = 10;

export interface SpentGroupsProps {
  readonly rows: readonly SpendRow[];
  /** Whether there are more than those. */
  readonly hasMore: boolean;
  readonly choice: SpendChoice;
}

/** What each vendor, item, child or value of a dimension came to, the dearest first. */
export function SpentGroups({ rows, hasMore, choice: { by, days } }: SpentGroupsProps) {
  const { scale, timezone } = useBudget();
  const dearest = rows.toSorted((a, b) => Money.of(b.spent).compare(a.spent));
  const shown = dearest.slice(0, MOST);
  const hidden = rows.length - shown.length;
  const room = restDigits(shown.map(({ spent }) => spent));
  return (
    <>
      <Table
        label={`Spent in the last ${days} days by ${nameOfGroup(by)}`}
        rows={shown}
        keyOf={(row) => valueIn(row, by) ?? ' '}
        columns={[
          {
            head: nameOfGroup(by).replace(/^./, (letter) => letter.toUpperCase()),
            cell: (row) => {
              const value = valueIn(row, by);
              return by === 'child' && value !== null ? (
                <BudgetName id={value} />
              ) : (
                <GroupValue group={by} value={value} zone={timezone} />
              );
            },
            fill: true,
          },
          { head: 'Calls', cell: ({ calls }) => calls.toLocaleString('en'), end: true, wide: true },
          { head: 'Denied', cell: ({ denied }) => denied.toLocaleString('en'), end: true, wide: true },
          {
            head: 'Spent',
            cell: ({ spent }) => <Amount value={spent} scale={scale} room={room} />,
            end: true,
          },
        ]}
      />
      {hidden > 0 && (
        <p className="muted small">
          and {hidden}
          {hasMore && ' or more'} others
        </p>
      )}
    </>
  );
}
