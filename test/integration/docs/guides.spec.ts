import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../../support/client.js';
import { Fleet } from '../../support/fleet.js';

const DOCS = path.resolve(import.meta.dirname, '../../../docs');
const namesIn = (folder: string): string[] =>
  readdirSync(path.join(DOCS, folder))
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => `${folder}${file.slice(0, -3)}`);

describe('the guides', () => {
  let fleet: Fleet;
  let admin: Client;
  /** Each page once: its address without an anchor, and its text. */
  const pages = new Map<string, { status: number; html: string; headers: Headers }>();

  beforeAll(async () => {
    fleet = await Fleet.start(1);
    admin = fleet.client();
  });
  afterAll(() => fleet.stop());

  const open = async (route: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${admin.baseUrl}${route}`, { headers });
    return { status: response.status, headers: response.headers, html: await response.text() };
  };
  const once = async (route: string) => {
    const known = pages.get(route) ?? (await open(route));
    pages.set(route, known);
    return known;
  };

  const routes = [
    '/docs/guides',
    '/docs/decisions',
    ...namesIn('').map((name) => `/docs/${name}`),
    ...namesIn('decisions/').map((name) => `/docs/${name}`),
  ];

  it('are all the documents of the repository, without a key, as pages with the headers of the docs', async () => {
    expect(routes.length).toBeGreaterThan(50);
    for (const route of routes) {
      const { status, headers, html } = await once(route);
      expect([route, status, headers.get('content-type')]).toEqual([route, 200, 'text/html; charset=utf-8']);
      expect(headers.get('content-security-policy')).toMatch(
        /default-src 'none'; script-src 'self';.*frame-ancestors 'none'/,
      );
      expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual([
        'no-cache',
        'nosniff',
      ]);
      expect([route, /<title>.+<\/title>/.test(html), /<h1[ >]/.test(html)]).toEqual([route, true, true]);
    }
  });

  it('run nothing, fetch nothing, and show no HTML but their own', async () => {
    for (const route of routes) {
      const { html } = await once(route);
      expect([route, html.match(/<script|<iframe|<img|<link|<form|\son\w+=|javascript:|<!--/i)]).toEqual([
        route,
        null,
      ]);
    }
  });

  it('link to one another: every link leads to a page, and to a heading that it has', async () => {
    let followed = 0;
    for (const route of routes)
      for (const [, link] of (await once(route)).html.matchAll(/href="([^"]+)"/g)) {
        const target = new URL(link!, `http://here${route}`);
        if (target.host !== 'here') continue;
        const page = await once(target.pathname);
        expect([route, link, page.status]).toEqual([route, link, 200]);
        const anchor = decodeURIComponent(target.hash.slice(1));
        if (anchor) expect([route, link, page.html.includes(` id="${anchor}"`)]).toEqual([route, link, true]);
        followed += 1;
      }
    expect(followed).toBeGreaterThan(300);
  });

  it('are found from the list, which GET / and the page of the API lead to', async () => {
    const { html } = await once('/docs/guides');
    for (const name of namesIn('')) expect(html).toContain(`href="/docs/${name}"`);
    const decisions = await once('/docs/decisions');
    for (const name of namesIn('decisions/')) expect(decisions.html).toContain(`href="/docs/${name}"`);
    expect((await admin.get('/')).body).toMatchObject({ links: { guides: '/docs/guides' } });
    const document = (await admin.get('/openapi.json')).body as { info: { description: string } };
    expect(document.info.description).toContain('](/docs/guides)');
  });

  it('show headings, tables and code of the documents', async () => {
    const { html } = await once('/docs/concepts');
    const text = readFileSync(path.join(DOCS, 'concepts.md'), 'utf8');
    for (const [, heading] of text.matchAll(/^## ([\w ]+)$/gm)) expect(html).toContain(`>${heading!}</h2>`);
    expect(html.match(/<table>/g)!.length).toBeGreaterThan(5);
    expect(html).toContain('<code>allocated</code>');
    expect(html).toMatch(/<pre><code[^>]*>/);
  });

  it('are sent once to a browser that keeps them', async () => {
    const { headers } = await once('/docs/concepts');
    const etag = headers.get('etag')!;
    const again = await open('/docs/concepts', { 'if-none-match': etag });
    expect([again.status, again.html]).toEqual([304, '']);
    expect((await open('/docs/approvals', { 'if-none-match': etag })).status).toBe(200);
  });

  it.each([
    '/docs/nothing',
    '/docs/README',
    '/docs/decisions/nothing',
    '/docs/decisions/README',
    '/docs/openapi',
  ])('what is not there is a page for a browser, and a problem for a program: %s', async (route) => {
    const page = await open(route, { accept: 'text/html' });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.html).toContain('href="/docs/guides"');
    const problem = await open(route, { accept: 'application/json' });
    expect([problem.status, JSON.parse(problem.html)]).toMatchObject([404, { code: 'route_not_found' }]);
  });

  it.each([
    '/docs/../package',
    '/docs/%2e%2e%2fpackage',
    '/docs/decisions/..%2fconcepts',
    '/docs/concepts.md',
  ])('lead to no other file: %s', async (route) => {
    const { status, html } = await open(route);
    expect([status, html.includes('<h1')]).toEqual([404, false]);
  });
});
