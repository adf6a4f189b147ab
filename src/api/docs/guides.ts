import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../../runtime/package.js';
import { isProblemCode } from '../problems/registry.js';
import { htmlOf, type Resolve } from './markdown.js';
import { escape, page } from './page.js';

/** The folder of the guides: the package and the image have it. */
const FOLDER = path.join(PACKAGE_ROOT, 'docs');

/** In the order in which a reader wants them; any others come behind. The pages of errors are made from their registry. */
const FIRST = [
  'concepts',
  'sdk',
  'approvals',
  'limits',
  'state-machines',
  'settlement',
  'webhooks',
  'notifications',
  'meters',
  'search',
  'exports',
  'spend',
  'console',
  'security',
  'operations',
];
const LEFT_OUT = new Set(['errors']);

/** A page, and the tag that differs for each version of it. */
export interface Guide {
  html: string;
  etag: string;
}

const LINKS = '<p><a href="/">Purser</a> · <a href="/docs/guides">Guides</a> · <a href="/docs">API</a></p>';

/** The guides in one folder of the docs, rendered when somebody first reads them, and kept. */
export class Guides {
  readonly names: readonly string[];
  private readonly rendered = new Map<string, Guide>();

  /** `folder` lies below the docs, and is served below `/docs` in the same place. */
  constructor(private readonly folder = '') {
    const found = readdirSync(path.join(FOLDER, folder))
      .filter((file) => /^[a-z0-9-]+\.md$/.test(file))
      .map((file) => file.slice(0, -'.md'.length))
      .filter((name) => folder !== '' || !LEFT_OUT.has(name))
      .sort();
    this.names = [
      ...FIRST.filter((name) => found.includes(name)),
      ...found.filter((name) => !FIRST.includes(name)),
    ];
  }

  /** Null for a name that no guide has. */
  find(name: string): Guide | null {
    return this.names.includes(name) ? this.read(name) : null;
  }

  /** What a guide is called: its first heading. */
  titleOf(name: string): string {
    return /^# (.+)$/m.exec(this.markdown(name))?.[1] ?? name;
  }

  /** The guide that lists the others of its folder. */
  get list(): Guide {
    return this.read('README');
  }

  private read(name: string): Guide {
    const known = this.rendered.get(name);
    if (known) return known;
    const guide = guideOf(this.titleOf(name), htmlOf(this.markdown(name), resolverIn(this.folder)));
    this.rendered.set(name, guide);
    return guide;
  }

  private markdown(name: string): string {
    return readFileSync(path.join(FOLDER, this.folder, `${name}.md`), 'utf8');
  }
}

/** A page of the guides. */
export function guideOf(title: string, content: string): Guide {
  const html = page(title, `<nav>${LINKS}</nav>\n<main>\n${content}</main>`);
  return { html, etag: `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"` };
}

/** The list of all guides. */
export function guideIndex(guides: Guides): Guide {
  const items = guides.names.map(
    (name) => `<li><a href="/docs/${name}">${escape(guides.titleOf(name))}</a></li>`,
  );
  const others = [
    '<li><a href="/docs/errors">Errors</a></li>',
    '<li><a href="/docs/decisions">Decisions: why it is as it is</a></li>',
  ];
  return guideOf('Guides', `<h1>Guides</h1>\n<ul>\n${[...items, ...others].join('\n')}\n</ul>\n`);
}

/**
 * Links within the docs become links of the service, those to other sites stay as they are. What lies elsewhere in the
 * repository is not served.
 */
const resolverIn =
  (folder: string): Resolve =>
  (href) => {
    if (/^https?:\/\//.test(href) || href.startsWith('#')) return href;
    const [file = '', anchor] = href.split('#');
    const target = path.posix.join('/docs', folder, file);
    if (!target.startsWith('/docs/') || !target.endsWith('.md')) return null;
    const served = target.slice(0, -'.md'.length).replace(/\/README$/, '');
    if (served === '/docs/errors' && anchor && isProblemCode(anchor)) return `${served}/${anchor}`;
    return anchor ? `${served}#${anchor}` : served;
  };
