/** Labels that must all be there, with these values as text. */
export type MetadataFilter = Readonly<Record<string, string>>;

/**
 * The JSON values that a text from a query string may stand for: the text itself, and the number or truth value
 * that is written so. `attempt=3` finds 3 as well as "3".
 */
export function candidates(text: string): (string | number | boolean)[] {
  if (text === 'true' || text === 'false') return [text, text === 'true'];
  const number = /^-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?$/.test(text) ? Number(text) : NaN;
  return Number.isNaN(number) ? [text] : [text, number];
}
