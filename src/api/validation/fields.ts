import { MAX_EVIDENCE } from '../../core/call-outcome.js';
import { MAX_DIMENSIONS } from '../../core/dimensions.js';
import { AMOUNT_PATTERN } from '../../core/money.js';
import { isTimeZone } from '../../core/windows.js';
import { idPattern, isId, type IdKind } from '../../ids/ids.js';
import { arrayRule, Field, type FieldOptions, type FieldRule } from './field.js';
import { INSTANT_EXAMPLE, parseInstant } from './instant.js';
import { isContext, isEvidence, isLabels, LABEL_KEY, MAX_LABELS } from './json-values.js';

const isText = (value: unknown): value is string => typeof value === 'string';

const patternRule = (name: string, pattern: RegExp, message: string): FieldRule => ({
  name,
  check: (value) => isText(value) && pattern.test(value),
  message,
});

/** Money as decimal text. Whether the decimals fit the tree is decided with the tree. */
export const AmountField = (options: FieldOptions = {}): PropertyDecorator =>
  Field({ example: '0.0035', ...options }, { type: String, pattern: AMOUNT_PATTERN.source }, AMOUNT_RULE);

const AMOUNT_RULE = patternRule(
  'amount',
  AMOUNT_PATTERN,
  'must be a decimal string such as "0.0035": digits with at most nine decimals, no sign, no exponent, no leading zeros',
);

export const IdField = (kind: IdKind, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: ID_EXAMPLES[kind], ...options },
    { type: String, pattern: idPattern(kind).source },
    {
      name: 'id',
      check: (value) => isText(value) && isId(kind, value),
      message: `must be an id that looks like ${idPattern(kind).source}`,
    },
  );

export const ID_EXAMPLES: Record<IdKind, string> = {
  budget: 'budget_01k9v3n8h2f0g9x7m4q5r6s7t8',
  reservation: 'rsv_01k9v3p0a1b2c3d4e5f6g7h8j9',
  envelope: 'env_01k9v3nq3w4x5y6z7a8b9c0d1e',
  price: 'price_01k9v3nx4y5z6a7b8c9d0e1f2g',
  key: 'key_01k9v3s5d6e7f8g9h0j1k2m3n4',
  webhook: 'wh_01k9v3q2b3c4d5e6f7g8h9j0k1',
  delivery: 'dlv_01k9v3r4d5e6f7g8h9j0k1m2n3',
  meterEvent: 'mev_01k9v3r5d6e7f8g9h0j1k2m3n4',
  session: 'ses_01k9v3r6d7e8f9g0h1j2k3m4n5',
};

/** Vendors and categories. Lower case only, so that a name cannot be spelled two ways. */
export const NAME_PATTERN = /^[a-z0-9][a-z0-9._:/@-]{0,127}$/;
const NAME_RULE = patternRule(
  'name',
  NAME_PATTERN,
  'must be 1 to 128 characters: lower-case letters, digits and . _ : / @ -, beginning with a letter or digit',
);

export const NameField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(options, { type: String, pattern: NAME_PATTERN.source }, NAME_RULE);

const UNIQUE: FieldRule = {
  name: 'unique',
  check: (value) => Array.isArray(value) && new Set(value).size === value.length,
  message: 'must not name anything twice',
};

/** Vendors or categories, each once. */
export const NamesField = (max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    {
      type: 'array',
      items: { type: 'string', pattern: NAME_PATTERN.source },
      minItems: 1,
      maxItems: max,
      uniqueItems: true,
    },
    arrayRule(max),
    { ...NAME_RULE, each: true },
    UNIQUE,
  );

const MAX_PRINCIPAL = 255;

/** A list of them is repeated by every entry of what waits for them. */
const MAX_PRINCIPALS_BYTES = 8_192;

/** Names of holders, each once, and 8 KiB of them. */
export const PrincipalsField = (max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: MAX_PRINCIPAL },
      minItems: 1,
      maxItems: max,
      uniqueItems: true,
    },
    arrayRule(max),
    {
      name: 'principal',
      each: true,
      check: (value) => isText(value) && value.length >= 1 && value.length <= MAX_PRINCIPAL,
      message: `must be the name of a principal: 1 to ${MAX_PRINCIPAL} characters`,
    },
    UNIQUE,
    {
      name: 'principals_size',
      check: (value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_PRINCIPALS_BYTES,
      message: 'must be at most 8 KiB of JSON: name a group of people by fewer, or shorter, names',
    },
  );

const FINGERPRINT_PATTERN = /^[0-9a-f]{32}$/;

/** What identifies a request. */
export const FingerprintField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: '3f2a9c0d5b6e7f8091a2b3c4d5e6f708', ...options },
    { type: String, pattern: FINGERPRINT_PATTERN.source },
    patternRule('fingerprint', FINGERPRINT_PATTERN, 'must be 32 hexadecimal digits, in lower case'),
  );

const SHA256_PATTERN = /^[0-9a-f]{64}$/;

/** The SHA-256 of something that stays with the caller. */
export const Sha256Field = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', ...options },
    { type: String, pattern: SHA256_PATTERN.source },
    patternRule('sha256', SHA256_PATTERN, 'must be 64 hexadecimal digits, in lower case'),
  );

/** What a name of a run or task looks like. */
export const REFERENCE_PATTERN = /^[A-Za-z0-9._:/@-]{1,128}$/;

/** What is said of a name that does not. */
export const REFERENCE_MESSAGE = 'must be 1 to 128 letters, digits and . _ : / @ -';

const REFERENCE_RULE = patternRule('reference', REFERENCE_PATTERN, REFERENCE_MESSAGE);

/** The caller's own name of a run or task. */
export const ReferenceField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(options, { type: String, pattern: REFERENCE_PATTERN.source }, REFERENCE_RULE);

/** Several of them, each once. */
export const ReferencesField = (max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    {
      type: 'array',
      items: { type: 'string', pattern: REFERENCE_PATTERN.source },
      minItems: 1,
      maxItems: max,
      uniqueItems: true,
    },
    arrayRule(max),
    { ...REFERENCE_RULE, each: true },
    UNIQUE,
  );

const EXTERNAL_ID_PATTERN = /^[\x21-\x7e]{1,255}$/;

/** How somebody outside names something. */
export const ExternalIdField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: 'chatcmpl-9f3a', ...options },
    { type: String, pattern: EXTERNAL_ID_PATTERN.source },
    patternRule(
      'external_id',
      EXTERNAL_ID_PATTERN,
      'must be 1 to 255 visible ASCII characters without spaces',
    ),
  );

/** Free text. Control characters and broken Unicode were refused with the body. */
export const TextField = (max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: String, minLength: 1, maxLength: max },
    {
      name: 'text',
      check: (value) => isText(value) && value.length >= 1 && value.length <= max,
      message: `must be a string of 1 to ${max} characters`,
    },
  );

/** A key, whatever it looks like: who has it is looked up, and an answer does not repeat it. */
export const CredentialField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: String, pattern: CREDENTIAL_PATTERN.source },
    patternRule(
      'credential',
      CREDENTIAL_PATTERN,
      'must be 1 to 1,000 visible ASCII characters without spaces',
    ),
  );

const CREDENTIAL_PATTERN = /^[\x21-\x7e]{1,1000}$/;

export const ChoiceField = (choices: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { enum: choices as string[], type: String },
    {
      name: 'choice',
      check: (value) => isText(value) && choices.includes(value),
      message: `must be one of ${choices.join(', ')}`,
    },
  );

/** Some of the choices, each once. */
export const ChoicesField = (choices: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: [choices[0]], ...options },
    {
      type: 'array',
      items: { type: 'string', enum: choices as string[] },
      minItems: 1,
      maxItems: choices.length,
      uniqueItems: true,
    },
    arrayRule(choices.length),
    {
      name: 'choice',
      each: true,
      check: (value) => isText(value) && choices.includes(value),
      message: `must be one of ${choices.join(', ')}`,
    },
    UNIQUE,
  );

export const IntegerField = (min: number, max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: 'integer', minimum: min, maximum: max },
    {
      name: 'integer',
      check: (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
      message: `must be a whole number from ${min} to ${max}`,
    },
  );

/** A number with at most two decimals. */
export const HundredthsField = (min: number, max: number, options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: Number, minimum: min, maximum: max },
    {
      name: 'number',
      check: (value) =>
        typeof value === 'number' && value >= min && value <= max && Math.round(value * 100) / 100 === value,
      message: `must be a number from ${min} to ${max} with at most two decimals`,
    },
  );

export const FlagField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    options,
    { type: Boolean },
    {
      name: 'boolean',
      check: (value) => typeof value === 'boolean',
      message: 'must be true or false',
    },
  );

export const TimeZoneField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: 'Europe/Berlin', ...options },
    { type: String, maxLength: 64 },
    {
      name: 'time_zone',
      check: (value) => isText(value) && isTimeZone(value),
      message: 'must be an IANA time zone such as Europe/Berlin',
    },
  );

const CURRENCY_PATTERN = /^[A-Z][A-Z0-9]{2,11}$/;

export const CurrencyField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: 'USD', ...options },
    { type: String, pattern: CURRENCY_PATTERN.source },
    patternRule(
      'currency',
      CURRENCY_PATTERN,
      'must be 3 to 12 capital letters and digits, beginning with a letter',
    ),
  );

export const LabelsField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: { team: 'research' }, ...options },
    { type: 'object', additionalProperties: { type: 'string', maxLength: 500 }, maxProperties: MAX_LABELS },
    {
      name: 'labels',
      check: isLabels,
      message: `must be an object of at most ${MAX_LABELS} labels: keys of 1 to 64 letters, digits and . _ / -, values strings of at most 500 characters`,
    },
  );

/** What proves something, outside of the service. */
export const EvidenceField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: { ticket: 'T-4711', url: 'https://desk.example/T-4711' }, ...options },
    {
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1, maxLength: 500 },
      maxProperties: MAX_EVIDENCE,
    },
    {
      name: 'evidence',
      check: isEvidence,
      message: `must be an object of 1 to ${MAX_EVIDENCE} texts and at most 1 KiB: keys of 1 to 64 letters, digits and . _ / -, values strings of 1 to 500 characters`,
    },
  );

/** The names of labels, each once. */
export const DimensionsField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: ['team', 'customer'], ...options },
    {
      type: 'array',
      items: { type: 'string', pattern: LABEL_KEY.source },
      minItems: 1,
      maxItems: MAX_DIMENSIONS,
      uniqueItems: true,
    },
    arrayRule(MAX_DIMENSIONS),
    {
      name: 'dimension',
      each: true,
      check: (value) => isText(value) && LABEL_KEY.test(value),
      message: 'must be the key of a label: 1 to 64 letters, digits and . _ / -',
    },
    UNIQUE,
  );

export const ContextField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: { model: 'gpt-4o', maxTokens: 800 }, ...options },
    { type: 'object', additionalProperties: true },
    {
      name: 'context',
      check: isContext,
      message: 'must be a JSON object of at most 8 KiB and at most 16 levels',
    },
  );

export const VersionField = (options: FieldOptions = {}): PropertyDecorator =>
  IntegerField(1, Number.MAX_SAFE_INTEGER, {
    description: 'Act only if the budget is at this version, so that the balance is the one that was seen.',
    optional: true,
    nullable: true,
    example: 42,
    ...options,
  });

export const InstantField = (options: FieldOptions = {}): PropertyDecorator =>
  Field(
    { example: INSTANT_EXAMPLE, ...options },
    { type: String, format: 'date-time' },
    {
      name: 'instant',
      check: (value) => isText(value) && parseInstant(value) !== null,
      message: `must be a time as RFC 3339 has it, such as ${INSTANT_EXAMPLE}, in the years 0001 to 9999`,
    },
  );
