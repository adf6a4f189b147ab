import { escape, page } from './page.js';

/** Where to go from the address of the service: what each link leads to, and the link. */
const LINKS = {
  docs: ['The API, to read and to try', '/docs'],
  guides: ['The guides: concepts, approvals, security, operations and more', '/docs/guides'],
  errors: ['All errors, and what to do about each', '/docs/errors'],
  openapi: ['The OpenAPI document', '/openapi.json'],
  live: ['Whether the process lives', '/livez'],
  ready: ['Whether it can serve', '/readyz'],
  metrics: ['Metrics for Prometheus', '/metrics'],
} as const;

/** What a program finds at the address of the service. */
export const homeLinks = (): { name: string; links: Record<string, string> } => ({
  name: 'Purser',
  links: Object.fromEntries(Object.entries(LINKS).map(([name, [, href]]) => [name, href])),
});

/** The same for a browser. */
export function homePage(): string {
  const rows = Object.values(LINKS).map(
    ([title, href]) => `<li><a href="${href}">${escape(title)}</a> (<code>${href}</code>)</li>`,
  );
  return page(
    'Purser',
    `<h1>Purser</h1>
<p>The budget authority for fleets of AI agents. This service was built without its console. Every route under <code>/v1</code> wants a key: <code>Authorization: Bearer …</code></p>
<ul>
${rows.join('\n')}
</ul>`,
  );
}
