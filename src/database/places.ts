import path from 'node:path';

/** Where things go that the installation's own folder cannot hold: because of its mode, or its owner. */
export function sharedFolder(): string {
  if (process.getuid?.() === 0) return '/var/lib/purser';
  const cache = process.env.XDG_CACHE_HOME || path.join(process.env.HOME || '.', '.cache');
  return path.join(cache, 'purser');
}
