import type { FastifyRequest } from 'fastify';
import type { Access, Credential } from '../../access/access.js';
import { IssuerUnreachable } from '../../access/discovery.js';
import type { Principal } from '../../access/principal.js';
import type { BrowserSession } from '../../access/sessions.js';
import type { Action } from '../../core/keys.js';
import { UnavailableError } from '../../runtime/try-later.js';
import { Problem } from '../problems/problem.js';
import { sessionSecretOf } from './cookies.js';
import { refuseForgeries, refuseOtherSites } from './csrf.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; there is always one behind {@link authenticate}. */
    principal: Principal;
    /** When it was looked at who that is, by `performance.now()`. */
    keySeenAt: number;
    /** The session that it was made in; null where it bears a key or a token. */
    session: BrowserSession | null;
  }
  interface FastifyContextConfig {
    /** A route that wants no key. */
    open?: boolean;
    /** What a principal must be allowed to do. */
    action?: Action;
    /** A route for settlement tokens, and for nothing else. */
    isForPayees?: boolean;
    /** A route about the session that the request is made in. */
    isForSessions?: boolean;
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
 * The routes that want no key: the address itself, health, metrics (of load, not of budgets), docs, and the files of the console.
 * Everything else does, unless it says that it is open.
 */
export const isOpenRoute = (url: string): boolean =>
  url === '/' || /^\/(livez|readyz|metrics|openapi\.json|docs|assets)(\/|$)/.test(url);

/** The key or token in an Authorization header. */
const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1];

/** What a request was made with that {@link authenticate} has accepted. The cookie is looked at only where there is no header. */
export function credentialOf(request: FastifyRequest): Credential {
  const { authorization } = request.headers;
  return authorization === undefined
    ? { session: sessionSecretOf(request) ?? '' }
    : { bearer: bearerOf(authorization) ?? '' };
}

/** Who makes a request; throws for those who show nothing, or what is not known. */
export function authenticate(access: Access, request: FastifyRequest): Principal | Promise<Principal> {
  const { authorization } = request.headers;
  if (authorization === undefined) return bySession(access, request);
  if (request.route.config.isForSessions) throw missing('A key has no session: sign in with it first.');
  const key = bearerOf(authorization);
  const principal = key === undefined ? null : access.verify(key);
  return principal instanceof Promise ? principal.then(known, unreachable) : known(principal);
}

const CHALLENGE = 'Bearer realm="purser"';

const missing = (detail: string): Problem =>
  new Problem('unauthenticated', detail, {}, { 'WWW-Authenticate': CHALLENGE });

/** What nobody has was shown: a guess, perhaps. */
export class UnknownCredential extends Problem {
  constructor(detail: string) {
    super('unauthenticated', detail, {}, { 'WWW-Authenticate': `${CHALLENGE}, error="invalid_token"` });
  }
}

function known(principal: Principal | null): Principal {
  if (principal) return principal;
  throw new UnknownCredential('The key is not known.');
}

function bySession(access: Access, request: FastifyRequest): Promise<Principal> {
  const secret = sessionSecretOf(request);
  if (secret === undefined) throw missing('Send Authorization: Bearer <key>, or sign in.');
  refuseOtherSites(request);
  return access.sessionOf(secret).then((session) => {
    if (!session) throw new UnknownCredential('The session is not known, or over: sign in again.');
    refuseForgeries(request, secret);
    request.session = session;
    return session.principal;
  }, unreachable);
}

function unreachable(error: unknown): never {
  if (error instanceof IssuerUnreachable)
    throw new UnavailableError('The issuer of the token cannot be reached.', 5);
  throw new UnavailableError('The database cannot be reached.', 1);
}

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
