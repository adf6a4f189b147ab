import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const SANE = /^[A-Za-z0-9._:/@+=-]{1,128}$/;

/**
 * The id under which a request is found in answers, problems, logs and the journal: the caller's, if it sent one that
 * can be written anywhere, or a new one.
 */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}
