import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/access.js';
import { may } from '../../core/keys.js';
import type { Lifecycle } from '../../runtime/lifecycle.js';
import type { Logger } from '../../runtime/logger.js';
import { httpRequestSeconds } from '../../runtime/metrics.js';
import { makerOf, type Principal } from '../../access/principal.js';
import { authenticate, forbidden, isOpenRoute, misplaced } from '../auth/bearer.js';
import { Problem, validationProblem } from '../problems/problem.js';
import type { Admission } from './admission.js';
import { countAnswers } from './answers.js';
import type { Guesses } from './guesses.js';
import { NOBODY } from './holder.js';
import { requestProblem } from './problem-filter.js';
import { securityHeaders } from './security-headers.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What is known of its route, which Fastify would put together again for each who asks. */
    route: FastifyRequest['routeOptions'];
  }
}

/** Requests that take longer than this are logged. */
const SLOW_MS = 1_000;

/** The methods that routes have; a name that nobody uses for one is not to make a series of its own. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export interface RequestHooks {
  access: Access;
  lifecycle: Lifecycle;
  logger: Logger;
  /** What each holder may make of this process. */
  admission: Admission;
  guesses: Guesses;
}

/**
 * What is done for every request, as hooks of Fastify and not as guards and interceptors of Nest: they cost less, come
 * before the body is read, and see requests that no route takes.
 */
export function addRequestHooks(
  fastify: FastifyInstance,
  { access, lifecycle, logger, admission, guesses }: RequestHooks,
): void {
  fastify.addHook('onRoute', (route) => {
    const { action, isForPayees, isForSessions, open = isOpenRoute(route.url) } = route.config ?? {};
    // Fails closed: a route that does not say who may use it would be anybody's.
    if (!open && action === undefined && !isForPayees && !isForSessions)
      throw new Error(`the route ${route.url} names no action`);
    route.config = { ...route.config, open };
    if (route.config.bodyLimit !== undefined) route.bodyLimit = route.config.bodyLimit;
  });
  fastify.decorateRequest('route');
  fastify.decorateRequest('principal');
  fastify.decorateRequest('keySeenAt', 0);
  fastify.decorateRequest('session', null);
  fastify.decorateRequest('holder', NOBODY);
  fastify.decorateRequest('isExport', false);
  fastify.decorateRequest('bodyBytes', 0);
  fastify.decorateRequest('bodyOver', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('X-Request-Id', request.id).headers(securityHeaders(request.raw.url ?? ''));
    request.route = request.routeOptions;
    const { config } = request.route;
    if (config.open) return done();
    if (request.is404 && request.headers.authorization === undefined) return done();
    if (lifecycle.draining) return done(stopping());
    const enter = (principal: Principal): void => {
      request.principal = principal;
      request.keySeenAt = performance.now();
      request.holder = makerOf(principal);
      // Counted before it is looked at what it wants: what is refused is work, too.
      admission.admit(request, reply);
      const { action, hasQuery, isForPayees = false, isForSessions } = config;
      const refusal = misplaced(principal, isForPayees);
      if (refusal) throw refusal;
      if (action && !may(principal, action)) throw forbidden(principal, action);
      // What takes a query looks at all of it: see ValidationPipe. Elsewhere it would be taken for what it does not do.
      if ((action || isForPayees || isForSessions) && !hasQuery) refuseQuery(request.query as object);
    };
    const refuse = (error: Error): void => guesses.refuse(request, error, done);
    try {
      checkQuery(request.raw.url ?? '');
      const principal = authenticate(access, request);
      // Most keys are known: what need not wait does not.
      if (principal instanceof Promise) principal.then(enter).then(() => done(), refuse);
      else {
        enter(principal);
        done();
      }
    } catch (error) {
      refuse(error as Error);
    }
  });
  countAnswers(fastify, admission);
  const logsRequests = logger.isLevelEnabled('debug');
  fastify.addHook('onResponse', (request, reply, done) => {
    const { config, url: route = 'none' } = request.route;
    if (reply.statusCode === 200 && (config.stream || request.isExport)) return done();
    const ms = reply.elapsedTime;
    const status = reply.statusCode;
    const method = METHODS.has(request.method) ? request.method : 'other';
    httpRequestSeconds.observe({ method, route, status }, ms / 1000);
    const waits = config.waits === true;
    const isSlow = ms > SLOW_MS && !waits;
    if (isSlow || logsRequests) {
      const line = { requestId: request.id, method: request.method, route, status, ms: Math.round(ms) };
      if (isSlow) logger.warn(line, 'slow request');
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

/** A caller that sends an unknown parameter believes that it means something. */
function refuseQuery(query: object): void {
  const errors = Object.keys(query).map((field) => ({
    field,
    rule: 'unknown_field',
    message: `${field} is not a parameter of this request`,
  }));
  if (errors.length > 0) throw validationProblem(errors);
}

const stopping = (): Problem =>
  new Problem('overloaded', 'The service is stopping.', {}, { 'Retry-After': '1', Connection: 'close' });
