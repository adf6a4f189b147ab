import { isFields } from './fields.js';

/** Whether a request asks for anything to be kept in the cache of its vendor, and whether for an hour. */
export function cachedFor(request: unknown): 'minutes' | 'hour' | undefined {
  if (Array.isArray(request)) return longest(request.map(cachedFor));
  if (!isFields(request) || ArrayBuffer.isView(request)) return undefined;
  const { cache_control: snake, cacheControl: asked = snake, ...rest } = request;
  const own = isFields(asked) ? (asked['ttl'] === '1h' ? 'hour' : 'minutes') : undefined;
  return longest([own, ...Object.values(rest).map(cachedFor)]);
}

const longest = (found: ('minutes' | 'hour' | undefined)[]): 'minutes' | 'hour' | undefined =>
  found.find((one) => one === 'hour') ?? found.find((one) => one !== undefined);
