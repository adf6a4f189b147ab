import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, wherever this module runs from: src or dist. */
export const PACKAGE_ROOT = packageRoot(path.dirname(fileURLToPath(import.meta.url)));

function packageRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('package.json is not above this module');
  return packageRoot(parent);
}

/** Where things go that the installation's own folder cannot hold: because of its mode, or its owner. */
export function sharedFolder(): string {
  if (process.getuid?.() === 0) return '/var/lib/purser';
  const cache = process.env.XDG_CACHE_HOME || path.join(process.env.HOME || '.', '.cache');
  return path.join(cache, 'purser');
}
