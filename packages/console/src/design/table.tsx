import type { ReactNode } from 'react';
import styles from './table.module.css';

/** How rows are ordered by a column now, and what has them ordered by it. */
interface ColumnOrder {
  readonly now: 'ascending' | 'descending' | 'none';
  readonly change: () => void;
}

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Below all rows. */
  readonly foot?: ReactNode;
  /** Numbers stand at the end, so that they can be compared. */
  readonly end?: boolean;
  /** Takes the room that others leave. */
  readonly fill?: boolean;
  /** Left out on a phone: what it shows is elsewhere, too. */
  readonly wide?: boolean;
  readonly order?: ColumnOrder;
}

export interface TableProps<Row> {
  /** What the table is about, for those who hear it. */
  readonly label: string;
  /** The first names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

const classOf = ({ end, fill, wide }: Column<never>): string =>
  [end && styles.end, fill && styles.fill, wide && styles.wide].filter(Boolean).join(' ');

const ARROWS = { ascending: '↑', descending: '↓', none: '' } as const;

export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="unseen">{label}</caption>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={i} scope="col" className={classOf(column)} aria-sort={sortOf(column.order)}>
                <Head {...column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, i) => {
                const Cell = i === 0 ? 'th' : 'td';
                return (
                  <Cell key={i} scope={i === 0 ? 'row' : undefined} className={classOf(column)}>
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
        {columns.some(({ foot }) => foot !== undefined) && (
          <tfoot>
            <tr>
              {columns.map((column, i) => (
                <td key={i} className={classOf(column)}>
                  {column.foot}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

const sortOf = (order: ColumnOrder | undefined): ColumnOrder['now'] | undefined =>
  order?.now === 'none' ? undefined : order?.now;

function Head({ head, order }: Pick<Column<never>, 'head' | 'order'>) {
  if (!order) return head;
  return (
    <button type="button" className={styles.sort} onClick={order.change}>
      {head} <span aria-hidden>{ARROWS[order.now]}</span>
    </button>
  );
}
