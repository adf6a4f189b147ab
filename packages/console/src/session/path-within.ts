/** A path of this page; anything that could lead elsewhere becomes the first page. */
export function pathWithin(path: string): string {
  const url = new URL(path, location.origin);
  return url.origin === location.origin && path.startsWith('/') ? url.pathname + url.search + url.hash : '/';
}
