import type { ReactNode } from 'react';
import { Amount } from '../../design/amount.js';
import { restDigits } from '../../design/amounts.js';
import { Said } from '../../design/said.js';
import { Table } from '../../design/table.js';
import { BudgetName } from '../../parts/names.js';
import { useBudget } from './budget-context.js';
import type { SpendBy } from './spend-groups.js';
import type { SpentByGroup, SpentGroup } from './use-spend-groups.js';

/** How many are listed. */
const MOST = 10;

/** What those are called that have no value. */
const NONE: Readonly<Record<string, string>> = {
  vendor: 'no vendor',
  item: 'no item',
  child: 'the budget itself',
};

export interface SpentGroupsProps {
  readonly spent: SpentByGroup;
  readonly by: SpendBy;
}

/** What each vendor, item, child or value of a dimension came to, the dearest first. */
export function SpentGroups({ spent: { groups, hasMore, days }, by }: SpentGroupsProps) {
  const { scale } = useBudget();
  const shown = groups.slice(0, MOST);
  const hidden = groups.length - shown.length;
  const room = restDigits(shown.map(({ sums }) => sums.spent));
  const name = by.replace('labels.', '');
  const nameOf = ({ value }: SpentGroup): ReactNode =>
    value === null ? (
      <span className="muted">{NONE[by] ?? `no ${name}`}</span>
    ) : by === 'child' ? (
      <BudgetName id={value} />
    ) : (
      <Said text={value} />
    );
  return (
    <>
      <Table
        label={`Spent in the last ${days.length} days by ${name}`}
        rows={shown}
        keyOf={({ value }) => value ?? ' '}
        columns={[
          { head: name.replace(/^./, (letter) => letter.toUpperCase()), cell: nameOf, fill: true },
          { head: 'Calls', cell: ({ sums }) => sums.calls.toLocaleString('en'), end: true, wide: true },
          { head: 'Denied', cell: ({ sums }) => sums.denied.toLocaleString('en'), end: true, wide: true },
          {
            head: 'Spent',
            cell: ({ sums }) => <Amount value={sums.spent} scale={scale} room={room} />,
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
