import type { FastifyInstance } from 'fastify';
import type { ByteShares } from './byte-shares.js';
import { BODY_LIMIT } from './body-limits.js';
import { requestProblem } from './problem-filter.js';
import { readBody } from './read-body.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes a form, as the bytes that came: whoever signs one signs these. */
    takesForm?: boolean;
  }
}

/** Lets forms in at the routes that take them, and nowhere else. */
export function useFormBodies(fastify: FastifyInstance, bodies: ByteShares): void {
  fastify.addContentTypeParser('application/x-www-form-urlencoded', (request, payload, done) => {
    if (!request.route.config.takesForm) return done(requestProblem(415));
    readBody(request, payload, bodies, request.route.bodyLimit ?? BODY_LIMIT, done);
  });
}
