// What the document says of values, as types of Python: a TypedDict for each object, a name for each list of words.
import { isName, pascal, quoted, snake } from './names.mjs';

/** A request's amount: the service takes text, and the client writes a Decimal as text. */
const AMOUNT_PATTERN = '^(0|[1-9][0-9]{0,18})(\\.[0-9]{1,9})?$';

export class Types {
  constructor({ components, paths }) {
    this.schemas = components.schemas;
    this.operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    /** Lists of words with a name of their own, by what they list. */
    this.words = this.#namedWords();
    /** Objects within others that have no name in the document, by what they have. */
    this.inner = new Map();
  }

  /** The Python type of a schema; `name` is what an object in it would be called. */
  of(schema, name) {
    const { found, nullable } = withoutNull(schema);
    const type = this.#one(found, name);
    return nullable && type !== 'None' ? `${type} | None` : type;
  }

  #one(schema, name) {
    if (schema.$ref) return schema.$ref.split('/').at(-1);
    const [only, ...more] = schema.allOf ?? [];
    if (only && more.length === 0) return this.of(only, name);
    const union = schema.oneOf ?? schema.anyOf;
    if (union) return [...new Set(union.map((one) => this.of(typed(one, schema), name)))].join(' | ');
    if (schema.enum) return this.words.get(keyOf(schema.enum)) ?? literal(schema.enum);
    switch (schema.type) {
      case 'string':
        return schema.pattern === AMOUNT_PATTERN ? 'Amount' : 'str';
      case 'integer':
        return 'int';
      case 'number':
        return 'float';
      case 'boolean':
        return 'bool';
      case 'null':
        return 'None';
      case 'array':
        return `list[${this.of(schema.items, name)}]`;
      case 'object':
        return this.#object(schema, name);
      case undefined:
        return 'object';
      default:
        throw new Error(`nothing is known of ${JSON.stringify(schema)}`);
    }
  }

  #object(schema, name) {
    if (schema.properties) return this.#innerNamed(schema, name);
    const { additionalProperties } = schema;
    const values = typeof additionalProperties === 'object' ? this.of(additionalProperties, name) : 'object';
    // What only reads is content with any mapping.
    return `Mapping[str, ${values}]`;
  }

  #innerNamed(schema, name) {
    const key = JSON.stringify(schema);
    if (!this.inner.has(key)) {
      const taken = [...this.inner.values()].some((other) => other.name === name) || this.schemas[name];
      if (taken) throw new Error(`${name} has two meanings`);
      this.inner.set(key, { name, schema });
    }
    return this.inner.get(key).name;
  }

  /** Of each list of two words or more, the shortest name of where it stands and what it is called there. */
  #namedWords() {
    const candidates = new Map();
    for (const [name, schema] of this.#values())
      for (const words of wordsIn(schema)) {
        const key = keyOf(words);
        candidates.set(key, [...(candidates.get(key) ?? []), name]);
      }
    const shortest = ([key, names]) => [
      key,
      names.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)),
    ];
    const words = new Map();
    const taken = new Set(Object.keys(this.schemas));
    for (const [key, names] of [...candidates].map(shortest)) {
      const name = names.find((one) => !taken.has(one));
      taken.add(name);
      words.set(key, name);
    }
    return words;
  }

  *#values() {
    for (const [schema, { properties = {} }] of Object.entries(this.schemas))
      for (const [name, value] of Object.entries(properties)) yield [schema + pascal(name), value];
    for (const { operationId, parameters = [] } of this.operations)
      for (const { name, schema, in: place } of parameters)
        if (place === 'query') yield [pascal(operationId) + pascal(name), schema];
  }
}

/** What a schema is, apart from whether it may be null. */
function withoutNull(schema) {
  const isNull = ({ type }) => type === 'null';
  if (Array.isArray(schema.type)) {
    const rest = schema.type.filter((type) => type !== 'null');
    const [type, ...more] = rest;
    if (more.length > 0)
      return { found: { anyOf: rest.map((one) => ({ ...schema, type: one })) }, nullable: true };
    const words = schema.enum && { enum: schema.enum.filter((one) => one !== null) };
    return { found: { ...schema, ...words, type }, nullable: rest.length < schema.type.length };
  }
  if (!schema.anyOf?.some(isNull)) return { found: schema, nullable: false };
  return { found: { anyOf: schema.anyOf.filter((one) => !isNull(one)) }, nullable: true };
}

/** One of several, which may leave it to them all to say what they are. */
const typed = (one, { type }) => (type === undefined ? one : { type, ...one });

/** The lists of words in a value: its own, or those of its elements. */
function wordsIn(schema) {
  const { found } = withoutNull(schema);
  if (found.type === 'array') return wordsIn(found.items);
  if (found.anyOf) return found.anyOf.flatMap((one) => wordsIn(typed(one, found)));
  return found.enum?.length > 1 && typeof found.enum[0] === 'string' ? [found.enum] : [];
}

const keyOf = (words) => JSON.stringify(words.filter((word) => word !== null).toSorted());

export const literal = (values) => `Literal[${values.map(valueOf).join(', ')}]`;

export const valueOf = (value) =>
  typeof value === 'boolean'
    ? pascal(String(value))
    : typeof value === 'string'
      ? quoted(value)
      : String(value);

/** Whether every property can be written as a field of a class. */
export const isClass = ({ properties }) => Object.keys(properties).every(isName);

/** What a query's parameter is called, and what it takes. */
export const argumentOf = (types, { name, schema, required }) => {
  const type = types.of(schema, pascal(name));
  return { name, argument: snake(name), type: required ? type : `${type} | None`, required };
};
