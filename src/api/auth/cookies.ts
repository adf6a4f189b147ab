import type { FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { SESSION_SECRET_PATTERN } from '../../access/sessions.js';

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

/** Gives a browser the secret of its session; it keeps it until it is closed, or the session is over. */
export const giveSession = (request: FastifyRequest, reply: FastifyReply, secret: string, seconds: number) =>
  giveCookie(request, reply, SESSION, secret, seconds);

export const takeSession = (request: FastifyRequest, reply: FastifyReply) =>
  giveCookie(request, reply, SESSION, '', 0);

/** The value of a cookie; undefined without one. Over plain HTTP only a browser on this machine has one. */
export function cookieOf({ headers }: FastifyRequest, { name }: Cookie): string | undefined {
  const pairs = (headers.cookie ?? '').split(/; ?/).map((pair) => pair.split('='));
  const valueOf = (wanted: string): string | undefined => pairs.find(([found]) => found === wanted)?.[1];
  return valueOf(HOST_PREFIX + name) ?? (isLoopback(headers.host) ? valueOf(name) : undefined);
}

/** Gives a browser a cookie for so long. No script reads it, no other site sends it along. */
export function giveCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, sameSite }: Cookie,
  value: string,
  seconds: number,
): void {
  const isSecure = !isPlainAndLocal(request);
  const cookie = `${isSecure ? HOST_PREFIX : ''}${name}=${value}; Path=/; HttpOnly; SameSite=${sameSite}`;
  reply.header('Set-Cookie', `${cookie}; Max-Age=${Math.floor(seconds)}${isSecure ? '; Secure' : ''}`);
}

/**
 * Whether a browser came over plain HTTP on this machine. What stands in front of the service may call it by a local name: the
 * browser's own word on its address goes first.
 */
function isPlainAndLocal({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  if (headers['x-forwarded-proto'] === 'https') return false;
  if (origin === undefined || !URL.canParse(origin)) return isLoopback(host);
  const { protocol, host: named } = new URL(origin);
  return protocol === 'http:' && isLoopback(named);
}

/** Whether a host, with its port or without, is this machine. */
export function isLoopback(host = ''): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || (ipaddr.isValid(name) && ipaddr.process(name).range() === 'loopback');
}
