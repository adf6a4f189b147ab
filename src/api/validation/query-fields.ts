import { Field, type FieldOptions } from './field.js';
import { NAME_PATTERN } from './fields.js';
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

/** Parts that answers leave out unless they are named: `?expand=policy&expand=metadata`, or `?expand=policy,metadata`. */
export const ExpandField = (parts: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  Field(
    {
      description: `What items show besides; left out since it can be large. ${REPEATED}`,
      example: [parts[0]!],
      optional: true,
      ...options,
    },
    { type: 'array', items: { type: 'string', enum: [...parts] }, maxItems: parts.length },
    {
      name: 'expand',
      check: (value) => namedIn(value, parts.length, (part) => parts.includes(part)),
      message: `must be ${parts.join(' or ')}`,
    },
  );

/** The parts in a field that passed {@link ExpandField}. */
export const partsOf = <T extends string>(expand: T | T[] | undefined): T[] =>
  expand === undefined ? [] : [...new Set([expand].flat().flatMap((text) => text.split(',') as T[]))];

/** Several of these choices: `?kind=commit&kind=refund`, or `?kind=commit,refund`. Read by {@link partsOf}. */
export const SomeField = (choices: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  Field(
    {
      ...options,
      description: described(options),
      example: options.example ?? [choices[0]!],
      optional: true,
    },
    { type: 'array', items: { type: 'string', enum: [...choices] }, maxItems: choices.length },
    {
      name: 'choice',
      check: (value) => namedIn(value, choices.length, (one) => choices.includes(one)),
      message: `must be one or some of ${choices.join(', ')}`,
    },
  );

/** Several names of vendors or categories. Read by {@link partsOf}. */
export const SomeNamesField = (max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { ...options, description: described(options), optional: true },
    { type: 'array', items: { type: 'string', pattern: NAME_PATTERN.source }, maxItems: max },
    {
      name: 'name',
      check: (value) => namedIn(value, max, (one) => NAME_PATTERN.test(one)),
      message: `must be at most ${max} names, each of 1 to 128 characters: lower-case letters, digits and . _ : / @ -, beginning with a letter or digit`,
    },
  );

const described = ({ description }: FieldOptions): string =>
  [description, REPEATED].filter(Boolean).join(' ');

/** Whether a field that may be repeated, or name several with commas, names so many at most, and each is one. */
function namedIn(value: unknown, max: number, isOne: (text: string) => boolean): boolean {
  const texts = [value].flat();
  const named = texts.every(isText) ? texts.flatMap((text) => text.split(',')) : [''];
  return named.length <= max && named.every(isOne);
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** How several parts are named. */
export const REPEATED = 'May be repeated, or name several with commas between them.';

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
