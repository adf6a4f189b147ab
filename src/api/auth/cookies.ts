import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_SECRET_PATTERN } from '../../access/sessions.js';
import { isLoopback } from '../../runtime/loopback.js';

/** What browsers keep for a host alone, and take over TLS alone: no other host, and no page over plain HTTP, can put one in its place. */
const HOST_PREFIX = '__Host-';

/** A cookie of this service. */
export interface Cookie {
  readonly name: string;
  /** `Lax` where somebody else's page leads back here, and the cookie has to come along. */
  readonly sameSite: 'Strict' | 'Lax';
}

const SESSION: Cookie = { name: 'purser', sameSite: 'Strict' };

/** The secret of the session that a request was made in. */
export function sessionSecretOf(request: FastifyRequest): string | undefined {
  const value = cookieOf(request, SESSION);
  return value !== undefined && SESSION_SECRET_PATTERN.test(value) ? value : undefined;
}

/** Gives a browser the secret of its session, for as long as that can last. */
export const giveSession = (reply: FastifyReply, secret: string, seconds: number, isLocal: boolean): void =>
  giveCookie(reply, SESSION, secret, seconds, isLocal);

export const takeSession = (reply: FastifyReply, isLocal: boolean): void =>
  takeCookie(reply, SESSION, isLocal);

/** The value of a cookie; undefined without one. Over plain HTTP only a browser on this machine has one. */
export function cookieOf({ headers }: FastifyRequest, { name }: Cookie): string | undefined {
  const pairs = (headers.cookie ?? '').split(/; ?/).map((pair) => pair.split('='));
  const valueOf = (wanted: string): string | undefined => pairs.find(([found]) => found === wanted)?.[1];
  return valueOf(HOST_PREFIX + name) ?? (isLoopback(headers.host) ? valueOf(name) : undefined);
}

/** Gives a browser a cookie for so long. No script reads it, no other site sends it along. `isLocal`: see {@link isPlainAndLocal}. */
export function giveCookie(
  reply: FastifyReply,
  { name, sameSite }: Cookie,
  value: string,
  seconds: number,
  isLocal: boolean,
): void {
  const [prefix, secure] = isLocal ? ['', ''] : [HOST_PREFIX, '; Secure'];
  const life = `Max-Age=${Math.floor(seconds)}`;
  reply.header(
    'Set-Cookie',
    `${prefix}${name}=${value}; Path=/; HttpOnly; SameSite=${sameSite}; ${life}${secure}`,
  );
}

export const takeCookie = (reply: FastifyReply, cookie: Cookie, isLocal: boolean): void =>
  giveCookie(reply, cookie, '', 0, isLocal);

/**
 * Whether a browser came over plain HTTP on this machine. What stands in front of the service may call it by a local name: the
 * browser's own word on its address goes first.
 */
export function isPlainAndLocal({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  if (headers['x-forwarded-proto'] === 'https') return false;
  if (origin === undefined || !URL.canParse(origin)) return isLoopback(host);
  const { protocol, host: named } = new URL(origin);
  return protocol === 'http:' && isLoopback(named);
}
