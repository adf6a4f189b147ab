import { isFields } from './fields.js';
import type { TokenCounts } from './usage.js';

/** Whether a request asks for anything to be kept in the cache of its vendor, and whether for an hour. */
function cachedFor(request: unknown): 'minutes' | 'hour' | undefined {
  if (Array.isArray(request)) return longest(request.map(cachedFor));
  if (!isFields(request) || ArrayBuffer.isView(request)) return undefined;
  const { cache_control: snake, cacheControl: asked = snake, ...rest } = request;
  const own = isFields(asked) ? (asked['ttl'] === '1h' ? 'hour' : 'minutes') : undefined;
  return longest([own, ...Object.values(rest).map(cachedFor)]);
}

const longest = (found: ('minutes' | 'hour' | undefined)[]): 'minutes' | 'hour' | undefined =>
  found.find((one) => one === 'hour') ?? found.find((one) => one !== undefined);

/** The most that a request of so much input can write to the cache: at Anthropic what it asks for, elsewhere what the vendor likes. */
export function cacheWritesOf(
  request: unknown,
  { vendor, input }: { vendor: string; input: number },
): Pick<TokenCounts, 'cacheWrite' | 'cacheWriteHour'> {
  const kept = cachedFor(request);
  const cacheWrite = vendor === 'anthropic' && kept === undefined ? 0 : input;
  return { cacheWrite, cacheWriteHour: kept === 'hour' ? input : 0 };
}
