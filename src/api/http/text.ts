import { validationProblem, type Problem } from '../problems/problem.js';

// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/** Whether text is well-formed Unicode without control characters other than tab, line feed and carriage return. */
const isCleanText = (text: string): boolean => text.isWellFormed() && !CONTROL.test(text);

/** As much of the place of something in a body as a problem shows: names in it may be as long as the body. */
const MAX_PLACE_LENGTH = 200;

/** A place in a body as a problem names it: shortened, and nothing where it is not clean text. */
export function placeText(path: string): string {
  const beginning = path.slice(0, MAX_PLACE_LENGTH);
  if (!isCleanText(beginning)) return '';
  return beginning === path ? path : `${beginning}…`;
}

/** Throws for the first string or key, anywhere in a body or query, that is not clean text. */
export function checkTexts(root: unknown): void {
  const pending: { value: unknown; path: string }[] = [{ value: root, path: '' }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value === 'string') {
      if (!isCleanText(value)) throw uncleanText(path);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        if (!isCleanText(key)) throw uncleanText(path, 'a key of ');
        pending.push({ value: item, path: path ? `${path}.${key}` : key });
      }
    }
  }
}

function uncleanText(path: string, what = ''): Problem {
  const field = placeText(path);
  const message = `${what}${field || 'the body'} must be well-formed Unicode without control characters other than tab, line feed and carriage return`;
  return validationProblem([{ field, rule: 'text', message }]);
}
