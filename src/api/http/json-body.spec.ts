import fc from 'fast-check';
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
    ['one name in several objects', '[{"a":1},{"a":2,"b":{"a":3}}]', [{ a: 1 }, { a: 2, b: { a: 3 } }]],
    ['a name that is also a value', '{"a":"a","b":["a","a"]}', { a: 'a', b: ['a', 'a'] }],
    ['colons and quotes in strings', '{"a:":"\\":{\\"b\\":","b" :"x"}', { 'a:': '":{"b":', b: 'x' }],
    ['names that look like places in an array', '{"0":1,"1":{"0":2}}', { 0: 1, 1: { 0: 2 } }],
    ['the largest number', '1.7976931348623157e308', Number.MAX_VALUE],
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
    ['a number too large to be one', '{"a":1e400}', 'validation_failed'],
    ['a number too small to be one', '[{"a":[-1e999]}]', 'validation_failed'],
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

  it.each([
    ['at the top', '{"amount":"1","amount":"2"}', 'amount'],
    ['with the same value', '{"amount":"1", "amount" : "1"}', 'amount'],
    ['in another spelling', '{"amount":"1","\\u0061mount":"2"}', 'amount'],
    ['in an object in an array', '{"a":[1,{"b":1},{"c":{},"d":[2],"c":3}]}', 'a.2.c'],
    ['in an object that was itself lost', '{"a":{"b":1,"b":2},"a":{}}', 'a.b'],
    ['that is empty', '{"a":{"":1,"":2}}', 'a.'],
    ['behind strings that look like names', '{"a":"\\",\\"b\\":","b":["b:",{"x":1}],"b":0}', 'b'],
  ])('names what stands twice %s', (_, body, field) => {
    expect(() => parse(body)).toThrow(`${field} stands more than once in one object.`);
  });

  it('shows no name that is not clean text', () => {
    expect(() => parse('{"a":{"\\u0007":1,"\\u0007":2},"a":{}}')).toThrow('a name in the body stands more');
  });

  it('shows no more of a long place than its beginning', () => {
    const long = 'x'.repeat(50_000);
    for (const body of [`{"${long}":1,"${long}":2}`, `{"${long}":"\\u0000"}`, `{"${long}":1e400}`])
      expect(() => parse(body)).toThrow(/^x{200}… [^x]{1,200}$/);
  });

  it('names the place of a number that is none', () => {
    expect(() => parse('{"context":{"a":[0,1e400]}}')).toThrow('context.a.1 must be a number from -1.7e308');
  });

  it('takes every value as JSON.stringify writes it, and none with a name repeated', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { minKeys: 1 });
    fc.assert(
      fc.property(value, fc.nat(), (written, choice) => {
        fc.pre(codeOf(JSON.stringify(written)) === 'accepted');
        expect(parse(JSON.stringify(written))).toEqual(JSON.parse(JSON.stringify(written)));
        const names = Object.keys(written);
        const repeated = JSON.stringify(names[choice % names.length]);
        const twice = `${JSON.stringify(written).slice(0, -1)},${repeated}:0}`;
        expect(codeOf(twice)).toBe('validation_failed');
      }),
    );
  });
});
