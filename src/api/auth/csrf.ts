import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { csrfTokenOf } from '../../access/sessions.js';
import { Problem } from '../problems/problem.js';

/** Where a page sends the token of its session. */
const CSRF_HEADER = 'X-Purser-CSRF';

/** Methods that change nothing. */
const SAFE = new Set(['GET', 'HEAD']);

/** Refuses what another site made a browser send. Browsers say so themselves, and pages cannot make them say otherwise. */
export function refuseOtherSites({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new Problem('csrf', 'The request comes from a page of another origin.');
}

/** Refuses a change whose sender has not read the token of the session. */
export function refuseForgeries({ method, headers }: FastifyRequest, secret: string): void {
  if (SAFE.has(method)) return;
  const given = Buffer.from([headers[CSRF_HEADER.toLowerCase()] ?? ''].flat().join());
  const token = Buffer.from(csrfTokenOf(secret));
  if (given.length !== token.length || !timingSafeEqual(given, token))
    throw new Problem(
      'csrf',
      `Send ${CSRF_HEADER} with the csrfToken of the session (GET /v1/sessions/self).`,
    );
}
