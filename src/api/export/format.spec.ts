import { expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { exportTypeOf } from './format.js';

const typeOf = (accept?: string, httpVersion = '1.1') =>
  exportTypeOf({ headers: { accept }, raw: { httpVersion } } as FastifyRequest);

test.each([
  [undefined, null],
  ['*/*', null],
  ['application/*', null],
  ['application/json', null],
  ['text/html,application/xhtml+xml,*/*;q=0.8', null],
  ['text/csv', 'text/csv'],
  ['TEXT/CSV', 'text/csv'],
  ['text/*', 'text/csv'],
  ['text/csv; charset=utf-8; header=present', 'text/csv'],
  ['text/csv;q=0.5, application/json', null],
  ['application/json;q=0.5, text/csv', 'text/csv'],
  ['text/html, application/x-ndjson;q=0.9', 'application/x-ndjson'],
  ['text/csv;q=0, application/x-ndjson', 'application/x-ndjson'],
  ['application/json;q=0, */*;q=0.1', 'text/csv'],
])('a request that accepts %s is answered with %s', (accept, type) => {
  expect(typeOf(accept)).toBe(type);
});

test.each(['text/html', 'application/xml', 'text/csv;q=0', 'csv'])(
  'a request that accepts %s alone is refused',
  (accept) => {
    expect(() => typeOf(accept)).toThrow(expect.objectContaining({ code: 'not_acceptable' }));
  },
);

test('an export over HTTP/1.0, whose end nobody could see, is refused', () => {
  expect(() => typeOf('text/csv', '1.0')).toThrow(expect.objectContaining({ code: 'not_acceptable' }));
  expect(typeOf('application/json', '1.0')).toBeNull();
});
