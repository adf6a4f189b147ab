/**
 * What the fields of a form hold, by the names that the API has for them: `approve.withinSeconds`. A list has a name a line; a
 * box that is ticked holds {@link TICKED}, and one that is not nothing.
 */
export type Values = Readonly<Record<string, string>>;

export const TICKED = 'yes';

/** What a field holds; nothing where there is no such field. */
export const textIn = (values: Values, name: string): string => values[name] ?? '';

/** The same without space around it; null where nothing is left. */
export const textOrNull = (values: Values, name: string): string | null =>
  textIn(values, name).trim() || null;

export const isTicked = (values: Values, name: string): boolean => values[name] === TICKED;

/** The number in a field. What is none becomes NaN, and JSON has null for that: the service says what it wants. */
export const numberFrom = (values: Values, name: string): number => {
  const text = textIn(values, name).trim();
  return text === '' ? NaN : Number(text);
};

/** The names in a field, one a line. */
export const linesIn = (values: Values, name: string): string[] =>
  textIn(values, name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The same; null where there are none. */
export function linesOrNull(values: Values, name: string): string[] | null {
  const lines = linesIn(values, name);
  return lines.length === 0 ? null : lines;
}

export const linesOf = (names: readonly string[] | null | undefined): string => (names ?? []).join('\n');

/** The names of the fields that hold something else. */
export const changedIn = (from: Values, to: Values): readonly string[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    (name) => textIn(from, name) !== textIn(to, name),
  );

/** Labels as lines of `name=value`; a value that would not stand in a line is in quotes, as JSON. */
export const labelLines = (labels: object | null): string =>
  Object.entries(labels ?? {})
    .map(([name, value]) => `${name}=${/[\n"]|^\s|\s$/.test(String(value)) ? JSON.stringify(value) : value}`)
    .join('\n');

export const labelsIn = (values: Values, name: string): Record<string, string> =>
  Object.fromEntries(
    linesIn(values, name).map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [line, ''] : [line.slice(0, at).trim(), unquoted(line.slice(at + 1).trim())];
    }),
  );

function unquoted(text: string): string {
  if (!/^".*"$/.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
