import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../../runtime/package.js';

/** Where `npm run build` puts what packages/console is built into. */
const FOLDER = path.join(PACKAGE_ROOT, 'dist/console');

/** The page itself, and the tag that differs for each version of it. */
export interface ConsolePage {
  readonly html: string;
  readonly etag: string;
}

/** The built console: one page, and files whose names have a hash of what is in them. A service without them works. */
export class ConsoleFiles {
  private constructor(
    /** Of the files that the page loads. */
    readonly assets: string,
    readonly page: ConsolePage | null,
  ) {}

  static read(folder = FOLDER): ConsoleFiles {
    const file = path.join(folder, 'index.html');
    const assets = path.join(folder, 'assets');
    if (!existsSync(file) || !existsSync(assets)) return new ConsoleFiles(assets, null);
    const html = readFileSync(file, 'utf8');
    const tag = createHash('sha256').update(html).digest('base64url').slice(0, 22);
    return new ConsoleFiles(assets, { html, etag: `"${tag}"` });
  }
}
