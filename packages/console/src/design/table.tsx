import type { ReactNode } from 'react';
import styles from './table.module.css';

interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the end, so that they can be compared. */
  readonly end?: boolean;
  /** Takes the room that others leave. */
  readonly fill?: boolean;
  /** Left out on a phone: what it shows is elsewhere, too. */
  readonly wide?: boolean;
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

export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="unseen">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" className={classOf(column)}>
                {column.head}
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
                  <Cell key={column.head} scope={i === 0 ? 'row' : undefined} className={classOf(column)}>
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
