import path from 'node:path';
import { PACKAGE_ROOT } from '../runtime/package.js';

/**
 * The data folder where none is named: `data` in a clone. A package that npm installed is replaced by its next version, and one
 * that npx fetched is anywhere, so that its data is kept where it was started.
 */
export function defaultDataFolder(root = PACKAGE_ROOT, startedIn = process.cwd()): string {
  const isInstalled = root.split(path.sep).includes('node_modules');
  return isInstalled ? path.join(startedIn, 'purser-data') : path.join(root, 'data');
}

/** Where things go that the installation's own folder cannot hold: because of its mode, or its owner. */
export function sharedFolder(): string {
  if (process.getuid?.() === 0) return '/var/lib/purser';
  const cache = process.env.XDG_CACHE_HOME || path.join(process.env.HOME || '.', '.cache');
  return path.join(cache, 'purser');
}
