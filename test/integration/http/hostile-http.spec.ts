import { readFileSync } from 'node:fs';
import { HostileApi } from '../../support/hostile.js';
import { sendRaw, type RawAnswer } from '../../support/raw-http.js';
import { ADMIN_KEY } from '../../support/service.js';

interface Parameter {
  in: string;
  name: string;
  example?: string;
}
type Path = Record<string, { parameters?: Parameter[]; 'x-purser-action'?: string }>;

/** Every operation that wants a key, with ids of nothing in its path. */
const OPERATIONS = Object.entries(
  (JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { paths: Record<string, Path> }).paths,
).flatMap(([route, operations]) =>
  Object.entries(operations)
    .filter(([, operation]) => operation['x-purser-action'])
    .map(([method, { parameters = [] }]) => {
      const ids = parameters.filter((one) => one.in === 'path');
      return [method, ids.reduce((path, { name, example }) => path.replace(`{${name}}`, example!), route)];
    }),
);

/** Whatever is sent, the answer is a precise 4xx problem, and nothing has happened. */
describe('hostile HTTP', () => {
  let hostile: HostileApi;

  beforeAll(async () => {
    hostile = await HostileApi.start();
  });
  afterAll(async () => {
    await hostile.stop();
  });

  describe('paths and queries', () => {
    const routes: [route: () => string, status: number, code: string][] = [
      [() => '/v1/budgets/not-an-id', 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.reservation}`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}%00`, 400, 'validation_failed'],
      [() => `/v1/budgets/${'x'.repeat(400)}`, 414, 'uri_too_long'],
      [() => '/v1/budgets/%zz', 400, 'malformed_request'],
      [() => '/v1/budgets/%c0%80', 400, 'malformed_request'],
      [() => '/v1/budgets/..%2f..%2fetc', 400, 'validation_failed'],
      [() => '/v1/budgets//tree', 404, 'route_not_found'],
      [() => '/v1', 404, 'route_not_found'],
      [() => '/v1/budgets/', 404, 'route_not_found'],
      [() => '/V1/budgets', 404, 'route_not_found'],
      [() => '/docs/errors/nothing', 404, 'route_not_found'],
      [() => '/v1/budgets?limit=0', 400, 'validation_failed'],
      [() => '/v1/budgets?limit=201', 400, 'validation_failed'],
      [() => '/v1/budgets?limit=1e1', 400, 'validation_failed'],
      [() => '/v1/budgets?limit=5&limit=6', 400, 'validation_failed'],
      [() => '/v1/budgets?cursor=%00', 400, 'validation_failed'],
      [() => '/v1/budgets?cursor=abc', 400, 'validation_failed'],
      [() => '/v1/budgets?cursor=YnVkZ2V0czpub3RoaW5n', 400, 'validation_failed'],
      [() => '/v1/budgets?state=open', 400, 'validation_failed'],
      [() => '/v1/budgets?order=up', 400, 'validation_failed'],
      [() => '/v1/budgets?openOnly=1', 400, 'validation_failed'],
      [() => '/v1/budgets?q=%00', 400, 'validation_failed'],
      [() => '/v1/budgets?expand=children', 400, 'validation_failed'],
      [() => '/v1/budgets?unknown=1', 400, 'validation_failed'],
      [() => '/v1/budgets?__proto__=1', 400, 'validation_failed'],
      [() => '/v1/budgets?name=%00', 400, 'validation_failed'],
      [() => '/v1/budgets?name=%ff', 400, 'malformed_request'],
      [() => '/v1/budgets?metadata=nocolon', 400, 'validation_failed'],
      [() => '/v1/budgets?metadata=a:%00', 400, 'validation_failed'],
      [() => '/v1/budgets?parentId=x', 400, 'validation_failed'],
      [() => '/v1/events?types=steal', 400, 'validation_failed'],
      [() => '/v1/events?budgetId=%00', 400, 'validation_failed'],
      [() => '/v1/webhooks?cursor=abc', 400, 'validation_failed'],
      [() => '/v1/webhooks/not-an-id', 400, 'validation_failed'],
      [() => `/v1/webhooks/${hostile.root}/deliveries`, 400, 'validation_failed'],
      [() => '/v1/reservations?vendor=A', 400, 'validation_failed'],
      [() => '/v1/reservations?subtree=yes', 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/tree?depth=33`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/entries?afterVersion=-1`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/entries?kind=steal`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/balance?at=0`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/balance?at=99999999999999999999`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/balance?at=yesterday`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/balance?at=0000-01-01T00:00:00Z`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/balance?at=0001-01-01T00:00:00%2B01:00`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/balance?at=10000-01-01T00:00:00Z`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/balance?at=2026-02-30T00:00:00Z`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/balance?at=2026-01-01`, 400, 'validation_failed'],
      [() => `/v1/budgets/${hostile.root}/balance?at=99`, 404, 'not_found'],
    ];

    it.each(routes.map(([route, status, code], i) => [i, status, code, route] as const))(
      'number %i is %d %s',
      async (_, status, code, route) => {
        const answer = await hostile.send({ method: 'GET', route: route() });
        expect([route(), answer.status, answer.body.code]).toEqual([route(), status, code]);
      },
    );

    // DELETE …?issued=true must not be answered 200 where it revoked nothing that was issued.
    it.each(OPERATIONS)('%s %s with a query parameter that it does not have', async (method, route) => {
      const sent = { method: method.toUpperCase(), route: `${route}?issued=true` };
      const { status, body } = await hostile.send(sent);
      expect([status, body.code]).toEqual([400, 'validation_failed']);
      expect(body.errors).toContainEqual(expect.objectContaining({ field: 'issued', rule: 'unknown_field' }));
    });

    it.each(['PUT', 'DELETE', 'PATCH'])('%s where there is only GET and POST', async (method) => {
      const answer = await hostile.send({ method, route: '/v1/budgets' });
      expect([answer.status, answer.body.code, answer.headers.get('allow')]).toEqual([
        405,
        'method_not_allowed',
        'GET, HEAD, POST',
      ]);
    });
  });

  describe('headers', () => {
    it.each([
      ['', 428, 'idempotency_key_required'],
      ['a b', 400, 'validation_failed'],
      ['x'.repeat(256), 400, 'validation_failed'],
      ['é', 400, 'validation_failed'],
    ])('Idempotency-Key "%s"', async (key, status, code) => {
      const answer = await hostile.send({
        route: '/v1/reservations',
        body: hostile.reserve({}),
        headers: { 'idempotency-key': key },
      });
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });

    it.each(['1', '*', 'W/"1"', '"1", "2"', '"-1"', '"x"', '"1.0"', '"99999999999999999999"', ''])(
      'If-Match %s',
      async (tag) => {
        const headers = { 'if-match': tag };
        const patched = await hostile.send({
          method: 'PATCH',
          route: `/v1/envelopes/${hostile.envelope}`,
          body: '{}',
          headers,
        });
        expect(patched.status).toBe(400);
        const frozen = await hostile.send({ route: `/v1/budgets/${hostile.root}/freeze`, headers });
        expect([frozen.status, frozen.body.errors[0]?.field]).toEqual([400, 'If-Match']);
      },
    );

    it.each([
      ['Basic YWRtaW46eA=='],
      ['Bearer'],
      ['Bearer  '],
      [`Bearer ${ADMIN_KEY}x`],
      [ADMIN_KEY],
      [`Bearer ${ADMIN_KEY} ${ADMIN_KEY}`],
      ['Bearer \u00e9'],
    ])('Authorization %s', async (authorization) => {
      const answer = await hostile.send({ method: 'GET', route: '/v1/budgets', headers: { authorization } });
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="purser"/);
    });

    it('no key, for any route below /v1', async () => {
      for (const [method, route] of [
        ['GET', '/v1/budgets'],
        ['POST', '/v1/reservations'],
        ['POST', '/v1/reservations/batch'],
        ['DELETE', `/v1/envelopes/${hostile.envelope}`],
        ['GET', `/v1/budgets/${hostile.root}/verify`],
        ['GET', '/v1/events'],
        ['GET', '/v1/webhooks'],
        ['POST', '/v1/webhooks'],
      ] as const) {
        const response = await fetch(hostile.baseUrl + route, { method });
        expect([route, response.status]).toEqual([route, 401]);
      }
    });

    it('a request id that nobody wants in a log', async () => {
      const answer = await hostile.send({
        method: 'GET',
        route: '/v1',
        headers: { 'x-request-id': 'a{"b":1} c' },
      });
      expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  describe('HTTP itself', () => {
    const raw = async (bytes: string | Buffer): Promise<RawAnswer & { code: string }> => {
      const answer = await sendRaw(hostile.baseUrl, bytes);
      expect(answer.headers).toMatch(/content-type: application\/problem\+json/i);
      return { ...answer, code: (JSON.parse(answer.body) as { code: string }).code };
    };
    const head = (extra: string): string =>
      `POST /v1/reservations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_KEY}\r\n${extra}`;

    it.each([
      ['no HTTP at all', 'hello\r\n\r\n', 400, 'malformed_request'],
      ['a line feed in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA\n: b\r\n\r\n', 400, 'malformed_request'],
      [
        'huge headers',
        `GET /livez HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(40_000)}\r\n\r\n`,
        431,
        'headers_too_large',
      ],
      [
        'two lengths',
        'POST /v1/budgets HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
        400,
        'malformed_request',
      ],
      [
        'length and chunks',
        'POST /v1/budgets HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        400,
        'malformed_request',
      ],
      ['a target that is no path', 'GET *v1 HTTP/1.1\r\nHost: x\r\n\r\n', 404, 'route_not_found'],
    ])('%s', async (_, bytes, status, code) => {
      const answer = await raw(bytes);
      expect([answer.status, answer.code]).toEqual([status, code]);
    });

    it('the same Idempotency-Key header twice', async () => {
      const body = hostile.reserve({});
      const answer = await raw(
        head(
          `Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        ),
      );
      expect([answer.status, answer.code]).toEqual([400, 'validation_failed']);
    });

    it('a body that is cut off is not acted upon', async () => {
      const bytes = head(
        'Idempotency-Key: cut\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"bud',
      );
      await expect(sendRaw(hostile.baseUrl, bytes, 500)).rejects.toThrow('no answer');
    });
  });
});
