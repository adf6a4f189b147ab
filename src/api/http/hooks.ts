import type { FastifyInstance } from 'fastify';
import type { AdminKey } from '../../database/admin-key.js';
import type { Lifecycle } from '../../lifecycle.js';
import type { Logger } from '../../logger.js';
import { httpRequestSeconds } from '../../metrics.js';
import { authenticate, isOpenRoute } from '../auth/bearer.js';
import { Problem } from '../problems/problem.js';
import { requestProblem } from './problem-filter.js';

/** Requests that take longer than this are logged. */
const SLOW_MS = 1_000;

/**
 * What is done for every request, as hooks of Fastify and not as guards and interceptors of Nest: they cost less, come
 * before the body is read, and see requests that no route takes.
 */
export function addRequestHooks(
  fastify: FastifyInstance,
  { keys, lifecycle, logger }: { keys: AdminKey; lifecycle: Lifecycle; logger: Logger },
): void {
  fastify.addHook('onRoute', (route) => {
    route.config = { ...route.config, open: isOpenRoute(route.url) };
    if (route.config.bodyLimit !== undefined) route.bodyLimit = route.config.bodyLimit;
  });
  fastify.decorateRequest('principal');
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('X-Request-Id', request.id);
    if (request.is404 || request.routeOptions.config.open) return done();
    if (lifecycle.draining) return done(stopping());
    try {
      checkQuery(request.raw.url ?? '');
      request.principal = authenticate(keys, request.headers.authorization);
    } catch (error) {
      return done(error as Error);
    }
    done();
  });
  const logsRequests = logger.isLevelEnabled('debug');
  fastify.addHook('onResponse', (request, reply, done) => {
    if (reply.statusCode === 200 && request.routeOptions.config.stream) return done();
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const ms = reply.elapsedTime;
    const status = reply.statusCode;
    httpRequestSeconds.observe({ method: request.method, route, status }, ms / 1000);
    if (ms > SLOW_MS || logsRequests) {
      const line = { requestId: request.id, method: request.method, route, status, ms: Math.round(ms) };
      if (ms > SLOW_MS) logger.warn(line, 'slow request');
      else logger.debug(line, 'request');
    }
    done();
  });
}

/** The query parser takes what is wrongly encoded as it stands; the router is as strict about paths. */
function checkQuery(url: string): void {
  const query = url.indexOf('?');
  if (query < 0 || !url.includes('%', query)) return;
  try {
    decodeURIComponent(url.slice(query));
  } catch {
    throw requestProblem(400);
  }
}

const stopping = (): Problem =>
  new Problem('overloaded', 'The service is stopping.', {}, { 'Retry-After': '1', Connection: 'close' });
