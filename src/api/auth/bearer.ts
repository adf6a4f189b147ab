import type { AdminKey, Principal } from '../../database/admin-key.js';
import { Problem } from '../problems/problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; there is always one behind {@link authenticate}. */
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** A route that wants no key. */
    open?: boolean;
    /** The largest body of this route in bytes, where it is not the usual one. */
    bodyLimit?: number;
    /** Answered for as long as the client stays: how long that was says nothing. */
    stream?: boolean;
  }
}

/**
 * The routes that want no key: health, metrics (which tell of load, not of budgets) and docs. Everything else does,
 * without having to say so.
 */
export const isOpenRoute = (url: string): boolean =>
  /^\/(livez|readyz|metrics|openapi\.json|docs)(\/|$)/.test(url);

/** Who has the key in an Authorization header; throws for none or one that is not known. */
export function authenticate(keys: AdminKey, authorization: string | undefined): Principal {
  if (authorization === undefined)
    throw unauthenticated('Send Authorization: Bearer <key>.', 'Bearer realm="purser"');
  const key = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1];
  const principal = key === undefined ? null : keys.verify(key);
  if (principal) return principal;
  throw unauthenticated('The key is not known.', 'Bearer realm="purser", error="invalid_token"');
}

const unauthenticated = (detail: string, challenge: string): Problem =>
  new Problem('unauthenticated', detail, {}, { 'WWW-Authenticate': challenge });
