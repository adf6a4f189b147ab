import rateLimit, { type FastifyRateLimitStore } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';

/** How long one window lasts. */
const WINDOW_MS = 1_000;

/** How many keys are counted at once, in each process. */
const KEYS = 20_000;

/** Counts a request and tells the caller what is left; throws a 429. */
export type RateLimiter = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/**
 * Limits how many requests a second the holder of one key can make of this process, so that a stuck agent cannot fill
 * the journal: envelopes limit what is spent, and every denial of theirs is an entry. The admin key is not limited.
 * Answers carry RateLimit and RateLimit-Policy as draft-ietf-httpapi-ratelimit-headers has them.
 */
export function rateLimiter(fastify: FastifyInstance, perSecond: number): RateLimiter {
  void fastify.register(rateLimit, { global: false, store: Windows });
  let count: ReturnType<FastifyInstance['createRateLimit']> | undefined;
  const policy = `"key";q=${perSecond};w=${WINDOW_MS / 1000}`;
  return async (request, reply) => {
    // The plugin is there once the application is ready.
    count ??= fastify.createRateLimit({
      max: perSecond,
      timeWindow: WINDOW_MS,
      keyGenerator: ({ principal }) => principal.id,
    });
    const state = await count(request);
    if (state.isAllowed) return;
    reply.header('RateLimit-Policy', policy);
    reply.header('RateLimit', `"key";r=${Math.max(0, state.remaining)};t=${state.ttlInSeconds}`);
    if (!state.isExceeded) return;
    const detail = `More than ${perSecond} requests in a second with this key.`;
    throw new Problem('rate_limited', detail, {}, { 'Retry-After': String(Math.max(1, state.ttlInSeconds)) });
  };
}

/**
 * Requests of each key in its window. The store that comes with the plugin hands out the very object that it counts in:
 * all requests of one moment would see the count of the last of them, and a burst above the limit be refused whole.
 */
class Windows implements FastifyRateLimitStore {
  /** In the order in which the windows began, by `performance.now()`. */
  private readonly windows = new Map<string, { began: number; requests: number }>();

  incr(
    key: string,
    answer: (error: Error | null, count: { current: number; ttl: number }) => void,
    length: number,
  ): void {
    const now = performance.now();
    let window = this.windows.get(key);
    if (!window || window.began + length <= now) window = this.begin(key, now);
    window.requests += 1;
    answer(null, { current: window.requests, ttl: Math.ceil(window.began + length - now) });
  }

  child(): FastifyRateLimitStore {
    return new Windows();
  }

  private begin(key: string, began: number): { began: number; requests: number } {
    this.windows.delete(key);
    if (this.windows.size >= KEYS) this.windows.delete(this.windows.keys().next().value!);
    const window = { began, requests: 0 };
    this.windows.set(key, window);
    return window;
  }
}
