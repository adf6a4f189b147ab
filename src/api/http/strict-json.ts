import { validationProblem, type Problem } from '../problems/problem.js';
import { placeText } from './text.js';

/**
 * Throws for what JSON.parse passes over in silence: a name that stands twice in one object, of which it keeps the last,
 * and a number that is too large to be one, which it makes infinite. `names` is how many names the text has: only where
 * the value has fewer is the text looked through for the one that was lost.
 */
export function checkStrictly(text: string, value: unknown, names: number): void {
  const tally: Tally = { names: 0, infinite: null };
  count(value, '', tally);
  if (tally.infinite !== null) throw infiniteNumber(tally.infinite);
  if (tally.names !== names) throw repeatedName(findRepeated(text));
}

interface Tally {
  names: number;
  /** Where the first number is that no JSON could hold again. */
  infinite: string | null;
}

/** Recurses as deep as bodies are allowed to be. */
function count(value: unknown, path: string, tally: Tally): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) tally.infinite ??= path;
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1)
      if (mayHold(value[i])) count(value[i], join(path, String(i)), tally);
  } else if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    for (const name in record) {
      tally.names += 1;
      const item = record[name];
      if (mayHold(item)) count(item, join(path, name), tally);
    }
  }
}

/** Most of what bodies hold is text, for which no path need be made. */
const mayHold = (value: unknown): boolean => typeof value === 'object' || typeof value === 'number';

const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);

/** A string of JSON, a bracket, or a comma; what else there is in valid JSON has no bearing on names. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[[\]{},]/g;

/** An object, or an array, that is being read, with where the read is in it. */
interface Level {
  readonly names: Set<string> | null;
  at: string | number;
}

/** The path of the first name that stands twice in one object. The text is known to be valid JSON. */
function findRepeated(text: string): string {
  const levels: Level[] = [];
  TOKENS.lastIndex = 0;
  for (let token = TOKENS.exec(text); token; token = TOKENS.exec(text)) {
    const [piece] = token;
    const level = levels.at(-1);
    if (piece === '{') levels.push({ names: new Set(), at: '' });
    else if (piece === '[') levels.push({ names: null, at: 0 });
    else if (piece === '}' || piece === ']') levels.pop();
    else if (piece === ',') {
      if (typeof level?.at === 'number') level.at += 1;
    } else if (level?.names && isName(text, TOKENS.lastIndex)) {
      level.at = JSON.parse(piece) as string;
      if (level.names.has(level.at)) return levels.map(({ at }) => at).join('.');
      level.names.add(level.at);
    }
  }
  throw new Error('the text has more names than its value, and none twice');
}

/** Whether a string that ends here is followed by a colon. */
function isName(text: string, end: number): boolean {
  let next = end;
  while (/\s/.test(text.charAt(next))) next += 1;
  return text.charAt(next) === ':';
}

function repeatedName(path: string): Problem {
  const field = placeText(path);
  const message = `${field || 'a name in the body'} stands more than once in one object`;
  return validationProblem([{ field, rule: 'unique', message }]);
}

function infiniteNumber(path: string): Problem {
  const field = placeText(path);
  const message = `${field || 'the body'} must be a number from -1.7e308 to 1.7e308`;
  return validationProblem([{ field, rule: 'number', message }]);
}
