/**
 * Rows travel to Postgres column by column, each column as one text: its values joined by a character that none of
 * them can contain. Control characters are refused at the API, and JSON writes them escaped. Splitting such a text
 * costs Postgres and the service less than reading and writing array literals.
 */
export const SEPARATOR = '\u001e';

/** SQL that unfolds a parameter written by {@link column} into an array of the given type; empty text is NULL. */
const unfold = (parameter: string, type: string): string =>
  `string_to_array(${parameter}, E'\\x1e', '')::${type}[]`;

/** One column of rows as text. */
function column<T>(rows: readonly T[], value: (row: T) => string | number | bigint | null): string {
  let text = '';
  for (let i = 0; i < rows.length; i += 1) {
    const item = value(rows[i]!);
    text += i === 0 ? (item ?? '') : SEPARATOR + (item ?? '');
  }
  return text;
}

/** A list of columns with their types: `FROM` item and parameters of one set of rows. */
export interface Columns<T> {
  readonly [name: string]: readonly [type: string, value: (row: T) => string | number | bigint | null];
}

/** A `FROM` item that yields the rows of a set; its parameters begin at `$first`. */
export function rowsOf<T>(columns: Columns<T>, alias: string, first: number): string {
  const names = Object.keys(columns);
  const arrays = names.map((name, i) => unfold(`$${first + i}`, columns[name]![0]));
  return `unnest(${arrays.join(', ')}) AS ${alias}(${names.join(', ')})`;
}

export const parametersOf = <T>(columns: Columns<T>, rows: readonly T[]): string[] =>
  Object.values(columns).map(([, value]) => column(rows, value));

/** Milliseconds since the epoch of a timestamp, as a float: infinity included. */
export const milliseconds = (expression: string): string =>
  `(extract(epoch FROM ${expression}) * 1000)::float8`;
