import { Field, type FieldOptions } from './field.js';
import { parseLabel } from './json-values.js';

/** Numbers and truth values of a query string are text: they are checked here and read by {@link numberOf}. */
export const DigitsField = (min: number, max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: 'integer', minimum: min, maximum: max },
    {
      name: 'integer',
      check: (value) =>
        typeof value === 'string' &&
        /^[0-9]{1,16}$/.test(value) &&
        Number(value) >= min &&
        Number(value) <= max,
      message: `must be a whole number from ${min} to ${max}`,
    },
  );

/** The number in a field that passed {@link DigitsField}. */
export function numberOf(text: string, otherwise?: number): number;
export function numberOf(text: string | undefined, otherwise: number): number;
export function numberOf(text: string | undefined): number | undefined;
export function numberOf(text: string | undefined, otherwise?: number): number | undefined {
  return text === undefined ? otherwise : Number(text);
}

export const TruthField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: Boolean },
    {
      name: 'boolean',
      check: (value) => value === 'true' || value === 'false',
      message: 'must be true or false',
    },
  );

/** Parts of items that lists leave out unless they are named: `?expand=policy&expand=metadata`. */
export const ExpandField = (parts: readonly string[]): PropertyDecorator =>
  Field(
    {
      description: 'What items show besides; left out since it can be large. May be repeated.',
      example: [parts[0]!],
      optional: true,
    },
    { type: 'array', items: { type: 'string', enum: [...parts] }, maxItems: parts.length },
    {
      name: 'expand',
      check: (value) => {
        const named: unknown[] = [value].flat();
        return named.length <= parts.length && named.every((part) => parts.includes(part as string));
      },
      message: `must be ${parts.join(' or ')}`,
    },
  );

/** The parts in a field that passed {@link ExpandField}. */
export const partsOf = <T extends string>(expand: T | T[] | undefined): T[] =>
  expand === undefined ? [] : ([expand].flat() as T[]);

const MAX_LABEL_FILTERS = 8;

/** Labels that all have to be there: `?metadata=team:research&metadata=env:prod`. */
export const LabelFilterField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    {
      description: 'Labels that all must be there, each as `key:value`; may be repeated.',
      example: ['team:research'],
      ...options,
    },
    { type: 'array', items: { type: 'string' }, maxItems: MAX_LABEL_FILTERS },
    {
      name: 'labels',
      check: (value) => {
        const labels = [value].flat();
        return labels.length <= MAX_LABEL_FILTERS && labels.every(isLabel);
      },
      message: `must be a label such as team:research, at most ${MAX_LABEL_FILTERS} times`,
    },
  );

const isLabel = (text: unknown): boolean => typeof text === 'string' && parseLabel(text) !== null;

/** The labels in a field that passed {@link LabelFilterField}. */
export function labelsOf(texts: string | string[] | undefined): Record<string, string> | undefined {
  if (texts === undefined) return undefined;
  return Object.fromEntries(
    [texts].flat().flatMap((text) => [parseLabel(text)].filter((label) => label !== null)),
  );
}
