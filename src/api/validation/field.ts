import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { Nested, isRecord, type Dto } from './shape.js';

/** What every field of a request can say about itself. */
export interface FieldOptions {
  description?: string;
  example?: unknown;
  /** May be left out. */
  optional?: boolean;
  /** May be left out where this other field of the object is there. */
  unless?: string;
  /** Cannot be there together with this other field of the object. */
  without?: string;
  /** May be null, which means the same as absent unless the description says otherwise. */
  nullable?: boolean;
  /** What it is when left out; it is then optional. */
  default?: string | number | boolean;
}

/** One rule: its name in problems, when it is kept, and what completes "<field> …" when it is not. */
export interface FieldRule {
  name: string;
  check: (value: unknown, args: ValidationArguments) => boolean;
  message: string;
  /** For each item of an array. */
  each?: boolean;
  nested?: Nested;
}

type Schema = Omit<ApiPropertyOptions, 'description' | 'example' | 'default' | 'required' | 'nullable'>;

/** A field with its rules and its schema, so that the document cannot say something else than what is checked. */
export function Field(options: FieldOptions, schema: Schema, ...rules: FieldRule[]): PropertyDecorator {
  const optional = options.optional === true || options.default !== undefined;
  const { unless } = options;
  const nullable = options.nullable === true;
  const exclusive = options.without === undefined ? [] : [exclusiveRule(options.without)];
  const decorators = [...rules, ...exclusive].map(({ name, check, message, each = false, nested }) =>
    ValidateBy(
      {
        name,
        constraints: nested ? [nested] : [],
        validator: { validate: (value, args) => check(value, args!), defaultMessage: () => message },
      },
      { each },
    ),
  );
  if (optional || nullable)
    decorators.push(
      ValidateIf((_, value) => !((optional && value === undefined) || (nullable && value === null))),
    );
  if (unless !== undefined)
    decorators.push(
      ValidateIf(
        (object: Record<string, unknown>, value) => value !== undefined || object[unless] === undefined,
      ),
    );
  const description = describe(options);
  const property = {
    ...schema,
    // Of a plain object, `required` would be the list of its own required keys.
    [schema.type === 'object' ? 'selfRequired' : 'required']: !optional && unless === undefined,
    ...(nullable && { nullable }),
    ...(description !== undefined && { description }),
    ...(options.example !== undefined && { example: options.example }),
  } as ApiPropertyOptions;
  return applyDecorators(ApiProperty(property), ...decorators);
}

/** One of two fields. */
const exclusiveRule = (other: string): FieldRule => ({
  name: 'exclusive',
  check: (_, { object }) => (object as Record<string, unknown>)[other] === undefined,
  message: `goes without ${other}`,
});

/** A default is written in words: from the keyword `default`, generators of clients infer that the field is required. */
function describe({ description, default: otherwise }: FieldOptions): string | undefined {
  if (otherwise === undefined) return description;
  return `${description ? `${description} ` : ''}Left out: \`${String(otherwise)}\`.`;
}

/** An object with rules of its own. */
export const ObjectField = (dto: () => Dto, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: () => dto() as never },
    {
      name: 'object',
      check: isRecord,
      message: 'must be a JSON object',
      nested: new Nested(dto, false),
    },
  );

/** Objects with rules of their own: from one to `max`. */
export const ListField = (dto: () => Dto, max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: () => dto() as never, isArray: true, minItems: 1, maxItems: max },
    arrayRule(max, new Nested(dto, true)),
  );

export const arrayRule = (max: number, nested?: Nested): FieldRule => ({
  name: 'array',
  check: (value) => Array.isArray(value) && value.length >= 1 && value.length <= max,
  message: `must be an array of 1 to ${max} items`,
  nested,
});

/** Objects of several kinds; one of their fields names the kind. */
export const VariantsField = (
  discriminator: string,
  kinds: Record<string, Dto>,
  max: number,
  schema: Schema,
  options: FieldOptions = {},
): PropertyDecorator => {
  const kindOf = (value: Record<string, unknown>): Dto | null => {
    const kind = value[discriminator];
    return typeof kind === 'string' && Object.hasOwn(kinds, kind) ? (kinds[kind] ?? null) : null;
  };
  return Field(
    options,
    schema,
    { ...arrayRule(max) },
    {
      name: 'kind',
      each: true,
      check: (value) => isRecord(value) && kindOf(value) !== null,
      message: `must be a JSON object whose ${discriminator} is one of ${Object.keys(kinds).join(', ')}`,
    },
    { name: 'object', check: Array.isArray, message: 'must be an array', nested: new Nested(kindOf, true) },
  );
};
