import { Money } from '@purser/sdk';
import { Link } from '@tanstack/react-router';
import { Amount } from '../../design/amount.js';
import { amountText, restDigits, shareOf } from '../../design/amounts.js';
import { Table, type Column } from '../../design/table.js';
import { changeText } from '../../parts/change-text.js';
import { GroupValue, groupName } from '../../parts/group-value.js';
import { groupsAfter, isPeriod, onlyOf } from '../../parts/spend-ask.js';
import { asked, spanOfPeriod } from '../../parts/spend-times.js';
import {
  columnOfUnit,
  orderedLines,
  percentText,
  usualOrder,
  type SpendLine,
  type SpendSums,
} from './spend-lines.js';
import type { SpendLook, SpendSearch } from './spend-search.js';
import styles from './spend.module.css';

export interface SpendTableProps {
  /** The question, with the budget that it is about. */
  readonly search: SpendSearch;
  readonly groups: readonly string[];
  readonly lines: readonly SpendLine[];
  readonly total: SpendSums;
  /** Whether each sum stands beside that of the period before. */
  readonly compares: boolean;
  /** Null where it is not known. */
  readonly totalBefore: SpendSums | null;
  readonly scale: number;
  readonly zone: string;
  readonly look: (next: SpendLook) => void;
}

/** A column by what the address names it by where rows are ordered by it; null where they cannot be. */
type NamedColumn = Column<SpendLine> & { readonly name: string | null };

/** The groups of an answer, each with its sums; the name of one leads to the same question about it alone. */
export function SpendTable(props: SpendTableProps) {
  const { search, groups, lines, total, look } = props;
  const sort = search.sort ?? usualOrder(groups);
  const units = [...new Set(lines.flatMap(({ sums }) => Object.keys(sums.usage)))].sort();
  const columns = [
    ...groupColumns(props),
    ...spentColumns(props),
    ...otherColumns(props),
    ...units.map((unit) => usageColumn(unit, total)),
  ];
  return (
    <Table
      label="What was spent, by group"
      rows={orderedLines(lines, sort, groups)}
      keyOf={({ key }) => key}
      columns={columns.map(({ name, ...column }) =>
        name === null
          ? column
          : {
              ...column,
              order: {
                now: sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none',
                change: () => look({ sort: nextOrder(sort, name, column.end ?? false) }),
              },
            },
      )}
    />
  );
}

/** Numbers begin with the largest, names with the first; once more turns it round. */
function nextOrder(sort: string, name: string, isNumber: boolean): string {
  if (sort === name) return `-${name}`;
  if (sort === `-${name}`) return name;
  return isNumber ? `-${name}` : name;
}

function groupColumns({ search, groups, lines, zone }: SpendTableProps): NamedColumn[] {
  if (groups.length === 0) return [{ name: null, head: 'Group', cell: () => 'All together', foot: 'Total' }];
  return groups.map((group, i) => ({
    name: group,
    head: groupName(group),
    fill: i === 0,
    foot: i === 0 ? `Total of ${lines.length}` : '',
    cell: ({ values }) => (
      <span className={i === 0 ? styles.first : styles.next}>
        <GroupLink {...{ search, group, zone }} value={values[i] ?? null} />
      </span>
    ),
  }));
}

interface GroupLinkProps {
  readonly search: SpendSearch;
  readonly group: string;
  readonly value: string | null;
  readonly zone: string;
}

/** A group by its name, leading to what is in it. What has no value cannot be asked for alone. */
function GroupLink({ search, group, value, zone }: GroupLinkProps) {
  const shown = <GroupValue group={group} value={value} zone={zone} />;
  const inside = value === null ? undefined : insideOf(search, group, value, zone);
  return inside ? (
    <Link to="/spend" search={inside} className={styles.inside}>
      {shown}
    </Link>
  ) : (
    shown
  );
}

/** The question about one group: its order and pages were those of another answer. */
function insideOf(search: SpendSearch, group: string, value: string, zone: string): SpendSearch | undefined {
  const { sort: _, pages: __, ...ask } = search;
  const groupBy = groupsAfter(ask, group);
  if (isPeriod(group)) return { ...ask, ...asked(spanOfPeriod(group, value, zone)), groupBy };
  const narrowed = onlyOf(ask, group, value);
  const isSame = narrowed?.budgetId === ask.budgetId && (group === 'child' || group === 'budget');
  return narrowed && !isSame ? { ...narrowed, groupBy } : undefined;
}

function spentColumns({ lines, total, compares, totalBefore, scale }: SpendTableProps): NamedColumn[] {
  const amountOf = (sums: readonly SpendSums[]) => {
    const room = restDigits(sums.map(({ spent }) => spent));
    return ({ spent }: SpendSums) => <Amount value={spent} scale={scale} room={room} />;
  };
  const now = amountOf([total, ...lines.map(({ sums }) => sums)]);
  const spent: NamedColumn = {
    name: 'spent',
    head: 'Spent',
    end: true,
    cell: ({ sums }) => now(sums),
    foot: now(total),
  };
  const share: NamedColumn = {
    name: null,
    head: 'Share',
    end: true,
    cell: ({ sums }) => <Share part={sums.spent} whole={total.spent} />,
  };
  if (!compares) return [spent, share];
  const theirs = [totalBefore, ...lines.map(({ before }) => before)].flatMap((sums) => sums ?? []);
  const then = amountOf(theirs);
  const all = [total, ...lines.map(({ sums }) => sums), ...theirs];
  const changed = { scale, room: restDigits(all.map(({ spent }) => spent)) };
  return [
    spent,
    {
      name: 'before',
      head: 'Before',
      end: true,
      wide: true,
      cell: ({ before }) => (before ? then(before) : '–'),
      foot: totalBefore ? then(totalBefore) : '–',
    },
    {
      name: 'change',
      head: 'Change',
      end: true,
      cell: ({ sums, before }) => (before ? <Change now={sums} before={before} {...changed} /> : '–'),
      foot: totalBefore ? <Change now={total} before={totalBefore} {...changed} /> : '–',
    },
    { ...share, wide: true },
  ];
}

function Share({ part, whole }: { readonly part: string; readonly whole: string }) {
  return (
    <span className={styles.share}>
      {percentText(part, whole)}
      <span className={styles.track} aria-hidden>
        <span style={{ inlineSize: `${shareOf(part, whole) * 100}%` }} />
      </span>
    </span>
  );
}

interface ChangeProps {
  readonly now: SpendSums;
  readonly before: SpendSums;
  readonly scale: number;
  /** In a column: the room behind the cents. */
  readonly room?: number;
}

/** How much more or less it is, and how that stands to what it was. */
export function Change({ now, before, scale, room }: ChangeProps) {
  const difference = Money.of(now.spent).subtract(before.spent);
  const percent =
    changeText(Money.of(now.spent), Money.of(before.spent)) ?? (difference.isMoreThan(0) ? 'new' : '');
  return (
    <span className="number">
      {difference.isMoreThan(0) && '+'}
      <Amount value={difference} scale={scale} room={room} />{' '}
      <span className={room === undefined ? 'muted' : styles.percent}>{percent}</span>
    </span>
  );
}

/** What else is known of each group. On a phone it is in the file alone. */
function otherColumns({ lines, total, scale }: SpendTableProps): NamedColumn[] {
  const amount = (name: 'refunded' | 'reserved', head: string): NamedColumn => {
    const room = restDigits(lines.map(({ sums }) => sums[name]));
    const cell = (sums: SpendSums) => <Amount value={sums[name]} scale={scale} room={room} />;
    return { name, head, end: true, wide: true, cell: ({ sums }) => cell(sums), foot: cell(total) };
  };
  const count = (name: 'calls' | 'denied', head: string): NamedColumn => ({
    name,
    head,
    end: true,
    wide: true,
    cell: ({ sums }) => amountText(sums[name], undefined, 0),
    foot: amountText(total[name], undefined, 0),
  });
  return [
    amount('refunded', 'Refunded'),
    amount('reserved', 'Held now'),
    count('calls', 'Calls'),
    count('denied', 'Denied'),
  ];
}

function usageColumn(unit: string, total: SpendSums): NamedColumn {
  const cell = ({ usage }: SpendSums): string => amountText(usage[unit] ?? '0', undefined, 0);
  return {
    name: columnOfUnit(unit),
    head: unit.replaceAll('_', ' '),
    end: true,
    wide: true,
    cell: ({ sums }) => cell(sums),
    foot: cell(total),
  };
}
