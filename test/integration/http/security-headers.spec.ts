import { sendRaw } from '../../support/raw-http.js';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

/** What browsers receive with everything that is served. */
describe('headers', () => {
  let fleet: Fleet;
  let admin: Client;

  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
  });
  afterAll(async () => {
    await fleet.stop();
  });

  const NEVER = "default-src 'none'; frame-ancestors 'none'";

  const headersOf = async (method: string, route: string, body?: unknown, extra = {}) => {
    const { status, headers } = await admin.send(method, route, body, extra);
    return {
      status,
      cache: headers.get('cache-control'),
      policy: headers.get('content-security-policy'),
      sniff: headers.get('x-content-type-options'),
      referrer: headers.get('referrer-policy'),
    };
  };

  it.each([
    ['an answer', 'GET', '/v1/budgets', 200],
    ['a stream of events', 'GET', '/v1/events', 200],
    ['a refusal of a key', 'GET', '/v1/principal', 401, { authorization: 'Bearer nobody' }],
    ['what is not there', 'GET', '/v1/budgets/budget_01hzzzzzzzzzzzzzzzzzzzzzzz', 404],
    ['no route', 'GET', '/nothing', 404],
    ['a wrong method', 'DELETE', '/v1/principal', 405],
    ['a URL that cannot be read', 'GET', '/v1/budgets/%zz', 400],
    ['a URL that is too long', 'GET', `/v1/budgets/${'x'.repeat(9_000)}`, 414],
    ['health', 'GET', '/livez', 200],
    ['metrics', 'GET', '/metrics', 200],
    ['the document', 'GET', '/openapi.json', 200],
  ])(
    '%s is not kept, framed or run',
    async (_, method, route, status, extra: Record<string, string> = {}) => {
      expect(await headersOf(method, route, undefined, extra)).toEqual({
        status,
        cache: 'no-store',
        policy: NEVER,
        sniff: 'nosniff',
        referrer: 'no-referrer',
      });
    },
  );

  it('a secret is not kept', async () => {
    const { id: root } = await admin.root('100');
    const route = `/v1/budgets/${root}/keys`;
    const { status, cache } = await headersOf(
      'POST',
      route,
      { role: 'agent', name: 'a' },
      { 'idempotency-key': 'k1' },
    );
    expect([status, cache]).toEqual([201, 'no-store']);
  });

  it('nor is what was no request at all', async () => {
    const { status, headers } = await sendRaw(admin.baseUrl, 'NONSENSE\r\n\r\n');
    expect(status).toBe(400);
    expect(headers).toContain('Cache-Control: no-store\r\n');
    expect(headers).toContain(`Content-Security-Policy: ${NEVER}\r\n`);
    expect(headers).toContain('X-Content-Type-Options: nosniff\r\n');
  });

  it.each(['/docs', '/docs/', '/docs/swagger-ui-init.js', '/docs/errors', '/docs/errors/not_found'])(
    '%s runs scripts of this service alone, and stands in no frame',
    async (route) => {
      const { status, policy, sniff } = await headersOf('GET', route);
      expect([status, sniff]).toEqual([200, 'nosniff']);
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
    },
  );

  it('the docs page needs no script within it, and keeps no key', async () => {
    const text = async (route: string) => (await admin.get<string>(route)).body;
    const html = await text('/docs');
    const scripts = [...html.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
    expect(scripts.length).toBeGreaterThanOrEqual(3);
    for (const [, attributes, content] of scripts) {
      expect(attributes).toMatch(/src="/);
      expect(content?.trim()).toBe('');
    }
    expect(html).not.toMatch(/<[^>]+ on\w+=/);
    expect(await text('/docs/swagger-ui-init.js')).toMatch(/"persistAuthorization":\s*false/);
  });

  it('methods that no route has are one series of the metrics', async () => {
    for (const method of ['PROPFIND', 'LOCK', 'PURGE']) await headersOf(method, '/v1/budgets');
    const text = (await admin.get<string>('/metrics')).body;
    expect(text).toContain('purser_http_request_seconds_count{method="other",route="none",status="405"} 3');
    expect(text).not.toMatch(/PROPFIND|LOCK|PURGE/);
  });
});
