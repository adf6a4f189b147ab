import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROBLEM_CODES } from '../../../src/api/problems/registry.js';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

describe('docs, health and metrics', () => {
  let fleet: Fleet;
  let admin: Client;

  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
  });
  afterAll(async () => {
    await fleet.stop();
  });

  const open = async (route: string): Promise<{ status: number; type: string; text: string }> => {
    const response = await fetch(admin.baseUrl + route);
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      text: await response.text(),
    };
  };

  it('serves the document that is in the repository', async () => {
    const { status, text } = await open('/openapi.json');
    const file = readFileSync(path.resolve(import.meta.dirname, '../../../docs/openapi.json'), 'utf8');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual(JSON.parse(file));
  });

  it('serves interactive docs that need nothing from elsewhere', async () => {
    const { status, type, text } = await open('/docs');
    expect([status, type]).toEqual([200, expect.stringContaining('text/html')]);
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
    const assets = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, url = '']) => new URL(url, 'http://x/').pathname,
    );
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) expect([asset, (await open(asset)).status]).toEqual([asset, 200]);
  });

  it.each(['application/json', '*/*', undefined])(
    'leads on from its own address, without a key: to who accepts %s',
    async (accept) => {
      const response = await fetch(`${admin.baseUrl}/`, { headers: accept ? { accept } : {} });
      expect([response.status, response.headers.get('content-type'), response.headers.get('vary')]).toEqual([
        200,
        expect.stringContaining('application/json'),
        'Accept',
      ]);
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      const { links: found } = (await response.json()) as { links: Record<string, string> };
      const links = Object.values(found);
      expect(links).toEqual(expect.arrayContaining(['/docs', '/docs/errors', '/openapi.json', '/readyz']));
      for (const link of links) expect([link, (await open(link)).status]).toEqual([link, 200]);
    },
  );

  it.each(['/', '/approvals/rsv_1', '/sign-in'])('has the console at %s for a browser', async (route) => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const response = await fetch(admin.baseUrl + route, { headers: { accept } });
    expect([response.status, response.headers.get('cache-control'), response.headers.get('vary')]).toEqual([
      200,
      'no-cache',
      'Accept',
    ]);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self';");
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=/);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!);
    expect(files.filter((file) => /\.(js|css)$/.test(file)).length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      const { status, headers } = await fetch(admin.baseUrl + file, { headers: { 'accept-encoding': 'br' } });
      expect([file, status, headers.get('cache-control')]).toEqual([
        file,
        200,
        'public, max-age=31449600, immutable',
      ]);
      if (/\.(js|css)$/.test(file)) expect(headers.get('content-encoding')).toBe('br');
    }
  });

  it('has no page of the console for programs, and no other files of it', async () => {
    for (const route of ['/approvals/rsv_1', '/assets/nothing.js', '/index.html', '/.sources']) {
      const { status, headers, body } = await admin.get(route);
      expect([route, status, body.code, headers.get('cache-control')]).toEqual([
        route,
        404,
        'route_not_found',
        'no-store',
      ]);
    }
  });

  it('has a page for each problem', async () => {
    const index = await open('/docs/errors');
    for (const code of PROBLEM_CODES) {
      expect(index.text).toContain(`/docs/errors/${code}"`);
      expect([code, (await open(`/docs/errors/${code}`)).status]).toEqual([code, 200]);
    }
  });

  it('lives, is ready, and has the version of its package everywhere', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await open('/livez')).toMatchObject({
      status: 200,
      text: JSON.stringify({ status: 'ok', version }),
    });
    expect(await open('/readyz')).toMatchObject({
      status: 200,
      text: JSON.stringify({ status: 'ready', version }),
    });
    expect((JSON.parse((await open('/openapi.json')).text) as { info: object }).info).toMatchObject({
      version,
    });
    expect((await open('/metrics')).text).toContain(
      `purser_build_info{version="${version}",node="${process.versions.node}"} 1`,
    );
  });

  it('measures requests and decisions', async () => {
    const { id: root } = await admin.root('100');
    await admin.hold(root, '1');
    await admin.post('/v1/reservations', { budgetId: root, amount: '1000' });
    const { type, text } = await open('/metrics');
    expect(type).toContain('text/plain');
    expect(text).toMatch(
      /purser_http_request_seconds_count\{method="POST",route="\/v1\/reservations",status="201"\} 1/,
    );
    expect(text).toMatch(/purser_decision_seconds_count\{kind="reserve",outcome="denied"\} 1/);
    for (const name of [
      'batch_commands',
      'queue_commands',
      'guard_conflicts_total',
      'expiry_lag_seconds',
      'pool_connections',
    ])
      expect(text).toContain(`# TYPE purser_${name} `);
  });
});
