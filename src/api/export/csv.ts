import { stringify } from 'csv-stringify/sync';

/** What a field of a row can be; null is empty. */
type Cell = string | number | boolean | null | undefined;

/** A column: its name, and what it shows of an item. */
export interface CsvColumn<T> {
  name: string;
  of: (item: T) => Cell;
  /** A number of ours as text: it can begin with a minus, and is no formula. */
  isNumber?: true;
}

/** What spreadsheets take for the beginning of a formula, behind as many apostrophes as there may be. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Text that a spreadsheet shows, and does not run. Who takes one apostrophe away again has it as it was. */
export const neutral = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

const FORM = { record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const;

/** How items are written as CSV: see {@link writerOf}. */
export interface CsvWriter<T> {
  /** The line with the names of the columns. */
  header: string;
  textOf: (items: readonly T[]) => string;
}

/** Rows as RFC 4180 has them, of what is shown of an item. */
export function writerOf<T, V>(columns: readonly CsvColumn<V>[], view: (item: T) => V): CsvWriter<T> {
  const cell = ({ of, isNumber }: CsvColumn<V>, shown: V): Cell => {
    const value = of(shown);
    if (typeof value === 'boolean') return String(value);
    return typeof value === 'string' && !isNumber ? neutral(value) : value;
  };
  const cells = (item: T): Cell[] => {
    const shown = view(item);
    return columns.map((column) => cell(column, shown));
  };
  return {
    header: stringify([columns.map(({ name }) => name)], FORM),
    textOf: (items) => stringify(items.map(cells), FORM),
  };
}
