/** What was written into a field of a form, without space around it; empty where there is no such field. */
export function written(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** The same; null where nothing was written. */
export const writtenOrNull = (fields: FormData, name: string): string | null => written(fields, name) || null;
