/** One value that is not as it was: what it is called, as text before and after. Null where there was or is none. */
export interface ChangedValue {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What names things or counts their changes, and is no setting. */
const NO_SETTINGS: ReadonlySet<string> = new Set(['id', 'budgetId', 'revision', 'applies']);

/** Labels are named by others: their keys stay as they are. */
const LABELS = 'metadata';

const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Every value in an object by the way to it, in words; what is null is left out. */
function leavesOf(value: unknown, name: string): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object' || Array.isArray(value)) return [[name, textOf(value)]];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (name === '' && NO_SETTINGS.has(key)) return [];
    if (name === '' && key === LABELS) return leavesOf(inner, 'label');
    return leavesOf(inner, name === 'label' ? `label ${key}` : `${name} ${wordsOf(key)}`.trim());
  });
}

/** What differs between the settings of something before and after, in the order of these. */
export function changedValues(before: object, after: object): ChangedValue[] {
  const [was, is] = [before, after].map((settings) => new Map(leavesOf(settings, '')));
  const names = new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])]);
  return [...names]
    .map((name) => ({ name, before: was?.get(name) ?? null, after: is?.get(name) ?? null }))
    .filter((value) => value.before !== value.after);
}
