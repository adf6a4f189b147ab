import type { Principal } from '../../access/principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** In whose share the request is counted; nobody's until its key is known. */
    holder: string;
  }
}

/** The share of requests whose key is not known. */
export const NOBODY = 'nobody';

/** In whose share everything is counted that a principal does. */
export const shareOf = (principal: Principal): string => principal.id;
