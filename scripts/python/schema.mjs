// clients/python/src/purser/schema.py: what the document describes, as TypedDicts.
import { docstring, indented, listed, quoted, wrapped, WIDTH } from './names.mjs';
import { isClass, valueOf } from './types.mjs';

export function schemaFile(types) {
  const named = Object.entries(types.schemas).map(([name, schema]) => definition(types, name, schema));
  const inner = [];
  // Those within are known once the others are written, and may have others within themselves.
  for (const { name, schema } of types.inner.values()) inner.push(definition(types, name, schema));
  const words = [...types.words].map(([key, name]) => alias(name, JSON.parse(key)));
  return [
    '# Made from docs/openapi.json by `npm run openapi`: not to be changed by hand.',
    '"""What the API takes and answers: a type for each object of its document, under its name there."""',
    '',
    'from __future__ import annotations',
    '',
    'from decimal import Decimal',
    'from typing import Literal, Mapping, NotRequired, TypeAlias, TypedDict',
    '',
    'Amount: TypeAlias = "Decimal | str"',
    '"""An amount that is asked for: exact, never a float. Amounts are answered as text, for Decimal."""',
    '',
    ...words.toSorted((a, b) => (a[0] < b[0] ? -1 : 1)).flat(),
    ...[...named, ...inner].flatMap((lines) => ['', '', ...lines]),
    '',
  ].join('\n');
}

const alias = (name, words) => listed(`${name}: TypeAlias = Literal[`, words.map(valueOf), ']', 0);

function definition(types, name, schema) {
  if (!schema.properties) return [`${name}: TypeAlias = ${quoted(types.of(schema, name))}`];
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties).map(([field, value]) => {
    const type = types.of(value, name + field[0].toUpperCase() + field.slice(1));
    const { description } = value;
    return { field, type: required.has(field) ? type : `NotRequired[${type}]`, description };
  });
  return isClass(schema) ? asClass(name, schema, fields) : asCall(name, fields);
}

function asClass(name, { description }, fields) {
  const lines = fields.flatMap(({ field, type, description: said }) => [
    ...inLines(`${field}: ${type}`, 4),
    ...docstring(said, 4),
  ]);
  const about = docstring(description, 4);
  const body = [...about, ...(about.length > 0 && lines.length > 0 ? [''] : []), ...lines];
  return [`class ${name}(TypedDict):`, ...indented(body.length > 0 ? body : ['pass'])];
}

/** One with a field that Python keeps for itself, such as `from`. */
function asCall(name, fields) {
  const entries = fields.flatMap(({ field, type, description }) => [
    ...(description ? wrapped(description, WIDTH - 10).map((line) => `# ${line}`) : []),
    `${quoted(field)}: ${quoted(type.replaceAll('"', "'"))},`,
  ]);
  return [`${name} = TypedDict(`, ...indented([quoted(name) + ',', '{', ...indented(entries), '},']), ')'];
}

/** A field whose type does not fit into its line: each of what it may be has one for itself. */
function inLines(line, indent) {
  if (line.length + indent <= WIDTH) return [line];
  const [, head, list, type] = /^(\w+: )(list\[)?(.*?)\]?$/.exec(line);
  const parts = type.split(' | ').map((part, i) => (i === 0 ? part : `| ${part}`));
  if (list) return [`${head}(`, ...indented([list, ...indented(parts), ']']), ')'];
  return [`${head}(`, ...indented(parts), ')'];
}
