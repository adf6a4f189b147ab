import {
  getMetadataStorage,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import type { FieldError } from '../problems/problem.js';

/** A class whose fields carry rules. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
export type Dto = Function;

/** The constraint of a field that holds an object, or several, with rules of their own. */
export class Nested {
  constructor(
    /** Which rules: the class may depend on what is there; null when it is none that is known. */
    readonly shapeOf: (value: Record<string, unknown>) => Dto | null,
    readonly list: boolean,
  ) {}
}

interface Rule {
  name: string;
  /** Applied to each item of an array. */
  each: boolean;
  validator: ValidatorConstraintInterface;
  /** Made once and filled in for each check: rules are synchronous and do not keep it. */
  args: ValidationArguments;
  nested: Nested | null;
}

interface Field {
  name: string;
  /** Conditions under which the rules apply: an optional field that is absent has none to obey. */
  conditions: ((object: object, value: unknown) => boolean)[];
  rules: Rule[];
}

/**
 * The rules of a class, read once from what class-validator's decorators registered. class-validator itself gathers
 * them anew for each object, which costs ten times as much as the checks do, and reports items of arrays without their
 * place.
 */
export class Shape {
  private static readonly known = new Map<Dto, Shape | null>();

  private constructor(private readonly fields: ReadonlyMap<string, Field>) {}

  /** Null for a class without rules, such as String. */
  static of(dto: Dto): Shape | null {
    let shape = Shape.known.get(dto);
    if (shape === undefined) {
      const fields = fieldsOf(dto);
      shape = fields.size === 0 ? null : new Shape(fields);
      Shape.known.set(dto, shape);
    }
    return shape;
  }

  /** Adds what is wrong with a value to `errors`; stops at the first broken rule of each field. */
  check(value: unknown, path: string, errors: FieldError[]): void {
    if (!isRecord(value)) {
      errors.push({ field: path, rule: 'object', message: `${path || 'The body'} must be a JSON object` });
      return;
    }
    for (const key of Object.keys(value)) if (!this.fields.has(key)) errors.push(unknown(join(path, key)));
    for (const field of this.fields.values()) checkField(field, value, path, errors);
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkField(field: Field, object: Record<string, unknown>, path: string, errors: FieldError[]): void {
  const value = object[field.name];
  for (const condition of field.conditions) if (!condition(object, value)) return;
  const place = join(path, field.name);
  if (value === undefined) {
    errors.push({ field: place, rule: 'required', message: `${place} is required` });
    return;
  }
  for (const rule of field.rules) {
    const before = errors.length;
    if (rule.each && Array.isArray(value))
      for (const [i, item] of value.entries()) checkRule(rule, item, object, join(place, i), errors);
    else checkRule(rule, value, object, place, errors);
    if (errors.length > before) return;
  }
}

function checkRule(rule: Rule, value: unknown, object: object, place: string, errors: FieldError[]): void {
  const { args } = rule;
  args.value = value;
  args.object = object;
  if (!rule.validator.validate(value, args)) {
    const wish = rule.validator.defaultMessage?.(args) ?? 'is not valid';
    errors.push({ field: place, rule: rule.name, message: `${place} ${wish}` });
  } else if (rule.nested) checkNested(rule.nested, value, place, errors);
}

function checkNested(nested: Nested, value: unknown, place: string, errors: FieldError[]): void {
  if (nested.list) for (const [i, item] of (value as unknown[]).entries()) one(item, join(place, i));
  else one(value, place);

  function one(item: unknown, at: string): void {
    const dto = isRecord(item) ? nested.shapeOf(item) : null;
    // An item of no known kind was refused by the rule; what is no object is refused by any shape.
    const shape = dto && Shape.of(dto);
    if (shape) shape.check(item, at, errors);
    else if (!isRecord(item))
      errors.push({ field: at, rule: 'object', message: `${at} must be a JSON object` });
  }
}

const unknown = (field: string): FieldError => ({
  field,
  rule: 'unknown_field',
  message: `${field} is not a field of this request`,
});

const join = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);

function fieldsOf(dto: Dto): Map<string, Field> {
  const storage = getMetadataStorage();
  const fields = new Map<string, Field>();
  for (const metadata of storage.getTargetValidationMetadatas(dto, '', false, false)) {
    const name = metadata.propertyName;
    let field = fields.get(name);
    if (!field) fields.set(name, (field = { name, conditions: [], rules: [] }));
    const constraints = (metadata.constraints ?? []) as unknown[];
    if (metadata.type === 'conditionalValidation') {
      field.conditions.push(constraints[0] as Field['conditions'][number]);
      continue;
    }
    const [constraint] = storage.getTargetValidatorConstraints(metadata.constraintCls);
    if (!constraint)
      throw new Error(`the rule ${metadata.type} on ${dto.name}.${name} is none that shapes know`);
    field.rules.push({
      name: constraint.name,
      each: metadata.each,
      validator: constraint.instance,
      args: { constraints, targetName: dto.name, property: name, value: undefined, object: {} },
      nested: constraints.find((one) => one instanceof Nested) ?? null,
    });
  }
  return fields;
}
