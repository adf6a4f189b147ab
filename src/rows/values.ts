/** A value that is kept as JSON, as its text. */
export const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

/** A boolean as Postgres writes it. */
export const flag = (value: boolean): 't' | 'f' => (value ? 't' : 'f');

/** Names that are kept as a list, as they travel; none of them has a comma. */
export const joined = (list: readonly string[] | null): string | null => list?.join(',') ?? null;

/** The same the other way round. */
export const listOf = (text: string | null): string[] | null => text?.split(',') ?? null;
