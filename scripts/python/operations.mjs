// clients/python/src/purser/requests.py and api.py: a request for each operation of the document, and methods that send it.
import { docstring, indented, listed, quoted, snake } from './names.mjs';
import { argumentOf } from './types.mjs';

const HEAD = '# Made from docs/openapi.json by `npm run openapi`: not to be changed by hand.';

/** All operations that answer with JSON, as Python has them. */
export function operationsOf(document, types) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId !== undefined)
      .map(([method, operation]) => operationOf(types, path, method, operation))
      .filter(({ answers }) => answers.length > 0),
  );
}

function operationOf(types, path, method, { operationId, parameters = [], requestBody, ...rest }) {
  const of = (place) => parameters.filter((parameter) => parameter.in === place);
  const header = (name) => of('header').find((parameter) => parameter.name === name);
  const bodySchema = requestBody?.content['application/json'].schema;
  return {
    name: snake(operationId),
    method: method.toUpperCase(),
    path,
    ids: of('path').map(({ name }) => ({ name, argument: snake(name) })),
    queries: of('query').map((parameter) => argumentOf(types, parameter)),
    body: bodySchema && { type: types.of(bodySchema, 'Body'), required: requestBody.required === true },
    ifMatch: header('If-Match') && { required: header('If-Match').required === true },
    isWrite: header('Idempotency-Key') !== undefined,
    about: [rest.summary && `${rest.summary}.`, rest.description].filter(Boolean).join('\n\n'),
    answers: [
      ...new Set(
        Object.entries(rest.responses).flatMap(([status, response]) => answer(types, status, response)),
      ),
    ],
  };
}

function answer(types, status, { content }) {
  const schema = content?.['application/json']?.schema;
  return status.startsWith('2') && schema ? [types.of(schema, 'Answer')] : [];
}

/** What a call of it takes, each with whether it is given by its name. */
function argumentsOf({ ids, queries, body, ifMatch, isWrite }) {
  const optional = (type) => (type.endsWith('| None') ? type : `${type} | None`);
  const given = (name, type, required) =>
    required ? `${name}: ${type}` : `${name}: ${optional(type)} = None`;
  return {
    inOrder: [
      ...ids.map(({ argument }) => `${argument}: str`),
      ...(body ? [given('body', body.type, body.required)] : []),
    ],
    byName: [
      ...queries.map(({ argument, type, required }) => given(argument, type, required)),
      ...(ifMatch ? [given('if_match', 'int', ifMatch.required)] : []),
      ...(isWrite ? [given('idempotency_key', 'str', false)] : []),
      given('deadline', 'float', false),
    ],
  };
}

const signature = (operation, self) => {
  const { inOrder, byName } = argumentsOf(operation);
  return [...self, ...inOrder, '*', ...byName];
};

const answerOf = ({ answers }) => answers.join(' | ');

export function requestsFile(operations) {
  return [
    HEAD,
    '"""A request for each operation of the API: `purser.send(requests.get_budget(id))` answers it with its status."""',
    '',
    'from __future__ import annotations',
    '',
    'from typing import Literal',
    '',
    'from purser._request import Request',
    'from purser.schema import (',
    ...indented(imported(operations).map((name) => `${name},`)),
    ')',
    ...operations.flatMap((operation) => ['', '', ...builder(operation)]),
    '',
  ].join('\n');
}

function builder(operation) {
  const { name, method, path, ids, queries, body, ifMatch, isWrite } = operation;
  const pairs = (items) => items.map((one) => `${quoted(one.name)}: ${one.argument}`);
  const parts = [
    quoted(method),
    quoted(path),
    ...(ids.length > 0 ? [`ids={${pairs(ids).join(', ')}}`] : []),
    ...(queries.length > 0 ? [listed('query={', pairs(queries), '}', 8).join('\n')] : []),
    ...(body ? ['body=body'] : []),
    ...(ifMatch ? ['if_match=if_match'] : []),
    ...(isWrite ? ['idempotency_key=idempotency_key'] : []),
    'deadline=deadline',
    ...(queries.some(({ argument }) => argument === 'wait_seconds') ? ['wait=wait_seconds or 0'] : []),
  ];
  const many = parts.some((part) => part.includes('\n'));
  const call = many
    ? ['return Request(', ...indented(parts.flatMap((part) => `${part},`.split('\n'))), ')']
    : listed('return Request(', parts, ')', 4);
  return [
    ...listed(`def ${name}(`, signature(operation, []), `) -> Request[${answerOf(operation)}]:`, 0),
    ...indented(call),
  ];
}

export function apiFile(operations) {
  return [
    HEAD,
    '"""Every operation of the API as a method, under its name in the document."""',
    '',
    'from __future__ import annotations',
    '',
    'from typing import Literal',
    '',
    'from purser import requests',
    'from purser._request import Ask, AskAsync',
    'from purser.schema import (',
    ...indented(imported(operations).map((name) => `${name},`)),
    ')',
    '',
    '',
    ...methods('Api', 'Ask', operations, ''),
    '',
    '',
    ...methods('AsyncApi', 'AskAsync', operations, 'await '),
    '',
  ].join('\n');
}

function methods(name, ask, operations, waits) {
  return [
    `class ${name}:`,
    ...indented([
      `def __init__(self, ask: ${ask}) -> None:`,
      '    self._ask = ask',
      ...operations.flatMap((operation) => ['', ...method(operation, waits)]),
    ]),
  ];
}

function method(operation, waits) {
  const { name, ids, queries, body, ifMatch, isWrite, about } = operation;
  const named = (argument) => `${argument}=${argument}`;
  const passed = [
    ...ids.map(({ argument }) => argument),
    ...(body ? ['body'] : []),
    ...queries.map(({ argument }) => named(argument)),
    ...(ifMatch ? [named('if_match')] : []),
    ...(isWrite ? [named('idempotency_key')] : []),
    named('deadline'),
  ];
  const build = `requests.${name}(${passed.join(', ')})`;
  const call = `return ${waits}self._ask(${build})`;
  const inner = listed(`requests.${name}(`, passed, ')', 12);
  return [
    ...listed(
      `${waits ? 'async ' : ''}def ${name}(`,
      signature(operation, ['self']),
      `) -> ${answerOf(operation)}:`,
      4,
    ),
    ...indented([
      ...docstring(about, 8),
      ...(call.length + 8 <= 100 ? [call] : [`return ${waits}self._ask(`, ...indented(inner), ')']),
    ]),
  ];
}

/** The names of the schema in what operations take and answer. */
function imported(operations) {
  const types = operations.flatMap(({ queries, body, answers }) => [
    ...queries.map(({ type }) => type),
    ...(body ? [body.type] : []),
    ...answers,
  ]);
  return [...new Set(types.join(' ').match(/(?<!")\b[A-Z]\w+/g))]
    .filter((name) => !OF_PYTHON.has(name))
    .toSorted();
}

const OF_PYTHON = new Set(['None', 'Literal', 'Mapping', 'True', 'False']);
