import { MAX_UNITS_OF_USAGE, isQuantity, MAX_QUANTITY, UNIT_PATTERN } from '../../core/prices/usage.js';
import { PRICE_AMOUNT_PATTERN } from '../../core/prices/fraction.js';
import { Field, arrayRule, type FieldOptions } from '../validation/field.js';
import { isRecord } from '../validation/shape.js';

const isUnit = (value: unknown): boolean => typeof value === 'string' && UNIT_PATTERN.test(value);

const UNIT_RULE = {
  name: 'unit',
  check: isUnit,
  message: 'must be 1 to 64 lower-case letters, digits and . _, beginning with a letter',
};

/** What is counted of an item: `input_tokens`, `call`, `second`. */
export const UnitField = (options: FieldOptions = {}): PropertyDecorator =>
  Field({ example: 'input_tokens', ...options }, { type: String, pattern: UNIT_PATTERN.source }, UNIT_RULE);

/** Several of them, each once. */
export const UnitsField = (max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    {
      type: 'array',
      items: { type: 'string', pattern: UNIT_PATTERN.source },
      minItems: 1,
      maxItems: max,
      uniqueItems: true,
    },
    arrayRule(max),
    { ...UNIT_RULE, each: true },
    {
      name: 'unique',
      check: (value) => Array.isArray(value) && new Set(value).size === value.length,
      message: 'must not name anything twice',
    },
  );

/** Money for so many units: it may be finer than what a budget can hold. */
export const PriceAmountField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: String, pattern: PRICE_AMOUNT_PATTERN.source },
    {
      name: 'price_amount',
      check: (value) => typeof value === 'string' && PRICE_AMOUNT_PATTERN.test(value),
      message: 'must be a decimal string with at most 12 digits before and 12 after the point',
    },
  );

/** Quantities by unit. */
export const UsageField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: { input_tokens: 1_200, output_tokens: 300 }, ...options },
    {
      type: 'object',
      additionalProperties: { type: 'number', minimum: 0, maximum: MAX_QUANTITY },
      maxProperties: MAX_UNITS_OF_USAGE,
    },
    {
      name: 'usage',
      check: (value) =>
        isRecord(value) &&
        Object.keys(value).length <= MAX_UNITS_OF_USAGE &&
        Object.entries(value).every(
          ([unit, quantity]) => isUnit(unit) && typeof quantity === 'number' && isQuantity(quantity),
        ),
      message: `must be an object of at most ${MAX_UNITS_OF_USAGE} units: names of lower-case letters, digits and . _, each a number from 0 to ${MAX_QUANTITY} with at most six decimals`,
    },
  );
