/**
 * Rows travel to Postgres column by column, each column as one text: its values joined by a character that none of
 * them can contain. Control characters are refused at the API, and JSON writes them escaped. Splitting such a text
 * costs Postgres and the service less than reading and writing array literals.
 */
const SEPARATOR = '\u001e';

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

/** How a column is kept that is no scalar as it travels: SQL that makes what is stored of its text, and the text of that. */
export interface Kept {
  store: (text: string) => string;
  load: (column: string) => string;
}

type Scalar = string | number | bigint | null;

/** A column of rows: the type of its values as they travel, the value of a row, and how it is kept if not as that. */
export type Column<T> = readonly [type: string, value: (row: T) => Scalar, kept?: Kept];

/** A list of columns: `FROM` item and parameters of one set of rows, and what is read and written of a table. */
export interface Columns<T> {
  readonly [name: string]: Column<T>;
}

/** A `FROM` item that yields the rows of a set; its parameters begin at `$first`. */
export function rowsOf<T>(columns: Columns<T>, alias: string, first: number): string {
  const names = Object.keys(columns);
  const arrays = names.map((name, i) => unfold(`$${first + i}`, columns[name]![0]));
  return `unnest(${arrays.join(', ')}) AS ${alias}(${namesOf(columns)})`;
}

export const parametersOf = <T>(columns: Columns<T>, rows: readonly T[]): string[] =>
  Object.values(columns).map(([, value]) => column(rows, value));

/** Words of SQL that are names of columns. */
const quoted = (name: string): string => (name === 'window' || name === 'limit' ? `"${name}"` : name);

/** The names of columns, as a list. */
export const namesOf = (columns: object): string => Object.keys(columns).map(quoted).join(', ');

const listed = (columns: Columns<never>, text: (name: string, kept?: Kept) => string): string =>
  Object.entries(columns)
    .map(([name, [, , kept]]) => text(quoted(name), kept))
    .join(', ');

/** What is read of a table, each column under its name. */
export const selected = (columns: Columns<never>, table: string): string =>
  listed(columns, (name, kept) =>
    kept ? `${kept.load(`${table}.${name}`)} AS ${name}` : `${table}.${name}`,
  );

/** What is stored of a set of rows, in the order of the columns. */
export const stored = (columns: Columns<never>, rows: string): string =>
  listed(columns, (name, kept) => kept?.store(`${rows}.${name}`) ?? `${rows}.${name}`);

/** Columns of a table, set to what is stored of a set of rows. */
export const assigned = (columns: Columns<never>, rows: string): string =>
  listed(columns, (name, kept) => `${name} = ${kept?.store(`${rows}.${name}`) ?? `${rows}.${name}`}`);

/** Columns of a table, set to what would have been inserted. */
export const overwritten = (columns: Columns<never>): string =>
  listed(columns, (name) => `${name} = excluded.${name}`);

/** Some of a list of columns. */
export const only = <T, N extends string>(columns: Readonly<Record<N, Column<T>>>, names: readonly N[]) =>
  Object.fromEntries(names.map((name) => [name, columns[name]])) as Record<string, Column<T>>;

/** All of a list of columns but some. */
export const without = <T, N extends string>(
  columns: Readonly<Record<N, Column<T>>>,
  ...names: readonly (readonly NoInfer<N>[])[]
): Columns<T> => {
  const left: ReadonlySet<string> = new Set(names.flat());
  return Object.fromEntries(Object.entries<Column<T>>(columns).filter(([name]) => !left.has(name)));
};

/** The same columns of what has such a row in it. */
export const within = <T, U>(
  columns: Readonly<Record<string, Column<T>>>,
  rowOf: (whole: U) => T,
): Columns<U> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, [type, value, kept]]) => [
      name,
      [type, (whole: U) => value(rowOf(whole)), kept] as const,
    ]),
  );

/** Milliseconds since the epoch of a timestamp, as a float: infinity included. */
export const milliseconds = (expression: string): string =>
  `(extract(epoch FROM ${expression}) * 1000)::float8`;

/** A timestamp, as milliseconds since the epoch. */
export const TIME: Kept = { store: (text) => `to_timestamp(${text} / 1000)`, load: milliseconds };

/** JSON, as its text; the driver reads it. */
export const JSON_TEXT: Kept = { store: (text) => `${text}::jsonb`, load: (column) => column };

/** Bytes, as hexadecimal text. */
export const HEXADECIMAL: Kept = {
  store: (text) => `decode(${text}, 'hex')`,
  load: (column) => `encode(${column}, 'hex')`,
};

/** A list, as its items joined by a character that none of them has. */
const listBy = (separator: string): Kept => ({
  store: (text) => `string_to_array(${text}, ${separator})`,
  load: (column) => `array_to_string(${column}, ${separator})`,
});

/** A list of names, of which none has a comma. */
export const NAMES = listBy(`','`);

/** The separator of lists whose items have any character but those of control; {@link SEPARATOR} is that of rows. */
export const ITEMS = '\u001f';
export const ITEMS_LIST = listBy(`E'\\x1f'`);

/** A list that may be empty, and is never NULL: its text is, where it is empty. */
export const neverNull = ({ store, load }: Kept, type = 'text'): Kept => ({
  store: (text) => `${store(`coalesce(${text}, '')`)}::${type}[]`,
  load,
});
