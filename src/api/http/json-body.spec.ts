import { Problem } from '../problems/problem.js';
import { MAX_JSON_DEPTH, parseJsonBody } from './json-body.js';

const parse = (body: string | Buffer): unknown => parseJsonBody(Buffer.from(body));

const codeOf = (body: string | Buffer): string => {
  try {
    parse(body);
    return 'accepted';
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
};

describe('parseJsonBody', () => {
  it.each([
    ['an object', '{"a":[1,"x",null,true]}', { a: [1, 'x', null, true] }],
    ['a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    ['brackets in strings', `{"a":"${'['.repeat(100)}"}`, { a: '['.repeat(100) }],
    ['escaped quotes before brackets', `{"a":"\\"${'{'.repeat(100)}\\\\"}`, { a: `"${'{'.repeat(100)}\\` }],
    ['siblings, many but not deep', `[${'[],'.repeat(1000)}[]]`, Array.from({ length: 1001 }, () => [])],
    ['tab, line feed and carriage return', '{"a":"\\t\\n\\r"}', { a: '\t\n\r' }],
    ['a surrogate pair as escapes', '{"a":"\\ud83d\\ude00"}', { a: '😀' }],
    ['a harmless constructor', '{"constructor":"acme"}', { constructor: 'acme' }],
    ['nothing', '', undefined],
  ])('reads %s', (_, body, expected) => {
    expect(parse(body)).toEqual(expected);
  });

  it.each([
    ['no JSON', '{', 'malformed_json'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'invalid_encoding'],
    ['a surrogate as UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'invalid_encoding'],
    ['__proto__', '{"a":{"__proto__":{}}}', 'malformed_json'],
    ['an escaped __proto__', '{"\\u005f\\u005fproto__":{}}', 'malformed_json'],
    ['constructor.prototype', '{"constructor":{"prototype":{}}}', 'malformed_json'],
    ['NUL', '{"a":"\\u0000"}', 'validation_failed'],
    ['backspace', '{"a":"\\b"}', 'validation_failed'],
    ['DEL', '{"a":"\u007f"}', 'validation_failed'],
    ['a control character in a key', '{"a":{"\\u0001":1}}', 'validation_failed'],
    ['half a surrogate pair', '["\\ud83d"]', 'validation_failed'],
    ['a deep array', `${'['.repeat(MAX_JSON_DEPTH + 1)}${']'.repeat(MAX_JSON_DEPTH + 1)}`, 'malformed_json'],
    ['a million levels', '['.repeat(1_000_000), 'malformed_json'],
  ])('refuses %s', (_, body, code) => {
    expect(codeOf(body)).toBe(code);
  });

  it('goes as deep as it says', () => {
    expect(codeOf(`${'['.repeat(MAX_JSON_DEPTH)}${']'.repeat(MAX_JSON_DEPTH)}`)).toBe('accepted');
  });

  it('names the place of what is not clean text', () => {
    expect(() => parse('{"a":[{"b":"\\u0000"}]}')).toThrow('a.0.b must be well-formed Unicode');
  });

  it('does not repeat what it was sent', () => {
    expect(() => parse('{"secret": hunter2}')).toThrow(
      /^The body is not valid JSON( \(at position \d+\))?\.$/,
    );
  });
});
