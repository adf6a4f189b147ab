import type { FilterValues } from '../design/filters.js';

/** What of an address a page knows, each as a text; nothing else of it is kept. */
export function searchTexts(search: Record<string, unknown>, names: readonly string[]): FilterValues {
  const texts: Record<string, string> = {};
  for (const name of names) {
    const text = textOf(search[name]);
    if (text !== '') texts[name] = text;
  }
  return texts;
}

/** An address that somebody wrote can name several, and numbers are read as such. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.map(textOf).filter(Boolean).join(',') : '';
}

/** Those of the choices that a text names, with commas between them; undefined for none. */
export function choicesIn<T extends string>(choices: readonly T[], text = ''): T[] | undefined {
  const named = text.split(',');
  const found = choices.filter((choice) => named.includes(choice));
  return found.length > 0 ? found : undefined;
}

/** The names in a text; undefined for none. */
export function namesIn(text = ''): string[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  return names.some(Boolean) ? names.filter(Boolean) : undefined;
}

/** Yes, no, or not asked. */
export const truthIn = (text: string | undefined): boolean | undefined =>
  text === 'true' ? true : text === 'false' ? false : undefined;

/** How many pages of a list are shown, at most so many that asking for all of them anew takes little. */
export function pagesIn({ pages = '' }: FilterValues): number {
  const count = Number.parseInt(pages, 10);
  return Number.isNaN(count) ? 1 : Math.min(Math.max(count, 1), MOST_PAGES);
}

const MOST_PAGES = 20;
