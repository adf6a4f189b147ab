import type { Access } from '../../access/access.js';
import { IssuerUnreachable } from '../../access/people.js';
import type { Principal } from '../../access/principal.js';
import type { Action } from '../../core/keys.js';
import { UnavailableError } from '../../runtime/try-later.js';
import { Problem } from '../problems/problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; there is always one behind {@link authenticate}. */
    principal: Principal;
    /** When it was looked at who that is, by `performance.now()`. */
    keySeenAt: number;
  }
  interface FastifyContextConfig {
    /** A route that wants no key. */
    open?: boolean;
    /** What a principal must be allowed to do. */
    action?: Action;
    /** A route for settlement tokens, and for nothing else. */
    isForPayees?: boolean;
    /** The largest body of this route in bytes, where it is not the usual one. */
    bodyLimit?: number;
    /** A route whose answer may take long because its caller wishes to wait. */
    waits?: boolean;
    /** Answered for as long as the client stays: how long that was says nothing. */
    stream?: boolean;
    /** Has parameters in its query; those of any other are refused. */
    hasQuery?: boolean;
  }
}

/**
 * The routes that want no key: the address itself, health, metrics (of load, not of budgets) and docs.
 * Everything else does, without having to say so.
 */
export const isOpenRoute = (url: string): boolean =>
  url === '/' || /^\/(livez|readyz|metrics|openapi\.json|docs)(\/|$)/.test(url);

/** The key or token in an Authorization header. */
export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1];

/** Who has the key or token in an Authorization header; throws for none or one that is not known. */
export function authenticate(
  access: Access,
  authorization: string | undefined,
): Principal | Promise<Principal> {
  if (authorization === undefined)
    throw unauthenticated('Send Authorization: Bearer <key>.', 'Bearer realm="purser"');
  const key = bearerOf(authorization);
  const principal = key === undefined ? null : access.verify(key);
  return principal instanceof Promise ? principal.then(known, unreachable) : known(principal);
}

function known(principal: Principal | null): Principal {
  if (principal) return principal;
  throw unauthenticated('The key is not known.', 'Bearer realm="purser", error="invalid_token"');
}

function unreachable(error: unknown): never {
  if (error instanceof IssuerUnreachable)
    throw new UnavailableError('The issuer of the token cannot be reached.', 5);
  throw new UnavailableError('The database cannot be reached.', 1);
}

const unauthenticated = (detail: string, challenge: string): Problem =>
  new Problem('unauthenticated', detail, {}, { 'WWW-Authenticate': challenge });

/** What keeps a credential from a route of the other sort: keys from those of settlement tokens, tokens from all others. */
export function misplaced({ settles }: Principal, isForPayees: boolean): Problem | null {
  if ((settles !== undefined) === isForPayees) return null;
  const detail = isForPayees
    ? 'This is for settlement tokens: with a key, use the reservation.'
    : 'A settlement token is for /v1/settlements/self alone.';
  return new Problem('forbidden', detail, { action: 'settle' });
}

export const forbidden = ({ role }: Principal, action: string): Problem =>
  new Problem('forbidden', `A key of role ${role} with these scopes may not ${action}.`, { action });
