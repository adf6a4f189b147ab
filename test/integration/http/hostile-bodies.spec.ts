import { HostileApi } from '../../support/hostile.js';

/** Whatever is sent, the answer is a precise 4xx problem, and nothing has happened. */
describe('hostile bodies', () => {
  let hostile: HostileApi;

  beforeAll(async () => {
    hostile = await HostileApi.start();
  });
  afterAll(async () => {
    await hostile.stop();
  });

  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

  describe('bodies', () => {
    const bodies: [name: string, body: () => string | Buffer, status: number, code: string][] = [
      ['nothing', () => '', 400, 'validation_failed'],
      ['white space', () => '  \n', 400, 'malformed_json'],
      ['no JSON', () => '{"budgetId": ', 400, 'malformed_json'],
      ['a comment', () => '{} // x', 400, 'malformed_json'],
      ['NaN', () => '{"amount": NaN}', 400, 'malformed_json'],
      ['null', () => 'null', 400, 'validation_failed'],
      ['an array', () => '[]', 400, 'validation_failed'],
      ['a string', () => '"reserve"', 400, 'validation_failed'],
      ['a number', () => '7', 400, 'validation_failed'],
      ['an empty object', () => '{}', 400, 'validation_failed'],
      [
        'bytes that are not UTF-8',
        () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
        400,
        'invalid_encoding',
      ],
      ['an overlong encoding', () => Buffer.from([0x22, 0xc0, 0x80, 0x22]), 400, 'invalid_encoding'],
      ['UTF-16', () => Buffer.from(hostile.reserve({}), 'utf16le'), 400, 'malformed_json'],
      ['a raw NUL', () => hostile.reserve({}).replace('"1"', '"\u00001"'), 400, 'malformed_json'],
      ['an escaped NUL', () => hostile.reserve({ reason: 'a\u0000b' }), 400, 'validation_failed'],
      ['an escape sequence', () => hostile.reserve({ reason: '\u001b[31m' }), 400, 'validation_failed'],
      ['a form feed', () => hostile.reserve({ reason: '\f' }), 400, 'validation_failed'],
      ['a C1 control', () => hostile.reserve({ reason: 'a\u0085b' }), 400, 'validation_failed'],
      [
        'a lone surrogate',
        () => hostile.reserve({}).replace('"1"', '"1","reason":"\\ud800"'),
        400,
        'validation_failed',
      ],
      [
        'a lone surrogate in a key',
        () => hostile.reserve({}).replace('"1"', '"1","context":{"\\udc00":1}'),
        400,
        'validation_failed',
      ],
      [
        'a NUL deep in the context',
        () => hostile.reserve({ context: { a: [{ b: '\u0000' }] } }),
        400,
        'validation_failed',
      ],
      [
        'a name twice',
        () => hostile.reserve({}).replace('"1"', '"1","amount":"2"'),
        400,
        'validation_failed',
      ],
      [
        'a name twice deep in the context',
        () => hostile.reserve({}).replace('"1"', '"1","context":{"a":[{"b":1,"b":1}]}'),
        400,
        'validation_failed',
      ],
      [
        'a number too large to be one',
        () => hostile.reserve({}).replace('"1"', '"1","context":{"a":1e400}'),
        400,
        'validation_failed',
      ],
      ['__proto__', () => '{"__proto__":{"amount":"1"},"budgetId":"x"}', 400, 'malformed_json'],
      ['an escaped __proto__', () => '{"\\u005f_proto__":{"admin":true}}', 400, 'malformed_json'],
      ['constructor.prototype', () => '{"constructor":{"prototype":{"a":1}}}', 400, 'malformed_json'],
      ['100 levels', () => nested(100), 400, 'malformed_json'],
      ['30,000 levels', () => nested(30_000), 400, 'malformed_json'],
      ['levels that never close', () => '{"a":'.repeat(10_000), 400, 'malformed_json'],
      [
        '33 levels in the context',
        () => `{"context":${'{"a":'.repeat(32)}1${'}'.repeat(32)}}`,
        400,
        'malformed_json',
      ],
      ['more than 64 KiB', () => hostile.reserve({ reason: 'x'.repeat(70_000) }), 413, 'body_too_large'],
    ];

    it.each(bodies)('%s', async (_, body, status, code) => {
      const answer = await hostile.send({ route: '/v1/reservations', body: body() });
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });

    it('a batch of more than 2 MiB', async () => {
      const answer = await hostile.send({
        route: '/v1/reservations/batch',
        body: `"${'x'.repeat(2 * 1024 * 1024)}"`,
      });
      expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large']);
    });

    it('a batch of 2 MiB of brackets', async () => {
      const answer = await hostile.send({
        route: '/v1/reservations/batch',
        body: '['.repeat(2 * 1024 * 1024),
      });
      expect([answer.status, answer.body.code]).toEqual([400, 'malformed_json']);
    });

    it.each([
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'json',
    ])('sent as %s', async (type) => {
      const answer = await hostile.send({
        route: '/v1/reservations',
        body: hostile.reserve({}),
        headers: { 'content-type': type },
      });
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type']);
    });
  });
});
